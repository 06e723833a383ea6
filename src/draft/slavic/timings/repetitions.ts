import { MONTHS } from '../../../engine/phrase/words';
import { low } from '../../layout/tokens';
import { isIn } from '../words/tables';
import type { Place } from './moments';
import type { Timing } from './timing';
import { dateAt, numberAt, ordinalAt, periodAt } from './values';

/** "щомісяця", "раз на квартал", "кожні шість місяців", "до 10 числа кожного місяця", "щороку до 1 березня". */
export function repetitionAt(place: Place, from: number): Timing | undefined {
  return monthlyDay(place, from) ?? yearlyDay(place, from) ?? simple(place, from);
}

function simple(place: Place, from: number): Timing | undefined {
  const read = everyAt(place, from);
  if (read === undefined) return undefined;
  // "не пізніше 10-го числа" after "щомісяця", "до 1 березня" after "щороку".
  const day = read.every === 'every 1 month' ? dayOfMonth(place, read.to) : undefined;
  if (day !== undefined)
    return {
      relation: 'every',
      range: { from, to: day.to },
      every: `every month on day ${day.day}`,
    };
  const date = read.every === 'every 1 year' ? yearless(place, read.to) : undefined;
  if (date !== undefined)
    return { relation: 'every', range: { from, to: date.to }, every: `every year on ${date.text}` };
  return { relation: 'every', range: { from, to: read.to }, every: read.every };
}

function everyAt({ words, tokens }: Place, i: number): { every: string; to: number } | undefined {
  const known = words.every.at(tokens, i);
  if (known !== undefined) return { every: known.value, to: known.to };
  const once = words.once.at(tokens, i);
  const at = once?.to ?? (isIn(words.each, tokens, i) ? i + 1 : undefined);
  const period = at === undefined ? undefined : periodAt(words, tokens, at);
  // "кожного робочого дня", "за кожен день" name no interval of their own.
  if (
    period === undefined ||
    (once === undefined && !period.value.counted && period.value.text !== '1 half-year')
  )
    return undefined;
  return { every: `every ${period.value.text}`, to: period.to };
}

/** A limit before a day that repeats: "до", "не пізніше". */
function afterLimit({ words, tokens }: Place, from: number): number {
  const comma = low(tokens, from) === ',' ? from + 1 : from;
  const limit = words.latest.at(tokens, comma) ?? words.until.at(tokens, comma);
  return limit?.to ?? (isIn(words.inside, tokens, comma) ? comma + 1 : comma);
}

function dayOfMonth(place: Place, from: number): { day: number; to: number } | undefined {
  const { words, tokens } = place;
  const at = afterLimit(place, from);
  const day = ordinalAt(words, tokens, at) ?? numberAt(words, tokens, at);
  if (
    day === undefined ||
    day.value < 1 ||
    day.value > 31 ||
    !isIn(words.dayNumber, tokens, day.to)
  )
    return undefined;
  return { day: day.value, to: day.to + 1 };
}

/** "до 10 числа кожного місяця", "не позднее 5-го числа каждого месяца". */
function monthlyDay(place: Place, from: number): Timing | undefined {
  const day = dayOfMonth(place, from);
  if (day === undefined) return undefined;
  const { words, tokens } = place;
  const each = isIn(words.each, tokens, day.to) || isIn(words.nextMonth, tokens, day.to);
  const month = words.units.at(tokens, day.to + 1)?.value === 'month';
  // "Of the second day" without a month belongs to another expression.
  if ((!each || !month) && words.units.at(tokens, day.to - 1) !== undefined) return undefined;
  if (!each || !month)
    return {
      relation: 'unread',
      range: { from, to: day.to },
      why: 'It names the day of a month; of which month?',
    };
  // "наступного місяця" says that what is owed belongs to the month before; it repeats where the sentence says so.
  if (isIn(words.nextMonth, tokens, day.to))
    return {
      relation: 'unread',
      range: { from, to: day.to + 2 },
      why: 'It names a day of the month after another; which?',
    };
  return {
    relation: 'every',
    range: { from, to: day.to + 2 },
    every: `every month on day ${day.day}`,
  };
}

function yearless(place: Place, from: number): { text: string; to: number } | undefined {
  const { words, tokens } = place;
  const date = dateAt(words, tokens, afterLimit(place, from));
  if (date === undefined || date.value.year !== undefined) return undefined;
  const { day, month } = date.value;
  return { text: `${day ?? 1} ${MONTHS[(month ?? 1) - 1] ?? ''}`, to: date.to };
}

/** "до 1 березня кожного року", "до 1 апреля ежегодно". */
function yearlyDay(place: Place, from: number): Timing | undefined {
  const date = yearless(place, from);
  if (date === undefined) return undefined;
  const every = everyAt(place, date.to);
  if (every?.every !== 'every 1 year') return undefined;
  return { relation: 'every', range: { from, to: every.to }, every: `every year on ${date.text}` };
}
