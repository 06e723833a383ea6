import { presentDay } from '../../base/present-time';
import { POLICY } from '../../config/policy';
import type { MilestoneRow } from '../milestone/milestone.entity';
import type { Redated, StoredMilestone } from '../milestone/redating';
import { targetDay } from './alert-plan';
import type { Notice } from './notices';
import { announcesClockStart, type Watch } from './watch';

interface DateChange {
  previous: StoredMilestone;
  row: MilestoneRow;
  why: 'alerted' | 'clock-started';
}

/**
 * Notices about single new dates, besides the one `schedule.changed` for all: of milestones with an alert about the old
 * date, and of those whose clock a fact started if the policy asks for that. There are none if they would be more than
 * `POLICY.separateMessages`.
 * @param alerted ids of milestones with an alert about the superseded deadline.
 */
export function redatedNotices(
  watch: Watch,
  changes: readonly Redated[],
  alerted: ReadonlySet<string>,
  at: number,
): Notice[] {
  const dateChanges = changes.flatMap(({ previous, row }): DateChange[] => {
    if (previous === undefined || !moved(previous, row)) return [];
    if (alerted.has(row.id)) return [{ previous, row, why: 'alerted' }];
    const started = currentDay(previous) === null && currentDay(row) !== null;
    return started && announcesClockStart(watch, row)
      ? [{ previous, row, why: 'clock-started' }]
      : [];
  });
  if (dateChanges.length > POLICY.separateMessages) return [];
  return dateChanges.map(({ previous, row, why }) => ({
    kind: currentDay(row) === null ? 'undated' : 'redated',
    row,
    step: 0,
    at,
    detail: { why, from: presentDay(currentDay(previous)), to: presentDay(currentDay(row)) },
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

function currentDay(row: StoredMilestone): number | null {
  return row.droppedAt === null ? targetDay(row) : null;
}
