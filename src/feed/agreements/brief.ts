import { z } from 'zod';
import { presentDay, presentInstant } from '../../base/present-time';
import { luxonZones } from '../../base/zones';
import type { MilestoneRow } from '../../domain/milestone/milestone.entity';
import type { Texts } from '../../engine/model/document';
import { HEADLINES, type Headline } from '../../engine/model/status';
import { isUnrecorded } from '../../engine/status/shown-status';
import { instant, type ResponseOf } from '../../http/response-of';

const texts = z.record(z.string(), z.string()).nullable();
const day = z.string().nullable();

/** A milestone in lists of agreements: what one line shows. */
export const briefSchema = z
  .strictObject({
    id: z.string(),
    agreement: z.string(),
    agreementTitle: z.string(),
    agreementTitles: texts,
    ref: z.string().nullable(),
    title: z.string(),
    titles: texts,
    obligors: z.array(z.string()),
    status: z.enum(HEADLINES),
    statusSince: instant.nullable(),
    dueOn: day,
    dueAt: instant.nullable(),
    daysUntilDue: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'Civil days in the zone of the agreement; negative after the due day' }),
    dueOnEarliest: day,
    provisional: z.boolean(),
    hypothetical: z.boolean(),
  })
  .meta({ id: 'MilestoneBrief' });

type MilestoneBrief = ResponseOf<typeof briefSchema>;

/** What a brief says of the agreement. */
export interface BriefAgreement {
  id: string;
  title: string;
  titles: Texts | null;
  zone: string;
  createdAt: number;
}

/** The columns of `agreement` and `agreement_listing` that it is read from. */
export interface BriefAgreementRow {
  id: string;
  title: string;
  zone: string;
  created_at: number | string;
  titles: string | null;
}

export const briefAgreementOf = ({
  id,
  title,
  zone,
  created_at,
  titles,
}: BriefAgreementRow): BriefAgreement => ({
  id,
  title,
  titles: titles === null ? null : JSON.parse(titles),
  zone,
  createdAt: Number(created_at),
});

/** @param now epoch milliseconds. */
export function presentBrief(
  row: MilestoneRow,
  agreement: BriefAgreement,
  now: number,
): MilestoneBrief {
  const today = luxonZones.localOf(now, agreement.zone).day;
  return {
    id: row.id,
    agreement: row.agreementId,
    agreementTitle: agreement.title,
    agreementTitles: agreement.titles,
    ref: row.ref,
    title: row.title,
    titles: row.titles,
    obligors: row.obligors,
    status: row.status,
    statusSince: presentInstant(row.statusSince),
    dueOn: presentDay(row.dueOn),
    dueAt: presentInstant(row.dueAt),
    daysUntilDue: row.dueOn === null ? null : row.dueOn - today,
    dueOnEarliest: presentDay(row.rough?.dueOnEarliest),
    provisional: row.provisional,
    hypothetical: row.hypothetical,
  };
}

// In the order of the partial indexes milestone_ahead and milestone_late: otherwise these are not used.
const AHEAD_STATUSES: readonly Headline[] = ['upcoming', 'due-soon'];
const LATE_STATUSES: readonly Headline[] = ['in-grace', 'overdue', 'breached', 'violated'];

const statusIn = (statuses: readonly Headline[]): string =>
  `m.status IN (${statuses.map((status) => `'${status}'`).join(', ')})`;

/** A milestone whose deadline can still be met, as a condition on `m`. */
export const AHEAD = `${statusIn(AHEAD_STATUSES)} AND m.due_on IS NOT NULL AND m.dropped_at IS NULL`;

/** A milestone that is late or broken, as a condition on `m`. */
export const LATE = `${statusIn(LATE_STATUSES)} AND m.dropped_at IS NULL`;

export const isAhead = ({ status, dueOn }: MilestoneRow): boolean =>
  AHEAD_STATUSES.includes(status) && dueOn !== null;

/** The earliest deadline first. */
export const byDeadline = (a: MilestoneRow, b: MilestoneRow): number =>
  Number(a.dueOn) - Number(b.dueOn) || Number(a.dueAt) - Number(b.dueAt) || (a.id < b.id ? -1 : 1);

/** Late, although somebody could have recorded a fulfilment. */
export const isLate = (row: MilestoneRow, createdAt: number): boolean =>
  LATE_STATUSES.includes(row.status) && !isWithoutRecord(row, createdAt);

/** Whether the deadline had passed before the agreement was added, so that nobody could record a fulfilment. */
export function isWithoutRecord(row: MilestoneRow, createdAt: number): boolean {
  const { status, dueAt, hypothetical, partFulfilled } = row;
  return isUnrecorded(status, dueAt, createdAt) && !hypothetical && !partFulfilled;
}

/** The same as `isWithoutRecord`, as an SQL expression of 0 or 1 about `m`. @param createdAt of the agreement, in SQL. */
export const withoutRecord = (createdAt: string): string =>
  `CASE WHEN m.status IN ('overdue', 'in-grace') AND m.hypothetical = 0 AND m.part_fulfilled = 0
     AND COALESCE(m.due_at, 0) < ${createdAt} THEN 1 ELSE 0 END`;
