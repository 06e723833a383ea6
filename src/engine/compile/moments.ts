import type { MomentExpr } from '../phrase/tree';
import { innermost, rootsOf, withNested } from '../phrase/walk';
import type { ParsedTiming } from './compile-timing';
import type { Item } from './item';

/** Every moment in the timing of an entry and of its cases, the outer before the inner; conditions are left out. */
export function momentsIn(
  timing: ParsedTiming & { cases?: readonly ParsedTiming[] },
): MomentExpr[] {
  const { due, falls, holds, opens, target, cases = [] } = timing;
  const roots = [opens, target, holds?.from, holds?.until];
  if (falls !== undefined) roots.push(...rootsOf(falls));
  if (due !== undefined) roots.push(...rootsOf(due));
  const found: MomentExpr[] = [];
  for (const root of roots) if (root !== undefined) withNested(root, found);
  for (const one of cases) found.push(...momentsIn(one));
  return found;
}

/** The moment that an entry is counted from. */
export function anchorExprOf({ due, holds, falls, opens, target }: Item): MomentExpr | undefined {
  const dated = falls ?? due;
  const outer = (dated && rootsOf(dated)[0]) ?? holds?.from ?? opens ?? target;
  return outer && innermost(outer);
}
