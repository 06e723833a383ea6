import { isNumberWord } from './number-words';
import { UNIT_FORMS } from './unit-words';

/** A part of a text in UTF-16 units; `end` is exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** A word or a punctuation mark of a text. */
export interface Word extends Span {
  /** Lower case, with plain quotes and hyphens. */
  text: string;
  /** As it is written, with plain quotes and hyphens. */
  raw: string;
}

/** Letters and digits with single joiners between them, else any other character alone. */
const WORD = /[\p{L}\p{N}]+(?:(?:[-.:/'+_]|,(?=\d{3}(?!\d)))[\p{L}\p{N}]+)*|\S/gu;

/** Parts of a day, a month or a year that a hyphen joins to a name: "mid-June", "year-end". */
const EDGES: ReadonlySet<string> = new Set(['mid', 'end', 'early', 'late']);
const ENDED: ReadonlySet<string> = new Set(['year', 'month', 'quarter', 'week']);

/** The words of a text, from left to right. Compounds such as "thirty-day", "48h" and "mid-June" are several words. */
export function wordsOf(text: string): Word[] {
  const plain = text
    .replace(/[‘’ʼ′]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/[‐‑–—−]/g, '-');
  return [...plain.matchAll(WORD)].flatMap(({ 0: raw, index }) => split(raw, index));
}

function split(raw: string, start: number): Word[] {
  const text = raw.toLowerCase();
  const glued = /^(\d+(?:[:.]\d\d)?)(\p{L}+)$/u.exec(text)?.[1];
  if (glued !== undefined && isUnitOrHalfDay(text.slice(glued.length))) {
    return [raw.slice(0, glued.length), raw.slice(glued.length)].map((part, i) =>
      wordOf(part, start + (i === 0 ? 0 : glued.length)),
    );
  }
  // "D+7", "D-Day+30"
  const sum = /^(\p{L}[\p{L}-]*)(\+)(\d+)$/u.exec(raw);
  if (sum !== null) {
    let at = start;
    return sum.slice(1).map((part) => {
      at += part.length;
      return wordOf(part, at - part.length);
    });
  }
  const parts = raw.split('-');
  if (parts.length < 2 || !isCompound(text.split('-'))) return [wordOf(raw, start)];
  let offset = start;
  return parts.map((part) => {
    const word = wordOf(part, offset);
    offset += part.length + 1;
    return word;
  });
}

function wordOf(raw: string, start: number): Word {
  return { text: raw.toLowerCase(), raw, start, end: start + raw.length };
}

function isUnitOrHalfDay(text: string): boolean {
  return UNIT_FORMS.has(text) || text === 'am' || text === 'pm';
}

/** Whether hyphens join an amount and its unit, or a part of a period and its name; "half-year" is one word. */
function isCompound(parts: readonly string[]): boolean {
  const [first = '', second = ''] = parts;
  if (first === 'half' && second.startsWith('year')) return false;
  if (parts.length === 2 && EDGES.has(first)) return true;
  if (parts.length === 2 && ENDED.has(first) && second === 'end') return true;
  const amount = /^\d{1,4}$/.test(first) || isNumberWord(first) || first === 'half';
  return amount && parts.slice(1).every((part) => isNumberWord(part) || JOINED.has(part));
}

const JOINED: ReadonlySet<string> = new Set([
  ...UNIT_FORMS.keys(),
  ...'and a half working business banking calendar clear consecutive'.split(' '),
  ...'hourly daily weekly monthly quarterly yearly'.split(' '),
]);
