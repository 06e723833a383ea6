import { MONTHS } from '../../../engine/phrase/words';
import { low, type Token } from '../../layout/tokens';
import { edgeDay, isoDay, type StatedDate } from '../../values/dates';
import type { Read } from '../../values/numbers';
import { isIn, type Words } from '../words/tables';
import { eventAt, type NamedEvent } from './events';
import {
  clockAt,
  dateAt,
  monthAt,
  NTH,
  numberAt,
  ordinalAt,
  periodAt,
  printed,
  spanAt,
  yearAfter,
} from './values';

/** A moment as the text states it. */
export type Moment =
  /** Written as the phrase language writes it; `rough` is a month, quarter or year. */
  | { readonly type: 'day'; readonly text: string; readonly rough?: true }
  | { readonly type: 'event'; readonly event: NamedEvent }
  /** A period after something; without `of`, after what earlier words name. */
  | { readonly type: 'shift'; readonly length: string; readonly of?: Moment }
  | { readonly type: 'unread'; readonly why: string; readonly date?: StatedDate };

/** Where a moment is looked for. */
export interface Place {
  readonly words: Words;
  readonly tokens: readonly Token[];
  /** Where statements begin. */
  readonly stops: ReadonlySet<number>;
  /** Where the expression that is being read begins. */
  readonly start: number;
}

const NO_YEAR = 'The date has no year.';

const dayMoment = (date: StatedDate, clock?: string, zone?: string): Moment => {
  const day = isoDay(date);
  if (day === undefined)
    return {
      type: 'unread',
      why: date.year === undefined ? NO_YEAR : 'There is no such day.',
      date,
    };
  return {
    type: 'day',
    text:
      clock === undefined ? day : `${clock} on ${day}${zone === undefined ? '' : ` in ${zone}`}`,
  };
};

/** A day, with a clock time before or after it. */
export function dayAt(place: Place, i: number): Read<Moment> | undefined {
  const { words, tokens } = place;
  const clock = clockAt(words, tokens, i);
  if (clock !== undefined) {
    const zone = zoneAt(place, clock.to);
    const date = dateAt(words, tokens, zone?.to ?? clock.to);
    return date && { value: dayMoment(date.value, clock.value, zone?.value), to: date.to };
  }
  const date = dateAt(words, tokens, i);
  if (date === undefined) return undefined;
  const comma = low(tokens, date.to) === ',' ? date.to + 1 : date.to;
  const later = isIn(words.atClock, tokens, comma) ? clockAt(words, tokens, comma + 1) : undefined;
  const zone = later && zoneAt(place, later.to);
  return {
    value: dayMoment(date.value, later?.value, zone?.value),
    to: zone?.to ?? later?.to ?? date.to,
  };
}

/** "(київський час)", "за київським часом". */
function zoneAt({ words, tokens }: Place, i: number): Read<string> | undefined {
  const bracket = low(tokens, i) === '(';
  const zone = words.zones.at(tokens, bracket ? i + 1 : i);
  if (zone === undefined || !bracket) return zone;
  return low(tokens, zone.to) === ')' ? { value: zone.value, to: zone.to + 1 } : undefined;
}

/** "кінця 2027 року", "начала марта 2027 года": the last or first day of a month, quarter or year. */
export function edgeAt({ words, tokens }: Place, i: number): Read<Moment> | undefined {
  const edge = isIn(words.endOf, tokens, i)
    ? 'last'
    : isIn(words.startOf, tokens, i)
      ? 'first'
      : undefined;
  if (edge === undefined) return undefined;
  const span = spanAt(words, tokens, i + 1);
  if (span === undefined) {
    const month = monthAt(words, tokens, i + 1);
    const year = [words.year, words.quarter, words.half].some((set) => isIn(set, tokens, i + 1));
    if (month === undefined && !year) return undefined;
    return { value: { type: 'unread', why: NO_YEAR }, to: i + 2 };
  }
  const day = edgeOf(span.value, edge);
  return day === undefined ? undefined : { value: { type: 'day', text: day }, to: span.to };
}

/** The first or last day of "March 2028", "third quarter of 2027", "first half of 2027", "2027". */
function edgeOf(span: string, edge: 'first' | 'last'): string | undefined {
  const year = Number(/\d{4}$/.exec(span)?.[0]);
  const nth = NTH.findIndex((name) => span.startsWith(name));
  const named = MONTHS.findIndex((name) => span.startsWith(name));
  if (nth === -1) return edgeDay({ year, ...(named !== -1 && { month: named + 1 }) }, edge);
  const months = span.includes(' half ') ? 6 : 3;
  return edgeDay({ year, month: nth * months + (edge === 'last' ? months : 1) }, edge);
}

/** "2028 року", "березня 2027 року" after "from": its first day. */
export function beginningOfSpan({ words, tokens }: Place, i: number): Read<Moment> | undefined {
  const span = spanAt(words, tokens, i);
  const day = span && edgeOf(span.value, 'first');
  return day === undefined || span === undefined
    ? undefined
    : { value: { type: 'day', text: day }, to: span.to };
}

/** An event, perhaps "the tenth day after" it or "the day following" it. */
export function eventMoment(
  { words, tokens, stops, start }: Place,
  i: number,
): Read<Moment> | undefined {
  const opens = start === 0 || /^[,;:.)]$/.test(low(tokens, start - 1));
  const event = eventAt(words, tokens, i, stops, opens);
  if (event === undefined) return undefined;
  const moment: Moment = { type: 'event', event };
  return {
    value: event.dayAfter ? { type: 'shift', length: '1 day', of: moment } : moment,
    to: event.range.to,
  };
}

/** What a period counts from, after it: "з дати підписання", "after the receipt", "from 1 May 2030". */
export function anchorAt(place: Place, i: number): Read<Moment> | undefined {
  const { words, tokens } = place;
  if (words.dayAfter.at(tokens, i) !== undefined) return eventMoment(place, i);
  const following = words.following.at(tokens, i);
  if (following !== undefined) return eventMoment(place, following.to);
  if (!isIn(words.anchorPrepositions, tokens, i)) return undefined;
  const day =
    dayAt(place, i + 1) ??
    (isIn(words.pointNouns, tokens, i + 1) ? dayAt(place, i + 2) : undefined);
  return day ?? eventMoment(place, i + 1);
}

/** "десятий день після підписання", "наступного дня після": so many days after an event. */
export function numberedDay(place: Place, i: number): Read<Moment> | undefined {
  const { words, tokens } = place;
  const nextWorking = words.nextWorkingDay.at(tokens, i);
  const next = nextWorking ?? words.nextDay.at(tokens, i);
  const ordinal = next === undefined ? ordinalAt(words, tokens, i) : { value: 1, to: next.to };
  if (ordinal === undefined) return undefined;
  const unit =
    next === undefined
      ? words.units.at(tokens, skipModifiers(place, ordinal.to))
      : { value: 'day', to: next.to };
  if (unit === undefined || unit.value !== 'day') return undefined;
  const anchor = anchorAt(place, unit.to);
  // "The first day of the withdrawal" is that of the event itself.
  if (
    anchor === undefined &&
    next === undefined &&
    words.events.at(tokens, unit.to) !== undefined
  ) {
    return ordinal.value === 1 ? eventMoment(place, unit.to) : undefined;
  }
  const working =
    nextWorking !== undefined ||
    (next === undefined && isIn(words.workingDays, tokens, ordinal.to));
  const length = printed(ordinal.value, working ? 'working day' : 'day');
  const to = anchor?.to ?? unit.to;
  return {
    value: { type: 'shift', length, ...(anchor !== undefined && { of: anchor.value }) },
    to,
  };
}

function skipModifiers({ words, tokens }: Place, from: number): number {
  let i = from;
  while (isIn(words.unitModifiers, tokens, i) || isIn(words.workingDays, tokens, i)) i += 1;
  return i;
}

/** A period and what it counts from. */
export function periodWithAnchor(
  place: Place,
  i: number,
): { length: string; counted: boolean; anchor?: Moment; to: number } | undefined {
  const period = periodAt(place.words, place.tokens, i);
  if (period === undefined) return undefined;
  const anchor = anchorAt(place, period.to);
  return {
    length: period.value.text,
    counted: period.value.counted,
    ...(anchor !== undefined && { anchor: anchor.value }),
    to: anchor?.to ?? period.to,
  };
}

/** "1 по 15 березня 2027 року": the first day takes month and year of the second. */
export function fromTo(
  place: Place,
  i: number,
): { from: Moment; until: Moment; to: number } | undefined {
  const { words, tokens } = place;
  const clock = clockAt(words, tokens, i);
  const at = clock?.to ?? i;
  const whole = dateAt(words, tokens, at);
  const bare =
    whole === undefined ? (ordinalAt(words, tokens, at) ?? numberAt(words, tokens, at)) : undefined;
  const middle = whole?.to ?? bare?.to;
  if (middle === undefined) return undefined;
  const dash = low(tokens, middle) === '-';
  if (!dash && !isIn(words.to, tokens, middle)) return undefined;
  const lastClock = clockAt(words, tokens, middle + 1);
  const second = dateAt(words, tokens, lastClock?.to ?? middle + 1);
  if (second === undefined) return undefined;
  const first: StatedDate = { ...second.value, ...(whole?.value ?? { day: bare?.value ?? 0 }) };
  return {
    from: dayMoment(first, clock?.value),
    until: dayMoment(second.value, lastClock?.value),
    to: second.to,
  };
}

/** "лютого" without a day and a year. */
export function monthAlone({ words, tokens }: Place, i: number): Read<Moment> | undefined {
  const month = monthAt(words, tokens, i);
  if (month === undefined || yearAfter(words, tokens, i + 1).year !== undefined) return undefined;
  return { value: { type: 'unread', why: NO_YEAR }, to: i + 1 };
}

/** The position after "inclusive", if the word is there. */
export const inclusive = ({ words, tokens }: Place, to: number): number =>
  low(tokens, to) === words.data.inclusive ? to + 1 : to;
