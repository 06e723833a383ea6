import { cleanLine } from '../../base/text/clean';

export type Cell = string | number | boolean | null;

/** What a spreadsheet takes for the beginning of a formula, in full width too. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/**
 * Comma-separated values by RFC 4180. Each text stands on one line without control characters, and one that a
 * spreadsheet would take for a formula gets an apostrophe before it: anybody may have written it.
 */
export function csvOf(rows: readonly (readonly Cell[])[]): string {
  return rows.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const line = cleanLine(cell);
  const text = FORMULA.test(line) ? `'${line}` : line;
  return /[",]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
