import { POLICY } from '../../config/policy';
import type { Instant, Standing } from '../schedule/model';
import { type MilestoneTiming, standing } from '../schedule/status';
import type { MilestoneRow } from './milestone.entity';
import type { ScheduledColumns } from './scheduled';

/** The status of a stored milestone at an instant, by the schedule's one status function. */
export function judge(row: ScheduledColumns, at: Instant): Standing {
  return judgeScheduled(timingOf(row), at);
}

/** A stored milestone as it stands now, also where its instant has come and the sweep has not. */
export function judgedBy(row: MilestoneRow, now: Instant): MilestoneRow {
  if (row.wakeAt === null || row.wakeAt > now) return row;
  const { status, timeliness, state, since, nextChangeAt } = judge(row, now);
  const statusSince = since ?? row.statusSince;
  return { ...row, status, timeliness, state, statusSince, nextChangeAt: nextChangeAt ?? null };
}

/** The same of a milestone as a schedule gives it. */
export function judgeScheduled(milestone: MilestoneTiming, at: Instant): Standing {
  return standing(milestone, at, { dueSoonMs: POLICY.dueSoonMs });
}

function timingOf(row: ScheduledColumns): MilestoneTiming {
  return {
    kind: row.kind,
    waitsFor: row.waitsFor,
    outcome: row.outcome,
    dueOn: row.dueOn ?? undefined,
    dueAt: row.dueAt ?? undefined,
    graceEndsAt: row.graceEndsAt ?? undefined,
    opensAt: row.opensAt ?? undefined,
    startsAt: row.startsAt ?? undefined,
    endsAt: row.endsAt ?? undefined,
  } as MilestoneTiming;
}
