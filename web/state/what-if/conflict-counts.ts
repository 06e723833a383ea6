import type { Fact } from '../../../src/engine/model/fact';
import type { EpochDay } from '../../../src/engine/model/time';
import { type Conflict, conflicts } from '../../../src/engine/review/conflicts';
import { sensitivity } from '../../../src/engine/what-if/sensitivity';
import type { Loaded } from '../plan';
import { othersRun } from './yield-to-browser';

/** How long the computation keeps the page to itself. */
const SLICE_MS = 6;

/** Conflicts as they are, and which of them a what-if brings and takes away. */
export interface ConflictCounts {
  all: readonly Conflict[];
  appear: readonly Conflict[];
  vanish: readonly Conflict[];
}

/** How many conflicts each day of signing brings; undefined where nobody wants to know any more. */
export async function conflictCounts(
  { agreement, context, plan }: Loaded,
  span: Span,
  wanted: () => boolean,
): Promise<number[] | undefined> {
  const facts = plan.facts.filter(
    ({ kind, subject }) => kind !== 'occurred' || subject !== 'signing',
  );
  const counts: number[] = [];
  await othersRun();
  let begun = performance.now();
  for (const { conflicts: found } of sensitivity({ agreement, facts, ...span }, context)) {
    counts.push(found.length);
    if (performance.now() - begun < SLICE_MS) continue;
    await othersRun();
    if (!wanted()) return undefined;
    begun = performance.now();
  }
  return counts;
}

/** The conflicts that the second set of facts has, and those that it has and the first has not, and the other way. */
export function conflictsOf(
  { agreement, context }: Loaded,
  before: readonly Fact[],
  after: readonly Fact[],
): ConflictCounts {
  const was = conflicts(agreement, before, context);
  const is = before === after ? was : conflicts(agreement, after, context);
  return { all: is, appear: beyond(is, was), vanish: beyond(was, is) };
}

/** What the one list has and the other has not; the same question about another day is neither new nor gone. */
function beyond(list: readonly Conflict[], other: readonly Conflict[]): Conflict[] {
  const keys = new Set(other.map(({ kind, milestone }) => `${kind} ${milestone}`));
  return list.filter(({ kind, milestone }) => !keys.has(`${kind} ${milestone}`));
}

export interface Span {
  from: EpochDay;
  to: EpochDay;
}
