import type { Period, Unit } from '../model/period';
import { attempt, type Cursor } from './cursor';
import { INTEGER, UNIT_WORDS } from './words';

/** Longer than any agreement; dates stay within the range of calendars and clocks. */
const MAX_YEARS = 1_000;

/** The approximate length of each unit in years. */
const YEARS: Readonly<Record<Unit, number>> = {
  minute: 1 / 525_600,
  hour: 1 / 8_760,
  day: 1 / 365,
  'working day': 1 / 250,
  week: 1 / 52,
  month: 1 / 12,
  quarter: 1 / 4,
  'half-year': 1 / 2,
  year: 1,
};

/** Whether the next two tokens are an amount and a unit. */
export function isPeriod(cursor: Cursor, ahead = 0): boolean {
  if (!INTEGER.test(cursor.peek(ahead) ?? '')) return false;
  const unit = cursor.peek(ahead + 1) ?? '';
  return UNIT_WORDS.has(unit) || unit === 'working';
}

/** A period such as `100 days`, `1 year and 6 months` or `exactly 30 days`. */
export function parsePeriod(cursor: Cursor): Period {
  const exactly = cursor.take('exactly') !== undefined;
  const parts: { amount: number; unit: Unit }[] = [];
  do {
    const amount =
      cursor.takeMatching(INTEGER) ?? cursor.fail('a whole number and a unit, such as 100 days');
    parts.push({ amount: Number(amount), unit: parseUnit(cursor) });
  } while (takeAnd(cursor));
  const years = parts.reduce((sum, { amount, unit }) => sum + amount * YEARS[unit], 0);
  if (years > MAX_YEARS) {
    const detail = 'the period is too long';
    cursor.fail(`a period of at most ${MAX_YEARS} years`, { detail, back: 1 });
  }
  return { exactly, parts };
}

/** The period that a recorded fact names; undefined where the text is none. Looks for no correction to suggest. */
export function readPeriod(text: string): Period | undefined {
  const read = attempt(text, parsePeriod);
  return read.ok ? read.tree : undefined;
}

/**
 * Reads an `and` if another amount with a unit follows it: any other `and` joins moments or conditions. In a
 * list of moments, `(… 5 days and 3 days after …)` is therefore read as one period.
 */
function takeAnd(cursor: Cursor): boolean {
  return cursor.peek() === 'and' && isPeriod(cursor, 1) && cursor.take('and') !== undefined;
}

function parseUnit(cursor: Cursor): Unit {
  if (cursor.take('working') !== undefined) {
    cursor.expect('day', 'days');
    return 'working day';
  }
  const unit = UNIT_WORDS.get(cursor.peek() ?? '');
  if (unit === undefined) {
    return cursor.fail(
      'minutes, hours, days, working days, weeks, months, quarters, half-years or years',
    );
  }
  cursor.skip();
  return unit;
}
