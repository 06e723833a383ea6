/** Numbers in words, to 999,999. */

const SMALL = [
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen',
  'seventeen eighteen nineteen',
]
  .join(' ')
  .split(' ');
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

const CARDINALS: ReadonlyMap<string, number> = new Map([
  ...SMALL.map((word, n): [string, number] => [word, n]),
  ...TENS.map((word, i): [string, number] => [word, 10 * (i + 2)]),
  ['fourty', 40],
]);

const SMALL_ORDINALS = [
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth',
  'fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth',
]
  .join(' ')
  .split(' ');
const ORDINALS: ReadonlyMap<string, number> = new Map([
  ...SMALL_ORDINALS.map((word, i): [string, number] => [word, i + 1]),
  ...TENS.map((word, i): [string, number] => [word.replace(/y$/, 'ieth'), 10 * (i + 2)]),
]);
const SCALES: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['thousand', 1_000],
]);

/** Whether a word is part of a cardinal or ordinal number in words. */
export function isNumberWord(word: string): boolean {
  return CARDINALS.has(word) || SCALES.has(word) || ORDINALS.has(word) || SCALE_ORDINALS.has(word);
}

const SCALE_ORDINALS: ReadonlyMap<string, number> = new Map([
  ['hundredth', 100],
  ['thousandth', 1_000],
]);

/** A number and the index after its last word. */
interface Numbered {
  value: number;
  next: number;
}

/**
 * The cardinal number that begins at a word: digits, or words such as "one hundred and eighty".
 * @param textAt the lower-case word at an index; the empty text after the last.
 */
export function cardinalAt(textAt: (index: number) => string, from: number): Numbered | undefined {
  const digits = textAt(from);
  if (/^\d{1,5}$/.test(digits)) return { value: Number(digits), next: from + 1 };
  if (/^\d{1,3}(,\d{3})+$/.test(digits)) {
    return { value: Number(digits.replaceAll(',', '')), next: from + 1 };
  }
  return inWords(textAt, from, 'cardinal');
}

/** The ordinal number that begins at a word: "30th", "thirtieth", "one hundred and twentieth". */
export function ordinalAt(textAt: (index: number) => string, from: number): Numbered | undefined {
  const digits = /^(\d{1,5})(?:st|nd|rd|th)$/.exec(textAt(from))?.[1];
  if (digits !== undefined) return { value: Number(digits), next: from + 1 };
  return inWords(textAt, from, 'ordinal');
}

/** The ordinal number that one word is: "30th", "third". */
export function ordinalWord(word: string): number | undefined {
  return ordinalAt((index) => (index === 0 ? word : ''), 0)?.value;
}

/** Reads groups such as "three hundred and sixty-five"; an ordinal ends with its only ordinal word. */
function inWords(
  textAt: (index: number) => string,
  from: number,
  kind: 'cardinal' | 'ordinal',
): Numbered | undefined {
  let total = 0;
  let group = 0;
  let at = from;
  /** What the next word may add at most: below ten after "twenty", below 100 after "hundred". */
  let room = Number.POSITIVE_INFINITY;
  for (;;) {
    const word = textAt(at);
    // "one hundred and twenty"; "forty-eight" may be three words.
    const joined =
      at > from &&
      ((word === 'and' && room === 100) || (word === '-' && room === 10 && isOne(textAt(at + 1))));
    const text = joined ? textAt(at + 1) : word;
    const step = joined ? 2 : 1;
    const ordinal = ORDINALS.get(text);
    if (kind === 'ordinal' && ordinal !== undefined && ordinal < room) {
      return { value: total + group + ordinal, next: at + step };
    }
    const last = SCALE_ORDINALS.get(text);
    if (kind === 'ordinal' && last !== undefined) {
      return { value: total + Math.max(group, 1) * last, next: at + step };
    }
    const value = CARDINALS.get(text);
    const scale = joined ? undefined : scaleOf(textAt, at, from);
    if (value !== undefined && value < room) {
      group += value;
      room = value >= 20 && value % 10 === 0 ? 10 : 0;
      at += step;
    } else if (scale !== undefined && group < scale.value) {
      group = Math.max(group, 1) * scale.value;
      if (scale.value === 1_000) [total, group] = [total + group, 0];
      room = scale.value;
      at = scale.next;
    } else break;
  }
  return kind === 'cardinal' && at > from ? { value: total + group, next: at } : undefined;
}

/** Whether a word is a number below ten, cardinal or ordinal. */
function isOne(word: string): boolean {
  return (CARDINALS.get(word) ?? ORDINALS.get(word) ?? 10) < 10;
}

/** "hundred", or "a hundred" at the beginning. */
function scaleOf(
  textAt: (index: number) => string,
  at: number,
  from: number,
): Numbered | undefined {
  const article = at === from && textAt(at) === 'a';
  const value = SCALES.get(textAt(article ? at + 1 : at));
  return value === undefined ? undefined : { value, next: at + (article ? 2 : 1) };
}
