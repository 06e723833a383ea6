import type { MilestoneRow } from '../milestone/milestone.entity';
import { type PresentedMilestone, presentMilestone } from '../milestone/present';
import type { Cell } from './csv';

/** Flat columns, the most read first; instants in UTC, days in the agreement's zone. */
const KEYS = [
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
  'graceEndsAt',
  'opensOn',
  'startsOn',
  'endsOn',
  'fulfilledAt',
  'incidents',
  'waitsFor',
  'phrase',
  'version',
] as const satisfies readonly (keyof PresentedMilestone)[];

export const MILESTONE_COLUMNS: readonly string[] = KEYS;

export function milestoneCells(row: MilestoneRow): Cell[] {
  const presented = presentMilestone(row);
  return KEYS.map((key): Cell => {
    const value = presented[key];
    return typeof value === 'object' && value !== null ? value.join('; ') : value;
  });
}
