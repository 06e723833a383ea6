import type { Timed } from './compile-timing';
import type { Plain } from './phrase/tree';

/** Every moment that an entry's dates rest on, the outer before the inner; conditions are left out. */
export function nestedIn(timed: Timed & { cases?: readonly Timed[] }): Plain[] {
  const { due, falls, holds, opens, target, cases = [] } = timed;
  const roots: (Plain | undefined)[] = [opens, target, holds?.from, holds?.until];
  if (falls !== undefined)
    roots.push(...(falls.type === 'every' ? [falls.of, falls.until] : [falls]));
  if (due !== undefined && 'of' in due) {
    roots.push(due.of);
    if (due.type === 'every') roots.push(due.until);
    else roots.push(...(due.but ?? []).map(({ of }) => of));
  }
  const found = roots.filter((plain) => plain !== undefined).flatMap(inside);
  return [...found, ...cases.flatMap(nestedIn)];
}

function inside(plain: Plain): Plain[] {
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
