import type { EntityManager } from 'typeorm';
import { selectRows } from '../../store/sql/rows';
import type { RevisionTicket } from '../agreement/revision';
import type { MilestoneRow } from '../milestone/milestone.entity';
import type { StatusChange } from '../milestone/status-changes';
import { AlertAnswerRow } from './alert-answer.entity';
import { type Answer, isAhead, type Planned, planOf, stepsAhead } from './alert-plan';
import { AlertPolicyRow } from './alert-policy.entity';
import { type AlertRule, type AlertTerms, termsFor } from './alert-policy-schema';
import { BY_TIMELINESS, clockNotices, NOT_OWED, type Notice } from './notices';

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
const NO_TERMS = termsFor([], { obligation: '', phase: null, obligors: [], theme: null });

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

/** Judged by `now`, and told at `recordedAt`, which differ after the clock was set back. */
type When = Pick<RevisionTicket, 'now' | 'recordedAt'>;

/**
 * What is to be told of a milestone that was just judged: the latest of what its change of status and its
 * plan call for. After a silence nobody needs every step that was slept through.
 */
export function noticesOf(
  watch: Watch,
  row: MilestoneRow,
  was: string | undefined,
  passed: readonly StatusChange[],
  when: When,
): Notice[] {
  if (isAhead(row, when.now)) return noticesAhead(watch, row, when);
  const clock = clockNotices(row, was, passed).filter(({ at }) => at > watch.watchedSince);
  if (isPlain(watch)) return clock;
  const { mute } = termsOf(watch, row);
  const silent = mute.includes(BY_TIMELINESS[row.timeliness] ?? '');
  const planned = planFor(watch, row).findLast(({ ahead, at }) => !ahead && at <= when.now);
  const spokenAt = silent ? Number.NEGATIVE_INFINITY : (row.statusSince ?? 0);
  if (planned !== undefined && planned.at > spokenAt) return [{ ...planned, row }];
  return silent ? [] : clock;
}

/**
 * Of a deadline that lies ahead, the latest step that has passed, whether by the clock or because the deadline,
 * the policy or the duty itself is younger than its step. The same step comes out again at every look: who
 * announces it passes over what was told (`untold.ts`).
 */
export function noticesAhead(watch: Watch, row: MilestoneRow, { now, recordedAt }: When): Notice[] {
  const soon = row.timeliness === 'due-soon' && !NOT_OWED.includes(row.state);
  // Of most of thousands there is nothing to tell, and no plan is made.
  if (isPlain(watch) && !soon) return [];
  const terms = termsOf(watch, row);
  const status = soon ? stepsAhead(row, terms).filter(({ kind }) => kind === 'due-soon') : [];
  const passed = [...planFor(watch, row), ...status].filter(({ at }) => at <= now);
  const last = passed.reduce<Planned | undefined>(
    (latest, one) => (latest === undefined || one.at >= latest.at ? one : latest),
    undefined,
  );
  if (last === undefined) return [];
  // The end of a snooze.
  if (last.ahead === undefined) return [{ ...last, row }];
  const since = last.kind === 'due-soon' ? watch.watchedSince : watch.since;
  const late = last.at <= Math.max(row.versionedAt, since);
  return [{ ...last, row, at: late ? recordedAt : last.at, passedAt: last.at }];
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

function planFor(watch: Watch, row: MilestoneRow): Planned[] {
  if (isPlain(watch)) return [];
  const given = watch.answers.get(answered(row.id, row.version)) ?? NO_ANSWERS;
  return planOf(row, termsOf(watch, row), given, watch.since);
}

function termsOf({ rules }: Watch, row: MilestoneRow): AlertTerms {
  return rules.length === 0 ? NO_TERMS : termsFor(rules, row);
}

/** A new version of a deadline is one that nobody has answered to. */
function answered(milestoneId: string, version: number): string {
  return `${milestoneId} ${version}`;
}

/** Most agreements have neither; a re-dating of thousands then plans nothing. */
function isPlain({ rules, answers }: Watch): boolean {
  return rules.length === 0 && answers.size === 0;
}
