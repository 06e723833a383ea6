import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import type { Clock } from '../base/clock';
import { forAgreement } from '../base/request-context';
import { Agreements } from '../domain/agreement/agreements';
import { lockAgreement, raiseRevision } from '../domain/agreement/revision';
import { verifyChain } from '../domain/ledger/verify-chain';
import { MilestoneRow } from '../domain/milestone/milestone.entity';
import { DOCUMENT_COLUMNS, FACT_COLUMNS } from '../domain/milestone/milestone-row';
import { STATUS_COLUMNS } from '../domain/milestone/status-changes';
import { insertRows, updateRows } from '../store/sql/rows';
import { run } from '../store/sql/sql';
import type { Store } from '../store/store';
import { documentsOf } from './documents';
import { examineMilestones, type WrongMilestone } from './milestones';

/** What a repair did to one agreement. */
export interface Repaired {
  agreement: string;
  /** Ids of the milestones that were written. */
  milestones: readonly string[];
  /** Why nothing was written: the facts or the document, from which dates are computed, were changed. */
  refused: string | null;
}

/**
 * Computes every milestone from documents, facts and the clock, and writes those that are stored differently, with the
 * dates of the last version of their deadlines. Never writes facts, documents or messages. One transaction for each
 * agreement; the caller wakes the sweeper afterwards.
 * @returns the agreements that were repaired or refused.
 */
export async function repairData(store: Store, clock: Clock): Promise<Repaired[]> {
  const ids = await store.read((tx) => new Agreements().ids(tx));
  const done: Repaired[] = [];
  for (const id of ids) {
    const found = await store.read((tx) => examine(tx, clock, id));
    if (found.refused !== null) {
      done.push({ agreement: id, milestones: [], refused: found.refused });
    } else if (found.wrong.length > 0) {
      done.push(await forAgreement(id, () => store.write((tx) => repairAgreement(tx, clock, id))));
    }
    // Computing dates takes the processor: a running service answers others in between.
    await setImmediate();
  }
  return done;
}

/** Examines again under the lock: another write may have come in between. */
async function repairAgreement(tx: EntityManager, clock: Clock, id: string): Promise<Repaired> {
  await lockAgreement(tx, id);
  const { wrong, refused } = await examine(tx, clock, id);
  if (wrong.length > 0) {
    // Clients that hold answers of the present revision read them again.
    await raiseRevision(tx, id, clock.now());
    await write(tx, wrong);
  }
  return { agreement: id, milestones: wrong.map((one) => one.id), refused };
}

async function examine(
  tx: EntityManager,
  clock: Clock,
  id: string,
): Promise<{ wrong: readonly WrongMilestone[]; refused: string | null }> {
  const refused = await reasonToRefuse(tx, id);
  if (refused !== null) return { wrong: [], refused };
  const { wrong } = await examineMilestones(tx, id, clock.now());
  return { wrong, refused };
}

async function reasonToRefuse(tx: EntityManager, id: string): Promise<string | null> {
  const facts = await verifyChain(tx, id);
  if (facts.faults.length > 0) return 'its facts were changed, and its dates follow from them';
  const { faults } = await documentsOf(tx, id);
  return faults.length > 0 ? 'its document was changed, and its dates follow from it' : null;
}

const COLUMNS = [
  ...DOCUMENT_COLUMNS,
  ...FACT_COLUMNS,
  ...STATUS_COLUMNS,
  'version',
  'versionedAt',
  'droppedAt',
] as const;

async function write(tx: EntityManager, wrong: readonly WrongMilestone[]): Promise<void> {
  const right = wrong.map((one) => one.right);
  const missing = new Set(wrong.filter(({ stored }) => stored === undefined).map(({ id }) => id));
  await insertRows(
    tx,
    MilestoneRow,
    right.filter(({ id }) => missing.has(id)),
  );
  await updateRows(
    tx,
    MilestoneRow,
    right.filter(({ id }) => !missing.has(id)),
    COLUMNS,
  );
  for (const row of right.filter(({ droppedAt }) => droppedAt === null))
    await writeDeadline(tx, row);
}

/** Earlier versions of the deadline are history and cannot be computed from what holds today. */
async function writeDeadline(tx: EntityManager, row: MilestoneRow): Promise<void> {
  await run(
    tx,
    `UPDATE deadline SET due_on = ?, due_at = ?, grace_ends_at = ?, opens_on = ?, starts_on = ?, ends_on = ?
      WHERE milestone_id = ? AND version = ?`,
    [
      row.dueOn,
      row.dueAt,
      row.graceEndsAt,
      row.opensOn,
      row.startsOn,
      row.endsOn,
      row.id,
      row.version,
    ],
  );
}
