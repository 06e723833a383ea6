import { low } from '../../layout/tokens';
import { isIn } from '../words/tables';
import {
  anchorAt,
  dayAt,
  edgeAt,
  eventMoment,
  inclusive,
  monthAlone,
  numberedDay,
  type Place,
  periodWithAnchor,
} from './moments';
import type { Timing } from './timing';
import { clockAt, compoundAt, spanAt } from './values';

/** Latest and earliest times: a period from an event, a period before one, a day. */
export function limitAt(place: Place, i: number): Timing | undefined {
  return (
    notBefore(place, i) ??
    ahead(place, i) ??
    inTerm(place, i) ??
    latest(place, i) ??
    within(place, i) ??
    later(place, i) ??
    until(place, i)
  );
}

/** "не раніше ніж через рік після". */
function notBefore(place: Place, from: number): Timing | undefined {
  const words = place.words.notBefore.at(place.tokens, from);
  if (words === undefined) return undefined;
  const period = periodWithAnchor(place, words.to);
  if (period !== undefined) {
    const { length, anchor: of, to } = period;
    const moment = { type: 'shift' as const, length, ...(of !== undefined && { of }) };
    return { relation: 'not-before', range: { from, to }, moment };
  }
  const moment =
    dayAt(place, words.to) ??
    edgeAt(place, words.to) ??
    numberedDay(place, words.to) ??
    eventMoment(place, words.to);
  return moment && { relation: 'not-before', range: { from, to: moment.to }, moment: moment.value };
}

/** "за 30 днів до розірвання", "не менш як за 30 днів до". */
function ahead(place: Place, from: number): Timing | undefined {
  const { words, tokens } = place;
  const start = words.ahead.at(tokens, from) ?? words.latest.at(tokens, from);
  const period =
    start &&
    periodWithAnchor({ ...place, words: { ...words, anchorPrepositions: new Set() } }, start.to);
  if (period === undefined) return undefined;
  if (low(tokens, period.to) !== words.data.before) {
    const open = words.ahead.at(tokens, from) !== undefined && period.counted;
    const range = { from, to: period.to };
    const why = 'It gives a period, but not before or after what.';
    return open ? { relation: 'unread', range, why } : undefined;
  }
  const moment = dayAt(place, period.to + 1) ?? eventMoment(place, period.to + 1);
  if (moment === undefined) return undefined;
  return {
    relation: 'ahead',
    range: { from, to: moment.to },
    length: period.length,
    moment: moment.value,
  };
}

/** "не пізніше ніж через 30 днів після", "не пізніше 20 серпня 2027 року", "не пізніше другого дня після". */
function latest(place: Place, from: number): Timing | undefined {
  const { words, tokens } = place;
  const start = words.latest.at(tokens, from);
  if (start === undefined) return undefined;
  const period =
    dayAt(place, start.to) === undefined ? periodWithAnchor(place, start.to) : undefined;
  if (period !== undefined) return withPeriod(period, from);
  const numbered = numberedDay(place, start.to);
  if (numbered !== undefined)
    return { relation: 'by', range: { from, to: numbered.to }, moment: numbered.value };
  const day = dayAt(place, start.to) ?? edgeAt(place, start.to) ?? monthAlone(place, start.to);
  if (day !== undefined)
    return { relation: 'by', range: { from, to: inclusive(place, day.to) }, moment: day.value };
  const event = eventMoment(place, start.to);
  return event && { relation: 'by', range: { from, to: event.to }, moment: event.value };
}

function withPeriod(
  { length, anchor, to }: NonNullable<ReturnType<typeof periodWithAnchor>>,
  from: number,
): Timing {
  return {
    relation: 'within',
    range: { from, to },
    length,
    ...(anchor !== undefined && { moment: anchor }),
  };
}

/** "у десятиденний строк з дня". */
function inTerm(place: Place, from: number): Timing | undefined {
  const { words, tokens } = place;
  const limit = words.latest.at(tokens, from)?.to ?? from;
  const starts = [
    words.inTerm.at(tokens, limit),
    words.within.at(tokens, from),
    words.latest.at(tokens, from),
  ];
  const period = starts
    .map((start) => start && compoundAt(words, tokens, start.to))
    .find((one) => one !== undefined);
  if (period === undefined || !isIn(words.term, tokens, period.to)) return undefined;
  const anchor = anchorAt(place, period.to + 1);
  const to = anchor?.to ?? period.to + 1;
  return withPeriod(
    {
      length: period.value.text,
      counted: true,
      to,
      ...(anchor !== undefined && { anchor: anchor.value }),
    },
    from,
  );
}

function within(place: Place, from: number): Timing | undefined {
  const start = place.words.within.at(place.tokens, from);
  const period =
    start && spanAt(place.words, place.tokens, start.to) === undefined
      ? periodWithAnchor(place, start.to)
      : undefined;
  return period && withPeriod(period, from);
}

/** "через шість місяців після", "по закінченні десяти днів з". */
function later(place: Place, from: number): Timing | undefined {
  const start = place.words.later.at(place.tokens, from);
  const period = start && periodWithAnchor(place, start.to);
  if (period === undefined) return undefined;
  const { length, anchor: of, to } = period;
  return {
    relation: 'on',
    range: { from, to },
    moment: { type: 'shift', length, ...(of !== undefined && { of }) },
  };
}

/** "до 1 січня 2027 року", "до кінця червня", "до завершення виборів". */
function until(place: Place, from: number): Timing | undefined {
  const { words, tokens } = place;
  const start = words.until.at(tokens, from);
  if (start === undefined || words.back.at(tokens, from) !== undefined) return undefined;
  const span = spanAt(words, tokens, start.to);
  const rough = span && {
    value: { type: 'day' as const, text: span.value, rough: true as const },
    to: span.to,
  };
  const day =
    dayAt(place, start.to) ??
    edgeAt(place, start.to) ??
    numberedDay(place, start.to) ??
    rough ??
    monthAlone(place, start.to);
  if (day !== undefined)
    return { relation: 'until', range: { from, to: inclusive(place, day.to) }, moment: day.value };
  const clock = clockAt(words, tokens, start.to);
  if (clock !== undefined)
    return {
      relation: 'unread',
      range: { from, to: clock.to },
      why: 'A time of the day without a day.',
    };
  const event = eventMoment(place, start.to);
  const known = event?.value.type === 'event' && event.value.event.known;
  const point = isIn(words.pointNouns, tokens, start.to);
  if (event === undefined) return undefined;
  const range = { from, to: event.to };
  if (known || point || event.value.type === 'shift')
    return { relation: 'until', range, moment: event.value };
  // Directly after a verb of duration, an unknown noun is asked about; elsewhere it names a place or a receiver.
  const lasts = place.stops.has(from - 1) && words.states.at(tokens, from - 1) !== undefined;
  return lasts
    ? { relation: 'unread', range, why: 'Does it last until then? Name the event.' }
    : undefined;
}
