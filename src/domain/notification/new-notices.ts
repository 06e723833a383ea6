import type { EntityManager } from 'typeorm';
import { POLICY } from '../../config/policy';
import { dialectOf } from '../../store/sql/dialect';
import { run } from '../../store/sql/sql';
import type { RevisionTicket } from '../agreement/revision';
import { recordsOf } from '../ledger/ledger';
import type { AlertRow } from './alert.entity';
import { DEADLINE_NOTICES, NOTICE_KINDS, type Notice } from './notices';

/**
 * The notices of one write that were not announced before. Announcements of upcoming deadlines are returned apart if
 * they are more than `POLICY.separateMessages`: one message announces them together.
 */
export async function newNotices(
  tx: EntityManager,
  ticket: RevisionTicket,
  found: readonly Notice[],
): Promise<{ notices: Notice[]; announced: Notice[] }> {
  const notices = await withFreeSteps(
    tx,
    await withNewFacts(tx, ticket, await withoutAnnounced(tx, found)),
  );
  const announced = notices.filter(isAnnouncement);
  if (announced.length <= POLICY.separateMessages) return { notices, announced: [] };
  return { notices: notices.filter((notice) => !isAnnouncement(notice)), announced };
}

/** Removes announcements of deadline versions for which this step or a later one was announced. */
export async function withoutAnnounced(
  tx: EntityManager,
  notices: readonly Notice[],
): Promise<Notice[]> {
  const ahead = notices.filter(isAnnouncement);
  if (ahead.length === 0) return [...notices];
  const { rows } = await run<{ about: string; at: number | string }>(
    tx,
    `SELECT milestone_id || ' ' || version AS about, MAX(at) AS at FROM alert
      WHERE milestone_id IN (${jsonList(tx)}) AND kind IN (${DEADLINE_NOTICES.map(() => '?').join(', ')})
        AND escalated_to IS NULL
      GROUP BY milestone_id, version`,
    [milestoneIds(ahead), ...DEADLINE_NOTICES],
  );
  const announcedAt = new Map(rows.map(({ about, at }) => [about, Number(at)]));
  return notices.filter(
    ({ row, passedAt = Number.POSITIVE_INFINITY }) =>
      (announcedAt.get(`${row.id} ${row.version}`) ?? Number.NEGATIVE_INFINITY) < passedAt,
  );
}

/**
 * Keeps the facts of this write in notices that may repeat, and removes notices without one. Rows of earlier releases do
 * not list the facts they reported, so older facts count as reported.
 */
async function withNewFacts(
  tx: EntityManager,
  { recordedAt }: RevisionTicket,
  notices: readonly Notice[],
): Promise<Notice[]> {
  const records = await recordsOf(
    tx,
    notices.filter(mayRepeat).flatMap(({ facts = [] }) => facts),
  );
  // A preview names facts that are not in the ledger.
  const isNew = (id: string) => (records.get(id)?.recordedAt ?? recordedAt) === recordedAt;
  return notices.flatMap((notice) => {
    if (!mayRepeat(notice)) return [notice];
    const facts = notice.facts?.filter(isNew) ?? [];
    return facts.length === 0 ? [] : [{ ...notice, facts }];
  });
}

/** Gives the next free step to notices whose step a retracted fact has used. */
async function withFreeSteps(tx: EntityManager, notices: readonly Notice[]): Promise<Notice[]> {
  const counted = notices.filter(mayRepeat);
  if (counted.length === 0) return [...notices];
  const { rows } = await run<{ about: string; step: number | string }>(
    tx,
    `SELECT milestone_id || ' ' || kind || ' ' || version AS about, MAX(step) AS step FROM alert
      WHERE milestone_id IN (${jsonList(tx)}) GROUP BY milestone_id, kind, version`,
    [milestoneIds(counted)],
  );
  const last = new Map(rows.map(({ about, step }) => [about, Number(step)]));
  return notices.map((notice) => {
    if (!mayRepeat(notice)) return notice;
    const { row, kind, step } = notice;
    const before = last.get(`${row.id} ${kind} ${row.version}`) ?? 0;
    return { ...notice, step: Math.max(step, before + 1) };
  });
}

/** The ids of the alerts' messages that are about one milestone. A message about many stays correct for the others. */
export async function messagesAboutOne(
  tx: EntityManager,
  alerts: readonly AlertRow[],
): Promise<string[]> {
  if (alerts.length === 0) return [];
  const { rows } = await run<{ id: string }>(
    tx,
    `SELECT id FROM message WHERE milestone_id IS NOT NULL AND id IN (${jsonList(tx)})`,
    [JSON.stringify(alerts.map(({ messageId }) => [messageId]))],
  );
  return rows.map(({ id }) => id);
}

/** Whether it announces something upcoming. */
function isAnnouncement({ passedAt }: Notice): boolean {
  return passedAt !== undefined;
}

function mayRepeat({ kind }: Notice): boolean {
  return NOTICE_KINDS[kind].repeats;
}

/** A subquery over a JSON list that is one parameter. */
function jsonList(tx: EntityManager): string {
  const { jsonElement, jsonRows } = dialectOf(tx.connection.options.type);
  return `SELECT ${jsonElement(0, 'text')} FROM ${jsonRows('?')}`;
}

function milestoneIds(notices: readonly Notice[]): string {
  return JSON.stringify(notices.map(({ row }) => [row.id]));
}
