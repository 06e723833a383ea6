import type { Found } from '../finder/found';
import { low, type Token, textOf } from '../layout/tokens';
import { subjectOf } from './actors';
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
    const name = nameEnd(tokens, i);
    if (timing !== undefined && timing.range.to > i) i = timing.range.to;
    else if (name !== undefined) i = name;
    else if (/^[;:.]$/.test(word) || (word === ',' && endsTitle(words, clause))) break;
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
  const action = text === '' ? 'Duty' : text;
  const subject = clause === undefined ? '' : subjectText(tokens, clause, found);
  const whole = subject === '' ? action : `${subject}: ${action}`;
  return whole.charAt(0).toUpperCase() + whole.slice(1);
}

/** The position after a name that the text gives what stands before it: '(the "Closing Date")'. */
function nameEnd(tokens: readonly Token[], from: number): number | undefined {
  if (low(tokens, from) !== '(') return undefined;
  const quote = low(tokens, from + 1) === 'the' ? from + 2 : from + 1;
  if (low(tokens, quote) !== '"') return undefined;
  const end = tokens.findIndex(({ low: word }, i) => i > quote && word === ')');
  return end === -1 ? undefined : end + 1;
}

/** Whether a comma ends a title: after a few words, after a conjunction, or after what happens by itself. */
const endsTitle = (words: readonly string[], clause: Clause | undefined): boolean =>
  words.length > 3 ||
  /^(?:and|or)$/.test(words.at(-1) ?? '') ||
  (words.length > 0 && clause?.kind === 'statement');

/** The subject of what happens by itself or is done to something: the verb alone would not say what. */
function subjectText(tokens: readonly Token[], clause: Clause, found: readonly Found[]): string {
  if (!clause.passive && clause.nature !== 'effect') return '';
  const subject = subjectOf(tokens, clause, found);
  if (subject === undefined) return '';
  return textOf(tokens, {
    from: subject.from,
    to: Math.min(subject.to, subject.from + MOST_WORDS),
  }).replace(/[\s,;:]+$/, '');
}
