import { cleanLine } from '../../base/text/clean';

export type Cell = string | number | boolean | null;

/** The beginning of a formula in spreadsheets, also with full-width characters. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/**
 * Comma-separated values (RFC 4180). Texts are put on one line without control characters. Texts that a spreadsheet
 * would run as a formula get an apostrophe in front, because anybody may have written them.
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
