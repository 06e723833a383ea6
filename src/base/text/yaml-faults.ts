import type { YAMLParseError } from 'yaml';
import type { Fault } from '../refusal';
import type { SourceMap } from './source-map';

type Code = YAMLParseError['code'];
type Words = Pick<Fault, 'detail' | 'expected' | 'example'> & {
  /** Where it is, if not where the parser says. */
  position?: number;
  /** The text from there on that belongs in quotes. */
  row?: string;
};

/** The rest of a document is read as it is meant in spite of these, once the text is put in quotes. */
const PASSABLE: readonly Code[] = ['BLOCK_AS_IMPLICIT_KEY', 'BLOCK_IN_FLOW', 'BAD_SCALAR_START'];

/** So many faults of the syntax are listed: after these the rest mostly follows from them. */
const LISTED = 50;

const EXPECTED = 'valid YAML 1.2 or JSON';

/** What a parser found, and the text with what can be mended put in quotes; undefined if something cannot. */
export interface Explained {
  faults: Fault[];
  mended: string | undefined;
}

/** What a parser says is wrong, in words that say what to do; the first of each line, for others follow from it. */
export function explained(
  errors: readonly YAMLParseError[],
  text: string,
  map: SourceMap,
): Explained {
  const lines = new Set<number>();
  const seen = new Set<number>();
  const faults: Fault[] = [];
  const quoted: { start: number; row: string }[] = [];
  let mendable = true;
  for (const error of [...errors].sort((a, b) => a.pos[0] - b.pos[0])) {
    // Before the words are looked for, since that costs as much as the text is long.
    const own = map.at(error.pos[0]).line;
    if (seen.has(own)) continue;
    seen.add(own);
    if (lines.size >= LISTED) break;
    const { position = error.pos[0], row, ...words } = wordsOf(error, text);
    const place = map.at(position);
    if (lines.has(place.line)) continue;
    lines.add(place.line);
    faults.push({ pointer: '', expected: EXPECTED, ...words, ...place });
    if (row !== undefined && PASSABLE.includes(error.code)) quoted.push({ start: position, row });
    else mendable = false;
  }
  return { faults, mended: mendable ? inQuotes(text, quoted) : undefined };
}

function inQuotes(text: string, quoted: readonly { start: number; row: string }[]): string {
  let mended = '';
  let from = 0;
  for (const { start, row } of quoted) {
    mended += text.slice(from, start) + JSON.stringify(row);
    from = start + row.length;
  }
  return mended + text.slice(from);
}

function wordsOf({ code, message, pos }: YAMLParseError, text: string): Words {
  const [start] = pos;
  switch (code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
      return colon(text, start);
    case 'BAD_SCALAR_START':
      return {
        detail: `a text cannot begin with ${text[start]}`,
        expected: 'the whole text in quotes',
        ...quotedAt(text, start),
      };
    case 'BAD_DQ_ESCAPE':
      return {
        detail: `${text.slice(start, start + 2)} is no escape inside double quotes`,
        expected: '\\\\ for a backslash, or single quotes around the text',
      };
    case 'TAB_AS_INDENT':
      return { detail: 'a tab indents this line', expected: 'spaces' };
    case 'MULTIPLE_DOCS':
      return { detail: 'a second document begins here', expected: 'one document' };
    case 'BAD_INDENT':
      return message.startsWith('Flow') ? unclosed(text, start) : indented(message);
    case 'MISSING_CHAR':
      return missing(message, text, start);
    case 'MULTILINE_IMPLICIT_KEY':
      return {
        detail: 'this line does not fit the lines before it',
        expected: 'lines of "key: value", or lines of "- entry", at the same column',
      };
    case 'UNEXPECTED_TOKEN':
      if (message.includes('at node end')) {
        return {
          detail: 'the value continues after its closing quote or bracket',
          expected: 'the whole text in quotes; a quote inside them is written twice',
        };
      }
      if (!/[|>] *$/.test(text.slice(Math.max(0, start - 10), start))) break;
      return { detail: 'a text cannot begin with | or >', expected: 'the whole text in quotes' };
  }
  return { detail: message.split('\n')[0] ?? 'cannot be read' };
}

/** `title: Talks: round two` */
function colon(text: string, start: number): Words {
  const row = rowFrom(text, start);
  if (!/:\s/.test(row) || /^["'{[&*!|>]/.test(row)) {
    return { detail: 'a list or mapping begins where one value is expected' };
  }
  return {
    detail: 'a colon and a space end the key, so that this cannot be one text',
    expected: 'the whole text in quotes',
    ...quotedAt(text, start),
  };
}

function unclosed(text: string, end: number): Words {
  const open = lastOpen(text, end);
  if (open === undefined) return { detail: 'a bracket is not closed' };
  const hash = /[^\s,[{][ \t]+#/.exec(text.slice(open, end));
  if (hash !== null) {
    return {
      detail: 'a # after a space begins a comment, so that the rest of the line is not read',
      expected: 'the text that holds the # in quotes',
      position: open + hash.index + hash[0].length - 1,
    };
  }
  const close = text[open] === '{' ? '}' : ']';
  return {
    detail: `this ${text[open]} is not closed`,
    expected: `${close} at its end`,
    position: open,
  };
}

/** The last bracket before a position that nothing closes; quotes that are whole and comments are passed over. */
function lastOpen(text: string, end: number): number | undefined {
  const open: number[] = [];
  for (const { 0: token, index } of text
    .slice(0, end)
    .matchAll(/"(?:[^"\\\n]|\\.)*"|(?<=\s)#.*|[{}[\]]/g)) {
    if (token === '{' || token === '[') open.push(index);
    else if (token === '}' || token === ']') open.pop();
  }
  return open.at(-1);
}

function indented(message: string): Words {
  return message.includes('same column')
    ? { detail: 'is indented otherwise than the lines it belongs to', expected: 'the same column' }
    : { detail: message.split('\n')[0] ?? 'cannot be read' };
}

function missing(message: string, text: string, start: number): Words {
  if (message.includes('quote')) {
    const quote = message.includes('"') ? '"' : "'";
    const position = Math.max(0, text.lastIndexOf(quote, start - 1));
    return { detail: 'the text in quotes does not end', expected: `${quote} at its end`, position };
  }
  if (message.includes('followed by map values')) {
    return { detail: 'there is no colon after this key', expected: 'a colon and a value' };
  }
  return { detail: message.split('\n')[0] ?? 'cannot be read' };
}

/** The text at a position, and how it can be written after its key. */
function quotedAt(text: string, start: number): Pick<Words, 'example' | 'row'> {
  const before = text.slice(Math.max(0, start - 100), start);
  const key = /([\p{L}\p{N} _-]*[\p{L}\p{N}_-]):[ \t]+$/u.exec(before)?.[1]?.trim();
  const value = rowFrom(text, start);
  if (key === undefined || value === '') return {};
  return { example: `${key}: ${JSON.stringify(value)}`, row: value };
}

/** The text from a position to the end of its line, or to what ends it inside brackets. */
function rowFrom(text: string, start: number): string {
  const [row = ''] = text.slice(start, start + 300).split('\n');
  return row.replace(/[,}\]].*$/, '').trim();
}
