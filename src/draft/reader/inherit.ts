import { nameEvent } from '../anchors/event-name';
import { eventNoun } from '../anchors/event-words';
import type { Found } from '../finder/found';
import { low, type Token, textOf } from '../layout/tokens';
import type { Anchor, Surroundings } from './context';

/** Acts that begin a state: who is elected holds office. */
const BEGINS =
  /^(?:election|appointment|purchase|grant|delivery|placing|installation|order|acquisition|registration|renewal|issue|shipment|signing)$/;

/** What a length counts from where its own words do not say. */
export function inheritedAnchor(found: Found, around: Surroundings): Anchor | undefined {
  const referred = referredTo(found, around);
  if (referred !== undefined) return referred;
  const { near, far, last } = around.anchors;
  if (pointsBack(found, around)) return last ?? near.at(-1) ?? far.at(-1);
  return (
    invitedBy(found, around) ??
    answered(found, around) ??
    (endsPeriod(found, around) ? around.starts : undefined) ??
    near.at(-1) ??
    actBefore(found, around)
  );
}

/** "upon the expiry of a period of ten years": a later sentence may say from when it runs. */
function endsPeriod({ range }: Found, { sentence }: Surroundings): boolean {
  return sentence.tokens
    .slice(range.from, range.to)
    .some(({ low: word }) => /^(?:expiry|expiration|end|period)$/.test(word));
}

/** "thereafter", "before that date": the last moment, whatever set it. */
function pointsBack({ range }: Found, { sentence }: Surroundings): boolean {
  for (let i = range.from; i < range.to; i += 1) {
    const word = low(sentence.tokens, i);
    if (word === 'thereafter') return true;
    if (
      /^(?:that|such|this|same)$/.test(word) &&
      /^(?:date|day|time|moment)$/.test(low(sentence.tokens, i + 1))
    ) {
      return true;
    }
  }
  return false;
}

/** "shall acknowledge receipt of the notification within 24 hours": from what is answered. */
function answered({ range }: Found, { sentence, clause }: Surroundings): Anchor | undefined {
  if (clause === undefined || clause.verb > range.from) return undefined;
  const { tokens } = sentence;
  const verb = low(tokens, clause.verb);
  if (!ANSWERS.test(verb)) return undefined;
  const from =
    low(tokens, clause.verb + 1) === 'to' || low(tokens, clause.verb + 1) === 'on'
      ? clause.verb + 2
      : clause.verb + 1;
  const named = nameEvent(tokens, { from, to: range.from });
  return named && { ref: named.id, words: named.words };
}

const ANSWERS = /^(?:acknowledge|answer|reply|respond|decide|confirm)$/;

/** "shall address a letter inviting them to submit nominations within two months": from the letter. */
function invitedBy({ range }: Found, { sentence, clause }: Surroundings): Anchor | undefined {
  if (clause === undefined || clause.verb > range.from) return undefined;
  const { tokens } = sentence;
  for (let i = clause.verb + 1; i < range.from; i += 1) {
    if (
      !/^(?:inviting|requesting|requiring|asking|urging|instructing|notifying|informing)$/.test(
        low(tokens, i),
      )
    )
      continue;
    return objectOf(tokens, clause.verb, i);
  }
  return undefined;
}

/** The first noun phrase after a verb. */
function objectOf(tokens: readonly Token[], verb: number, to: number): Anchor | undefined {
  let end = verb + 1;
  while (end < to && !/^(?:to|of|in|for|with|by|,)$/.test(low(tokens, end))) end += 1;
  const range = { from: verb + 1, to: end };
  const named = end > verb + 1 ? nameEvent(tokens, range) : undefined;
  return named && { ref: named.id, words: textOf(tokens, range) };
}

/** The act that a statement before this one tells. */
function actBefore(
  { range }: Found,
  { sentence, clauses, clause }: Surroundings,
): Anchor | undefined {
  const before = clauses.findLast((one) => one !== clause && one.verb < range.from);
  if (before === undefined) return undefined;
  const verb = before.passive ? before.verb + 1 : before.verb;
  const noun = eventNoun(low(sentence.tokens, verb));
  return noun === undefined ? undefined : { ref: noun, words: low(sentence.tokens, verb) };
}

/** From when a state of a certain length runs: from the act that begins it, from an anchor near by, or from the text's own beginning. */
export function startOfState({ range }: Found, around: Surroundings): Anchor {
  const { tokens } = around.sentence;
  for (let i = range.from - 1; i >= Math.max(0, range.from - 14); i -= 1) {
    const word = low(tokens, i);
    if (/^[;.]$/.test(word)) break;
    const noun = eventNoun(word);
    if (noun !== undefined && BEGINS.test(noun) && /(?:ed|ent)$/.test(word))
      return { ref: noun, words: word };
  }
  return (
    inForce(around) ?? itself(around) ?? around.starts ?? around.anchors.near.at(-1) ?? around.start
  );
}

/** What remains in force does so from its entry into force. */
function inForce({ sentence, clause }: Surroundings): Anchor | undefined {
  if (clause === undefined) return undefined;
  for (let i = clause.verb; i < clause.verb + 3; i += 1) {
    if (low(sentence.tokens, i) !== 'in') continue;
    const word = low(sentence.tokens, i + 1);
    if (word === 'force' || word === 'effect')
      return { ref: 'entry-into-force', words: 'entry into force' };
  }
  return undefined;
}

/** "The first phase would last for eight weeks": from its own beginning. */
function itself({ sentence, clause }: Surroundings): Anchor | undefined {
  if (
    clause === undefined ||
    !/^(?:last|lasts|run|runs|continue|continues|extend)$/.test(low(sentence.tokens, clause.verb))
  )
    return undefined;
  const range = { from: clause.from, to: clause.operator.from };
  const words = textOf(sentence.tokens, range);
  if (
    !/\b(?:phase|stage|period|term|truce|ceasefire|step|round|mission|mandate|suspension)\b/i.test(
      words,
    )
  )
    return undefined;
  const named = nameEvent(sentence.tokens, range);
  return named && { ref: named.id, words };
}

/** "the date referred to in paragraph 1": what that paragraph counts from. */
function referredTo({ range }: Found, around: Surroundings): Anchor | undefined {
  const { tokens } = around.sentence;
  for (let i = range.from; i < range.to; i += 1) {
    if (!/^(?:paragraph|point|subparagraph|clause)$/.test(low(tokens, i))) continue;
    const number = low(tokens, i + 1) === '(' ? low(tokens, i + 2) : low(tokens, i + 1);
    return around.ofParagraph(number);
  }
  return undefined;
}
