import type { EpochDay } from '../model/time';

/**
 * Civil dates as integers: days since 1970-01-01 in the proleptic Gregorian calendar. The conversions use eras of 400
 * years (146,097 days) and years that begin on 1 March, so that a leap day is the last day of its year (Howard
 * Hinnant, "chrono-compatible low-level date algorithms").
 */

const ERA_DAYS = 146_097;
/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH_SHIFT = 719_468;

interface CivilDate {
  year: number;
  /** 1 to 12. */
  month: number;
  /** 1 to 31. */
  day: number;
}

/** The epoch day of a civil date; the date must exist. */
export function toEpochDay(year: number, month: number, day: number): EpochDay {
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const monthFromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * ERA_DAYS + dayOfEra - EPOCH_SHIFT;
}

export function toCivil(epochDay: EpochDay): CivilDate {
  const days = epochDay + EPOCH_SHIFT;
  const era = Math.floor(days / ERA_DAYS);
  const dayOfEra = days - era * ERA_DAYS;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** The number of days in a month, 28 to 31. */
export function monthLength(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** A day of a month, or the last day of a month that is too short to have it. */
export function clampedDay(year: number, month: number, day: number): EpochDay {
  return toEpochDay(year, month, Math.min(day, monthLength(year, month)));
}

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export function weekday(epochDay: EpochDay): number {
  return ((((epochDay + 3) % 7) + 7) % 7) + 1;
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The day of a text YYYY-MM-DD; undefined where the text has another form or the day does not exist. */
export function parseDay(text: string): EpochDay | undefined {
  const match = DAY.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) return undefined;
  return toEpochDay(year, month, day);
}

/** YYYY-MM-DD; years of more than four digits in the expanded form of ISO 8601 (+012345-06-07). */
export function formatDay(epochDay: EpochDay): string {
  const { year, month, day } = toCivil(epochDay);
  const expanded = year < 0 || year > 9_999;
  const digits = String(Math.abs(year)).padStart(expanded ? 6 : 4, '0');
  const sign = expanded ? (year < 0 ? '-' : '+') : '';
  return `${sign}${digits}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
