import { low, type Token, textOf } from '../layout/tokens';
import type { Owner } from './owners';
import type { Predicate } from './predicates';
import type { Timing } from './timings/timing';
import { isIn, type Words } from './words/tables';

const MOST_WORDS = 12;

/**
 * A short title in the language of the text: the verb and what follows, without the timing. If nobody acts, the title
 * also has the subject.
 */
export function titleOf(
  words: Words,
  tokens: readonly Token[],
  predicate: Predicate | undefined,
  owner: Owner | undefined,
  timings: readonly Timing[],
): string {
  const from = predicate?.verb ?? 0;
  const action = wordsFrom(words, tokens, from, timings);
  const negated =
    predicate?.negated === true ? `${words.data.not.split('|')[0] ?? ''} ${action}` : action;
  const subject =
    owner?.subject === undefined ||
    owner.name !== undefined ||
    isIn(words.relative, tokens, owner.subject.from)
      ? ''
      : textOf(tokens, owner.subject);
  const whole = [subject, negated.trim()].filter((part) => part !== '').join(': ');
  const text =
    whole === '' ? textOf(tokens, { from: 0, to: Math.min(tokens.length, MOST_WORDS) }) : whole;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function wordsFrom(
  words: Words,
  tokens: readonly Token[],
  from: number,
  timings: readonly Timing[],
): string {
  const taken: string[] = [];
  let i = from;
  while (i < tokens.length && taken.length < MOST_WORDS) {
    const timing = timings.find(({ range }) => range.from === i);
    if (timing !== undefined && timing.range.to > i) {
      i = timing.range.to;
      continue;
    }
    const mark = /^[;:.]$/.test(low(tokens, i)) || (low(tokens, i) === ',' && taken.length > 3);
    if (mark && !(isIn(words.year, tokens, i - 1) && low(tokens, i - 1).length === 1)) break;
    taken.push(textOf(tokens, { from: i, to: i + 1 }));
    i += 1;
  }
  while (
    taken.length > 1 &&
    (/^[,("-]$/.test(taken.at(-1) ?? '') ||
      words.prepositions.has((taken.at(-1) ?? '').toLowerCase()))
  )
    taken.pop();
  return taken
    .join(' ')
    .replace(/ ([,.)»])/g, '$1')
    .replace(/([(«]) /g, '$1')
    .replace(/ - /g, '-');
}
