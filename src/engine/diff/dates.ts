import type { Milestone } from '../model/milestone';
import { compare, type MovedDate } from '../what-if/compare';
import type { Clause } from './clause';
import type { Match } from './match';

/** A date that differs, or that only one of the two has. */
export interface DateChange extends MovedDate {
  /** Of a clause with several clocks or occurrences: which one (`@party`, `#2`); else empty. */
  clock: string;
}

/** The dates that differ between two schedules, by the path of the clause in the later document. */
interface DateChanges {
  of(later: Clause): readonly DateChange[];
  ofDropped(earlier: Clause): readonly DateChange[];
}

/** Marks clauses that the later document does not have. No path begins with it. */
const DROPPED = '-';

export function dateChanges(
  before: readonly Milestone[],
  after: readonly Milestone[],
  matches: readonly Match[],
): DateChanges {
  const later = new Map(matches.map((one) => [one.before.path, one.after.path]));
  const { differences } = compare(
    before.map((one) => named(one, later.get(one.path) ?? `${DROPPED}${one.path}`)),
    after.map((one) => named(one, one.path)),
    // Statuses are not used.
    { at: 0, dueSoonMs: 0, shift: 0 },
  );
  const found = new Map<string, DateChange[]>();
  for (const { id, path, dates } of differences) {
    const clock = id.slice(path.length);
    const changes = dates.map((date) => ({ ...date, clock }));
    const known = found.get(path);
    if (known === undefined) found.set(path, changes);
    else known.push(...changes);
  }
  return {
    of: ({ path }) => found.get(path) ?? [],
    ofDropped: ({ path }) => found.get(`${DROPPED}${path}`) ?? [],
  };
}

/** A milestone with this path in its id, so that both agreements have the same ids. */
function named(milestone: Milestone, path: string): Milestone {
  const { agreement, id } = milestone;
  const clock = id.slice(agreement.length + 1 + milestone.path.length);
  return { ...milestone, id: `${path}${clock}`, path };
}
