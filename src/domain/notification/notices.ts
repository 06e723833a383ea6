import type { RecordedMove } from '../../engine/model/fact';
import type { MilestoneRow } from '../milestone/milestone.entity';
import type { StatusChange } from '../milestone/status-changes';

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
  /** Of a date that moved: why it is told, and the days before and after, YYYY-MM-DD. */
  detail?: { why: 'alerted' | 'clock-started'; from: string | null; to: string | null };
  /** The facts that say it; the cause of the write where none are named. */
  facts?: readonly string[];
}

export type NoticeKind =
  | 'upcoming'
  | 'due-soon'
  | 'grace-started'
  | 'overdue'
  | 'fulfilled'
  | 'fulfilled-late'
  | 'fulfilled-in-part'
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
  passed: readonly StatusChange[],
): Notice[] {
  const latest = passed.at(-1);
  if (latest === undefined || latest.timeliness === was || latest.at <= row.versionedAt) return [];
  if (NOT_OWED.includes(row.state)) return [];
  const kind = BY_TIMELINESS[latest.timeliness];
  return kind === undefined ? [] : [{ kind, row, step: 0, at: latest.at }];
}

type Known = Pick<MilestoneRow, 'outcome'> | undefined;

/** What a recorded fact calls for: fulfilment, by all or by some of those who owe it, a breach. */
export function factNotices(previous: Known, row: MilestoneRow, now: number): Notice[] {
  if (previous === undefined) return [];
  const notices: Notice[] = [];
  const { fulfilledAt, doneAt, breachedAt, incidents } = row.outcome;
  if (fulfilledAt !== undefined && previous.outcome.fulfilledAt === undefined) {
    const kind = row.timeliness === 'late' ? 'fulfilled-late' : 'fulfilled';
    const facts = movesOf(row, 'fulfilled').map(({ fact }) => fact);
    notices.push({ kind, row, step: 0, at: fulfilledAt, facts });
  }
  const parts = newMoves(previous, row, 'fulfilled').filter(
    ({ by = '' }) => (fulfilledAt ?? doneAt) === undefined && row.obligors.includes(by),
  );
  const last = parts.at(-1);
  if (last !== undefined) {
    const facts = parts.map(({ fact }) => fact);
    const step = movesOf(row, 'fulfilled').length;
    notices.push({ kind: 'fulfilled-in-part', row, step, at: last.at, facts });
  }
  if (incidents > previous.outcome.incidents) {
    const facts = newMoves(previous, row, 'breached').map(({ fact }) => fact);
    notices.push({ kind: 'violated', row, step: incidents, at: breachedAt ?? now, facts });
  }
  return notices;
}

function movesOf({ outcome }: Pick<MilestoneRow, 'outcome'>, was: RecordedMove['was']) {
  return (outcome.moves ?? []).filter((move) => move.was === was);
}

function newMoves(
  previous: Pick<MilestoneRow, 'outcome'>,
  row: MilestoneRow,
  was: RecordedMove['was'],
) {
  const known = new Set(movesOf(previous, was).map(({ fact }) => fact));
  return movesOf(row, was).filter(({ fact }) => !known.has(fact));
}
