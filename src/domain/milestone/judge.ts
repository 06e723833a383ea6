import { POLICY } from '../../config/policy';
import type { MilestoneTiming } from '../../engine/model/milestone';
import type { MilestoneStatus } from '../../engine/model/status';
import type { Instant } from '../../engine/model/time';
import { statusAt } from '../../engine/status/status';
import type { ScheduledColumns } from './milestone-row';

/** The status of a stored milestone at an instant, by the schedule's one status function. */
export function judge(row: ScheduledColumns, at: Instant): MilestoneStatus {
  return judgeScheduled(timingOf(row), at);
}

/** The same of a milestone as a schedule gives it. */
export function judgeScheduled(milestone: MilestoneTiming, at: Instant): MilestoneStatus {
  return statusAt(milestone, at, { dueSoonMs: POLICY.dueSoonMs });
}

function timingOf(row: ScheduledColumns): MilestoneTiming {
  return {
    kind: row.kind,
    nature: row.nature ?? undefined,
    waitsFor: row.waitsFor,
    outcome: row.outcome,
    dueOn: row.dueOn ?? undefined,
    dueAt: row.dueAt ?? undefined,
    comesAt: row.comesAt ?? undefined,
    graceEndsAt: row.graceEndsAt ?? undefined,
    opensAt: row.opensAt ?? undefined,
    startsAt: row.startsAt ?? undefined,
    endsAt: row.endsAt ?? undefined,
  } as MilestoneTiming;
}
