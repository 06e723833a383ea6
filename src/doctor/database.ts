import type { EntityManager } from 'typeorm';
import { verifyAudit } from '../audit/verify';
import { verifyChains } from '../domain/ledger/verify-chain';
import { databaseFile, type StoreSettings } from '../store/data-sources';
import { movedFrom } from '../store/postgres/origin';
import { dialectOf } from '../store/sql/dialect';
import { run } from '../store/sql/sql';
import { placeOf } from '../store/unavailable';
import type { Check } from './check';

/** Replicas correct any difference; a larger one than this is a fault of the machine. */
const CLOCK_TOLERANCE_MS = 2_000;

/** The consistency of the database itself. PostgreSQL has no check for it. */
export async function integrity(tx: EntityManager, settings: StoreSettings): Promise<Check> {
  const name = 'database';
  if (settings.databaseUrl !== undefined) {
    return { name, well: placeOf(settings.databaseUrl), faults: [] };
  }
  const { rows } = await run<{ integrity_check: string }>(tx, 'PRAGMA integrity_check', []);
  const verdicts = rows.map((row) => row.integrity_check);
  const { rows: orphans } = await run<{ table: string }>(tx, 'PRAGMA foreign_key_check', []);
  const faults = [
    ...verdicts.filter((verdict) => verdict !== 'ok'),
    ...orphans.map(({ table }) => `a row of ${table} refers to a missing row`),
  ];
  return { name, well: databaseFile(settings.dataDir), faults };
}

/**
 * @param now this machine's clock, epoch milliseconds.
 * @param offset of the database's clock (`Store.clockOffset`).
 */
export async function clock(tx: EntityManager, now: number, offset: number): Promise<Check> {
  const { rows } = await run<{ at: string | number | null }>(
    tx,
    'SELECT MAX(recorded_at) AS at FROM agreement',
    [],
  );
  const ahead = Number(rows[0]?.at ?? 0) - (now + offset);
  const faults = [];
  if (Math.abs(offset) > CLOCK_TOLERANCE_MS) {
    faults.push(
      `this machine's clock is ${Math.abs(offset)} ms ${offset > 0 ? 'behind' : 'ahead of'} the database's; set it by NTP`,
    );
  }
  if (ahead > CLOCK_TOLERANCE_MS) {
    faults.push(`a record is ${ahead} ms in the future: the clock was set back`);
  }
  return {
    name: 'clock',
    well:
      offset === 0 ? 'nothing was recorded in the future' : `${offset} ms behind the database's`,
    faults,
  };
}

/** Whether new messages get higher numbers than those in use, on the present server. */
export async function numbering(tx: EntityManager): Promise<Check> {
  const name = 'order of messages';
  if (dialectOf(tx.connection.options.type).name === 'sqlite') {
    return { name, well: 'SQLite has one writer, which numbers them', faults: [] };
  }
  const reason = await movedFrom(tx);
  return {
    name,
    well: 'new messages get higher numbers than those before',
    faults:
      reason === undefined ? [] : [`${reason}; restart the service, which advances the counters`],
  };
}

export async function ledger(tx: EntityManager): Promise<Check> {
  const { facts, faults } = await verifyChains(tx);
  return {
    name: 'ledger',
    well: `${facts} facts, each chained to the one before`,
    faults: faults.map(
      ({ agreement, fact, detail }) => `${agreement}${fact === null ? '' : `, ${fact}`}: ${detail}`,
    ),
  };
}

export async function audit(tx: EntityManager): Promise<Check> {
  const { entries, faults } = await verifyAudit(tx);
  return { name: 'audit', well: `${entries} entries, each chained to the one before`, faults };
}
