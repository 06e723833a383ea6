import { monthLength, parseDay, toCivil, toEpochDay } from '../../src/engine/calendar/epoch-day';

const MONTHS = Array.from({ length: 12 }, (_, i) => i + 1);

/** The names of the months as they stand alone and in a date ("листопад", "листопада"), in order from January. */
function namesOf(locale: string): string[][] {
  const alone = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'long' });
  const dated = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'long', day: 'numeric' });
  return MONTHS.map((month) => {
    const at = Date.UTC(2026, month - 1, 1);
    const inDate = dated.formatToParts(at).find(({ type }) => type === 'month')?.value ?? '';
    return [alone.format(at), inDate].map((name) => name.toLowerCase());
  });
}

const SHORTEST = 3;

/**
 * Reads a day as it is written in a language: "27 Nov 2025", "27.11.2025", "November 27", with or without the
 * weekday, or YYYY-MM-DD. A number that can be both is the day first; a year that is missing is the year of `near`.
 */
export function dayReader(locale: string): (text: string, near: number) => number | undefined {
  const names = [namesOf(locale), namesOf('en')];
  const monthNamed = (word: string): number | undefined => {
    if (word.length < SHORTEST) return undefined;
    for (const list of names) {
      const at = list.findIndex((forms) => forms.some((form) => form.startsWith(word)));
      if (at >= 0) return at + 1;
    }
    return undefined;
  };
  return (text, near) => {
    const iso = parseDay(text.trim());
    if (iso !== undefined) return iso;
    const numbers = (text.match(/\d+/g) ?? []).map(Number);
    const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
    const named = words.map(monthNamed).find((month) => month !== undefined);
    if (named === undefined && numbers.length < 2) return undefined;
    return named === undefined ? inNumbers(numbers, near) : inWords(named, numbers, near);
  };
}

function inWords(month: number, numbers: readonly number[], near: number): number | undefined {
  const [first, second, ...more] = numbers;
  if (first === undefined || more.length > 0) return undefined;
  const year = toCivil(near).year;
  return first > 31 ? dayOf(first, month, second) : dayOf(second ?? year, month, first);
}

function inNumbers(numbers: readonly number[], near: number): number | undefined {
  const [a, b, c = toCivil(near).year, ...more] = numbers;
  if (a === undefined || b === undefined || more.length > 0) return undefined;
  if (a > 31) return dayOf(a, b, c);
  return dayOf(c, b, a) ?? dayOf(c, a, b);
}

/** The day, if it exists; a year of two digits means 20xx. */
function dayOf(given: number, month: number, day = 0): number | undefined {
  const year = given < 100 ? 2000 + given : given;
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month);
  return exists ? toEpochDay(year, month, day) : undefined;
}
