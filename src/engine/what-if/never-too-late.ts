import type { Agreement } from '../compile/agreement';
import type { Item } from '../compile/item';
import { type Bound, isRecorded, type MomentExpr, type Ref } from '../phrase/tree';

/**
 * Whether a deadline always lies after everything that it waits for, so that no delay can make it impossible, as
 * "within 90 days of stage-1.fulfilled" does.
 */
export function neverTooLate(item: Item, agreement: Agreement): boolean {
  return (
    item.kind === 'occasion' || (ceilingsOf(item).length === 0 && movesWithAnchors(item, agreement))
  );
}

/** Whether a deadline can lie before what it waits for only because of its ceilings ("but not after"). */
export function stoppedByCeilings(item: Item, agreement: Agreement): boolean {
  const bounds = boundsOf(item);
  const ceilings = bounds.length > 0 && bounds.every(({ not }) => not === 'after');
  return ceilings && movesWithAnchors(item, agreement);
}

export function ceilingsOf(item: Item): MomentExpr[] {
  return boundsOf(item)
    .filter(({ not }) => not === 'after')
    .map(({ of }) => of);
}

function boundsOf({ due }: Item): readonly Bound[] {
  return due !== undefined && 'but' in due ? (due.but ?? []) : [];
}

/** Whether a deadline moves along with everything that it waits for, ignoring ceilings. */
function movesWithAnchors(item: Item, agreement: Agreement): boolean {
  if (item.opens !== undefined || item.kind === 'maintenance' || item.cases !== undefined) {
    return false;
  }
  // The extension of another item may shorten it.
  if (agreement.deducting.has(item.path)) {
    return false;
  }
  const needs = (agreement.needs.get(item.path) ?? []).filter(
    ({ moment }) => moment !== undefined && isRecorded(moment),
  );
  const { due } = item;
  if (needs.length === 0) return true;
  if (due === undefined || due.type === 'undated' || due.type === 'every') return true;
  if (due.type === 'beside') return false;
  if (due.type === 'target' && due.relation === 'before') return false;
  return needs.every((need) => follows(due.of, need.path, need.moment));
}

/** Whether a moment is never before the moment of a path, whatever the day of that moment. */
function follows(plain: MomentExpr, path: string, moment: Ref['moment']): boolean {
  switch (plain.type) {
    case 'ref':
      return plain.path === path && plain.moment === moment;
    case 'shift':
      return plain.direction === 'after' && follows(plain.of, path, moment);
    case 'clock':
      // The clock of another zone may show the day before.
      return plain.zone === undefined && follows(plain.of, path, moment);
    case 'day-n':
      return follows(plain.of, path, moment);
    case 'edge': {
      const { which, day, unit, nth = 0, direction } = plain;
      const ahead = direction === 'after' && (unit === undefined || nth > 0);
      const last = which === 'last' && day === undefined && nth === 0;
      return (ahead || last) && follows(plain.of, path, moment);
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
