import { low, type Range, type Token, textOf } from '../layout/tokens';
import type { Predicate } from './predicates';
import type { Timing } from './timings/timing';
import { isIn, type Words } from './words/tables';

/** The obligor of a statement. */
export interface Owner {
  /** The words before the verb; absent where the statement has no subject. */
  readonly subject?: Range;
  /** In the words of the text; undefined where nobody is named. */
  readonly name: string | undefined;
}

/** The obligors of earlier sentences: of the sentence that introduces the list, and of the previous one. */
interface Before {
  readonly stem: string | undefined;
  readonly sentence: string | undefined;
}

const MOST_WORDS = 12;

/** The obligor of each statement. A statement without a subject has that of the previous one. */
export function ownersOf(
  words: Words,
  tokens: readonly Token[],
  predicates: readonly Predicate[],
  timings: readonly Timing[],
  before: Before,
): Map<Predicate, Owner> {
  const owners = new Map<Predicate, Owner>();
  let last: string | undefined;
  for (const [n, predicate] of predicates.entries()) {
    const from = predicates[n - 1]?.range.to ?? 0;
    const subject = subjectIn(words, tokens, { from, to: predicate.range.from }, timings);
    const name = nameOf(words, tokens, subject, predicate, last, before);
    owners.set(predicate, { ...(subject !== undefined && { subject }), name });
    if (!predicate.impersonal && name !== undefined) last = name;
  }
  return owners;
}

function nameOf(
  words: Words,
  tokens: readonly Token[],
  subject: Range | undefined,
  predicate: Predicate,
  last: string | undefined,
  before: Before,
): string | undefined {
  if (predicate.impersonal) return undefined;
  if (subject === undefined) return last ?? before.stem;
  if (isIn(words.pronouns, tokens, subject.from)) return last ?? before.sentence ?? before.stem;
  if (isIn(words.relative, tokens, subject.from)) return undefined;
  // An adjective in another case: the subject stands elsewhere.
  if (words.data.adjective.test(low(tokens, subject.from))) return undefined;
  // An effect or a state of a thing ("the contract is in force") is owed by nobody.
  return isThing(words, tokens, subject) ? undefined : textOf(tokens, subject);
}

/** Whether the subject is a thing, such as the agreement, a price or a term, which owes nothing. */
const isThing = (words: Words, tokens: readonly Token[], { from, to }: Range): boolean => {
  const at = isIn(words.determiners, tokens, from) ? from + 1 : from;
  return at < to && words.things.at(tokens, at) !== undefined;
};

/** The words between a comma, a conjunction or a timing and the verb. */
function subjectIn(
  words: Words,
  tokens: readonly Token[],
  { from, to }: Range,
  timings: readonly Timing[],
): Range | undefined {
  let end = to;
  let back = true;
  while (back && end > from) {
    back = false;
    const timing = timings.find(({ range }) => range.to === end && range.from >= from);
    if (timing !== undefined) {
      end = timing.range.from;
      back = true;
    } else if (isIn(words.adverbs, tokens, end - 1) || isIn(words.not, tokens, end - 1)) {
      end -= 1;
      back = true;
    }
  }
  // "та оплатити": what follows a conjunction has the subject of the statement before.
  if (from > 0 && isIn(words.conjunctions, tokens, end - 1)) return undefined;
  let begin = end;
  while (begin > from && end - begin < MOST_WORDS) {
    const word = low(tokens, begin - 1);
    if (/^[,;:.()"]$/.test(word) && !(word === '"' && isName(tokens, begin, end))) break;
    if (timings.some(({ range }) => range.to === begin)) break;
    begin -= 1;
  }
  while (begin < end && (isIn(words.conjunctions, tokens, begin) || low(tokens, begin) === '-'))
    begin += 1;
  begin = subjectAfterPreposition(words, tokens, begin, end);
  return begin < end ? { from: begin, to: end } : undefined;
}

const isName = (tokens: readonly Token[], begin: number, end: number): boolean =>
  begin === end || low(tokens, end - 1) === '"' || /^\p{Lu}/u.test(tokens[begin]?.text ?? '');

/** "Про недоліки Покупець повідомляє": after an opening phrase stands the subject, with a capital. */
function subjectAfterPreposition(
  words: Words,
  tokens: readonly Token[],
  begin: number,
  end: number,
): number {
  if (!isIn(words.prepositions, tokens, begin) || isIn(words.relative, tokens, begin)) return begin;
  for (let i = end - 1; i > begin; i -= 1)
    if (/^\p{Lu}/u.test(tokens[i]?.text ?? '') && !isIn(words.prepositions, tokens, i - 1))
      return i;
  return end;
}
