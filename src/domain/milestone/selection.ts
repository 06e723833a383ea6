import type { EpochDay, Instant } from '../../engine/model/time';
import { type Dialect, fold } from '../../store/sql/dialect';
import { among } from '../../store/sql/sql';
import type { MilestoneRow } from './milestone.entity';

/** Which milestones to list; an absent key selects all. */
export interface Selection {
  /** Any of these; an empty list selects all. */
  status?: readonly string[] | undefined;
  timeliness?: readonly string[] | undefined;
  state?: readonly string[] | undefined;
  /** Owed by this party. */
  party?: string | undefined;
  theme?: string | undefined;
  /** Exclusive, by the civil day of the agreement. */
  dueAfter?: EpochDay | undefined;
  dueBefore?: EpochDay | undefined;
  /** Inclusive: its status or its dates changed at this instant or later. */
  changedSince?: Instant | undefined;
  /** Part of its title, reference, phrase or id, without regard to case. */
  text?: string | undefined;
}

interface Condition {
  clause: string;
  parameters: readonly (string | number)[];
}

const SEARCHED = "(title || ' ' || COALESCE(ref, '') || ' ' || phrase || ' ' || id)";

/** The selection as SQL conditions, all of which must hold. */
export function conditionsOf(selection: Selection, dialect: Dialect): Condition[] {
  const { party, theme, dueAfter, dueBefore, changedSince, text } = selection;
  const conditions: Condition[] = (['status', 'timeliness', 'state'] as const)
    .filter((key) => isNonEmpty(selection[key]))
    .map((key) => among(key, selection[key]));
  const add = (clause: string, ...parameters: (string | number)[]): void => {
    conditions.push({ clause, parameters });
  };
  // Ids are stored as a JSON list, so an id stands in quotes.
  if (party !== undefined) add(dialect.contains('obligors', '?'), JSON.stringify(party));
  if (theme !== undefined) add('theme = ?', theme);
  if (dueAfter !== undefined) add('due_on > ?', dueAfter);
  if (dueBefore !== undefined) add('due_on < ?', dueBefore);
  if (changedSince !== undefined) {
    add('(versioned_at >= ? OR status_since >= ?)', changedSince, changedSince);
  }
  if (text !== undefined) add(dialect.contains(dialect.folded(SEARCHED), '?'), fold(text));
  return conditions;
}

/** Whether a row in memory is selected. */
export function isSelected(row: MilestoneRow, selection: Selection): boolean {
  const { party, theme, dueAfter, dueBefore, changedSince, text } = selection;
  const searched = (): string => fold(`${row.title} ${row.ref ?? ''} ${row.phrase} ${row.id}`);
  return (
    (['status', 'timeliness', 'state'] as const).every((key) =>
      isAmong(row[key], selection[key]),
    ) &&
    (party === undefined || row.obligors.includes(party)) &&
    (theme === undefined || row.theme === theme) &&
    (dueAfter === undefined || (row.dueOn !== null && row.dueOn > dueAfter)) &&
    (dueBefore === undefined || (row.dueOn !== null && row.dueOn < dueBefore)) &&
    (changedSince === undefined ||
      Math.max(row.versionedAt, row.statusSince ?? 0) >= changedSince) &&
    (text === undefined || searched().includes(fold(text)))
  );
}

function isNonEmpty(wanted: readonly string[] | undefined): boolean {
  return wanted !== undefined && wanted.length > 0;
}

function isAmong(value: string, wanted: readonly string[] | undefined): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.includes(value);
}
