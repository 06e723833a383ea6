import type { EntityManager } from 'typeorm';
import { POLICY } from '../../config/policy';
import { dialectOf } from '../../store/sql/dialect';
import { run } from '../../store/sql/sql';
import type { RevisionTicket } from '../agreement/revision';
import { recordsOf } from '../ledger/records';
import type { AlertRow } from './alert.entity';
import { DEADLINE_NOTICES, type Notice } from './notices';

/**
 * Of what one write would tell, what nobody was told before, and apart from it the deadlines ahead that are told
 * together because they are more than people would read one by one.
 */
export async function sharedOut(
  tx: EntityManager,
  raised: RevisionTicket,
  found: readonly Notice[],
): Promise<{ notices: Notice[]; announced: Notice[] }> {
  const notices = await numbered(tx, await withNewFacts(tx, raised, await untold(tx, found)));
  const announced = notices.filter(isAnnouncement);
  if (announced.length <= POLICY.toldOneByOne) return { notices, announced: [] };
  return { notices: notices.filter((notice) => !isAnnouncement(notice)), announced };
}

/** Without the deadlines ahead of whose version as late a step or a later one was told. */
export async function untold(tx: EntityManager, notices: readonly Notice[]): Promise<Notice[]> {
  const ahead = notices.filter(isAnnouncement);
  if (ahead.length === 0) return [...notices];
  const { rows } = await run<{ about: string; at: number | string }>(
    tx,
    `SELECT milestone_id || ' ' || version AS about, MAX(at) AS at FROM alert
      WHERE milestone_id IN (${listed(tx)}) AND kind IN (${DEADLINE_NOTICES.map(() => '?').join(', ')})
      GROUP BY milestone_id, version`,
    [milestonesOf(ahead), ...DEADLINE_NOTICES],
  );
  const told = new Map(rows.map(({ about, at }) => [about, Number(at)]));
  return notices.filter(
    ({ row, passedAt = Number.POSITIVE_INFINITY }) =>
      (told.get(`${row.id} ${row.version}`) ?? Number.NEGATIVE_INFINITY) < passedAt,
  );
}

/**
 * With the facts of this write only, and without what has none. A row of an earlier release does not say which
 * facts it knew, and those are no news.
 */
async function withNewFacts(
  tx: EntityManager,
  { recordedAt }: RevisionTicket,
  notices: readonly Notice[],
): Promise<Notice[]> {
  const records = await recordsOf(
    tx,
    notices.filter(isCounted).flatMap(({ facts = [] }) => facts),
  );
  // A preview names facts that no ledger has yet.
  const isNew = (id: string) => (records.get(id)?.recordedAt ?? recordedAt) === recordedAt;
  return notices.flatMap((notice) => {
    if (!isCounted(notice)) return [notice];
    const facts = notice.facts?.filter(isNew) ?? [];
    return facts.length === 0 ? [] : [{ ...notice, facts }];
  });
}

/** With the next free number, where a fact that was taken back has used their own. */
async function numbered(tx: EntityManager, notices: readonly Notice[]): Promise<Notice[]> {
  const counted = notices.filter(isCounted);
  if (counted.length === 0) return [...notices];
  const { rows } = await run<{ about: string; step: number | string }>(
    tx,
    `SELECT milestone_id || ' ' || kind || ' ' || version AS about, MAX(step) AS step FROM alert
      WHERE milestone_id IN (${listed(tx)}) GROUP BY milestone_id, kind, version`,
    [milestonesOf(counted)],
  );
  const last = new Map(rows.map(({ about, step }) => [about, Number(step)]));
  return notices.map((notice) => {
    if (!isCounted(notice)) return notice;
    const { row, kind, step } = notice;
    const before = last.get(`${row.id} ${kind} ${row.version}`) ?? 0;
    return { ...notice, step: Math.max(step, before + 1) };
  });
}

/** Of the messages of these alerts, those that speak of one milestone: one about many stays true of the others. */
export async function messagesAboutOne(
  tx: EntityManager,
  alerts: readonly AlertRow[],
): Promise<string[]> {
  if (alerts.length === 0) return [];
  const { rows } = await run<{ id: string }>(
    tx,
    `SELECT id FROM message WHERE milestone_id IS NOT NULL AND id IN (${listed(tx)})`,
    [JSON.stringify(alerts.map(({ messageId }) => [messageId]))],
  );
  return rows.map(({ id }) => id);
}

/** It announces a deadline that lies ahead. */
function isAnnouncement({ passedAt }: Notice): boolean {
  return passedAt !== undefined;
}

/** Told as often as it happens. */
function isCounted({ kind }: Notice): boolean {
  return kind === 'violated' || kind === 'fulfilled-in-part';
}

/** A list of texts that is handed over as one parameter. */
function listed(tx: EntityManager): string {
  const { jsonElement, jsonRows } = dialectOf(tx.connection.options.type);
  return `SELECT ${jsonElement(0, 'text')} FROM ${jsonRows('?')}`;
}

function milestonesOf(notices: readonly Notice[]): string {
  return JSON.stringify(notices.map(({ row }) => [row.id]));
}
