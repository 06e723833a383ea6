import { cardinalAt, ordinalAt as ordinalIn } from '../../engine/reading/text/number-words';
import { low, type Token } from '../layout/tokens';

/** A value that was read, and where the tokens after it begin. */
export interface Read<T> {
  readonly value: T;
  readonly to: number;
}

/** The largest number that a phrase of the language takes. */
export const LARGEST = 99_999;

/** A whole number in digits or words: "30", "forty-eight", "thirty (30)", "one hundred and twenty". */
export function numberAt(tokens: readonly Token[], i: number): Read<number> | undefined {
  return withRepetition(tokens, onceAt(tokens, i), (at) => onceAt(tokens, at));
}

/** A number with its repetition, where the text writes it twice: "thirty (30)", "30 (thirty)". */
export function withRepetition(
  tokens: readonly Token[],
  read: Read<number> | undefined,
  readAt: (i: number) => Read<number> | undefined,
): Read<number> | undefined {
  if (read === undefined || low(tokens, read.to) !== '(') return read;
  const again = readAt(read.to + 1);
  const closed = again !== undefined && low(tokens, again.to) === ')';
  return closed && again.value === read.value ? { value: read.value, to: again.to + 1 } : read;
}

function onceAt(tokens: readonly Token[], i: number): Read<number> | undefined {
  const found = cardinalAt((index) => low(tokens, index), i);
  return found === undefined || found.value > LARGEST
    ? undefined
    : { value: found.value, to: found.next };
}

/** "thirtieth", "twenty-first", "30th", "thirtieth (30th)". */
export function ordinalAt(tokens: readonly Token[], i: number): Read<number> | undefined {
  const found = ordinalIn((index) => low(tokens, index), i);
  if (found === undefined) return undefined;
  const { value, next } = found;
  const again = low(tokens, next) === '(' && /^\d+(?:st|nd|rd|th)?$/.test(low(tokens, next + 1));
  return { value, to: again && low(tokens, next + 2) === ')' ? next + 3 : next };
}
