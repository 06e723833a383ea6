import { low } from '../../layout/tokens';
import { isIn } from '../words/tables';
import { limitAt } from './limits';
import {
  anchorAt,
  beginningOfSpan,
  dayAt,
  edgeAt,
  eventMoment,
  fromTo,
  inclusive,
  monthAlone,
  numberedDay,
  type Place,
  periodWithAnchor,
} from './moments';
import { repetitionAt } from './repetitions';
import type { Timing } from './timing';
import { clockAt, periodAt, spanAt, YEAR } from './values';

/** The timing expressions of a sentence, in order. */
export function timingsOf(where: Omit<Place, 'start'>): Timing[] {
  const place = { ...where, start: 0 };
  const found: Timing[] = [];
  let i = 0;
  while (i < place.tokens.length) {
    const one = timingAt({ ...place, start: i }, i);
    if (one !== undefined) found.push(one);
    i = Math.max(i + 1, one?.range.to ?? 0);
  }
  return merged(place, withUnread(place, found));
}

function timingAt(place: Place, i: number): Timing | undefined {
  return (
    dated(place, i) ??
    repetitionAt(place, i) ??
    unread(place, i) ??
    limitAt(place, i) ??
    interval(place, i) ??
    occasion(place, i) ??
    lasting(place, i) ??
    wordsOnly(place, i)
  );
}

/** "від 5 липня 2012 року": a day that identifies an act. */
function dated(place: Place, i: number): Timing | undefined {
  const { words, tokens } = place;
  if (low(tokens, i) !== words.data.dated) return undefined;
  const day = dayAt(place, i + 1);
  return (
    day && {
      relation: 'mention',
      range: { from: i, to: day.to },
      why: 'It says when something was made.',
    }
  );
}

const NO_STOPS: ReadonlySet<number> = new Set();

function unread(place: Place, i: number): Timing | undefined {
  const { words, tokens } = place;
  const several = words.severalTimes.at(tokens, i);
  if (several !== undefined)
    return {
      relation: 'unread',
      range: { from: i, to: several.to },
      why: 'So many times in a period fix no day.',
    };
  const asked = words.asked.at(tokens, i);
  if (asked !== undefined) {
    const each = isIn(words.each, tokens, asked.to)
      ? periodAt(words, tokens, asked.to + 1)
      : undefined;
    const range = { from: i, to: each?.to ?? asked.to };
    return { relation: 'unread', range, why: 'The words name an occasion that fixes no day here.' };
  }
  const more = words.more.at(tokens, i);
  const length = more && periodAt(words, tokens, more.to);
  if (length !== undefined && anchorAt(place, length.to) === undefined)
    return {
      relation: 'unread',
      range: { from: i, to: length.to },
      why: 'It says how long something lasts; does it set a limit?',
    };
  const open = words.while.at(tokens, i);
  if (open === undefined) return undefined;
  const stops = isIn(words.untilVerb, tokens, open.to - 1) ? NO_STOPS : place.stops;
  let to = open.to;
  while (
    to < open.to + 5 &&
    /^\p{L}/u.test(tokens[to]?.text ?? '') &&
    !stops.has(to) &&
    !isIn(words.prepositions, tokens, to)
  )
    to += 1;
  const day = dayAt(place, open.to);
  if (to === open.to || day !== undefined || periodAt(words, tokens, open.to) !== undefined)
    return undefined;
  return {
    relation: 'unread',
    range: { from: i, to },
    why: 'It lasts as long as something else does, whose beginning and end the text is to say.',
  };
}

/** "з 1 по 15 березня", "з дати підписання", "протягом 2027 року". */
function interval(place: Place, i: number): Timing | undefined {
  const { words, tokens } = place;
  const from = words.from.at(tokens, i);
  if (from !== undefined) {
    const both = fromTo(place, from.to);
    if (both !== undefined) {
      const range = { from: i, to: inclusive(place, both.to) };
      return { relation: 'between', range, moment: both.from, until: both.until };
    }
    const day =
      dayAt(place, from.to) ??
      edgeAt(place, from.to) ??
      numberedDay(place, from.to) ??
      beginningOfSpan(place, from.to) ??
      monthAlone(place, from.to);
    const point =
      isIn(words.pointNouns, tokens, from.to) || words.events.at(tokens, from.to) !== undefined;
    const moment = day ?? (point ? eventMoment(place, from.to) : undefined);
    if (moment !== undefined)
      return { relation: 'from', range: { from: i, to: moment.to }, moment: moment.value };
    if (
      words.back.at(tokens, i) === undefined &&
      point &&
      isIn(words.pointNouns, tokens, from.to) &&
      low(tokens, from.to + 1) === ','
    )
      return {
        relation: 'unread',
        range: { from: i, to: from.to + 1 },
        why: 'The words after it say from when; name the event.',
      };
  }
  const within = words.within.at(tokens, i);
  const span = spanAt(words, tokens, within?.to ?? (isIn(words.inside, tokens, i) ? i + 1 : -1));
  return (
    span && {
      relation: 'in',
      range: { from: i, to: span.to },
      moment: { type: 'day', text: span.value, rough: true },
    }
  );
}

/** "на десятий день після", "у день", "при підписанні", "негайно після", a bare day. */
function occasion(place: Place, i: number): Timing | undefined {
  const { words, tokens } = place;
  const day = numberedDay(place, isIn(words.inside, tokens, i) ? i + 1 : i);
  if (
    day?.value.type === 'event' ||
    (day?.value.type === 'shift' && (day.value.of !== undefined || isIn(words.inside, tokens, i)))
  )
    return { relation: 'on', range: { from: i, to: day.to }, moment: day.value };
  const on = words.on.at(tokens, i);
  const at = on && eventAtKnown(place, on.to);
  if (at !== undefined) return { relation: 'on', range: { from: i, to: at.to }, moment: at.value };
  const after = words.after.at(tokens, i);
  if (after !== undefined && words.back.at(tokens, i) === undefined) {
    const preposition = after.to === i + 1;
    const late = isIn(words.late, tokens, i) || !preposition;
    const moment = dayAt(place, after.to) ?? (late ? eventMoment(place, after.to) : undefined);
    if (moment !== undefined)
      return {
        relation: preposition ? 'after' : 'on',
        range: { from: i, to: moment.to },
        moment: moment.value,
      };
  }
  const begin = isIn(words.inside, tokens, i) || isIn(words.atClock, tokens, i) ? i + 1 : i;
  const clock = clockAt(words, tokens, begin);
  const bare = dayAt(place, begin);
  if (bare !== undefined)
    return {
      relation: 'on',
      range: { from: begin > i && clock === undefined ? begin : i, to: bare.to },
      moment: bare.value,
    };
  if (clock !== undefined && begin > i)
    return {
      relation: 'unread',
      range: { from: i, to: clock.to },
      why: 'A time of the day without a day.',
    };
  return undefined;
}

/** "при підписанні": a preposition with many meanings; read only before a noun of the table. */
function eventAtKnown(place: Place, i: number) {
  const moment = eventMoment(place, i);
  if (moment === undefined) return undefined;
  const event = moment.value.type === 'event' ? moment.value.event : undefined;
  const before = low(place.tokens, i - 1);
  return event?.known === true || before === 'день' || before === 'момент' ? moment : undefined;
}

/** "строком на три роки", "на один рік", "24 місяці з дати поставки". */
function lasting(place: Place, i: number): Timing | undefined {
  const { words, tokens } = place;
  const named = words.lasting.at(tokens, i);
  const simple = low(tokens, i) === words.data.forLength ? i + 1 : undefined;
  const at = named?.to ?? simple ?? i;
  const period = periodWithAnchor(place, at);
  if (period === undefined || (!period.counted && named === undefined)) return undefined;
  if (at === i && (period.anchor === undefined || /^\d{4}$/.test(low(tokens, i)))) {
    return {
      relation: 'mention',
      range: { from: i, to: period.to },
      why: 'It measures something and sets no time.',
    };
  }
  return {
    relation: 'for',
    range: {
      from: named === undefined || period.anchor === undefined || simple !== undefined ? i : at,
      to: period.to,
    },
    length: period.length,
    ...(period.anchor !== undefined && { moment: period.anchor }),
  };
}

function wordsOnly({ words, tokens }: Place, i: number): Timing | undefined {
  const whenever = words.anyTime.at(tokens, i);
  if (whenever !== undefined)
    return {
      relation: 'mention',
      range: { from: i, to: whenever.to },
      why: 'It fixes no time and no limit.',
    };
  const back = words.back.at(tokens, i);
  if (back !== undefined)
    return {
      relation: 'unread',
      range: { from: i, to: back.to },
      why: 'It points back to a moment; name it.',
    };
  const vague = words.vague.at(tokens, i);
  return vague && { relation: 'vague', range: { from: i, to: vague.to } };
}

/** After a word that may begin an expression, a word of time is searched within this many tokens. */
const SIGHT = 6;

/** Adds words that begin like an expression and have a word of time, but that no rule reads. They are flagged. */
function withUnread(place: Place, found: readonly Timing[]): Timing[] {
  const covered = new Set<number>();
  for (const { range } of found) for (let i = range.from; i < range.to; i += 1) covered.add(i);
  const more: Timing[] = [];
  for (let i = 0; i < place.tokens.length; i += 1) {
    const to = covered.has(i) ? undefined : openedAt(place, i, covered);
    if (to === undefined) continue;
    more.push({
      relation: 'unread',
      range: { from: i, to },
      why: 'No rule reads these words of time.',
    });
    i = to - 1;
  }
  return [...found, ...more].sort((a, b) => a.range.from - b.range.from);
}

function openedAt(place: Place, from: number, covered: ReadonlySet<number>): number | undefined {
  const { words, tokens, stops } = place;
  const relations = [
    words.within,
    words.latest,
    words.until,
    words.notBefore,
    words.later,
    words.lasting,
  ];
  if (relations.every((table) => table.at(tokens, from) === undefined)) return undefined;
  let last: number | undefined;
  for (let i = from + 1; i <= from + SIGHT && !covered.has(i) && !stops.has(i); i += 1) {
    if (/^(?:[.,;:]|)$/.test(low(tokens, i))) break;
    const time =
      words.units.at(tokens, i) !== undefined ||
      YEAR.test(low(tokens, i)) ||
      [words.quarter, words.half, words.term].some((set) => isIn(set, tokens, i));
    if (time) last = i + 1;
  }
  return last;
}

/** "негайно, але не пізніше 30 днів": the limit decides, the vague word is part of it. */
function merged({ tokens, words }: Place, found: readonly Timing[]): Timing[] {
  const out: Timing[] = [];
  for (const one of found) {
    const before = out.at(-1);
    const limit = one.relation === 'within' || one.relation === 'by';
    if (before?.relation === 'vague' && limit && beside(before.range.to, one.range.from)) {
      out[out.length - 1] = { ...one, range: { from: before.range.from, to: one.range.to } };
    } else out.push(one);
  }
  return out;

  function beside(from: number, to: number): boolean {
    for (let i = from; i < to; i += 1)
      if (low(tokens, i) !== ',' && !isIn(words.conjunctions, tokens, i)) return false;
    return to - from <= 2;
  }
}
