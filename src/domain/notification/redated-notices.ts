import { presentDay } from '../../base/present-time';
import { POLICY } from '../../config/policy';
import type { MilestoneRow } from '../milestone/milestone.entity';
import type { Redated, StoredMilestone } from '../milestone/redating';
import { dayOf } from './alert-plan';
import type { Notice } from './notices';
import { tellsClockStarted, type Watch } from './watch';

interface Told {
  previous: StoredMilestone;
  row: MilestoneRow;
  why: 'alerted' | 'clock-started';
}

/**
 * Milestones whose new date is told one by one, beside the one `schedule.changed` for all: those about
 * whose old date an alert went out, and those whose clock a fact started where the policy asks for it.
 * A re-dating that concerns more of them than people would read is told as one change only.
 * @param alerted ids of milestones with an alert about the deadline that this re-dating supersedes.
 */
export function redatedNotices(
  watch: Watch,
  changes: readonly Redated[],
  alerted: ReadonlySet<string>,
  at: number,
): Notice[] {
  const told = changes.flatMap(({ previous, row }): Told[] => {
    if (previous === undefined || !moved(previous, row)) return [];
    if (alerted.has(row.id)) return [{ previous, row, why: 'alerted' }];
    const started = standingDay(previous) === null && standingDay(row) !== null;
    return started && tellsClockStarted(watch, row)
      ? [{ previous, row, why: 'clock-started' }]
      : [];
  });
  if (told.length > POLICY.toldOneByOne) return [];
  return told.map(({ previous, row, why }) => ({
    kind: standingDay(row) === null ? 'undated' : 'redated',
    row,
    step: 0,
    at,
    detail: { why, from: presentDay(standingDay(previous)), to: presentDay(standingDay(row)) },
  }));
}

function moved(previous: StoredMilestone, row: MilestoneRow): boolean {
  return (
    previous.dueAt !== row.dueAt ||
    previous.comesAt !== row.comesAt ||
    previous.graceEndsAt !== row.graceEndsAt ||
    previous.startsAt !== row.startsAt
  );
}

function standingDay(row: StoredMilestone): number | null {
  return row.droppedAt === null ? dayOf(row) : null;
}
