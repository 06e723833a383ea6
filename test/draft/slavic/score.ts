import { draft } from '../../../src/draft/draft';
import type { Expression } from './expressions';

/** How an expression was read. `guessed`: a wrong phrase and no flag, or a phrase where a flag or background is right. */
export type Outcome = 'right' | 'flagged' | 'wrong with a flag' | 'guessed' | 'missed';

export interface Scored {
  readonly expression: Expression;
  readonly outcome: Outcome;
  readonly given: readonly string[];
}

/** Reads a sentence alone and judges what was made of its expression. */
export function scored(expression: Expression): Scored {
  const { sentence, start, end, reads } = expression;
  const { proposals, flags, background } = draft(sentence);
  const meets = (span: { start: number; end: number }) => {
    const shared = Math.min(span.end, end) - Math.max(span.start, start);
    return 2 * shared >= Math.min(span.end - span.start, end - start);
  };
  const phrases = proposals.filter(meets).map(({ key, phrase }) => `${key}: ${phrase}`);
  const flagged = flags.some(meets);
  const given = [...phrases, ...(flagged ? ['flag'] : [])];
  return { expression, outcome: outcomeOf(phrases, flagged, background.some(meets), reads), given };
}

function outcomeOf(
  phrases: readonly string[],
  flagged: boolean,
  background: boolean,
  reads: readonly string[],
): Outcome {
  if (phrases.some((phrase) => reads.includes(phrase))) return 'right';
  if (phrases.length > 0) return flagged ? 'wrong with a flag' : 'guessed';
  if (flagged) return reads.includes('flag') ? 'right' : 'flagged';
  if (reads.includes('background')) return 'right';
  return background ? 'guessed' : 'missed';
}

export interface Figures {
  readonly expressions: number;
  readonly recall: number;
  readonly right: number;
  readonly guessed: number;
}

/** Shares in percent. What is no duty counts as found where it is not proposed. */
export function figuresOf(all: readonly Scored[]): Figures {
  const share = (...outcomes: Outcome[]) =>
    (100 * all.filter(({ outcome }) => outcomes.includes(outcome)).length) / all.length;
  return {
    expressions: all.length,
    recall: 100 - share('missed'),
    right: share('right'),
    guessed: share('guessed'),
  };
}
