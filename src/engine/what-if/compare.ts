import { EN } from '../explain/en';
import type { Milestone } from '../model/milestone';
import type { Headline } from '../model/status';
import type { Step } from '../model/step';
import type { EpochDay, Instant } from '../model/time';
import { statusAt } from '../status/status';
import { type Reason, shiftReasons } from './shift-reasons';

/** A date of a milestone in two schedules; fields are absent where it is not known. */
export interface MovedDate {
  which: 'due' | 'grace' | 'opens' | 'starts' | 'ends';
  /** Civil days in the zone of the obligation; grace has instants only. */
  from?: EpochDay;
  fromAt?: Instant;
  to?: EpochDay;
  toAt?: Instant;
  /** Days from `from` to `to`, negative where it is brought forward. */
  days?: number;
  /** Why `days` differs from the common shift; empty where it is the same. */
  reasons: readonly Reason[];
}

/** The difference of one milestone between two schedules. */
export interface Difference {
  id: string;
  path: string;
  title: string;
  /** `status`: its status changes, no date. */
  change: 'added' | 'dropped' | 'dated' | 'undated' | 'moved' | 'status';
  /** The dates that change, the most important first. */
  dates: readonly MovedDate[];
  status: { from?: Headline; to?: Headline };
  hypothetical: boolean;
}

/** A milestone that the common shift does not move. */
interface Unmoved {
  id: string;
  path: string;
  title: string;
  on: EpochDay;
  reasons: readonly Reason[];
}

export interface Comparison {
  /** In the order of the later schedule; dropped milestones at the end. */
  differences: readonly Difference[];
  /** Milestones with the same date in both schedules, although the common anchor moved. */
  unmoved: readonly Unmoved[];
  becomesOverdue: readonly string[];
  noLongerOverdue: readonly string[];
}

interface ComparisonBasis {
  /** The instant of the statuses, epoch milliseconds. */
  at: Instant;
  /** The instant of the statuses of the earlier schedule, if it is another. */
  earlierAt?: Instant;
  dueSoonMs: number;
  /** Days by which the signing, or another common anchor, moves; 0 where it does not. */
  shift: number;
}

/** Compares two schedules of one agreement. Reasons need schedules with derivations. Pure. */
export function compare(
  before: readonly Milestone[],
  now: readonly Milestone[],
  basis: ComparisonBasis,
): Comparison {
  const earlier = new Map(before.map((milestone) => [milestone.id, milestone]));
  const differences: Difference[] = [];
  const unmoved: Unmoved[] = [];
  for (const milestone of now) {
    const was = earlier.get(milestone.id);
    earlier.delete(milestone.id);
    const difference = differenceOf(was, milestone, basis);
    if (difference !== undefined) differences.push(difference);
    else if (was !== undefined && basis.shift !== 0)
      unmoved.push(...unmovedOf(was, milestone, basis));
  }
  for (const was of earlier.values()) {
    const difference = differenceOf(was, undefined, basis);
    if (difference !== undefined) differences.push(difference);
  }
  const ids = (test: (status: Difference['status']) => boolean): string[] =>
    differences.filter(({ status }) => test(status)).map(({ id }) => id);
  return {
    differences,
    unmoved,
    becomesOverdue: ids(({ from, to }) => from !== 'overdue' && to === 'overdue'),
    noLongerOverdue: ids(({ from, to }) => from === 'overdue' && to !== 'overdue'),
  };
}

function differenceOf(
  was: Milestone | undefined,
  is: Milestone | undefined,
  basis: ComparisonBasis,
): Difference | undefined {
  const one = is ?? was;
  if (one === undefined) return undefined;
  const dates = DATES.flatMap((date) => moved(date, was, is, basis));
  const { at, earlierAt = at, dueSoonMs } = basis;
  const from = was && statusAt(was, earlierAt, { dueSoonMs }).status;
  const to = is && statusAt(is, at, { dueSoonMs }).status;
  const status = { ...(from && { from }), ...(to && { to }) };
  const unchanged = status.from === status.to && was?.hypothetical === is?.hypothetical;
  if (dates.length === 0 && unchanged) return undefined;
  const { id, path, title } = one;
  const hypothetical = one.hypothetical;
  return { id, path, title, change: changeOf(was, is, dates), dates, status, hypothetical };
}

function changeOf(
  was: Milestone | undefined,
  is: Milestone | undefined,
  dates: readonly MovedDate[],
): Difference['change'] {
  if (was === undefined) return 'added';
  if (is === undefined) return 'dropped';
  const [first] = dates;
  if (first === undefined) return 'status';
  if (first.fromAt === undefined) return 'dated';
  return first.toAt === undefined ? 'undated' : 'moved';
}

interface DateKeys {
  which: MovedDate['which'];
  on?: 'dueOn' | 'opensOn' | 'startsOn' | 'endsOn';
  at: 'dueAt' | 'graceEndsAt' | 'opensAt' | 'startsAt' | 'endsAt';
}

const DATES: readonly DateKeys[] = [
  { which: 'due', on: 'dueOn', at: 'dueAt' },
  { which: 'starts', on: 'startsOn', at: 'startsAt' },
  { which: 'ends', on: 'endsOn', at: 'endsAt' },
  { which: 'opens', on: 'opensOn', at: 'opensAt' },
  { which: 'grace', at: 'graceEndsAt' },
];

function moved(
  { which, on, at }: DateKeys,
  was: Milestone | undefined,
  is: Milestone | undefined,
  { shift }: ComparisonBasis,
): MovedDate[] {
  if (was?.[at] === is?.[at]) return [];
  const [from, to] = [on && was?.[on], on && is?.[on]];
  const date: MovedDate = { which, reasons: [] };
  if (from !== undefined) date.from = from;
  if (was?.[at] !== undefined) date.fromAt = was[at];
  if (to !== undefined) date.to = to;
  if (is?.[at] !== undefined) date.toAt = is[at];
  if (was === undefined || is === undefined || from === undefined || to === undefined)
    return [date];
  date.days = to - from;
  date.reasons = date.days === shift ? [] : reasonsOf(which, was, is, shift, date.days);
  return [date];
}

function reasonsOf(
  which: MovedDate['which'],
  was: Milestone,
  is: Milestone,
  shift: number,
  days: number,
): Reason[] {
  if (was.phrase !== is.phrase) {
    const text = EN.rephrased(was.phrase, is.phrase);
    return [{ kind: 'text', days: days - shift, text }];
  }
  return shiftReasons(stepsOf(which, was), stepsOf(which, is), shift);
}

function unmovedOf(was: Milestone, is: Milestone, { shift }: ComparisonBasis): Unmoved[] {
  const on = is.dueOn ?? is.startsOn;
  if (on === undefined) return [];
  const { id, path, title } = is;
  const which = is.dueOn === undefined ? 'starts' : 'due';
  return [{ id, path, title, on, reasons: reasonsOf(which, was, is, shift, 0) }];
}

/** The steps of one date. The derivation of an interval has the steps of its start, then those of its end. */
function stepsOf(
  which: MovedDate['which'],
  { kind, dueAt, derivation }: Milestone,
): readonly Step[] {
  if (kind !== 'maintenance') {
    // The derivation explains the opening only where there is no deadline.
    return which === 'opens' && dueAt !== undefined ? [] : derivation;
  }
  const startSteps = derivation.findIndex(({ rule }) => rule === 'start-of-day') + 1;
  return which === 'ends'
    ? derivation.slice(startSteps)
    : derivation.slice(0, startSteps || undefined);
}
