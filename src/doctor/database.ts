import type { EntityManager } from 'typeorm';
import { verifyAudit } from '../audit/verify';
import { verifyChains } from '../domain/ledger/verify-chain';
import { databaseFile, type StoreSettings } from '../store/data-sources';
import { movedFrom } from '../store/postgres/origin';
import { dialectOf } from '../store/sql/dialect';
import { run } from '../store/sql/sql';
import { placeOf } from '../store/unavailable';
import type { Check } from './check';

/** Replicas correct a difference of any size; one this large is a fault of the machine. */
const CLOCK_TOLERANCE_MS = 2_000;

/** The database's own consistency, where it has a way to show it. */
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
    ...orphans.map(({ table }) => `a row of ${table} refers to one that is not there`),
  ];
  return { name, well: databaseFile(settings.dataDir), faults };
}

/**
 * @param now the process's clock without a correction, epoch milliseconds.
 * @param lead see `Store.leadOf`.
 */
export async function clock(tx: EntityManager, now: number, lead: number): Promise<Check> {
  const { rows } = await run<{ at: string | number | null }>(
    tx,
    'SELECT MAX(recorded_at) AS at FROM agreement',
    [],
  );
  const ahead = Number(rows[0]?.at ?? 0) - (now + lead);
  const faults = [];
  if (Math.abs(lead) > CLOCK_TOLERANCE_MS) {
    faults.push(
      `this machine's clock is ${Math.abs(lead)} ms ${lead > 0 ? 'behind' : 'ahead of'} the database's; set it by NTP`,
    );
  }
  if (ahead > CLOCK_TOLERANCE_MS) {
    faults.push(`something was recorded ${ahead} ms after now: the clock was set back`);
  }
  return {
    name: 'clock',
    well: lead === 0 ? 'behind nothing recorded' : `${lead} ms from the database's`,
    faults,
  };
}

/** Whether messages are numbered behind those that were given out, on the server where they are now. */
export async function numbering(tx: EntityManager): Promise<Check> {
  const name = 'order of messages';
  if (dialectOf(tx.connection.options.type).name === 'sqlite') {
    return { name, well: 'one writer numbers them', faults: [] };
  }
  const reason = await movedFrom(tx);
  return {
    name,
    well: 'each is numbered behind those before it',
    faults:
      reason === undefined
        ? []
        : [`${reason}; start the service anew, which numbers on behind them`],
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
