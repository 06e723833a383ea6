import { type Join, joinLines } from './join-lines';
import { keptLines, type Line } from './lines';

/** A text as it is read: wrapped lines joined, blanks and quotes in one form, headers of pages dropped. */
export interface CleanText {
  /** Paragraphs are separated by a line feed; within one there are single blanks only. */
  readonly text: string;
  /** For every UTF-16 unit of `text`, its offset in the source. */
  readonly at: Int32Array;
  /** The source, to quote from. */
  readonly source: string;
}

/** A character and how it is read. What is mapped to nothing is dropped. */
const FOLDED: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201a': "'",
  '\u201b': "'",
  '\u2032': "'",
  '\u02bc': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u00ab': '"',
  '\u00bb': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2212': '-',
  '\u2015': '\u2014',
  '\u00ad': '',
  '\u200b': '',
  '\u200c': '',
  '\u200d': '',
  '\u2060': '',
  '\ufeff': '',
  '*': '',
};

/** A footnote mark such as [3] or [12]. */
const FOOTNOTE = /\[\d{1,3}\]/y;
/** A gap inside a line before a label: a line break that a converter removed. */
const GAP = / {3,}(?=(?:\(?[a-zA-Z0-9]{1,3}[.)]|[o\u2022\u00b7\u25cf]) +\S)/y;

export function cleanText(source: string): CleanText {
  const lines = keptLines(source);
  const joins = joinLines(source, lines);
  const out: string[] = [];
  const at: number[] = [];
  const put = (text: string, offset: number) => {
    if (text === ' ' && (out.length === 0 || out.at(-1) === ' ' || out.at(-1) === '\n')) return;
    if (text === '\n' && out.at(-1) === ' ') {
      out.pop();
      at.pop();
    }
    if (text === '\n' && (out.length === 0 || out.at(-1) === '\n')) return;
    out.push(text);
    at.push(offset);
  };
  for (const [number, line] of lines.entries()) {
    putLine(source, line, joins[number] ?? 'break', put);
  }
  while (out.at(-1) === ' ' || out.at(-1) === '\n') {
    out.pop();
    at.pop();
  }
  return { text: out.join(''), at: Int32Array.from(at), source };
}

type Put = (text: string, offset: number) => void;

function putLine(source: string, { start, end }: Line, join: Join, put: Put): void {
  const last = join === 'hyphen' ? end - 1 : end;
  const repairs = repairsIn(source, start, end);
  let offset = start;
  while (offset < last) {
    const skip = repairs.get(offset);
    if (skip !== undefined) {
      offset = skip;
      continue;
    }
    const unit = source[offset] ?? '';
    FOOTNOTE.lastIndex = offset;
    const footnote = unit === '[' ? FOOTNOTE.exec(source) : null;
    GAP.lastIndex = offset;
    const first = unit === ' ' && offset > start && source[offset - 1] !== ' ';
    const gap = first ? GAP.exec(source) : null;
    if (footnote !== null) {
      offset += footnote[0].length;
    } else if (gap !== null && offset + gap[0].length < last) {
      put('\n', offset);
      offset += gap[0].length;
    } else {
      if (/\s/.test(unit)) put(' ', offset);
      else {
        const folded = FOLDED[unit] ?? unit;
        if (folded !== '') put(folded, offset);
      }
      offset += 1;
    }
  }
  if (join === 'break') put('\n', end);
  else if (join === 'blank') put(' ', end);
}

/** "of ph\u2014 of phase one": a speaker begins again with the same word. */
const REPAIR = /\b([A-Za-z]{1,12})(?: [A-Za-z]{1,12})?-?\s?(?:\u2014|--)\s?(?=\1\b)/g;

/** The beginnings of what a speaker begins again, each with its end. */
function repairsIn(source: string, start: number, end: number): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const match of source.slice(start, end).matchAll(REPAIR)) {
    found.set(start + match.index, start + match.index + match[0].length);
  }
  return found;
}

/** A span of the source. */
export interface Span {
  /** In UTF-16 units from the beginning of the source, inclusive. */
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** The source from `start` to `end`, letter for letter. */
  readonly quote: string;
}

/** The place in the source of a part of the cleaned text. */
export function sourceSpan(clean: CleanText, from: number, to: number): Span {
  const start = clean.at[from] ?? 0;
  const end = (clean.at[to - 1] ?? start) + 1;
  return { start, end, quote: clean.source.slice(start, end) };
}
