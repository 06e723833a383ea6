import { type NamedEvent, nameEvent } from '../anchors/event-name';
import type { Found } from '../finder/found';
import { low, type Range, type Token, textOf } from '../layout/tokens';
import type { Surroundings } from './context';
import { startOfState } from './inherit';
import { isUnreadable, type MomentPhrase } from './moment-phrase';
import type { Confidence } from './reading';
import {
  built,
  natureOf,
  phraseOf,
  type Reading,
  type Unread,
  verbNear,
  WHOLE_TERM,
} from './reading';

export function interval(found: Found, around: Surroundings): Reading | Unread {
  const stated = found.moment;
  if (stated === undefined) return { why: 'The end of the interval is not stated.' };
  const first = phraseOf(found, stated, around);
  if (isUnreadable(first)) return first;
  const beside = beginningBeside(found, around);
  if (found.until === undefined && beside !== undefined) {
    return built(
      'holds',
      `from ${beside.text} until ${first.text}`,
      first,
      'high',
      ['"until" ends a state', 'its beginning stands beside it'],
      around,
    );
  }
  if (found.until === undefined) {
    return built(
      'holds',
      `until ${first.text}`,
      first,
      stated.type === 'event' && !stated.end ? 'medium' : 'high',
      ['"until" ends a state'],
      around,
    );
  }
  const second = phraseOf(found, found.until, around);
  if (isUnreadable(second)) return second;
  const of = first.anchor === undefined ? second : first;
  return built(
    'holds',
    `from ${first.text} until ${second.text}`,
    of,
    'high',
    ['two moments bound a state'],
    around,
  );
}

/** "for four years": from what is named, or from the act that the clause tells. */
export function lasting(found: Found, around: Surroundings): Reading | Unread {
  const length = found.length ?? '';
  const renews = verbNear(
    around,
    /^(?:renew|renews|renewed|extend|extends|extended|prolong|prolonged)$/,
  );
  if (found.rule === 'for a further length' || renews !== undefined)
    return renewal(found, around, length);
  if (limits(found, around)) return limitation(found, around, length);
  if (found.moment !== undefined) {
    const of = phraseOf(found, found.moment, around);
    if (isUnreadable(of)) return of;
    return built(
      'holds',
      `from ${of.text} for ${length}`,
      of,
      'high',
      ['"for" with a length and a beginning bounds a state'],
      around,
    );
  }
  const beside = beginningBeside(found, around);
  if (beside !== undefined) {
    return built(
      'holds',
      `from ${beside.text} for ${length}`,
      beside,
      'high',
      ['"for" with a length bounds a state', 'its beginning stands beside it'],
      around,
    );
  }
  const start = startOfState(found, around);
  return built(
    'holds',
    `from ${start.ref} for ${length}`,
    { text: start.ref, anchor: start, inherited: true },
    'high',
    ['"for" with a length bounds a state'],
    around,
  );
}

/** The beginning that stands in the same statement: "for ten years, beginning on 1 May 2030". */
function beginningBeside({ range }: Found, around: Surroundings): MomentPhrase | undefined {
  const begins = around.found.find(
    (one) => one.relation === 'from' && one.range.from !== range.from,
  );
  if (begins?.moment === undefined) return undefined;
  const of = phraseOf(begins, begins.moment, around);
  return isUnreadable(of) ? undefined : of;
}

/** "a limitation period of three years": its end is what counts. */
const limits = ({ rule, range }: Found, { sentence }: Surroundings): boolean =>
  rule === 'a period of a length' &&
  /^(?:limitation|prescription|limitations)$/.test(low(sentence.tokens, range.from - 1));

function limitation(found: Found, around: Surroundings, length: string): Reading | Unread {
  const stated = found.moment;
  const of = stated === undefined ? undefined : phraseOf(found, stated, around);
  if (of !== undefined && isUnreadable(of)) return of;
  const anchor = around.starts ?? around.anchors.near.at(-1);
  const from = of ?? (anchor && { text: anchor.ref, anchor, inherited: true });
  if (from === undefined) return { why: 'The text does not say here from when the period runs.' };
  const rules = ['what is out of time falls at the end of the period'];
  const holds = {
    key: 'holds' as const,
    phrase: `from ${from.text} for ${length}`,
    why: 'if it is the period itself',
  };
  return built('falls', `${length} after ${from.text}`, from, 'high', rules, around, [holds]);
}

function renewal(found: Found, around: Surroundings, length: string): Reading | Unread {
  const before = noticeBefore(found, around);
  const rules = ['the verb renews or extends', 'the length is that of the extension'];
  const phrase = `once by at most ${length}`;
  const confidence: Confidence = 'low';
  const doubt =
    'Is it renewed by itself, or only if it is agreed? The language writes the first as "renews", the second as "extends".';
  const other = {
    key: 'renews' as const,
    phrase: `for ${length} unless notice${before === undefined ? '' : ` ${before} before`}`,
    why: 'if it renews itself',
  };
  const reading: Reading =
    before === undefined
      ? { key: 'extends', phrase, confidence, rules, doubt, alternatives: [other] }
      : {
          key: 'renews',
          phrase: other.phrase,
          confidence,
          rules,
          doubt,
          alternatives: [{ key: 'extends', phrase, why: 'if it is extended by agreement' }],
        };
  return found.relation === 'for' ? reading : { why: 'An extension without a length.' };
}

/** How long before the end notice has to be given, if the sentence says so. */
function noticeBefore({ range }: Found, { found }: Surroundings): string | undefined {
  for (const { relation, range: other, length, moment } of found) {
    if (other.from === range.from) continue;
    if (relation === 'notice') return length;
    if (moment?.type === 'shift' && moment.side === 'before') return moment.length;
  }
  return undefined;
}

export function during(found: Found, around: Surroundings): Reading | Unread {
  const stated = found.moment;
  if (stated === undefined) return { why: 'The period is not stated.' };
  const words = stated.type === 'event' ? textOf(around.sentence.tokens, stated.range) : '';
  if (WHOLE_TERM.test(words)) {
    const of = { text: 'term', anchor: { ref: 'term', words }, inherited: false };
    return built(
      'holds',
      'during term',
      of,
      'medium',
      ['the whole time for which the text holds'],
      around,
    );
  }
  const of = phraseOf(found, stated, around);
  if (isUnreadable(of)) return of;
  const id = of.text.replace(/^(?:its|\d+\w\w) /, '');
  if (found.rule === 'in a phase' && natureOf(around) === 'effect') {
    return built('falls', of.text, of, 'low', ['an effect that comes with a phase'], around);
  }
  const known = around.intervals.has(id);
  const act = natureOf(around) === 'act' && around.clause?.kind === 'duty';
  const key = act ? 'due' : 'holds';
  const reading = built(
    key,
    `during ${id}`,
    of,
    known ? 'medium' : 'low',
    [
      '"during" names a period',
      known ? 'which the text defines' : 'whose bounds the text does not define here',
    ],
    around,
  );
  return known
    ? reading
    : {
        ...reading,
        doubt: `From when until when is "${of.anchor?.words ?? id}"? The draft needs an entry for it.`,
      };
}

/** A condition names a state; the language needs the events that begin and end it, and the text does not. */
export function whileReading(found: Found, around: Surroundings): Reading | Unread {
  const stated = found.moment;
  const { tokens } = around.sentence;
  const words = stated?.type === 'event' ? textOf(tokens, stated.range) : 'the condition';
  const lasts = stated?.type === 'event' ? lastingThing(tokens, stated.range) : undefined;
  if (lasts !== undefined) {
    const of = { text: lasts.id, anchor: { ref: lasts.id, words }, inherited: false };
    const reading = built(
      'holds',
      `while ${lasts.id}`,
      of,
      'low',
      ['a state holds as long as something lasts'],
      around,
    );
    return { ...reading, doubt: `What begins and what ends "${words}"?` };
  }
  return { why: `What begins and what ends "${words}"? Both have to be recorded as events.` };
}

/** "negotiations continue", "the talks last". */
function lastingThing(tokens: readonly Token[], { from, to }: Range): NamedEvent | undefined {
  if (!/^(?:continues?|lasts?|persists?)$/.test(low(tokens, to - 1))) return undefined;
  return nameEvent(tokens, { from, to: to - 1 });
}

export function restOf(found: Found, around: Surroundings): Reading | Unread {
  const stated = found.moment;
  const of = stated === undefined ? undefined : phraseOf(found, stated, around);
  if (of === undefined || isUnreadable(of))
    return { why: 'The period whose rest is meant is not stated.' };
  const id = of.text.replace(/^(?:its|\d+\w\w) /, '').replace(/-end$/, '');
  return {
    ...built('holds', `until ${id}-end`, of, 'low', ['the rest of a period ends with it'], around),
    doubt: `When does "${of.anchor?.words ?? id}" end?`,
  };
}

export function atMost(found: Found, around: Surroundings): Reading | Unread {
  const extend = verbNear(
    around,
    /^(?:extend|extended|extension|extensions|prolong|prolonged|prolongation|renew|renewed|postponed?|continue)$/,
  );
  if (extend === undefined)
    return { why: 'A largest length, and no word of an extension beside it.' };
  return {
    key: 'extends',
    phrase: `by at most ${found.length ?? ''}`,
    confidence: 'medium',
    rules: ['a largest length beside a word of extension'],
    alternatives: [
      {
        key: 'extends',
        phrase: `once by at most ${found.length ?? ''}`,
        why: 'if it may be extended once only',
      },
    ],
  };
}

/** "within that period": the last period that was read. */
export function back(found: Found, around: Surroundings): Reading | Unread {
  const period = around.periods.findLast(
    ({ length }) => found.length === undefined || length === found.length,
  );
  if (period === undefined) return { why: 'It points to a period that was not found before it.' };
  const anchor = { ref: period.anchor, words: period.words };
  const state = natureOf(around) === 'state' || found.rule.startsWith('during');
  const of = { text: period.anchor, anchor, inherited: true };
  const phrase = state
    ? `from ${period.anchor} for ${period.length}`
    : `within ${period.length} of ${period.anchor}`;
  return built(
    state ? 'holds' : 'due',
    phrase,
    of,
    'medium',
    ['it points to a period named before'],
    around,
  );
}
