import { POLICY } from '../../config/policy';
import type { Instant, Standing } from '../schedule/model';
import { type MilestoneTiming, standing } from '../schedule/status';
import type { ScheduledColumns } from './scheduled';

/** The status of a stored milestone at an instant, by the schedule's one status function. */
export function judge(row: ScheduledColumns, at: Instant): Standing {
  return standing(timingOf(row), at, { dueSoonMs: POLICY.dueSoonMs });
}

function timingOf(row: ScheduledColumns): MilestoneTiming {
  return {
    kind: row.kind,
    waitsFor: row.waitsFor,
    outcome: row.outcome,
    ...(row.dueOn === null ? {} : { dueOn: row.dueOn }),
    ...(row.dueAt === null ? {} : { dueAt: row.dueAt }),
    ...(row.graceEndsAt === null ? {} : { graceEndsAt: row.graceEndsAt }),
    ...(row.opensAt === null ? {} : { opensAt: row.opensAt }),
    ...(row.startsAt === null ? {} : { startsAt: row.startsAt }),
    ...(row.endsAt === null ? {} : { endsAt: row.endsAt }),
  };
}
