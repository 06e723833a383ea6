import type { DataSource, QueryRunner } from 'typeorm';
import { Refusal } from '../../base/refusal';
import { placeOf } from '../unavailable';

/** A pooler that gives out its connections in turn may give the same one twice by chance. */
const ROUNDS = 3;

interface Session {
  pid: number;
  mark: string | null;
}

/**
 * Refuses a pooler that shares one connection of PostgreSQL among several of its clients (PgBouncer's transaction and
 * statement mode). Notices between replicas, time limits set for a connection, and the lock on migrations belong to a
 * session; there they would be lost without a word, or change what other programs are given.
 *
 * Two clients look at once. Where sessions are their own, each has a process of PostgreSQL to itself and finds the mark
 * that it left. A pooler that is busy with others may escape this look, never a session be taken for a shared one.
 * @throws Refusal 'unavailable' with the setting to change.
 */
export async function refuseSharedSessions(source: DataSource, databaseUrl: string): Promise<void> {
  const [one, other] = [source.createQueryRunner(), source.createQueryRunner()];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      if (await isShared(one, other, `pacta ${round}`)) throw shared(databaseUrl);
    }
  } catch (error) {
    // Statement mode has no transactions at all, and says so.
    throw /statement pooling/.test(String(error)) ? shared(databaseUrl) : error;
  } finally {
    await one.release();
    await other.release();
  }
}

async function isShared(one: QueryRunner, other: QueryRunner, mark: string): Promise<boolean> {
  await one.query("SELECT set_config('pacta.session', $1, false)", [mark]);
  const before = await sessionOf(one);
  // While it has a transaction open, a pooler cannot give its connection to anybody else.
  await other.startTransaction();
  const [beside, after] = [await sessionOf(other), await sessionOf(one)];
  await other.rollbackTransaction();
  return (
    before.pid === beside.pid ||
    before.pid !== after.pid ||
    before.mark !== mark ||
    after.mark !== mark
  );
}

async function sessionOf(runner: QueryRunner): Promise<Session> {
  const rows: Session[] = await runner.query(
    "SELECT pg_backend_pid() AS pid, current_setting('pacta.session', true) AS mark",
  );
  return rows[0] ?? { pid: 0, mark: null };
}

function shared(databaseUrl: string): Refusal {
  return new Refusal(
    'unavailable',
    `${placeOf(databaseUrl)} is a pooler that shares connections between transactions, and Pacta needs sessions. ` +
      'Set pool_mode = session for this database in PgBouncer, or name PostgreSQL itself in DATABASE_URL.',
  );
}
