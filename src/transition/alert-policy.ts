import type { MilestoneRow } from '../milestone/milestone.entity';
import type { Passage } from './progress';

/** Something to tell about one milestone; the message type is `milestone.` and the kind. */
export interface Notice {
  kind: NoticeKind;
  row: MilestoneRow;
  /** Lead time, repeat number or incident; 0 where there is only one. */
  step: number;
  /** The instant it speaks of. */
  at: number;
  /** Of what is announced in advance: when its step was due to be told, which is before `at` where it was learnt of later. */
  passedAt?: number;
  /** The message this one corrects. */
  corrects?: string;
  /** What else the message says. */
  detail?: object;
}

export type NoticeKind =
  | 'upcoming'
  | 'due-soon'
  | 'grace-started'
  | 'overdue'
  | 'fulfilled'
  | 'fulfilled-late'
  | 'violated'
  | 'redated'
  | 'undated'
  | 'corrected';

/** Notices about a deadline; they are void once the deadline is superseded. */
export const DEADLINE_NOTICES = ['upcoming', 'due-soon', 'grace-started', 'overdue'] as const;

/** States in which nothing has to be done, so that no passing of time is told. */
export const NOT_OWED: readonly string[] = ['discharged', 'suspended', 'terminated'];

/** What the beginning of each timeliness is told as. */
export const BY_TIMELINESS: Readonly<Record<string, NoticeKind>> = {
  'due-soon': 'due-soon',
  'in-grace': 'grace-started',
  overdue: 'overdue',
};

/**
 * What the clock's changes of status call for once a deadline has passed. Only the latest is told: after a
 * silence nobody needs to hear that what is overdue was in grace. What was past already when the deadline's
 * version was recorded is history and never told one by one.
 */
export function clockNotices(
  row: MilestoneRow,
  was: string | undefined,
  passed: readonly Passage[],
): Notice[] {
  const latest = passed.at(-1);
  if (latest === undefined || latest.timeliness === was || latest.at <= row.versionedAt) return [];
  if (NOT_OWED.includes(row.state)) return [];
  const kind = BY_TIMELINESS[latest.timeliness];
  return kind === undefined ? [] : [{ kind, row, step: 0, at: latest.at }];
}

/** What a recorded fact calls for: fulfilment, a breach. */
export function factNotices(
  previous: Pick<MilestoneRow, 'outcome'> | undefined,
  row: MilestoneRow,
  now: number,
): Notice[] {
  if (previous === undefined) return [];
  const notices: Notice[] = [];
  const { fulfilledAt, breachedAt, incidents } = row.outcome;
  if (fulfilledAt !== undefined && previous.outcome.fulfilledAt === undefined) {
    const kind = row.timeliness === 'late' ? 'fulfilled-late' : 'fulfilled';
    notices.push({ kind, row, step: 0, at: fulfilledAt });
  }
  if (incidents > previous.outcome.incidents) {
    notices.push({ kind: 'violated', row, step: incidents, at: breachedAt ?? now });
  }
  return notices;
}
