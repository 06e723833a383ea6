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
  /** A text for comparing without regard to case; SQLite gets a function of its own for it. */
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
  folded: (text) => `LOWER(${text} COLLATE "und-x-icu")`,
  byCodePoint: 'COLLATE "C"',
  jsonElement: (index, type) => `(value ->> ${index})::${type}`,
};

/** What `folded` gives, for comparing in memory. */
export function fold(text: string): string {
  return text.toLowerCase();
}

/** @param type the `type` option of a DataSource. */
export function dialectOf(type: string): Dialect {
  return type === 'postgres' ? postgres : sqlite;
}
