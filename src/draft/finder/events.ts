import { eventNoun } from '../anchors/event-words';
import { isCapitalised, low, type Token, WordTable } from '../layout/tokens';
import { dateAt } from '../values/dates';
import { anchorEnd } from './anchor-end';
import type { Found, Relation } from './found';
import { momentAt } from './moments';

interface EventWords {
  relation: Relation;
  rule: string;
  /** What follows is a clause with its own verb. */
  clause?: true;
}

/** Words that place a duty on, after or from an event. */
const EVENTS = new WordTable<EventWords>([
  ['immediately|promptly|directly|forthwith upon|on', { relation: 'on', rule: 'upon' }],
  ['upon', { relation: 'on', rule: 'upon' }],
  [
    'immediately|directly|promptly|shortly|soon after|following',
    { relation: 'on', rule: 'immediately after' },
  ],
  ['effective? on the date|day of', { relation: 'on', rule: 'on the date of' }],
  [
    'effective? on the date|day on which',
    { relation: 'on', rule: 'on the date on which', clause: true },
  ],
  ['on the date|day that|when', { relation: 'on', rule: 'on the date on which', clause: true }],
  ['at|on|from the time|moment of', { relation: 'on', rule: 'at the time of' }],
  ['at the time|moment when|that|at?', { relation: 'on', rule: 'at the time when', clause: true }],
  [
    'at|on the estimated|scheduled|agreed|planned|expected time|date|hour|day of',
    { relation: 'on', rule: 'at the time of' },
  ],
  ['at such time as', { relation: 'on', rule: 'at such time as', clause: true }],
  ['on the occasion of', { relation: 'on', rule: 'on the occasion of' }],
  ['as soon as', { relation: 'on', rule: 'as soon as', clause: true }],
  ['once', { relation: 'on', rule: 'once', clause: true }],
  ['whenever', { relation: 'on', rule: 'whenever', clause: true }],
  [
    'simultaneously|concurrently|contemporaneously|together with',
    { relation: 'on', rule: 'at the same time as' },
  ],
  ['at the same time as', { relation: 'on', rule: 'at the same time as' }],
  ['after', { relation: 'after', rule: 'after' }],
  ['following', { relation: 'after', rule: 'following' }],
  ['subsequent to', { relation: 'after', rule: 'subsequent to' }],
  ['as of|from', { relation: 'from', rule: 'as of' }],
  ['from and after', { relation: 'from', rule: 'from and after' }],
  ['on and after|from', { relation: 'from', rule: 'on and after' }],
  ['with effect from|on|as', { relation: 'from', rule: 'with effect from' }],
  [
    'effective|starting|beginning|commencing from|on|as|with|at|in',
    { relation: 'from', rule: 'beginning on' },
  ],
  ['effective as? of', { relation: 'from', rule: 'effective as of' }],
  ['from the date|day|time|moment of', { relation: 'from', rule: 'from the date of' }],
  [
    'from the date|day|moment on which',
    { relation: 'from', rule: 'from the date on which', clause: true },
  ],
]);

/** Nouns of things that happen which are no time after "on" and "at": "on the return", "at the disposal". */
const NOT_HAPPENS =
  /^(?:provision|order|application|information|decision|test|presentation|service|consultation|agreement|holding|making|giving|report|reports|end|object|objection|present|open|close)$/;

/** Verbs and adjectives that take "upon": "calls upon", "based upon". */
const GOVERNS_UPON =
  /^(?:calls?|called|calling|based|bases?|depends?|depending|dependent|contingent|relies|rely|relying|reliance|incumbent|conditional|binding|imposed|imposes?|conferred|confers?|insists?|embark|act|acting|agreed|decided|attacks?|placed|levied|drawn|built|improve|look|touch|served|contract)$/;

export function eventAt(tokens: readonly Token[], i: number): Found | undefined {
  return (
    isDay(tokens, i) ??
    dayAt(tokens, i) ??
    eventWordsAt(tokens, i) ??
    onNamedDay(tokens, i) ??
    onNoun(tokens, i) ??
    whenAt(tokens, i)
  );
}

/** "The effective date will be January 1, 2030": a date as the predicate. */
function isDay(tokens: readonly Token[], i: number): Found | undefined {
  if (low(tokens, i) !== 'be' && low(tokens, i) !== 'is') return undefined;
  const subject = tokens
    .slice(Math.max(0, i - 10), i)
    .some(({ low: word }) => /^(?:date|day|commencement|expiry|expiration|deadline)$/.test(word));
  const date = subject ? dateAt(tokens, i + 1) : undefined;
  if (date === undefined) return undefined;
  return {
    relation: 'on',
    range: { from: i, to: date.to },
    rule: 'is a day',
    moment: { type: 'day', date: date.value },
  };
}

/** "on 9 December 2026", "on the thirtieth day after", "at the end of two years", "at 12 noon on". */
function dayAt(tokens: readonly Token[], i: number): Found | undefined {
  const word = low(tokens, i);
  if (
    ![
      'on',
      'at',
      'in',
      'from',
      'since',
      'upon',
      'after',
      'following',
      'effective',
      'commencing',
      'beginning',
      'starting',
    ].includes(word)
  )
    return undefined;
  const moment = momentAt(tokens, i + 1);
  if (moment === undefined) return undefined;
  const value = moment.value;
  if (value.type === 'event' && !value.end) return undefined;
  if (
    value.type === 'shift' &&
    value.of === undefined &&
    !/^(?:end|expiry|expiration|conclusion|close|lapse)$/.test(low(tokens, i + 2)) &&
    word !== 'after'
  )
    return undefined;
  const range = { from: i, to: moment.to };
  if (word === 'since') return { relation: 'mention', range, rule: 'since a day', moment: value };
  if (word === 'in') return inAt(value, range);
  if (word === 'from' && value.type === 'event') return undefined;
  if (['from', 'effective', 'commencing', 'beginning', 'starting'].includes(word)) {
    return { relation: 'from', range, rule: 'from a day', moment: value };
  }
  const relation = word === 'after' || word === 'following' ? 'after' : 'on';
  return { relation, range, rule: `${word} a day`, moment: value };
}

/** "in January 2027": through the last day of it. */
function inAt(value: Found['moment'], range: Found['range']): Found | undefined {
  if (value?.type !== 'day' || value.date.day !== undefined) return undefined;
  if (value.date.year === undefined) return undefined;
  return { relation: 'by', range, rule: 'in a month', moment: { ...value, edge: 'last' } };
}

function eventWordsAt(tokens: readonly Token[], i: number): Found | undefined {
  const words = EVENTS.at(tokens, i);
  if (words === undefined) return undefined;
  const { relation, rule, clause } = words.value;
  if (
    rule === 'as soon as' &&
    /^(?:possible|practicable|practical|feasible|reasonably|may|it)$/.test(low(tokens, words.to))
  )
    return undefined;
  if (rule === 'once' && !clauseLike(tokens, words.to)) return undefined;
  if (clause === true) {
    const to = anchorEnd(tokens, words.to, true);
    if (to === words.to) return undefined;
    return {
      relation,
      range: { from: i, to },
      rule,
      moment: { type: 'event', range: { from: words.to, to } },
    };
  }
  if (rule === 'upon' && GOVERNS_UPON.test(low(tokens, i - 1))) return undefined;
  const moment = momentAt(tokens, words.to);
  if (moment === undefined) return undefined;
  if (moment.value.type === 'event' && !happening(tokens, words.to, rule)) return undefined;
  return { relation, range: { from: i, to: moment.to }, rule, moment: moment.value };
}

/** "once a year" is a frequency, "at once" and "elected once" are none. */
const clauseLike = (tokens: readonly Token[], i: number): boolean =>
  !/^(?:a|an|per|every|each|more|again|only|for|in|or|and|[.,;:)])$/.test(low(tokens, i)) &&
  low(tokens, i) !== '';

/** "following information", "as of right", "after consultation" name no time, or not by themselves. */
function happening(tokens: readonly Token[], i: number, rule: string): boolean {
  const word = low(tokens, i);
  if (/^(?:right|which|whom|all|it|them|that|this)$/.test(word))
    return word === 'which' ? false : rule === 'upon' && word !== 'it';
  if (rule === 'following')
    return /^(?:the|a|an|any|each|such|its|their|his|completion|receipt|signature|adoption|entry|expiry|termination|notification|approval|publication|ratification|consultation|consultations)$/.test(
      word,
    );
  if (rule === 'upon')
    return !/^(?:condition|terms|conditions|the terms|application of|whether|what|how|his|her|whose)$/.test(
      word,
    );
  return true;
}

/** Words that take "on" for what they are about: "a report on its implementation". */
const ABOUT =
  /^(?:reports?|opinions?|reviews?|information|recommendations?|decisions?|views?|consultations?|negotiations?|talks|statements?|agreements?|votes?|conferences?|rules?|decide|advise|agree|council|progress|guidance|convention|law)$/;

/** "on the Effective Date", "on D-Day": a day that the text names with a capital. */
function onNamedDay(tokens: readonly Token[], i: number): Found | undefined {
  if (low(tokens, i) !== 'on') return undefined;
  const from = low(tokens, i + 1) === 'the' ? i + 2 : i + 1;
  let to = from;
  while (to < from + 5 && (isCapitalised(tokens[to]) || low(tokens, to) === '-')) to += 1;
  const last = tokens[to - 1]?.text ?? '';
  if (to < from + 2 || !/^(?:Date|Day)$/.test(last)) return undefined;
  const moment = { type: 'event' as const, range: { from, to } };
  return { relation: 'on', range: { from: i, to }, rule: 'on a named day', moment };
}

/** "on receipt of the notice", "at signature", "on the entry into force of". */
function onNoun(tokens: readonly Token[], i: number): Found | undefined {
  if (!['on', 'at'].includes(low(tokens, i))) return undefined;
  const at = ['the', 'its', 'their', 'any', 'such', 'each'].includes(low(tokens, i + 1))
    ? i + 2
    : i + 1;
  const word = low(tokens, at);
  if (eventNoun(word) === undefined || NOT_HAPPENS.test(word)) return undefined;
  if (low(tokens, i) === 'on' && ABOUT.test(low(tokens, i - 1))) return undefined;
  const to = anchorEnd(tokens, i + 1);
  if (to <= at) return undefined;
  return {
    relation: 'on',
    range: { from: i, to },
    rule: `${low(tokens, i)} an event`,
    moment: { type: 'event', range: { from: i + 1, to } },
  };
}

/** "when the Committee so requests": a clause with a finite verb. "when preparing" is none. */
function whenAt(tokens: readonly Token[], i: number): Found | undefined {
  if (low(tokens, i) !== 'when') return undefined;
  if (low(tokens, i + 1).endsWith('ing')) return whenDoing(tokens, i);
  const to = anchorEnd(tokens, i + 1, true);
  if (to < i + 3) return undefined;
  const finite =
    tokens.slice(i + 1, to).some(({ low: word }) => /^(?:is|are|has|have)$/.test(word)) ||
    low(tokens, to - 1).endsWith('s');
  return finite
    ? {
        relation: 'on',
        range: { from: i, to },
        rule: 'when',
        moment: { type: 'event', range: { from: i + 1, to } },
      }
    : undefined;
}

/** "when notifying the other Party": the verb names an event. */
function whenDoing(tokens: readonly Token[], i: number): Found | undefined {
  if (eventNoun(low(tokens, i + 1)) === undefined) return undefined;
  const to = anchorEnd(tokens, i + 1);
  const moment = { type: 'event' as const, range: { from: i + 1, to: i + 2 } };
  return to > i + 1 ? { relation: 'on', range: { from: i, to }, rule: 'when', moment } : undefined;
}
