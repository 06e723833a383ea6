import { toCivil, toEpochDay, weekday } from '../calendar/epoch-day';
import type { EpochDay } from '../model/time';
import type { EdgeUnit, Plain } from '../phrase/tree';

const MONTHS: Readonly<Record<Exclude<EdgeUnit, 'week'>, number>> = {
  month: 1,
  quarter: 3,
  'half-year': 6,
  year: 12,
};

/** The first or last day of the unit that contains a day, or of the nth unit after or before that one. */
export function unitBoundary(plain: Extract<Plain, { type: 'edge' }>, of: EpochDay): EpochDay {
  const away = (plain.nth ?? 0) * (plain.direction === 'before' ? -1 : 1);
  const start = startOf(plain.unit, of, away);
  return plain.which === 'first' ? start : startOf(plain.unit, of, away + 1) - 1;
}

function startOf(unit: EdgeUnit, of: EpochDay, away: number): EpochDay {
  if (unit === 'week') return of - weekday(of) + 1 + 7 * away;
  const { year, month } = toCivil(of);
  const length = MONTHS[unit];
  const index = Math.floor((year * 12 + month - 1) / length + away) * length;
  return toEpochDay(Math.floor(index / 12), (index % 12) + 1, 1);
}
