import type { MilestoneRow } from '../../domain/milestone/milestone.entity';
import {
  type PresentedMilestone,
  presentMilestone,
} from '../../domain/milestone/present/milestone';
import { formatDay } from '../../engine/calendar/epoch-day';
import type { EpochDay } from '../../engine/model/time';
import { byParty } from '../../engine/status/by-party';
import type { Cell } from './csv';

/** Columns from the presented milestone, the most important first. Days are in the agreement's zone, instants in UTC. */
const PRESENTED = [
  'id',
  'title',
  'ref',
  'status',
  'dueOn',
  'dueAt',
  'timeliness',
  'state',
  'kind',
  'obligors',
  'theme',
  'hypothetical',
  'provisional',
  'bound',
  'graceEndsAt',
  'opensOn',
  'startsOn',
  'endsOn',
  'fulfilledAt',
  'incidents',
  'waitsFor',
  'phrase',
  'version',
  'nature',
  'comesAt',
  'dueOnEarliest',
  'opensOnLatest',
  'startsOnLatest',
  'endsOnEarliest',
  'targetOn',
  'targetOnEarliest',
] as const satisfies readonly (keyof PresentedMilestone)[];

/** Further columns, as numbers where tools compare them. */
const COMPUTED = {
  agreement: (row) => row.agreementId,
  /** "ukraine done 2026-03-01; russia open" */
  byParty: (row) =>
    byParty(row)
      .map(({ party, state, move }) =>
        [party, state, ...(move === undefined ? [] : [formatDay(move.on)])].join(' '),
      )
      .join('; ') || null,
  /** Days from today in the agreement's zone to the last day; negative after it. */
  daysUntilDue: (row, today) => (row.dueOn === null ? null : row.dueOn - today),
  /** 1 or 0. */
  overdue: (row) => Number(row.timeliness === 'overdue'),
  /** Epoch milliseconds. */
  dueAtMs: (row) => row.dueAt,
  graceEndsAtMs: (row) => row.graceEndsAt,
  fulfilledAtMs: (row) => row.outcome.fulfilledAt ?? null,
  statusSinceMs: (row) => row.statusSince,
} satisfies Record<string, (row: MilestoneRow, today: EpochDay) => Cell>;

type ComputedColumn = keyof typeof COMPUTED;
type Column = (typeof PRESENTED)[number] | ComputedColumn;

/** All columns, in their default order. */
export const FLAT_COLUMNS: readonly Column[] = [
  ...PRESENTED,
  ...Object.keys(COMPUTED).filter(isComputed),
];

/** The cells of a milestone. @param today the present day in the agreement's zone. */
export function flatCells(row: MilestoneRow, columns: readonly Column[], today: EpochDay): Cell[] {
  const presented = presentMilestone(row);
  return columns.map((column): Cell => {
    if (isComputed(column)) return COMPUTED[column](row, today);
    const value = presented[column];
    return typeof value === 'object' && value !== null ? value.join('; ') : value;
  });
}

function isComputed(column: string): column is ComputedColumn {
  return column in COMPUTED;
}
