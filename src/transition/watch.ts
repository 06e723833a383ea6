import type { EntityManager } from 'typeorm';
import type { MilestoneRow } from '../milestone/milestone.entity';
import { selectRows } from '../store/rows';
import { AlertAnswerRow } from './alert-answer.entity';
import { type Answer, planOf } from './alert-plan';
import { BY_TIMELINESS, clockNotices, type Notice } from './alert-policy';
import { AlertPolicyRow } from './alert-policy.entity';
import { type AlertRule, termsFor } from './alert-rules';
import type { Passage } from './progress';

/** How an agreement's deadlines are watched: its policy, and what people answered to alerts. */
export interface Watch {
  rules: readonly AlertRule[];
  /** When the policy was set, epoch milliseconds; what it would have called for before is not told. */
  since: number;
  /** What came true up to this instant, while the agreement was paused, is history. */
  watchedSince: number;
  /** By milestone and deadline version, as `answered` joins them. */
  answers: ReadonlyMap<string, readonly Answer[]>;
}

const NO_ANSWERS: readonly Answer[] = [];

/**
 * Reads the policy and the answers that still count.
 * @param watchedSince see `Raised`.
 */
export async function watchOf(
  tx: EntityManager,
  agreementId: string,
  watchedSince = 0,
): Promise<Watch> {
  const [policy] = await selectRows(tx, AlertPolicyRow, 'WHERE id = ?', [agreementId]);
  const rows = await selectRows(
    tx,
    AlertAnswerRow,
    `JOIN milestone ON milestone.id = alert_answer.milestone_id
       AND milestone.version = alert_answer.version
     WHERE alert_answer.agreement_id = ? ORDER BY alert_answer.recorded_at, alert_answer.id`,
    [agreementId],
  );
  const answers = new Map<string, Answer[]>();
  for (const { milestoneId, version, kind, recordedAt, until } of rows) {
    const about = answered(milestoneId, version);
    const known = answers.get(about) ?? [];
    answers.set(about, [...known, { kind, at: recordedAt, until }]);
  }
  const since = Math.max(policy?.recordedAt ?? 0, watchedSince);
  return { rules: policy?.rules ?? [], since, watchedSince, answers };
}

/**
 * What is to be told of a milestone that was just judged: the latest of what its change of status and
 * its plan call for. After a silence nobody needs every step that was slept through.
 * @param now inclusive, epoch milliseconds.
 */
export function noticesOf(
  watch: Watch,
  row: MilestoneRow,
  was: string | undefined,
  passed: readonly Passage[],
  now: number,
): Notice[] {
  const clock = clockNotices(row, was, passed).filter(({ at }) => at > watch.watchedSince);
  if (isPlain(watch)) return clock;
  const { mute } = termsFor(watch.rules, row);
  const silent = mute.includes(BY_TIMELINESS[row.timeliness] ?? '');
  const planned = planFor(watch, row).findLast(({ at }) => at <= now);
  const spokenAt = silent ? Number.NEGATIVE_INFINITY : (row.statusSince ?? 0);
  if (planned !== undefined && planned.at > spokenAt) return [{ ...planned, row }];
  return silent ? [] : clock;
}

/** The next instant the sweep must look at a milestone; null when none ever will come by itself. */
export function wakeAt(watch: Watch, row: MilestoneRow, now: number): number | null {
  if (isPlain(watch)) return row.nextChangeAt;
  const planned = planFor(watch, row).find(({ at }) => at > now);
  if (planned === undefined) return row.nextChangeAt;
  return Math.min(planned.at, row.nextChangeAt ?? planned.at);
}

/** Whether something that happened starting this milestone's clock is to be told. */
export function tellsClockStarted(watch: Watch, row: MilestoneRow): boolean {
  return watch.rules.length > 0 && termsFor(watch.rules, row).clockStarted;
}

function planFor({ rules, since, answers }: Watch, row: MilestoneRow) {
  const given = answers.get(answered(row.id, row.version)) ?? NO_ANSWERS;
  return planOf(row, termsFor(rules, row), given, since);
}

/** A new version of a deadline is one that nobody has answered to. */
function answered(milestoneId: string, version: number): string {
  return `${milestoneId} ${version}`;
}

/** Most agreements have neither; a re-dating of thousands then plans nothing. */
function isPlain({ rules, answers }: Watch): boolean {
  return rules.length === 0 && answers.size === 0;
}
