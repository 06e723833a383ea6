import type { Cursor } from './cursor';
import type { EdgeUnit, NthDay } from './tree';
import { ordinalOf, printOrdinal, WEEKDAYS } from './words';

/** `last working day`, `first Monday`, `15th day`: a day among those of its kind in a week, month or longer. */

const WORDS = ['first', 'second', 'third', 'fourth', 'fifth'] as const;

/** How many days, weekdays of one name, and working days every unit has at least. */
const LEAST: Readonly<Record<EdgeUnit, Readonly<Record<'day' | 'weekday' | 'working', number>>>> = {
  week: { day: 7, weekday: 1, working: 5 },
  month: { day: 28, weekday: 4, working: 20 },
  quarter: { day: 90, weekday: 12, working: 64 },
  'half-year': { day: 181, weekday: 25, working: 128 },
  year: { day: 365, weekday: 52, working: 260 },
};

export function printNthDay({ which, day }: NthDay): string {
  const nth = typeof which === 'number' ? printOrdinal(which) : which;
  const kind = day === 'working' ? 'working day' : day === undefined ? 'day' : WEEKDAYS[day - 1];
  return `${nth} ${kind}`;
}

/** Whether the next tokens name such a day. */
export function isNthDay(cursor: Cursor): boolean {
  const kind = cursor.peek(1) ?? '';
  return whichOf(cursor.peek()) !== undefined && (kind === 'working' || kindOf(kind) !== null);
}

/** @throws ParseError where the next tokens name no such day. */
export function parseNthDay(cursor: Cursor): NthDay {
  const which = whichOf(cursor.peek());
  if (which === undefined) cursor.fail('"first", "2nd" or "last"');
  cursor.skip();
  if (cursor.take('working') !== undefined) {
    cursor.expect('day');
    return { which, day: 'working' };
  }
  const day = kindOf(cursor.peek() ?? '');
  if (day === null) cursor.fail('"day", "working day" or the name of a weekday');
  cursor.skip();
  return day === undefined ? { which } : { which, day };
}

/** @throws ParseError where not every such unit has so many of these days. */
export function refuseMissingDay(cursor: Cursor, { which, day }: NthDay, unit: EdgeUnit): void {
  if (typeof which !== 'number') return;
  const most = LEAST[unit][day === undefined || day === 'working' ? (day ?? 'day') : 'weekday'];
  if (which <= most) return;
  const found = printNthDay({ which, ...(day !== undefined && { day }) });
  const detail = `not every ${unit} has a ${found}`;
  const last = printNthDay({ which: 'last', ...(day !== undefined && { day }) });
  const upTo = most === 1 ? '' : ` to the ${printOrdinal(most)}`;
  const example = `on ${last} of the ${unit} of signing`;
  cursor.fail(`the first${upTo}, or the last`, { detail, example, back: 1 });
}

function whichOf(word: string | undefined): NthDay['which'] | undefined {
  const named = WORDS.findIndex((one) => one === word) + 1;
  const n = named > 0 ? named : ordinalOf(word);
  return n === 1 ? 'first' : n;
}

/** The ISO number of a weekday, undefined for `day`, null for any other word. */
function kindOf(word: string): number | undefined | null {
  if (word === 'day') return undefined;
  const weekday = WEEKDAYS.findIndex((one) => one === word) + 1;
  return weekday === 0 ? null : weekday;
}
