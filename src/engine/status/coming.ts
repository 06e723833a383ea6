import type { Milestone, Nature, Optionally } from '../model/milestone';
import type { Instant } from '../model/time';

/** Whether what has this nature comes at the end of its day, not at the beginning. */
export function comesAtDaysEnd(nature: Nature | undefined): boolean {
  return nature === 'end' || nature === 'notice' || nature === 'goal';
}

/** The instant before which it is due soon: of a date known only roughly the earliest possible, else the date itself. */
export function earliestOf({ rough }: Optionally<'rough'>, at: Instant): Instant {
  return rough?.earliestAt ?? at;
}

type Coming = Pick<Milestone, 'kind'> & Optionally<'nature' | 'comesAt' | 'dueAt' | 'opensAt'>;

/** The instant at which an occasion comes, a right opens or the day of a goal is over; infinity for obligations and without a date. */
export function comingOf({ kind, nature, comesAt, dueAt, opensAt }: Coming): Instant {
  if (nature === 'right') return comesAt ?? opensAt ?? Number.POSITIVE_INFINITY;
  if (nature === 'goal') return comesAt ?? Number.POSITIVE_INFINITY;
  return kind === 'occasion'
    ? (comesAt ?? dueAt ?? Number.POSITIVE_INFINITY)
    : Number.POSITIVE_INFINITY;
}
