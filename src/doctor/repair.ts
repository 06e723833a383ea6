import type { EntityManager } from 'typeorm';
import type { Clock } from '../base/clock';
import { Agreements } from '../domain/agreement/agreements';
import { lockAgreement, raiseRevision } from '../domain/agreement/revision';
import { verifyChain } from '../domain/ledger/verify-chain';
import { MilestoneRow } from '../domain/milestone/milestone.entity';
import { DATED, WRITTEN } from '../domain/milestone/milestone-row';
import { STATUS_COLUMNS } from '../domain/milestone/status-changes';
import { insertRows, updateRows } from '../store/sql/rows';
import { run } from '../store/sql/sql';
import type { Store } from '../store/store';
import { documentsOf } from './documents';
import { examineMilestones, type WrongMilestone } from './milestones';

/** What a repair did of one agreement. */
export interface Repaired {
  agreement: string;
  /** The milestones that were written anew. */
  milestones: readonly string[];
  /** Why it was left as it is: what dates are derived from is not sound itself. */
  refused?: string;
}

/**
 * Writes milestones anew that are not what documents, facts and the clock give, and the dates of the last version of
 * their deadlines. Facts, documents and messages are never written: an agreement whose facts or documents were changed
 * is left as it is, since nothing can be derived from them.
 */
export async function repairData(store: Store, clock: Clock): Promise<Repaired[]> {
  const ids = await store.read((tx) => new Agreements().ids(tx));
  const done: Repaired[] = [];
  for (const id of ids) {
    const repaired = await store.write((tx) => repairAgreement(tx, clock, id));
    if (repaired.milestones.length > 0 || repaired.refused !== undefined) done.push(repaired);
  }
  if (done.length > 0) store.neighbours.tell('deadlines');
  return done;
}

async function repairAgreement(tx: EntityManager, clock: Clock, id: string): Promise<Repaired> {
  await lockAgreement(tx, id);
  const refused = await unsound(tx, id);
  const { wrong } =
    refused === undefined ? await examineMilestones(tx, id, clock.now()) : { wrong: [] as const };
  if (wrong.length > 0) {
    // What was answered of it before is not true any more.
    await raiseRevision(tx, id, clock.now());
    await write(tx, wrong);
  }
  const milestones = wrong.map((one) => one.id);
  return { agreement: id, milestones, ...(refused === undefined ? {} : { refused }) };
}

async function unsound(tx: EntityManager, id: string): Promise<string | undefined> {
  const facts = await verifyChain(tx, id);
  if (facts.faults.length > 0) return 'its facts were changed, and its dates follow from them';
  const { faults } = await documentsOf(tx, id);
  return faults.length > 0 ? 'its document was changed, and its dates follow from it' : undefined;
}

const COLUMNS = [
  ...WRITTEN,
  ...DATED,
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

/** The last version only: what earlier ones said is history, which nothing that holds today gives. */
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
