import type { Found } from '../finder/found';
import { low, type Token, textOf } from '../layout/tokens';
import type { Clause } from './clauses';

const MOST_WORDS = 12;

/** A short title of a statement: its verb and what follows, without the timing. */
export function titleOf(
  tokens: readonly Token[],
  clause: Clause | undefined,
  found: readonly Found[],
  otherwise: number,
): string {
  const words: string[] = [];
  let i = clause?.verb ?? Math.max(0, otherwise - 6);
  const to = clause?.to ?? tokens.length;
  if (clause?.negated === true) words.push('not');
  while (i < to && words.length < MOST_WORDS) {
    const timing = found.find(({ range }) => range.from === i);
    const word = low(tokens, i);
    if (timing !== undefined && timing.range.to > i) i = timing.range.to;
    else if (/^[;:.]$/.test(word) || (word === ',' && words.length > 3)) break;
    else {
      words.push(textOf(tokens, { from: i, to: i + 1 }));
      i += 1;
    }
  }
  while (
    /^(?:and|or|of|the|a|an|to|in|by|for|with|on|at|,|\(|that)$/.test(
      words.at(-1)?.toLowerCase() ?? '',
    )
  )
    words.pop();
  const text = words
    .join(' ')
    .replace(/ ([,.')])/g, '$1')
    .replace(/([(]) /g, '$1')
    .replace(/ - /g, '-');
  return text === '' ? 'Duty' : text.charAt(0).toUpperCase() + text.slice(1);
}
