import { eventNoun } from '../anchors/event-words';
import type { Nature } from '../clause/nature';
import type { Found, StatedMoment } from '../finder/found';
import { textOf } from '../layout/tokens';
import type { Anchor, Surroundings } from './context';
import { inheritedAnchor } from './inherit';
import { isUnreadable, type MomentPhrase } from './moment-phrase';
import {
  built,
  natureOf,
  phraseOf,
  type Reading,
  type Unread,
  verbNear,
  WHOLE_TERM,
} from './reading';

const NATURES: Readonly<Record<Nature, string>> = {
  act: 'an act',
  effect: 'a legal effect',
  state: 'a state',
  right: 'a right',
};

/** An occasion: an act is due on it, an effect falls on it, a state holds from it, a right opens on it. */
export function moment(found: Found, around: Surroundings): Reading | Unread {
  const stated = found.moment;
  if (stated === undefined) return { why: 'The moment is not stated.' };
  const of = endOfPeriod(stated, around) ?? phraseOf(found, stated, around);
  if (isUnreadable(of)) return of;
  const ownNature =
    found.relation === 'from' && natureOf(around) === 'act' ? 'state' : natureOf(around);
  const nature = found.rule === 'is a day' ? 'effect' : ownNature;
  const rules = [`"${found.rule}" names an occasion`, `the verb tells ${NATURES[nature]}`];
  const computed = stated.type === 'shift' || stated.type === 'month' || stated.type === 'pick';
  const sure = computed || stated.type === 'day' ? 'high' : 'medium';
  const alternatives = [
    {
      key: 'due' as const,
      phrase: computed ? of.text : `on ${of.text}`,
      why: 'if it is an act of somebody',
    },
  ];
  if (nature === 'effect') return built('falls', of.text, of, sure, rules, around, alternatives);
  if (nature === 'right') return built('opens', of.text, of, 'medium', rules, around);
  const bounded =
    nature === 'state' && found.relation === 'from' ? endBeside(found, around) : undefined;
  if (bounded !== undefined) {
    return built(
      'holds',
      `from ${of.text} ${bounded}`,
      of,
      'high',
      [...rules, 'its end stands beside it'],
      around,
    );
  }
  if (nature === 'state')
    return built('holds', `from ${of.text}`, of, 'medium', rules, around, [
      ...alternatives,
      { key: 'falls', phrase: of.text, why: 'if it comes about by itself' },
    ]);
  return built(
    'due',
    computed ? of.text : `on ${of.text}`,
    of,
    found.relation === 'after' || found.rule === 'when' ? 'low' : sure,
    rules,
    around,
    [{ key: 'falls', phrase: of.text, why: 'if it comes about by itself' }],
  );
}

export function every(found: Found, around: Surroundings): Reading | Unread {
  const of =
    found.moment === undefined || ofTerm(found.moment, around)
      ? origin(found, around)
      : phraseOf(found, found.moment, around);
  if (isUnreadable(of)) return of;
  const until = found.until === undefined ? undefined : phraseOf(found, found.until, around);
  const end = until === undefined || isUnreadable(until) ? '' : ` until ${until.text}`;
  const reading = built(
    'due',
    `${found.every ?? ''} from ${of.text}${end}`,
    of,
    'high',
    ['the words repeat the duty'],
    around,
  );
  const lost =
    until !== undefined && isUnreadable(until) ? `Its end is not read: ${until.why}` : '';
  const doubt = [reading.doubt, found.doubt, lost].filter((one) => one).join(' ');
  return doubt === '' ? reading : { ...reading, doubt };
}

/** "during the term of this Agreement": the whole of it. */
const ofTerm = (stated: StatedMoment, { sentence }: Surroundings): boolean =>
  stated.type === 'event' && WHOLE_TERM.test(textOf(sentence.tokens, stated.range));

/** Where a repetition begins that does not say so: what stands before it, or the beginning of the text. */
function origin(found: Found, around: Surroundings): MomentPhrase {
  const anchor =
    (continues(around) ? before(found, around) : beside(found, around)) ??
    around.anchors.near.findLast(({ ref }) => /^\d{4}-/.test(ref)) ??
    around.start;
  return { text: anchor.ref, anchor, inherited: true };
}

/** "Thereafter", "subsequent reports": a repetition continues what stands before it. */
const continues = ({ sentence }: Surroundings): boolean =>
  sentence.tokens.some(({ low: word }) =>
    /^(?:thereafter|subsequent|subsequently|further)$/.test(word),
  );

function before(found: Found, around: Surroundings): Anchor | undefined {
  const { near, far } = around.anchors;
  return inheritedAnchor(found, around) ?? near.at(-1) ?? far.at(-1);
}

/** A beginning in the same sentence. */
function beside({ range }: Found, around: Surroundings): Anchor | undefined {
  const other = around.found.find(
    (one) =>
      one.range.from !== range.from &&
      one.rule !== 'whenever' &&
      /^(?:from|between|on)$/.test(one.relation),
  );
  const of = other?.moment && phraseOf(other, other.moment, around);
  if (of === undefined || isUnreadable(of)) return undefined;
  return of.anchor ?? { ref: of.text, words: of.text };
}

/** "with 30 days' written notice": the effect falls so long after the notice. */
export function notice(found: Found, around: Surroundings): Reading | Unread {
  const ends = verbNear(
    around,
    /^(?:terminate|terminates|terminated|termination|cancel|cancelled|end|withdraw|denounce|withdrawal)$/,
  );
  const length = found.length ?? '';
  const name = ends === undefined ? 'notice' : `${eventNoun(ends) ?? 'termination'}-notice`;
  const anchor = { ref: name, words: textOf(around.sentence.tokens, found.range) };
  const alternatives: Reading['alternatives'] = [
    {
      key: 'due',
      phrase: `by ${length} before ${ends === undefined ? 'event' : (eventNoun(ends) ?? 'termination')}`,
      why: 'if the notice itself is what is owed',
    },
  ];
  return {
    key: 'falls',
    phrase: `${length} after ${name}`,
    confidence: 'low',
    anchor,
    alternatives,
    rules: ['a length of notice runs from the notice'],
    doubt:
      'Does the effect follow so long after the notice, or is the notice owed so long before something?',
  };
}

/** "henceforth": from the beginning of the text. */
export function fromNow(around: Surroundings): Reading {
  const { start } = around;
  const of = { text: start.ref, anchor: start, inherited: true };
  return built('holds', `from ${start.ref}`, of, 'high', ['the words begin with the text'], around);
}

/** The length or the end that stands in the same statement: "for ten years", "until 1 May 2030". */
function endBeside({ range }: Found, around: Surroundings): string | undefined {
  for (const one of around.found) {
    if (one.range.from === range.from) continue;
    if (one.relation === 'for' && one.moment === undefined) return `for ${one.length}`;
    if (one.relation !== 'until' || one.moment === undefined) continue;
    const end = phraseOf(one, one.moment, around);
    if (!isUnreadable(end)) return `until ${end.text}`;
  }
  return undefined;
}

/** "at the end of that period": the period that was read before. */
function endOfPeriod(stated: StatedMoment, around: Surroundings): MomentPhrase | undefined {
  if (stated.type !== 'event' || stated.end !== true) return undefined;
  const words = textOf(around.sentence.tokens, stated.range).toLowerCase();
  if (!/^(?:(?:that|this|such|the said) (?:time )?(?:period|term|delay)|the period)$/.test(words))
    return undefined;
  const period = around.periods.at(-1);
  if (period === undefined) return undefined;
  const anchor = { ref: period.anchor, words: period.words };
  return { text: `${period.length} after ${period.anchor}`, anchor, inherited: true };
}
