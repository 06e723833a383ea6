import { monthLength } from '../../engine/calendar/epoch-day';
import { MONTHS } from '../../engine/phrase/words';
import { low, type Token } from '../layout/tokens';
import { ordinalAt, type Read } from './numbers';

/** A date as the text gives it: what it does not say is absent. */
export interface StatedDate {
  readonly year?: number;
  /** 1 to 12. */
  readonly month?: number;
  readonly day?: number;
  /** Whether day and month could be exchanged: 03/04/2020. */
  readonly ambiguous?: true;
}

const MONTH_NUMBERS = new Map<string, number>(
  MONTHS.flatMap((month, i): [string, number][] => {
    const name = month.toLowerCase();
    const short = name.slice(0, 3);
    return [
      [name, i + 1],
      ...(short === 'may' || short === 'mar' ? [] : [[short, i + 1] as [string, number]]),
    ];
  }),
);
MONTH_NUMBERS.set('sept', 9);

/** "2000-04-15", or undefined where the text does not give a whole day or the day does not exist. */
export function isoDay({ year, month, day }: StatedDate): string | undefined {
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (day < 1 || day > monthLength(year, month)) return undefined;
  return `${year}-${two(month)}-${two(day)}`;
}

/** The first or the last day of the month or year that a date names. */
export function edgeDay(
  { year, month, day }: StatedDate,
  edge: 'first' | 'last',
): string | undefined {
  if (year === undefined || day !== undefined) return undefined;
  if (edge === 'first') return `${year}-${two(month ?? 1)}-01`;
  const last = month ?? 12;
  return `${year}-${two(last)}-${two(monthLength(year, last))}`;
}

const two = (n: number): string => String(n).padStart(2, '0');

const monthAt = (tokens: readonly Token[], i: number): number | undefined => {
  const token = tokens[i];
  const capital = token !== undefined && /^[A-Z]/.test(token.text);
  return capital ? MONTH_NUMBERS.get(token.low) : undefined;
};

const yearAt = (tokens: readonly Token[], i: number): number | undefined => {
  const text = low(tokens, i);
  const year = /^[12]\d{3}$/.test(text) ? Number(text) : undefined;
  return year !== undefined && year >= 1600 && year <= 2400 ? year : undefined;
};

/** A date in figures or words, with or without a year. Also a month with its year. */
export function dateAt(tokens: readonly Token[], i: number): Read<StatedDate> | undefined {
  return isoAt(tokens, i) ?? dayFirst(tokens, i) ?? monthFirst(tokens, i) ?? slashed(tokens, i);
}

/** "the year 1950", "1950": only where a word before it calls for a year. */
export function yearOnlyAt(tokens: readonly Token[], from: number): Read<StatedDate> | undefined {
  let i = from;
  while (['the', 'calendar', 'year'].includes(low(tokens, i))) i += 1;
  const year = yearAt(tokens, i);
  return year === undefined ? undefined : { value: { year }, to: i + 1 };
}

/** "June" without a year: no day follows from it, and no event has its name. */
export function monthOnlyAt(tokens: readonly Token[], i: number): Read<StatedDate> | undefined {
  const month = monthAt(tokens, i);
  return month === undefined ? undefined : { value: { month }, to: i + 1 };
}

function isoAt(tokens: readonly Token[], i: number): Read<StatedDate> | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(low(tokens, i));
  if (match === null) return undefined;
  return dated({ year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) }, i + 1);
}

/** "9 December 2026", "15th day of April, 2000", "the 1st of June". */
function dayFirst(tokens: readonly Token[], from: number): Read<StatedDate> | undefined {
  let i = low(tokens, from) === 'the' || low(tokens, from) === 'this' ? from + 1 : from;
  const digits = /^(\d{1,2})$/.exec(low(tokens, i));
  const ordinal = digits === null ? ordinalAt(tokens, i) : undefined;
  const day = digits === null ? ordinal?.value : Number(digits[1]);
  if (day === undefined || day < 1 || day > 31) return undefined;
  i = ordinal?.to ?? i + 1;
  if (low(tokens, i) === 'day') i += 1;
  if (low(tokens, i) === 'of') i += 1;
  const month = monthAt(tokens, i);
  if (month === undefined) return undefined;
  const { year, to } = yearAfter(tokens, i + 1);
  return dated({ month, day, ...(year !== undefined && { year }) }, to);
}

/** "April 15, 2000", "March 31", "April 2000". */
function monthFirst(tokens: readonly Token[], i: number): Read<StatedDate> | undefined {
  const month = monthAt(tokens, i);
  if (month === undefined) return undefined;
  const next = low(tokens, i + 1) === '.' ? i + 2 : i + 1;
  const year = yearAt(tokens, low(tokens, next) === 'of' ? next + 1 : next);
  if (year !== undefined)
    return { value: { month, year }, to: next + (low(tokens, next) === 'of' ? 2 : 1) };
  const digits = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(low(tokens, next));
  if (digits === null) return undefined;
  const rest = yearAfter(tokens, next + 1);
  const stated = {
    month,
    day: Number(digits[1]),
    ...(rest.year !== undefined && { year: rest.year }),
  };
  return dated(stated, rest.to);
}

/** The year after a day and month, perhaps after a comma. */
function yearAfter(tokens: readonly Token[], i: number): { year?: number; to: number } {
  const at = [',', '.', 'of'].includes(low(tokens, i)) ? i + 1 : i;
  const year = yearAt(tokens, at);
  return year === undefined ? { to: i } : { year, to: at + 1 };
}

/** "30/12/1949", "30.12.49". */
function slashed(tokens: readonly Token[], i: number): Read<StatedDate> | undefined {
  const match = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})$/.exec(low(tokens, i));
  if (match === null) return undefined;
  const [a, b] = [Number(match[1]), Number(match[2])];
  const written = match[3] ?? '';
  const year =
    written.length === 4 ? Number(written) : Number(written) + (Number(written) < 50 ? 2000 : 1900);
  const american = b > 12;
  const stated = american ? { year, month: a, day: b } : { year, month: b, day: a };
  const ambiguous = (a <= 12 && b <= 12 && a !== b) || written.length === 2;
  return dated({ ...stated, ...(ambiguous && { ambiguous: true as const }) }, i + 1);
}

function dated(value: StatedDate, to: number): Read<StatedDate> | undefined {
  const { year, month, day } = value;
  if (month !== undefined && (month < 1 || month > 12)) return undefined;
  if (day !== undefined && month !== undefined && day > monthLength(year ?? 2000, month))
    return undefined;
  return { value, to };
}
