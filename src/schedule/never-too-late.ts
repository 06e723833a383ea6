import type { Agreement, Item } from './compile';
import { awaited } from './cycle';
import { isRecorded } from './known-moments';
import type { Plain } from './phrase/tree';

/**
 * Whether a deadline follows everything it waits for by its own words, so that no slip can overtake it:
 * "within 90 days of stage-1.fulfilled" can, with a ceiling or a window of its own it cannot be sure.
 */
export function neverTooLate(item: Item, agreement: Agreement): boolean {
  if (item.kind === 'occasion') return true;
  if (item.opens !== undefined || item.kind === 'maintenance' || item.cases !== undefined) {
    return false;
  }
  // An extension elsewhere may shorten it.
  if (agreement.deducting.some(({ extends: other }) => other?.deductedFrom === item.path)) {
    return false;
  }
  const needs = awaited(item).filter(({ moment }) => moment !== undefined && isRecorded(moment));
  const { due } = item;
  if (needs.length === 0) return true;
  if (due === undefined || due.type === 'undated' || due.type === 'every') return true;
  if (due.type === 'beside') return false;
  if (due.but?.some(({ not }) => not === 'after') === true) return false;
  if (due.type === 'target' && due.relation === 'before') return false;
  return needs.every((need) => follows(due.of, need.path, need.moment as string));
}

/** Whether a moment is never before another, whatever that one's day. */
function follows(plain: Plain, path: string, moment: string): boolean {
  switch (plain.type) {
    case 'ref':
      return plain.path === path && plain.moment === moment;
    case 'shift':
      return plain.direction === 'after' && follows(plain.of, path, moment);
    case 'clock':
      // Another zone's clock may be read on the day before.
      return plain.zone === undefined && follows(plain.of, path, moment);
    case 'day-n':
      return follows(plain.of, path, moment);
    case 'edge': {
      const ahead = plain.direction === 'after' && (plain.nth ?? 0) > 0;
      return (
        (ahead || (plain.nth === undefined && plain.which === 'last')) &&
        follows(plain.of, path, moment)
      );
    }
    case 'pick':
      if (plain.which !== 'later') return plain.of.every((one) => follows(one, path, moment));
      return plain.of.some((one) => follows(one, path, moment));
    case 'limited':
      return plain.but.every(({ not }) => not === 'before') && follows(plain.of, path, moment);
    default:
      return false;
  }
}
