import { low, type Token } from '../layout/tokens';

/** A value that was read, and where the tokens behind it begin. */
export interface Read<T> {
  readonly value: T;
  readonly to: number;
}

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const WORDS = new Map<string, number>([
  ...SMALL.map((word, i): [string, number] => [word, i]),
  ...TENS.map((word, i): [string, number] => [word, (i + 2) * 10]),
]);
const SCALES = new Map([
  ['hundred', 100],
  ['thousand', 1000],
]);

const ORDINAL_ONES =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'.split(
    ' ',
  );
const ORDINAL_TENS =
  'twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth'.split(' ');
const ORDINALS = new Map<string, number>([
  ...ORDINAL_ONES.map((word, i): [string, number] => [word, i + 1]),
  ...ORDINAL_TENS.map((word, i): [string, number] => [word, (i + 2) * 10]),
  ['hundredth', 100],
]);

/** The largest number that a phrase of the language takes. */
const LARGEST = 99_999;

/** A whole number in digits or words: "30", "forty-eight", "thirty (30)", "one hundred and twenty". */
export function numberAt(tokens: readonly Token[], i: number): Read<number> | undefined {
  const read = digitsAt(tokens, i) ?? wordsAt(tokens, i);
  if (read === undefined) return undefined;
  // "thirty (30)", "30 (thirty)": said twice.
  if (low(tokens, read.to) !== '(') return read;
  const again = digitsAt(tokens, read.to + 1) ?? wordsAt(tokens, read.to + 1);
  const closed = again !== undefined && low(tokens, again.to) === ')';
  return closed && again.value === read.value ? { value: read.value, to: again.to + 1 } : read;
}

function digitsAt(tokens: readonly Token[], i: number): Read<number> | undefined {
  const text = low(tokens, i);
  if (!/^\d{1,3}(?:,\d{3})*$|^\d{1,5}$/.test(text)) return undefined;
  const value = Number(text.replaceAll(',', ''));
  return value <= LARGEST ? { value, to: i + 1 } : undefined;
}

function wordsAt(tokens: readonly Token[], from: number): Read<number> | undefined {
  let i = from;
  let total = 0;
  let group = 0;
  let read = false;
  for (let count = 0; count < 12; count += 1) {
    const word = low(tokens, i);
    const value = WORDS.get(word);
    const scale = SCALES.get(word);
    if (
      value !== undefined &&
      !(read && group % 10 !== 0 && group % 100 < 20 && group % 100 !== 0)
    ) {
      group += value;
    } else if (scale !== undefined && read) {
      if (scale === 100) group *= 100;
      else {
        total += group * scale;
        group = 0;
      }
    } else if (word === '-' && read && joins(tokens, i)) {
      i += 1;
      continue;
    } else if (word === 'and' && read && group >= 100 && WORDS.has(low(tokens, i + 1))) {
      i += 1;
      continue;
    } else break;
    read = true;
    i += 1;
  }
  const value = total + group;
  return read && value <= LARGEST ? { value, to: i } : undefined;
}

/** A hyphen between a ten and a one, as in forty-eight. */
const joins = (tokens: readonly Token[], i: number): boolean =>
  TENS.includes(low(tokens, i - 1)) && (WORDS.get(low(tokens, i + 1)) ?? 10) < 10;

/** "thirtieth", "twenty-first", "30th". */
export function ordinalAt(tokens: readonly Token[], i: number): Read<number> | undefined {
  const word = low(tokens, i);
  const digits = /^(\d{1,4})(?:st|nd|rd|th)$/.exec(word);
  if (digits !== null) return { value: Number(digits[1]), to: i + 1 };
  const whole = ORDINALS.get(word);
  if (whole !== undefined) {
    const again = low(tokens, i + 1) === '(' && /^\d+(?:st|nd|rd|th)?$/.test(low(tokens, i + 2));
    return { value: whole, to: again && low(tokens, i + 3) === ')' ? i + 4 : i + 1 };
  }
  const ten = WORDS.get(word);
  if (ten === undefined || !TENS.includes(word)) return undefined;
  const next = low(tokens, i + 1) === '-' ? i + 2 : i + 1;
  const one = ORDINALS.get(low(tokens, next));
  return one !== undefined && one < 10 ? { value: ten + one, to: next + 1 } : undefined;
}
