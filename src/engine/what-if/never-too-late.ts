import type { Agreement } from '../compile/agreement';
import { momentsNeeded } from '../compile/cycles/find-cycles';
import type { Item } from '../compile/item';
import { type Bound, isRecorded, type MomentExpr } from '../phrase/tree';

/**
 * Whether a deadline follows everything it waits for by its own words, so that no slip can overtake it, as
 * "within 90 days of stage-1.fulfilled" does.
 */
export function neverTooLate(item: Item, agreement: Agreement): boolean {
  return item.kind === 'occasion' || (ceilingsOf(item).length === 0 && isCarried(item, agreement));
}

/** Whether only its ceilings ("but not after") can put a deadline before what it waits for. */
export function stoppedByCeilings(item: Item, agreement: Agreement): boolean {
  const buts = butsOf(item);
  const ceilings = buts.length > 0 && buts.every(({ not }) => not === 'after');
  return ceilings && isCarried(item, agreement);
}

export function ceilingsOf(item: Item): MomentExpr[] {
  return butsOf(item)
    .filter(({ not }) => not === 'after')
    .map(({ of }) => of);
}

function butsOf({ due }: Item): readonly Bound[] {
  return due !== undefined && 'but' in due ? (due.but ?? []) : [];
}

/** Whether what it waits for carries its deadline along, ceilings left aside. */
function isCarried(item: Item, agreement: Agreement): boolean {
  if (item.opens !== undefined || item.kind === 'maintenance' || item.cases !== undefined) {
    return false;
  }
  // An extension elsewhere may shorten it.
  if (agreement.deducting.some(({ extends: other }) => other?.deductedFrom === item.path)) {
    return false;
  }
  const needs = momentsNeeded(item).filter(
    ({ moment }) => moment !== undefined && isRecorded(moment),
  );
  const { due } = item;
  if (needs.length === 0) return true;
  if (due === undefined || due.type === 'undated' || due.type === 'every') return true;
  if (due.type === 'beside') return false;
  if (due.type === 'target' && due.relation === 'before') return false;
  return needs.every((need) => follows(due.of, need.path, need.moment as string));
}

/** Whether a moment is never before another, whatever that one's day. */
function follows(plain: MomentExpr, path: string, moment: string): boolean {
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
