import type { Item } from '../compile/item';
import { momentsIn } from '../compile/moments';
import { completionOf } from '../evaluate/completion';
import type { Context } from '../evaluate/context';
import { evaluate } from '../evaluate/evaluate';
import { instanceFor } from '../evaluate/instances';
import type { EpochDay } from '../model/time';
import type { Known } from '../model/value';
import { printRef } from '../phrase/print';
import { isRecorded, type MomentExpr, type Ref } from '../phrase/tree';
import { refsIn } from '../phrase/walk';
import { ceilingsOf, stoppedByCeilings } from './never-too-late';

/** The last day of an achievement or of an interval; undefined where it is not dated. */
export function dueOf(item: Item, context: Context): EpochDay | undefined {
  if (item.kind === 'occasion') return undefined;
  if (item.kind === 'achievement' && (item.due === undefined || item.due.type === 'undated')) {
    return undefined;
  }
  const due = context.scheduled(item, item.kind === 'maintenance' ? 'ends' : 'due');
  return due.known ? due.day : undefined;
}

/** Days from the last moment that an item waits for to its deadline; negative where the deadline is earlier. */
export function roomOf(item: Item, context: Context): number | undefined {
  const due = dueOf(item, context);
  if (due === undefined || isDone(item, context)) return undefined;
  const latest = lastPredecessor(item, context);
  if (latest === undefined) return undefined;
  return (ceilingOf(item, context) ?? due) - latest.value.day;
}

/** The ceiling of a deadline that otherwise moves along with everything that it waits for. */
function ceilingOf(item: Item, context: Context): EpochDay | undefined {
  const moved = (['extended', 'pinned'] as const).some((kind) =>
    context.facts.has(kind, item.path),
  );
  if (moved || !stoppedByCeilings(item, context.agreement)) return undefined;
  const days = ceilingsOf(item).map((plain) => evaluate(plain, item, context, 'end'));
  const known = days.flatMap((value) => (value.known ? [value.day] : []));
  return known.length === 0 ? undefined : Math.min(...known);
}

function isDone(item: Item, { facts }: Context): boolean {
  const only = { party: item.party, ordinal: item.each };
  return (['fulfilled', 'waived', 'ended'] as const).some(
    (kind) => completionOf(kind, item, facts, only) !== undefined,
  );
}

interface Predecessor {
  plain: MomentExpr;
  value: Known;
}

/** The latest of the moments that must come first: fulfilments that it waits for, its opening, its start. */
function lastPredecessor(item: Item, context: Context): Predecessor | undefined {
  const plains: MomentExpr[] = (context.agreement.needs.get(item.path) ?? []).filter(
    ({ moment }) => moment !== undefined && isRecorded(moment),
  );
  if (item.opens !== undefined) plains.push(item.opens);
  if (item.holds?.from !== undefined) plains.push(item.holds.from);
  let latest: Predecessor | undefined;
  for (const plain of plains) {
    const value = evaluate(plain, item, context, 'start');
    if (value.known && (latest === undefined || value.day > latest.value.day)) {
      latest = { plain, value };
    }
  }
  return latest;
}

/**
 * The chain of moments from the delayed item to the deadline that it makes impossible.
 * @param base the context without the delay; `slipped` the context with it.
 */
export function chainTo(missed: Item, own: Item, base: Context, slipped: Context): string[] {
  const last = lastPredecessor(missed, slipped);
  const chain = [`${missed.path}.${missed.kind === 'maintenance' ? 'ends' : 'due'}`];
  let at: Item | undefined = missed;
  let refs = last === undefined ? [] : refsIn(last.plain);
  // A chain visits no item twice: the agreement has no cycles.
  while (at !== undefined && refs.length > 0) {
    const current: Item = at;
    const moved = refs.filter((ref) => hasMoved(ref, current, base, slipped));
    const next = moved.find(({ path }) => path === own.path) ?? moved[0];
    if (next === undefined) break;
    chain.unshift(printRef(next));
    if (next.path === own.path) break;
    const target = slipped.agreement.byPath.get(next.path);
    at = target && instanceFor(target, next.its ? current : undefined, slipped);
    refs = at === undefined ? [] : momentsIn(at).flatMap(refsIn);
  }
  return chain;
}

function hasMoved(ref: Ref, item: Item, base: Context, slipped: Context): boolean {
  const [before, after] = [base, slipped].map((context) => evaluate(ref, item, context, 'end'));
  return before?.known === true && after?.known === true && before.day !== after.day;
}
