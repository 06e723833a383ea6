/** The parts of statements in which the SQL of the two databases differs. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres';
  /** Appended to a SELECT that locks its rows against changes; empty on SQLite, which has one writer. */
  readonly forUpdate: string;
  /** Appended to a SELECT of rows that the transaction deletes; waits for `forReference` of others. */
  readonly forDelete: string;
  /** Appended to a SELECT of rows that new rows refer to: keeps them from being deleted, not from being changed. */
  readonly forReference: string;
  /** Appended to a SELECT that claims rows, so that replicas skip rows that another one has locked. */
  readonly forUpdateSkipLocked: string;
  /** The parameter with this number, from 1. */
  placeholder(number: number): string;
  /** One row per element of the JSON array in a parameter, as `value`. */
  jsonRows(parameter: string): string;
  /** Whether a text contains another, without folding. */
  contains(text: string, part: string): string;
  /** The same as `fold` in SQL; on SQLite it is that function. */
  folded(text: string): string;
  /** Appended to a text in ORDER BY, to order by code points. */
  readonly byCodePoint: string;
  /** Element `index` of the JSON array `value`, as a column's type. */
  jsonElement(index: number, type: string): string;
}

export const sqlite: Dialect = {
  name: 'sqlite',
  forUpdate: '',
  forDelete: '',
  forReference: '',
  forUpdateSkipLocked: '',
  placeholder: () => '?',
  jsonRows: (parameter) => `json_each(${parameter})`,
  contains: (text, part) => `INSTR(${text}, ${part}) > 0`,
  folded: (text) => `folded(${text})`,
  byCodePoint: '',
  jsonElement: (index) => `value ->> ${index}`,
};

export const postgres: Dialect = {
  name: 'postgres',
  forUpdate: 'FOR NO KEY UPDATE',
  forDelete: 'FOR UPDATE',
  forReference: 'FOR KEY SHARE',
  forUpdateSkipLocked: 'FOR NO KEY UPDATE SKIP LOCKED',
  placeholder: (number) => `$${number}`,
  jsonRows: (parameter) => `json_array_elements(${parameter}::json) AS each(value)`,
  contains: (text, part) => `STRPOS(${text}, ${part}) > 0`,
  // The database's locale may be C, which folds ASCII only.
  folded: (text) =>
    `REPLACE(NORMALIZE(LOWER(UPPER(LOWER(NORMALIZE(${text}, NFC) COLLATE "und-x-icu"))), NFC), 'ς', 'σ')`,
  byCodePoint: 'COLLATE "C"',
  jsonElement: (index, type) => `(value ->> ${index})::${type}`,
};

/**
 * A text for comparison without regard to case and composition: "й" may be one character or two, "ß" equals "ss", and a
 * final sigma equals a sigma.
 */
export function fold(text: string): string {
  // Most ids and phrases are ASCII, which needs no normalization.
  if (!/[\u0080-\uffff]/.test(text)) return text.toLowerCase();
  // "ẞ", "ß" and "SS" become equal only after lower, upper and lower again.
  const lower = text.normalize('NFC').toLowerCase().toUpperCase().toLowerCase();
  return lower.normalize('NFC').replaceAll('ς', 'σ');
}

/** @param type the `type` option of a DataSource. */
export function dialectOf(type: string): Dialect {
  return type === 'postgres' ? postgres : sqlite;
}
