import type { DataSource, QueryRunner } from 'typeorm';
import { Refusal } from '../../base/refusal';
import { placeOf } from '../unavailable';

/** Repeated, since a pooler may give the same connection twice by chance. */
const ROUNDS = 3;

interface Session {
  pid: number;
  mark: string | null;
}

/**
 * Refuses a pooler that shares one connection of PostgreSQL among several clients (PgBouncer's transaction and statement
 * mode). Notices between replicas, time limits and the lock on migrations belong to a session; on a shared one they would be
 * lost silently, or affect other programs.
 *
 * Two clients connect at once. With sessions of their own, each has its own process of PostgreSQL and finds the setting
 * that it made. A busy pooler may go unnoticed, but a session of its own is never taken for a shared one.
 * @throws Refusal 'unavailable' with the setting to change.
 */
export async function refuseSharedSessions(source: DataSource, databaseUrl: string): Promise<void> {
  const [one, other] = [source.createQueryRunner(), source.createQueryRunner()];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      if (await isShared(one, other, `pacta ${round}`)) throw shared(databaseUrl);
    }
  } catch (error) {
    // PgBouncer's statement mode refuses transactions by this message.
    throw /statement pooling/.test(String(error)) ? shared(databaseUrl) : error;
  } finally {
    await one.release();
    await other.release();
  }
}

async function isShared(one: QueryRunner, other: QueryRunner, mark: string): Promise<boolean> {
  await one.query("SELECT set_config('pacta.session', $1, false)", [mark]);
  const before = await sessionOf(one);
  // While its transaction is open, a pooler cannot give its connection to another client.
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
