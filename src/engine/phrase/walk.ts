import type { Cond, Due, Every, MomentExpr, Ref } from './tree';

/** Generic walks over the trees of phrases. */

const NONE: readonly never[] = [];

/** The moments directly inside a moment, in the order of the text. */
export function childrenOf(expr: MomentExpr): readonly MomentExpr[] {
  switch (expr.type) {
    case 'shift':
    case 'clock':
    case 'day-n':
    case 'edge':
      return [expr.of];
    case 'pick':
      return expr.of;
    case 'limited':
      return [expr.of, ...expr.but.map(({ of }) => of)];
    default:
      return NONE;
  }
}

/** A copy of a moment with each moment directly inside it replaced. */
export function mapChildren(
  expr: MomentExpr,
  replace: (child: MomentExpr) => MomentExpr,
): MomentExpr {
  switch (expr.type) {
    case 'shift':
    case 'clock':
    case 'day-n':
    case 'edge':
      return { ...expr, of: replace(expr.of) };
    case 'pick':
      return { ...expr, of: expr.of.map(replace) };
    case 'limited': {
      const of = replace(expr.of);
      return { ...expr, of, but: expr.but.map((bound) => ({ ...bound, of: replace(bound.of) })) };
    }
    default:
      return expr;
  }
}

/** A moment and every moment inside it, the outer before the inner. */
export function withNested(expr: MomentExpr, found: MomentExpr[] = []): MomentExpr[] {
  found.push(expr);
  for (const child of childrenOf(expr)) withNested(child, found);
  return found;
}

/** Every reference in a moment, those in its alternatives and bounds included. */
export function refsIn(expr: MomentExpr): Ref[] {
  return withNested(expr).filter((one) => one.type === 'ref');
}

/** Every reference in a condition. */
export function refsInCondition(cond: Cond): Ref[] {
  if (cond.type !== 'test') return cond.of.flatMap(refsInCondition);
  return cond.than === undefined ? [cond.of] : [cond.of, ...refsIn(cond.than)];
}

/** The moments that `due` or `falls` names itself: its anchor, its end (`until`) and its bounds. */
export function rootsOf(dated: Due | MomentExpr | Every): readonly MomentExpr[] {
  switch (dated.type) {
    case 'undated':
    case 'beside':
      return NONE;
    case 'every':
      return dated.until === undefined ? [dated.of] : [dated.of, dated.until];
    case 'within':
    case 'target':
      return [dated.of, ...(dated.but ?? NONE).map(({ of }) => of)];
    default:
      return [dated];
  }
}

/** The moment that a moment is counted from; a choice among several is not looked into. */
export function innermost(expr: MomentExpr): MomentExpr {
  let inner = expr;
  while ('of' in inner && inner.type !== 'pick') inner = inner.of;
  return inner;
}
