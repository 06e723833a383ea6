import { MONTHS } from '../../../engine/phrase/words';
import { low, type Token } from '../../layout/tokens';
import { isoDay, type StatedDate } from '../../values/dates';
import { LARGEST, type Read, withRepetition } from '../../values/numbers';
import { isIn, type Words } from '../words/tables';

/** Numbers, periods, dates and clock times in figures and words. */

/** "30", "тридцять", "сто двадцять", "тридцять (30)". */
export function numberAt(
  words: Words,
  tokens: readonly Token[],
  i: number,
): Read<number> | undefined {
  const digits = digitsAt(tokens, i);
  // "5-ти": the ending of the number word.
  const ended =
    digits !== undefined &&
    low(tokens, i + 1) === '-' &&
    /^(?:ти|и|х|ми|тьох|ох|рьох|ста)$/.test(low(tokens, i + 2));
  const onceAt = (at: number) => digitsAt(tokens, at) ?? wordsAt(words, tokens, at);
  const read = ended ? { value: digits.value, to: i + 3 } : onceAt(i);
  return withRepetition(tokens, read, onceAt);
}

function digitsAt(tokens: readonly Token[], i: number): Read<number> | undefined {
  const text = low(tokens, i);
  return /^\d{1,5}$/.test(text) ? { value: Number(text), to: i + 1 } : undefined;
}

function wordsAt(words: Words, tokens: readonly Token[], from: number): Read<number> | undefined {
  let i = from;
  let total = 0;
  let group = 0;
  let last = Number.POSITIVE_INFINITY;
  while (i < from + 8) {
    const value = words.cardinals.get(low(tokens, i));
    if (value !== undefined && size(value) < size(last)) {
      group += value;
      last = value;
    } else if (isIn(words.thousands, tokens, i)) {
      total += (group === 0 ? 1 : group) * 1000;
      group = 0;
      last = Number.POSITIVE_INFINITY;
    } else break;
    i += 1;
  }
  const value = total + group;
  return i > from && value <= LARGEST ? { value, to: i } : undefined;
}

/** Hundreds, tens and ones follow each other, each at most once. Eleven to nineteen end a number, like ones. */
const size = (value: number): number => {
  if (value === Number.POSITIVE_INFINITY) return 4;
  if (value >= 100) return 3;
  return value >= 20 ? 2 : 1;
};

/** "десятий", "п'ятого", "тридцять першого", "10-й". */
export function ordinalAt(
  words: Words,
  tokens: readonly Token[],
  i: number,
): Read<number> | undefined {
  const digits = digitsAt(tokens, i);
  if (digits !== undefined) {
    const suffix = low(tokens, i + 1) === '-' && /^\p{L}{1,3}$/u.test(low(tokens, i + 2));
    return suffix ? { value: digits.value, to: i + 3 } : undefined;
  }
  const ten = words.cardinals.get(low(tokens, i));
  const at = ten !== undefined && ten >= 20 ? i + 1 : i;
  const word = low(tokens, at);
  for (const [stem, value] of words.ordinals.get(word.slice(0, 2)) ?? []) {
    if (!word.startsWith(stem) || !words.data.ordinalEnding.test(word.slice(stem.length))) continue;
    return { value: at === i ? value : (ten ?? 0) + value, to: at + 1 };
  }
  return undefined;
}

/** A period as the phrase language writes it. */
export interface Period {
  readonly text: string;
  /** "a month" has no number. */
  readonly counted: boolean;
}

/** A number of units as the phrase language writes it: "2 days". */
export const printed = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`;

/** "30 календарних днів", "місяць", "півроку", "двох років і шести місяців". */
export function periodAt(
  words: Words,
  tokens: readonly Token[],
  i: number,
): Read<Period> | undefined {
  const first = partAt(words, tokens, i);
  if (first === undefined || !isIn(words.and, tokens, first.to)) return first;
  const second = partAt(words, tokens, first.to + 1);
  if (second === undefined || !first.value.counted || !second.value.counted) return first;
  return {
    value: { text: `${first.value.text} and ${second.value.text}`, counted: true },
    to: second.to,
  };
}

function partAt(words: Words, tokens: readonly Token[], i: number): Read<Period> | undefined {
  const number = numberAt(words, tokens, i);
  let at = number?.to ?? i;
  let working = false;
  while (isIn(words.unitModifiers, tokens, at) || isIn(words.workingDays, tokens, at)) {
    working ||= isIn(words.workingDays, tokens, at);
    at += 1;
  }
  const unit = words.units.at(tokens, at);
  if (unit === undefined) return undefined;
  const name = working && unit.value === 'day' ? 'working day' : unit.value;
  // "A day" is written as one; the word alone belongs to "on the day of".
  const bare = number === undefined;
  if (bare && (at > i || (unit.value === 'day' && !isIn(words.wholeDay, tokens, at))))
    return undefined;
  const value = { text: printed(number?.value ?? 1, name), counted: number !== undefined };
  return { value, to: unit.to };
}

/** "десятиденний", "30-денний", "місячний": a period as an adjective. */
export function compoundAt(
  words: Words,
  tokens: readonly Token[],
  i: number,
): Read<Period> | undefined {
  const digits = digitsAt(tokens, i);
  const at = digits !== undefined && low(tokens, i + 1) === '-' ? i + 2 : i;
  if (digits !== undefined && at === i) return undefined;
  for (const [form, unit] of words.data.compounds) {
    const prefix = form.exec(low(tokens, at))?.[1];
    if (prefix === undefined) continue;
    const n =
      digits?.value ??
      words.cardinals.get(prefix) ??
      words.data.compoundNumbers[prefix] ??
      joined(words, prefix);
    if (n === undefined) return undefined;
    return { value: { text: printed(n, unit), counted: true }, to: at + 1 };
  }
  return undefined;
}

/** "двадцятип'яти": two numbers in one word. */
function joined(words: Words, text: string): number | undefined {
  for (const [form, value] of words.cardinals) {
    if (value < 20 || !text.startsWith(form)) continue;
    const rest = words.cardinals.get(text.slice(form.length));
    if (rest !== undefined && rest < 10) return value + rest;
  }
  return undefined;
}

/** A year that may be meant without the word for it. */
export const YEAR = /^(?:1[6-9]|2[0-3])\d{2}$/;

export function monthAt(words: Words, tokens: readonly Token[], i: number): number | undefined {
  const word = low(tokens, i);
  const at = words.data.months.findIndex(
    (stem) =>
      word.startsWith(stem) &&
      /^(?:ь|я|е|ю|ем|ем|і|ого|ому|у|а|ень|ня|ні|нем|ий|ем|и|та|те|й|)$/.test(
        word.slice(stem.length),
      ),
  );
  return at === -1 ? undefined : at + 1;
}

const yearAt = (tokens: readonly Token[], i: number): number | undefined =>
  YEAR.test(low(tokens, i)) ? Number(low(tokens, i)) : undefined;

/** The year after a day or month, with its word and full stop. */
export function yearAfter(
  words: Words,
  tokens: readonly Token[],
  i: number,
): { year?: number; to: number } {
  const year = yearAt(tokens, i);
  if (year === undefined) return { to: i };
  return { year, to: afterYearWord(words, tokens, i + 1) };
}

function afterYearWord(words: Words, tokens: readonly Token[], i: number): number {
  if (!isIn(words.year, tokens, i)) return i;
  return low(tokens, i).length === 1 && low(tokens, i + 1) === '.' ? i + 2 : i + 1;
}

/** A whole day, a day without a year, a month with its year. Day comes before month. */
export function dateAt(
  words: Words,
  tokens: readonly Token[],
  i: number,
): Read<StatedDate> | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(low(tokens, i));
  if (iso !== null)
    return whole({ year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) }, i + 1);
  const short = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(low(tokens, i));
  if (short !== null) {
    const date = { day: Number(short[1]), month: Number(short[2]), year: Number(short[3]) };
    return whole(date, afterYearWord(words, tokens, i + 1));
  }
  const quoted = low(tokens, i) === '"' && low(tokens, i + 2) === '"';
  const at = quoted ? i + 1 : i;
  const digits = digitsAt(tokens, at);
  const day = digits ?? ordinalAt(words, tokens, at);
  const suffixed = digits === undefined ? undefined : ordinalAt(words, tokens, at);
  if (day === undefined || day.value < 1 || day.value > 31) return undefined;
  const next = (suffixed ?? day).to + (quoted ? 1 : 0);
  const month = monthAt(words, tokens, next);
  if (month === undefined) return undefined;
  const { year, to } = yearAfter(words, tokens, next + 1);
  return whole({ month, day: day.value, ...(year !== undefined && { year }) }, to);
}

function whole(value: StatedDate, to: number): Read<StatedDate> | undefined {
  const { year, month, day } = value;
  if (
    isoDay({ ...value, year: year ?? 2000 }) === undefined &&
    month !== undefined &&
    day !== undefined
  )
    return undefined;
  return { value, to };
}

/** Of a quarter or half, as the phrase language writes it. */
export const NTH = ['first', 'second', 'third', 'fourth'];
const ROMAN: Readonly<Record<string, number>> = {
  i: 1,
  ii: 2,
  iii: 3,
  iv: 4,
  і: 1,
  іі: 2,
  ііі: 3,
  іv: 4,
};

/** A month, quarter or year as the phrase language writes it, with its year: "March 2028", "third quarter of 2027", "2027". */
export function spanAt(
  words: Words,
  tokens: readonly Token[],
  i: number,
): Read<string> | undefined {
  const month = monthAt(words, tokens, i);
  if (month !== undefined) {
    const { year, to } = yearAfter(words, tokens, i + 1);
    return year === undefined ? undefined : { value: `${MONTHS[month - 1] ?? ''} ${year}`, to };
  }
  const roman = ROMAN[low(tokens, i)];
  const ordinal = roman === undefined ? ordinalAt(words, tokens, i) : { value: roman, to: i + 1 };
  const half = ordinal !== undefined && ordinal.value <= 2 && isIn(words.half, tokens, ordinal.to);
  if (half) {
    const { year, to } = yearAfter(words, tokens, ordinal.to + 1);
    const value = `${NTH[ordinal.value - 1] ?? ''} half of ${year ?? ''}`;
    return year === undefined ? undefined : { value, to };
  }
  if (ordinal !== undefined && ordinal.value <= 4 && isIn(words.quarter, tokens, ordinal.to)) {
    const { year, to } = yearAfter(words, tokens, ordinal.to + 1);
    return year === undefined
      ? undefined
      : { value: `${NTH[ordinal.value - 1] ?? ''} quarter of ${year}`, to };
  }
  const year = yearAt(tokens, i);
  return year !== undefined && isIn(words.year, tokens, i + 1)
    ? { value: String(year), to: afterYearWord(words, tokens, i + 1) }
    : undefined;
}

/** "18:00", "00 час. 00 мин.", "18 годині". */
export function clockAt(
  words: Words,
  tokens: readonly Token[],
  i: number,
): Read<string> | undefined {
  const figures = /^(\d{1,2}):(\d{2})$/.exec(low(tokens, i));
  if (figures !== null) {
    const clock = printedClock(Number(figures[1]), Number(figures[2]));
    const to = isIn(words.hourMark, tokens, i + 1) ? i + 2 : i + 1;
    return clock === undefined ? undefined : { value: clock, to };
  }
  if (!/^\d{1,2}$/.test(low(tokens, i)) || !isIn(words.hourMark, tokens, i + 1)) return undefined;
  let to = low(tokens, i + 2) === '.' ? i + 3 : i + 2;
  let minute = 0;
  if (/^\d{2}$/.test(low(tokens, to)) && isIn(words.minuteMark, tokens, to + 1)) {
    minute = Number(low(tokens, to));
    to = low(tokens, to + 2) === '.' ? to + 3 : to + 2;
  }
  const clock = printedClock(Number(low(tokens, i)), minute);
  return clock === undefined ? undefined : { value: clock, to };
}

const printedClock = (hour: number, minute: number): string | undefined =>
  hour > 24 || minute > 59 || (hour === 24 && minute > 0)
    ? undefined
    : `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
