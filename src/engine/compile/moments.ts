import type { Cond, MomentExpr, Ref } from '../phrase/tree';
import type { ParsedTiming } from './compile-timing';
import type { Item } from './item';

/** Every moment that an entry's dates rest on, the outer before the inner; conditions are left out. */
export function momentsIn(timed: ParsedTiming & { cases?: readonly ParsedTiming[] }): MomentExpr[] {
  const { due, falls, holds, opens, target, cases = [] } = timed;
  const roots: (MomentExpr | undefined)[] = [opens, target, holds?.from, holds?.until];
  if (falls !== undefined)
    roots.push(...(falls.type === 'every' ? [falls.of, falls.until] : [falls]));
  if (due !== undefined && 'of' in due) {
    roots.push(due.of);
    if (due.type === 'every') roots.push(due.until);
    else roots.push(...(due.but ?? []).map(({ of }) => of));
  }
  const found = roots.filter((plain) => plain !== undefined).flatMap(inside);
  return [...found, ...cases.flatMap(momentsIn)];
}

function inside(plain: MomentExpr): MomentExpr[] {
  switch (plain.type) {
    case 'shift':
    case 'clock':
    case 'day-n':
    case 'edge':
      return [plain, ...inside(plain.of)];
    case 'pick':
      return [plain, ...plain.of.flatMap(inside)];
    case 'limited':
      return [plain, ...inside(plain.of), ...plain.but.flatMap(({ of }) => inside(of))];
    default:
      return [plain];
  }
}

/** Every name in a moment, in the alternatives and limits of it too. */
export function refsIn(plain: MomentExpr): Ref[] {
  return inside(plain).filter((one): one is Ref => one.type === 'ref');
}

/** Every name in a condition. */
export function refsInCondition(cond: Cond): Ref[] {
  if (cond.type !== 'test') return cond.of.flatMap(refsInCondition);
  return cond.than === undefined ? [cond.of] : [cond.of, ...refsIn(cond.than)];
}

/** The moment an entry counts from. */
export function anchorExprOf({ due, holds, falls, opens }: Item): MomentExpr | undefined {
  let plain: MomentExpr | undefined = holds?.from ?? opens;
  if (due !== undefined && 'of' in due) plain = due.of;
  if (falls !== undefined) plain = falls.type === 'every' ? falls.of : falls;
  while (plain !== undefined && 'of' in plain && plain.type !== 'pick') plain = plain.of;
  return plain;
}
