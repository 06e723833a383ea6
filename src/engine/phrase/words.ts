import { UNITS, type Unit } from '../model/period';
import { type EdgeUnit, type MomentName, RECORDED_MOMENTS, SCHEDULED_MOMENTS } from './tree';

/** The fixed words of the language. */

const MOMENT_NAMES: ReadonlySet<string> = new Set([...SCHEDULED_MOMENTS, ...RECORDED_MOMENTS]);

export function isMomentName(word: string): word is MomentName {
  return MOMENT_NAMES.has(word);
}

export const INTEGER = /^\d{1,5}$/;
export const CLOCK = /^([01]\d|2[0-4]):([0-5]\d)$/;
/** Letters and digits joined by hyphens; a dot precedes a phase or a moment. */
export const PATH = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const ORDINAL = /^(\d{1,5})(st|nd|rd|th)$/;

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/** 1 to 12, or 0 where the word is not a month. */
export function monthOf(word: string | undefined): number {
  return MONTHS.findIndex((month) => month.toLowerCase() === word?.toLowerCase()) + 1;
}

/** The units that are one word, singular and plural. */
export const UNIT_WORDS: ReadonlyMap<string, Unit> = new Map(
  UNITS.flatMap((unit) =>
    unit === 'working day'
      ? []
      : [
          [unit, unit],
          [`${unit}s`, unit],
        ],
  ),
);

export const EDGE_UNITS = [
  'week',
  'month',
  'quarter',
  'half-year',
  'year',
] as const satisfies readonly EdgeUnit[];

/** 40 from "40th", 1 from "first"; undefined where the word is not an ordinal. */
export function ordinalOf(word: string | undefined): number | 'last' | undefined {
  if (word === 'first') return 1;
  if (word === 'last') return 'last';
  const match = ORDINAL.exec(word ?? '');
  if (match === null || Number(match[1]) < 1) return undefined;
  return printOrdinal(Number(match[1])) === word ? Number(match[1]) : undefined;
}

/** "1 day", "2 working days". */
export function printAmount(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

/** "1st", "2nd", "11th", "40th". */
export function printOrdinal(n: number): string {
  const teens = n % 100 >= 11 && n % 100 <= 13;
  const suffix = teens ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${suffix}`;
}
