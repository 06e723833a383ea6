import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { MilestoneRow } from '../../domain/milestone/milestone.entity';
import type { Milestones } from '../../domain/milestone/milestones';
import { HEADLINES } from '../../engine/model/status';
import type { ResponseOf } from '../../http/response-of';
import { among, run } from '../../store/sql/sql';
import {
  AHEAD,
  type BriefAgreement,
  type BriefAgreementRow,
  briefAgreementOf,
  briefSchema,
  byDeadline,
  isAhead,
  isLate,
  isWithoutRecord,
  LATE,
  presentBrief,
  withoutRecord,
} from './brief';

const count = z.number().int();

/** What the milestones of an agreement come to. */
export const outlookFields = {
  milestones: count,
  hypothetical: z.boolean().meta({ description: 'Whether any date rests on an assumption' }),
  counts: z
    .record(z.string(), count)
    .meta({ description: 'Number of milestones by headline status; those without any left out' }),
  next: briefSchema
    .nullable()
    .meta({ description: 'The milestone with the next deadline that can still be met' }),
  late: count.meta({
    description:
      'Milestones in grace, overdue, breached or violated, without those of `unrecorded`',
  }),
  longestLate: briefSchema
    .nullable()
    .meta({ description: 'Of these, the one that is late for longest' }),
  unrecorded: count.meta({
    description:
      'Milestones whose deadline had passed before the agreement was added: nobody could record a fulfilment',
  }),
};

const outlookSchema = z.strictObject(outlookFields);
export type Outlook = ResponseOf<typeof outlookSchema>;

export const NO_MILESTONES: Outlook = {
  milestones: 0,
  hypothetical: false,
  counts: {},
  next: null,
  late: 0,
  longestLate: null,
  unrecorded: 0,
};

interface OutlookRow extends BriefAgreementRow {
  late: number | string;
  unrecorded: number | string;
  next_id: string | null;
  late_id: string | null;
}

/** What the stored milestones of each of these agreements come to, in three statements for any number of them. */
export async function outlooksOf(
  tx: EntityManager,
  milestones: Milestones,
  ids: readonly string[],
  now: number,
): Promise<Map<string, Outlook>> {
  if (ids.length === 0) return new Map();
  const own = among('agreement.id', ids);
  const missed = withoutRecord('agreement.created_at');
  const late = `FROM milestone m WHERE m.agreement_id = agreement.id AND ${LATE}`;
  const { rows } = await run<OutlookRow>(
    tx,
    `SELECT agreement.id, agreement.title, agreement.zone, agreement.created_at, listing.titles,
            (SELECT COUNT(*) ${late} AND ${missed} = 0) AS late,
            (SELECT COUNT(*) ${late} AND ${missed} = 1) AS unrecorded,
            (SELECT m.id FROM milestone m WHERE m.agreement_id = agreement.id AND ${AHEAD}
              ORDER BY m.due_on, m.due_at, m.id LIMIT 1) AS next_id,
            (SELECT m.id ${late} AND ${missed} = 0
              ORDER BY m.status_since, m.id LIMIT 1) AS late_id
       FROM agreement LEFT JOIN agreement_listing listing ON listing.agreement_id = agreement.id
      WHERE ${own.clause}`,
    own.parameters,
  );
  const counts = await statusCounts(tx, ids);
  const named = await milestones.listIds(
    tx,
    rows.flatMap(({ next_id, late_id }) => [next_id ?? [], late_id ?? []].flat()),
  );
  const byId = new Map(named.map((row) => [row.id, row]));
  return new Map(
    rows.map((row) => {
      const agreement = briefAgreementOf(row);
      const brief = (id: string | null) => {
        const found = byId.get(id ?? '');
        return found === undefined ? null : presentBrief(found, agreement, now);
      };
      return [
        row.id,
        {
          ...(counts.get(row.id) ?? NO_MILESTONES),
          next: brief(row.next_id),
          late: Number(row.late),
          longestLate: brief(row.late_id),
          unrecorded: Number(row.unrecorded),
        },
      ];
    }),
  );
}

type Counted = Pick<Outlook, 'milestones' | 'hypothetical' | 'counts'>;

async function statusCounts(
  tx: EntityManager,
  ids: readonly string[],
): Promise<Map<string, Counted>> {
  const { clause, parameters } = among('agreement_id', ids);
  const { rows } = await run<{
    agreement_id: string;
    status: string;
    total: number | string;
    assumed: number | string;
  }>(
    tx,
    `SELECT agreement_id, status, COUNT(*) AS total, SUM(hypothetical) AS assumed
       FROM milestone WHERE ${clause} AND dropped_at IS NULL GROUP BY agreement_id, status`,
    parameters,
  );
  const counted = new Map<string, Counted>();
  for (const { agreement_id: id, status, total, assumed } of rows) {
    const known = counted.get(id) ?? NO_MILESTONES;
    counted.set(id, {
      milestones: known.milestones + Number(total),
      hypothetical: known.hypothetical || Number(assumed) > 0,
      counts: { ...known.counts, [status]: Number(total) },
    });
  }
  return counted;
}

/** The same of computed milestones. @param rows all milestones of the agreement. */
export function outlookOf(
  rows: readonly MilestoneRow[],
  agreement: BriefAgreement,
  now: number,
): Outlook {
  const { createdAt } = agreement;
  const [next] = rows.filter(isAhead).sort(byDeadline);
  const late = rows
    .filter((row) => isLate(row, createdAt))
    .sort((a, b) => Number(a.statusSince) - Number(b.statusSince));
  const present = (row: MilestoneRow | undefined) => row && presentBrief(row, agreement, now);
  const counted = HEADLINES.map((status) => [
    status,
    rows.filter((row) => row.status === status).length,
  ]);
  return {
    milestones: rows.length,
    hypothetical: rows.some((row) => row.hypothetical),
    counts: Object.fromEntries(counted.filter(([, n]) => n !== 0)),
    next: present(next) ?? null,
    late: late.length,
    longestLate: present(late[0]) ?? null,
    unrecorded: rows.filter((row) => isWithoutRecord(row, createdAt)).length,
  };
}
