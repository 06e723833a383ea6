import { POLICY } from '../../config/policy';
import type { Instant, Standing } from '../schedule/model';
import { type MilestoneTiming, standing } from '../schedule/status';
import type { ScheduledColumns } from './scheduled';

/** The status of a stored milestone at an instant, by the schedule's one status function. */
export function judge(row: ScheduledColumns, at: Instant): Standing {
  return standing(timingOf(row), at, { dueSoonMs: POLICY.dueSoonMs });
}

/** One literal and no spreads: a large re-dating judges thousands of rows. */
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
