import type { Fact } from '../../../src/engine/model/fact';
import type { EpochDay } from '../../../src/engine/model/time';
import { type Conflict, conflicts } from '../../../src/engine/review/conflicts';
import { sensitivity } from '../../../src/engine/what-if/sensitivity';
import type { Loaded } from '../plan';
import { yieldToBrowser } from './yield-to-browser';

/** The computation yields to the browser after this time. */
const SLICE_MS = 6;

/** The conflicts under the what-if, those that it adds, and those that it removes. */
export interface ConflictChanges {
  all: readonly Conflict[];
  appear: readonly Conflict[];
  vanish: readonly Conflict[];
}

/** Counts the conflicts for each signing day of a span; undefined where `wanted` turned false meanwhile. */
export async function countConflicts(
  { agreement, context, plan }: Loaded,
  span: Span,
  wanted: () => boolean,
): Promise<number[] | undefined> {
  const facts = plan.facts.filter(
    ({ kind, subject }) => kind !== 'occurred' || subject !== 'signing',
  );
  const counts: number[] = [];
  await yieldToBrowser();
  let begun = performance.now();
  for (const { conflicts: found } of sensitivity({ agreement, facts, ...span }, context)) {
    counts.push(found.length);
    if (performance.now() - begun < SLICE_MS) continue;
    await yieldToBrowser();
    if (!wanted()) return undefined;
    begun = performance.now();
  }
  return counts;
}

/** The conflicts of `after`, and how they differ from those of `before`. */
export function compareConflicts(
  { agreement, context }: Loaded,
  before: readonly Fact[],
  after: readonly Fact[],
): ConflictChanges {
  const was = conflicts(agreement, before, context);
  const is = before === after ? was : conflicts(agreement, after, context);
  return { all: is, appear: beyond(is, was), vanish: beyond(was, is) };
}

/** The conflicts of `list` that `other` lacks; the same kind at the same milestone on another day counts as the same. */
function beyond(list: readonly Conflict[], other: readonly Conflict[]): Conflict[] {
  const keys = new Set(other.map(({ kind, milestone }) => `${kind} ${milestone}`));
  return list.filter(({ kind, milestone }) => !keys.has(`${kind} ${milestone}`));
}

export interface Span {
  from: EpochDay;
  to: EpochDay;
}
