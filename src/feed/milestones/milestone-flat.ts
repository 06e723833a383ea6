import type { MilestoneRow } from '../../domain/milestone/milestone.entity';
import {
  type PresentedMilestone,
  presentMilestone,
} from '../../domain/milestone/present/milestone';
import { formatDay } from '../../engine/calendar/epoch-day';
import type { EpochDay } from '../../engine/model/time';
import { byParty } from '../../engine/status/by-party';
import type { Cell } from './csv';

/** The most read first; days in the agreement's zone, instants in UTC. */
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
] as const satisfies readonly (keyof PresentedMilestone)[];

/** What tools that draw and compare want as numbers. */
const COMPUTED = {
  agreement: (row) => row.agreementId,
  /** "ukraine done 2026-03-01; russia open" */
  byParty: (row) =>
    byParty(row)
      .map(({ party, state, move }) =>
        [party, state, ...(move === undefined ? [] : [formatDay(move.on)])].join(' '),
      )
      .join('; ') || null,
  /** Civil days from today in the agreement's zone to the day it is due; negative once that has passed. */
  daysUntilDue: (row, today) => (row.dueOn === null ? null : row.dueOn - today),
  /** 1 or 0. */
  overdue: (row) => Number(row.timeliness === 'overdue'),
  /** Epoch milliseconds. */
  dueAtMs: (row) => row.dueAt,
  graceEndsAtMs: (row) => row.graceEndsAt,
  fulfilledAtMs: (row) => row.outcome.fulfilledAt ?? null,
  statusSinceMs: (row) => row.statusSince,
} satisfies Record<string, (row: MilestoneRow, today: EpochDay) => Cell>;

type Column = (typeof PRESENTED)[number] | keyof typeof COMPUTED;

/** A milestone as one line of a table. */
export const FLAT_COLUMNS: readonly Column[] = [
  ...PRESENTED,
  ...(Object.keys(COMPUTED) as (keyof typeof COMPUTED)[]),
];

/** @param today the day it is in the agreement's zone. */
export function flatCells(row: MilestoneRow, columns: readonly Column[], today: EpochDay): Cell[] {
  const presented = presentMilestone(row);
  return columns.map((column): Cell => {
    if (column in COMPUTED) return COMPUTED[column as keyof typeof COMPUTED](row, today);
    const value = presented[column as (typeof PRESENTED)[number]];
    return typeof value === 'object' && value !== null ? value.join('; ') : value;
  });
}
