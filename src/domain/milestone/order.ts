import { type Dialect, fold } from '../../store/sql/dialect';
import type { MilestoneRow } from './milestone.entity';

/** What a list can be ordered by. Equal milestones, and lists without order, are in the order of their documents. */
export const SORT_KEYS = ['due', 'starts', 'changed', 'title'] as const;

export interface SortKey {
  key: (typeof SORT_KEYS)[number];
  descending: boolean;
}

/** The position of a row in an ordered list: the cursor between pages. */
export interface ListPosition {
  /** The row's values of the sort keys, in their order. */
  values: readonly (string | number)[];
  agreementId: string;
  position: number;
  id: string;
}

const COLUMNS = { due: 'due_at', starts: 'starts_at', changed: 'status_since' } as const;

/** Later than every instant. Rows without a value come last in both directions. */
const NEVER = 8_640_000_000_000_000;

function never({ descending }: SortKey): number {
  return descending ? -NEVER : NEVER;
}

function expression(sort: SortKey, dialect: Dialect): string {
  if (sort.key === 'title') return `${dialect.folded('title')} ${dialect.byCodePoint}`;
  return `COALESCE(${COLUMNS[sort.key]}, ${never(sort)})`;
}

function sortValue(row: MilestoneRow, sort: SortKey): string | number {
  if (sort.key === 'title') return fold(row.title);
  const at = { due: row.dueAt, starts: row.startsAt, changed: row.statusSince }[sort.key];
  return at ?? never(sort);
}

export function positionOf(row: MilestoneRow, sort: readonly SortKey[]): ListPosition {
  const { agreementId, position, id } = row;
  return { values: sort.map((key) => sortValue(row, key)), agreementId, position, id };
}

export function orderBy(sort: readonly SortKey[], dialect: Dialect): string {
  const keys = sort.map((key) => `${expression(key, dialect)}${key.descending ? ' DESC' : ''}`);
  return [...keys, 'agreement_id', 'position', 'id'].join(', ');
}

/** The SQL condition for rows after a position: greater in the first key that differs. */
export function afterPosition(
  place: ListPosition,
  sort: readonly SortKey[],
  dialect: Dialect,
): { clause: string; parameters: readonly (string | number)[] } {
  const { agreementId, position, id } = place;
  // If an amendment has moved the row since, its new position counts.
  const current = 'COALESCE((SELECT last.position FROM milestone AS last WHERE last.id = ?), ?)';
  let clause = `(agreement_id, position, id) > (?, ${current}, ?)`;
  const parameters: (string | number)[] = [agreementId, id, position, id];
  for (const [i, key] of [...sort.entries()].toReversed()) {
    const column = expression(key, dialect);
    const value = place.values[i] ?? never(key);
    clause = `(${column} ${key.descending ? '<' : '>'} ? OR (${column} = ? AND ${clause}))`;
    parameters.unshift(value, value);
  }
  return { clause, parameters };
}

/** The same order for rows in memory. */
export function positionComparer(sort: readonly SortKey[]) {
  return (a: ListPosition, b: ListPosition): number => {
    for (const [i, { descending }] of sort.entries()) {
      const [one, other] = [a.values[i], b.values[i]];
      if (one === undefined || other === undefined || one === other) continue;
      const step = one < other ? -1 : 1;
      return descending ? -step : step;
    }
    return (
      compare(a.agreementId, b.agreementId) ||
      compare(a.position, b.position) ||
      compare(a.id, b.id)
    );
  };
}

function compare<T extends string | number>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
