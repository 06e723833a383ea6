/** Where the two databases' SQL differs in a statement that both must run. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres';
  /** Appended to a SELECT that locks the rows it reads; SQLite has one writer and needs none. */
  readonly forUpdate: string;
  /** Appended to a subquery that claims rows, so that replicas pass over each other's. */
  readonly forUpdateSkipLocked: string;
  /** The parameter with this number, from 1. */
  placeholder(number: number): string;
  /** One row per element of the JSON array in a parameter, as `value`. */
  jsonRows(parameter: string): string;
  /** Whether a text contains another, both as they are. */
  contains(text: string, part: string): string;
  /** A text as `fold` gives it; SQLite gets that function itself. */
  folded(text: string): string;
  /** Appended to a text that is ordered by its code points. */
  readonly byCodePoint: string;
  /** Element `index` of the JSON array `value`, as a column's type. */
  jsonElement(index: number, type: string): string;
}

export const sqlite: Dialect = {
  name: 'sqlite',
  forUpdate: '',
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
  forUpdate: 'FOR UPDATE',
  forUpdateSkipLocked: 'FOR UPDATE SKIP LOCKED',
  placeholder: (number) => `$${number}`,
  jsonRows: (parameter) => `json_array_elements(${parameter}::json) AS each(value)`,
  contains: (text, part) => `STRPOS(${text}, ${part}) > 0`,
  // The database's own locale may be C, which knows ASCII only.
  folded: (text) =>
    `REPLACE(NORMALIZE(LOWER(UPPER(LOWER(NORMALIZE(${text}, NFC) COLLATE "und-x-icu"))), NFC), 'ς', 'σ')`,
  byCodePoint: 'COLLATE "C"',
  jsonElement: (index, type) => `(value ->> ${index})::${type}`,
};

/**
 * A text for comparing without regard to case and to how its letters are composed: "й" may be one character or two,
 * "ß" is "ss", and a final sigma is a sigma.
 */
export function fold(text: string): string {
  // ASCII has one form only; most ids and phrases are such.
  if (!/[\u0080-\uffff]/.test(text)) return text.toLowerCase();
  // Some letters have two small forms, or a capital of their own: "ẞ", "ß" and "SS" are alike only after both ways.
  const lower = text.normalize('NFC').toLowerCase().toUpperCase().toLowerCase();
  return lower.normalize('NFC').replaceAll('ς', 'σ');
}

/** @param type the `type` option of a DataSource. */
export function dialectOf(type: string): Dialect {
  return type === 'postgres' ? postgres : sqlite;
}
