import type { Milestone, Nature } from '../model/milestone';
import type { Instant } from '../model/time';

/** Whether what has this nature is over with the end of its day, and does not begin with the day. */
export function comesAtDaysEnd(nature: Nature | undefined): boolean {
  return nature === 'end' || nature === 'notice';
}

type Coming = Pick<Milestone, 'kind'> &
  Partial<Pick<Milestone, 'nature' | 'comesAt' | 'dueAt' | 'opensAt'>>;

/** When an occasion comes or a right opens; infinity for what is owed, and where it has no date. */
export function comingOf({ kind, nature, comesAt, dueAt, opensAt }: Coming): Instant {
  if (nature === 'right') return comesAt ?? opensAt ?? Number.POSITIVE_INFINITY;
  return kind === 'occasion'
    ? (comesAt ?? dueAt ?? Number.POSITIVE_INFINITY)
    : Number.POSITIVE_INFINITY;
}
