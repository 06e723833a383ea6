import { POLICY } from '../../config/policy';
import type { MilestoneRow } from '../milestone/milestone.entity';
import type { AlertTerms } from './alert-policy-schema';
import type { NoticeKind } from './notices';

/** What a person answered to an alert. */
export interface Answer {
  kind: 'acknowledged' | 'snoozed';
  /** When it was answered, epoch milliseconds. */
  at: number;
  /** End of a snooze, exclusive, epoch milliseconds. */
  until: number | null;
}

/** A notice that a policy or a snooze calls for, beside those that a change of status brings. */
export interface Planned {
  kind: NoticeKind;
  step: number;
  /** Epoch milliseconds. */
  at: number;
  /** It announces a deadline, or the beginning of a duty that is held. */
  ahead?: true;
}

export type Deadline = Pick<
  MilestoneRow,
  'kind' | 'status' | 'state' | 'dueAt' | 'comesAt' | 'graceEndsAt' | 'startsAt' | 'versionedAt'
>;

/** Steps of snoozes stand apart from those of repeats, which count from 1. */
const SNOOZE_STEP = 1_000_000;

/** Nothing is owed, or not at present: nobody is reminded. */
const QUIET: readonly string[] = [
  'fulfilled',
  'discharged',
  'came',
  'expired',
  'terminated',
  'violated',
  'suspended',
];

type Ends = Pick<Deadline, 'comesAt' | 'dueAt' | 'startsAt'>;

/** When what is announced in advance comes: an occasion or a right, a deadline, the beginning of a duty that is held. */
export function endOf({ comesAt, dueAt, startsAt }: Ends): number | null {
  return comesAt ?? dueAt ?? startsAt;
}

/** The civil day of that. */
export function dayOf({
  dueOn,
  startsOn,
  opensOn,
  comesAt,
}: Pick<MilestoneRow, 'dueOn' | 'startsOn' | 'opensOn' | 'comesAt'>): number | null {
  // What comes and has no deadline is a right that opens.
  return dueOn ?? startsOn ?? (comesAt === null ? null : opensOn);
}

export function isAhead(row: Ends, now: number): boolean {
  return (endOf(row) ?? now) > now;
}

/**
 * Every step before that, earliest first: due soon, and the lead times. A lead time of the same instant as
 * due soon is the same notice.
 */
export function stepsAhead(row: Deadline, { leadsMs, mute }: AlertTerms): Planned[] {
  const end = endOf(row);
  if (end === null) return [];
  const soon: Planned = { kind: 'due-soon', step: 0, at: end - POLICY.dueSoonMs, ahead: true };
  const leads = leadsMs.map(
    (lead): Planned => ({ kind: 'upcoming', step: lead / 60_000, at: end - lead, ahead: true }),
  );
  const steps = mute.includes('due-soon')
    ? leads
    : [soon, ...leads.filter(({ at }) => at !== soon.at)];
  return steps.sort((a, b) => a.at - b.at);
}

/** Whether anybody is reminded of it at all. */
export function isReminded({ state, status }: Pick<Deadline, 'state' | 'status'>): boolean {
  return !QUIET.includes(state) && status !== 'conditional';
}

/**
 * Everything planned for one deadline version besides what its changes of status bring, earliest first, past
 * and future alike: whoever asks picks by the clock. Pure, so that a dry run and the sweep cannot disagree.
 * @param since reminders that a policy calls for up to this instant were never due: the policy is younger.
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
    ...repeats(row, terms).filter(({ at }) => at < acknowledgedAt),
    ...undated(row, terms),
  ].filter(({ at }) => at > Math.max(since, row.versionedAt));
  const awake = [...leads, ...reminders].filter(
    ({ at }) => !snoozes.some(({ from, until }) => from < at && at <= until),
  );
  const ends = snoozes
    .map(({ until }, i) => ({ kind: kindAt(row, until), step: SNOOZE_STEP + i, at: until }))
    .filter(({ at }) => at < acknowledgedAt && at > row.versionedAt);
  return [...awake, ...ends].sort((a, b) => a.at - b.at);
}

function repeats({ kind, dueAt, graceEndsAt }: Deadline, { repeat }: AlertTerms): Planned[] {
  if (repeat === undefined || dueAt === null || kind !== 'achievement') return [];
  const overdueAt = graceEndsAt ?? dueAt;
  return Array.from({ length: repeat.most }, (_, i) => ({
    kind: 'overdue',
    step: i + 1,
    at: overdueAt + (i + 1) * repeat.everyMs,
  }));
}

function undated(row: Deadline, { undatedAfterMs }: AlertTerms): Planned[] {
  if (undatedAfterMs === undefined || row.status !== 'undated') return [];
  return [{ kind: 'undated', step: 1, at: row.versionedAt + undatedAfterMs }];
}

function kindAt({ dueAt, graceEndsAt }: Deadline, at: number): NoticeKind {
  if (dueAt === null || at < dueAt) return 'upcoming';
  return at < (graceEndsAt ?? dueAt) ? 'grace-started' : 'overdue';
}
