import type { MilestoneRow } from '../milestone/milestone.entity';
import type { NoticeKind } from './alert-policy';
import type { AlertTerms } from './alert-rules';

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
}

export type Deadline = Pick<
  MilestoneRow,
  'kind' | 'status' | 'state' | 'dueAt' | 'graceEndsAt' | 'startsAt' | 'versionedAt'
>;

/** Steps of snoozes stand apart from those of repeats, which count from 1. */
const SNOOZE_STEP = 1_000_000;

/** Nothing is owed, or not at present: nobody is reminded. */
const QUIET: readonly string[] = [
  'fulfilled',
  'discharged',
  'expired',
  'terminated',
  'violated',
  'suspended',
];

/**
 * Everything planned for one deadline version, earliest first, past and future alike: whoever asks
 * picks by the clock. Pure, so that a dry run and the sweep cannot disagree.
 * @param since nothing that a policy calls for up to this instant was ever due: the policy is younger.
 */
export function planOf(
  row: Deadline,
  terms: AlertTerms,
  answers: readonly Answer[],
  since: number,
): Planned[] {
  if (QUIET.includes(row.state) || row.status === 'conditional') return [];
  const acknowledgedAt = Math.min(
    ...answers.filter(({ kind }) => kind === 'acknowledged').map(({ at }) => at),
    Number.POSITIVE_INFINITY,
  );
  const snoozes = answers.flatMap(({ at, until }) => (until === null ? [] : [{ from: at, until }]));
  const reminders = [
    ...leads(row, terms),
    ...repeats(row, terms).filter(({ at }) => at < acknowledgedAt),
    ...undated(row, terms),
  ].filter(({ at }) => at > since);
  const awake = reminders.filter(
    ({ at }) => !snoozes.some(({ from, until }) => from < at && at <= until),
  );
  const ends = snoozes
    .map(({ until }, i) => ({ kind: kindAt(row, until), step: SNOOZE_STEP + i, at: until }))
    .filter(({ at }) => at < acknowledgedAt);
  return [...awake, ...ends].filter(({ at }) => at > row.versionedAt).sort((a, b) => a.at - b.at);
}

/** Before a deadline, or before a duty that is held begins. */
function leads({ dueAt, startsAt }: Deadline, { leadsMs }: AlertTerms): Planned[] {
  const end = dueAt ?? startsAt;
  if (end === null) return [];
  return leadsMs.map((lead) => ({ kind: 'upcoming', step: lead / 60_000, at: end - lead }));
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
