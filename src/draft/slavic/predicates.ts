import { low, type Range, type Token } from '../layout/tokens';
import { isIn, type Words } from './words/tables';

/** What a statement says: a duty, a call in the infinitive, the present of a law, a right, an effect, a state, or the past. */
type Kind = 'duty' | 'call' | 'present' | 'right' | 'effect' | 'state' | 'past';

export type Nature = 'act' | 'effect' | 'state' | 'right';

export interface Predicate {
  readonly kind: Kind;
  readonly nature: Nature;
  /** The words that make it a statement, in tokens. */
  readonly range: Range;
  /** The position of the verb of the action; after a modal word it is the infinitive. */
  readonly verb: number;
  readonly negated: boolean;
  /** Nobody does it: a passive, or something that happens. */
  readonly impersonal: boolean;
  /** Whether it extends or renews something. */
  readonly extends: boolean;
}

/** The last position at which a first infinitive is a call: a time may precede it. In tokens. */
const FARTHEST_CALL = 24;
/** How far after a modal word its infinitive may stand, in tokens. */
const REACH = 6;

/** The statements of a sentence, in order. */
export function predicatesOf(words: Words, tokens: readonly Token[]): Predicate[] {
  const found: Predicate[] = [];
  let i = 0;
  while (i < tokens.length) {
    const one = predicateAt(words, tokens, i, found);
    if (one !== undefined) found.push(one);
    i = Math.max(i + 1, one?.range.to ?? 0);
  }
  return found;
}

function predicateAt(
  words: Words,
  tokens: readonly Token[],
  i: number,
  before: readonly Predicate[],
): Predicate | undefined {
  const right = words.right.at(tokens, i);
  if (right !== undefined) return modal(words, tokens, 'right', { from: i, to: right.to });
  const duty = words.duty.at(tokens, i);
  if (duty !== undefined) return modal(words, tokens, 'duty', { from: i, to: duty.to });
  if (isIn(words.auxiliaries, tokens, i) && followed(words, tokens, i))
    return modal(words, tokens, 'duty', { from: i, to: i + 1 });
  const effect = words.effects.at(tokens, i);
  if (effect !== undefined) return plain(words, tokens, 'effect', { from: i, to: effect.to });
  const state = words.states.at(tokens, i);
  if (state !== undefined && !words.data.adjective.test(low(tokens, i)))
    return plain(words, tokens, 'state', { from: i, to: state.to });
  const word = low(tokens, i);
  const one = { from: i, to: i + 1 };
  if (words.data.noVerb.test(word) || words.cardinals.has(word)) return undefined;
  if (words.units.at(tokens, i) !== undefined) return undefined;
  if (words.pastWords.has(word)) return plain(words, tokens, 'past', one);
  if (word.length > 3 && words.data.present.test(word) && !/^\p{Lu}/u.test(tokens[i]?.text ?? ''))
    return plain(words, tokens, 'present', one);
  // "Exchange" and "to exchange" have one stem; only the verb is reflexive.
  const noun = words.events.at(tokens, i) ?? words.objects.at(tokens, i);
  if (noun !== undefined && !words.data.passiveEnding.test(word)) return undefined;
  if (word.length > 4 && words.data.past.test(word)) return plain(words, tokens, 'past', one);
  return calls(words, tokens, i, before) ? plain(words, tokens, 'call', one) : undefined;
}

/** An infinitive that no other verb takes: it opens the sentence, or continues one that does. */
function calls(
  words: Words,
  tokens: readonly Token[],
  i: number,
  before: readonly Predicate[],
): boolean {
  const word = low(tokens, i);
  if (!isInfinitive(words, word)) return false;
  if (before.some(({ kind }) => kind !== 'call' && kind !== 'past')) return false;
  // Some feminine nouns end like infinitives; they follow a preposition or an adjective.
  return (
    i < FARTHEST_CALL &&
    !isIn(words.prepositions, tokens, i - 1) &&
    !words.data.adjective.test(low(tokens, i - 1))
  );
}

/** "має бути завершене", "будуть звільнені": an auxiliary before an infinitive or a participle. */
function followed(words: Words, tokens: readonly Token[], i: number): boolean {
  for (let k = i + 1; k <= i + REACH; k += 1) {
    const word = low(tokens, k);
    if (/^[.,;:]?$/.test(word)) return false;
    if (isInfinitive(words, word)) return true;
    if (k <= i + 3 && words.data.participle.test(word) && word.length > 4) return true;
  }
  return false;
}

function modal(
  words: Words,
  tokens: readonly Token[],
  kind: 'duty' | 'right',
  range: Range,
): Predicate {
  let verb = range.to - 1;
  for (let k = range.to; k < range.to + REACH; k += 1) {
    const word = low(tokens, k);
    if (/^[.;:]?$/.test(word)) break;
    if (isInfinitive(words, word) || words.data.participle.test(word)) {
      verb = k;
      break;
    }
  }
  const negated = isNegated(words, tokens, range.from) || isNegated(words, tokens, verb);
  const be = verb > range.to - 1 && words.data.be.test(low(tokens, verb));
  const participle = words.data.participle.test(low(tokens, verb)) && verb >= range.to;
  const happens = words.happenings.at(tokens, verb) !== undefined;
  const passive = words.data.passiveEnding.test(low(tokens, verb)) && verb >= range.to;
  const reflexive = words.reflexives.at(tokens, verb) !== undefined;
  return {
    kind,
    nature: kind === 'right' ? 'right' : natureAt(words, tokens, verb, negated),
    range,
    verb,
    negated,
    impersonal:
      be ||
      participle ||
      happens ||
      (passive && !reflexive) ||
      words.data.subject.test(low(tokens, range.from)),
    extends: extended(words, tokens, range.from),
  };
}

function plain(
  words: Words,
  tokens: readonly Token[],
  kind: Exclude<Kind, 'duty' | 'right'>,
  range: Range,
): Predicate {
  const negated = isNegated(words, tokens, range.from);
  const passive = words.data.passiveEnding.test(low(tokens, range.from));
  const reflexive = words.reflexives.at(tokens, range.from) !== undefined;
  const happens = words.happenings.at(tokens, range.from) !== undefined;
  const nature = kind === 'effect' ? 'effect' : kind === 'state' || negated ? 'state' : 'act';
  return {
    kind,
    nature: happens && kind === 'present' ? 'effect' : nature,
    range,
    verb: range.from,
    negated,
    impersonal: happens || (passive && !reflexive && kind !== 'call') || kind === 'effect',
    extends: extended(words, tokens, range.from),
  };
}

function natureAt(words: Words, tokens: readonly Token[], verb: number, negated: boolean): Nature {
  if (words.effects.at(tokens, verb) !== undefined) return 'effect';
  return negated || words.states.at(tokens, verb) !== undefined ? 'state' : 'act';
}

function extended(words: Words, tokens: readonly Token[], from: number): boolean {
  for (let k = from; k < from + 5; k += 1)
    if (words.extends.at(tokens, k) !== undefined) return true;
  return false;
}

/** Nouns that end like infinitives are listed. */
const isInfinitive = (words: Words, word: string): boolean =>
  word.length > 3 && words.data.infinitive.test(word) && !words.data.noVerb.test(word);

const isNegated = (words: Words, tokens: readonly Token[], i: number): boolean =>
  isIn(words.not, tokens, i - 1);

/** What a comma or a conjunction between an expression and a statement adds to their distance. */
const APART: Readonly<Record<string, number>> = { ',': 6, ';': 30, ':': 12 };

/** The statement to which an expression belongs: the nearest one. Each comma between them counts as six words. */
export function governing(
  words: Words,
  tokens: readonly Token[],
  predicates: readonly Predicate[],
  { from, to }: Range,
): Predicate | undefined {
  let best: { predicate: Predicate; cost: number } | undefined;
  for (const predicate of predicates) {
    const begin = predicate.range.from;
    const end = Math.max(predicate.range.to, predicate.verb + 1);
    const [a, b] = from >= end ? [end, from] : [to, begin];
    let cost = Math.max(0, b - a);
    for (let k = a; k < b; k += 1)
      cost += APART[low(tokens, k)] ?? (isIn(words.conjunctions, tokens, k) ? 3 : 0);
    if (best === undefined || cost < best.cost) best = { predicate, cost };
  }
  return best?.predicate;
}
