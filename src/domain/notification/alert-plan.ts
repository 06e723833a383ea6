import { POLICY } from '../../config/policy';
import type { MilestoneRow } from '../milestone/milestone.entity';
import type { AlertTerms } from './alert-policy-schema';
import type { NoticeKind } from './notices';

/** A person's answer to an alert. */
export interface Answer {
  kind: 'acknowledged' | 'snoozed';
  /** When it was answered, epoch milliseconds. */
  at: number;
  /** End of a snooze, exclusive, epoch milliseconds. */
  until: number | null;
}

/** A notice that follows from a policy, a snooze or a lead time, not from a change of status. */
export interface Planned {
  kind: NoticeKind;
  step: number;
  /** Epoch milliseconds. */
  at: number;
  /** It announces something that has not come yet: a deadline, an occasion, the start of an interval. */
  ahead?: true;
}

export type Deadline = Pick<
  MilestoneRow,
  | 'kind'
  | 'status'
  | 'state'
  | 'dueAt'
  | 'comesAt'
  | 'graceEndsAt'
  | 'startsAt'
  | 'versionedAt'
  | 'rough'
>;

/** Step numbers of snoozes begin here; those of reminders begin at 1. */
const SNOOZE_STEP = 1_000_000;

/** States in which nothing is owed any more. */
export const SETTLED: readonly string[] = [
  'fulfilled',
  'discharged',
  'came',
  'expired',
  'terminated',
  'violated',
];

/** States in which no reminder is sent, because nothing is owed or not at present. */
const NOT_REMINDED: readonly string[] = [...SETTLED, 'suspended'];

type Ends = Pick<Deadline, 'comesAt' | 'dueAt' | 'startsAt'>;

/** The instant that is announced in advance: of an occasion, right or goal, a deadline, or the start of an interval. */
export function targetInstant({ comesAt, dueAt, startsAt }: Ends): number | null {
  return comesAt ?? dueAt ?? startsAt;
}

/** The civil day of `targetInstant`. */
export function targetDay({
  dueOn,
  startsOn,
  opensOn,
  comesAt,
  nature,
  targetOn,
}: Pick<MilestoneRow, 'dueOn' | 'startsOn' | 'opensOn' | 'comesAt' | 'nature' | 'targetOn'>):
  | number
  | null {
  if (nature === 'goal') return targetOn;
  // Without a deadline or start, it is a right that opens.
  return dueOn ?? startsOn ?? (comesAt === null ? null : opensOn);
}

export function isAhead(row: Ends, now: number): boolean {
  return (targetInstant(row) ?? now) > now;
}

/**
 * The steps before the target instant, earliest first: due soon and the lead times. A lead time at the instant of due
 * soon is the same notice and is left out.
 */
export function stepsAhead(row: Deadline, { leadsMs, mute }: AlertTerms): Planned[] {
  const target = targetInstant(row);
  if (target === null) return [];
  const end = row.rough?.earliestAt ?? target;
  const soon: Planned = { kind: 'due-soon', step: 0, at: end - POLICY.dueSoonMs, ahead: true };
  const leads = leadsMs.map(
    (lead): Planned => ({ kind: 'upcoming', step: lead / 60_000, at: end - lead, ahead: true }),
  );
  const steps = mute.includes('due-soon')
    ? leads
    : [soon, ...leads.filter(({ at }) => at !== soon.at)];
  return steps.sort((a, b) => a.at - b.at);
}

/** Whether reminders are sent in this state and status. */
export function isReminded({ state, status }: Pick<Deadline, 'state' | 'status'>): boolean {
  return !NOT_REMINDED.includes(state) && status !== 'conditional';
}

/**
 * Everything planned for one deadline version besides notices of status changes, earliest first, past and future. Pure,
 * so a dry run and the sweep agree.
 * @param since when the policy was set; it sends no reminders for instants up to this one (inclusive).
 */
export function planOf(
  row: Deadline,
  terms: AlertTerms,
  answers: readonly Answer[],
  since: number,
): Planned[] {
  if (!isReminded(row)) return [];
  const acknowledgedAt = Math.min(
    ...answers.filter(({ kind }) => kind === 'acknowledged').map(({ at }) => at),
    Number.POSITIVE_INFINITY,
  );
  const snoozes = answers.flatMap(({ at, until }) => (until === null ? [] : [{ from: at, until }]));
  const leads = stepsAhead(row, terms).filter(({ kind }) => kind === 'upcoming');
  const reminders = [
    ...overdueReminders(row, terms).filter(({ at }) => at < acknowledgedAt),
    ...undatedReminders(row, terms),
  ].filter(({ at }) => at > Math.max(since, row.versionedAt));
  const awake = [...leads, ...reminders].filter(
    ({ at }) => !snoozes.some(({ from, until }) => from < at && at <= until),
  );
  const ends = snoozes
    .map(({ until }, i) => ({ kind: kindAt(row, until), step: SNOOZE_STEP + i, at: until }))
    .filter(({ at }) => at < acknowledgedAt && at > row.versionedAt);
  return [...awake, ...ends].sort((a, b) => a.at - b.at);
}

function overdueReminders(
  { kind, dueAt, graceEndsAt }: Deadline,
  { repeat }: AlertTerms,
): Planned[] {
  if (repeat === undefined || dueAt === null || kind !== 'achievement') return [];
  const overdueAt = graceEndsAt ?? dueAt;
  return Array.from({ length: repeat.most }, (_, i) => ({
    kind: 'overdue',
    step: i + 1,
    at: overdueAt + (i + 1) * repeat.everyMs,
  }));
}

function undatedReminders(row: Deadline, { undatedAfterMs }: AlertTerms): Planned[] {
  if (undatedAfterMs === undefined || row.status !== 'undated') return [];
  return [{ kind: 'undated', step: 1, at: row.versionedAt + undatedAfterMs }];
}

function kindAt({ dueAt, graceEndsAt }: Deadline, at: number): NoticeKind {
  if (dueAt === null || at < dueAt) return 'upcoming';
  return at < (graceEndsAt ?? dueAt) ? 'grace-started' : 'overdue';
}
