import type { Plain } from '../phrase/tree';
import type { Item } from './compile';

/** The moment an entry counts from. */
export function anchorOf({ due, holds, falls, opens }: Item): Plain | undefined {
  let plain: Plain | undefined = holds?.from ?? opens;
  if (due !== undefined && 'of' in due) plain = due.of;
  if (falls !== undefined) plain = falls.type === 'every' ? falls.of : falls;
  while (plain !== undefined && 'of' in plain && plain.type !== 'pick') plain = plain.of;
  return plain;
}
