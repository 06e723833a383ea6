import type { EntityManager } from 'typeorm';
import { selectRows, selectSome } from '../../store/sql/rows';
import type { RevisionTicket } from '../agreement/revision';
import type { MilestoneRow } from '../milestone/milestone.entity';
import type { StatusChange } from '../milestone/status-changes';
import { AlertAnswerRow, AlertPolicyRow, AlertRow } from './alert.entity';
import { type Answer, isAhead, type Planned, planOf, stepsAhead } from './alert-plan';
import { type AlertRule, type AlertTerms, termsFor } from './alert-policy-schema';
import { type Escalation, escalationsOf, type SentAlert } from './escalation';
import {
  clockNotices,
  KIND_BY_TIMELINESS,
  NOT_OWED,
  type Notice,
  type NoticeKind,
} from './notices';

/** The alert policy of an agreement and the answers to its alerts. */
export interface Watch {
  rules: readonly AlertRule[];
  /** When the policy was set, epoch milliseconds: it announces no steps before. */
  since: number;
  /** Changes up to this instant are not announced, because the agreement was paused (`RevisionTicket`). */
  watchedSince: number;
  /** By milestone and deadline version (`answerKey`). */
  answers: ReadonlyMap<string, readonly Answer[]>;
  /** The same of the alerts that were sent; empty if no rule has a chain. */
  alerts: ReadonlyMap<string, readonly SentAlert[]>;
}

const NO_ANSWERS: readonly Answer[] = [];
const NO_ALERTS: readonly SentAlert[] = [];
const NO_TERMS = termsFor([], { obligation: '', phase: null, obligors: [], theme: null });

/**
 * Reads the policy, and the answers about current deadline versions.
 * @param watchedSince see `RevisionTicket`.
 */
export async function loadWatch(
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
    const about = answerKey(milestoneId, version);
    const known = answers.get(about) ?? [];
    answers.set(about, [...known, { kind, at: recordedAt, until }]);
  }
  const since = Math.max(policy?.recordedAt ?? 0, watchedSince);
  const rules = policy?.rules ?? [];
  const alerts = hasChain(rules) ? await sentAlerts(tx, agreementId) : new Map();
  return { rules, since, watchedSince, answers, alerts };
}

/** Whether any rule has an escalation chain. */
export function hasChain(rules: readonly AlertRule[]): boolean {
  return rules.some(({ escalate }) => escalate !== undefined && escalate !== null);
}

async function sentAlerts(tx: EntityManager, agreementId: string) {
  const rows = await selectSome(
    tx,
    AlertRow,
    ['milestoneId', 'version', 'kind', 'recordedAt', 'escalatedTo'],
    `JOIN milestone ON milestone.id = alert.milestone_id AND milestone.version = alert.version
     WHERE alert.agreement_id = ?`,
    [agreementId],
  );
  const alerts = new Map<string, SentAlert[]>();
  for (const { milestoneId, version, kind, recordedAt, escalatedTo } of rows) {
    const about = answerKey(milestoneId, version);
    const known = alerts.get(about);
    const alert = { kind, at: recordedAt, escalatedTo };
    if (known === undefined) alerts.set(about, [alert]);
    else known.push(alert);
  }
  return alerts;
}

/** Statuses are computed for `now` and recorded at `recordedAt`, which differ after the clock was set back. */
type When = Pick<RevisionTicket, 'now' | 'recordedAt'>;

/**
 * The notices for a milestone whose status was just computed: the latest of its status changes and its planned notices,
 * and every escalation that is due. After an outage, earlier notices are skipped; escalations are not, since each is for
 * another destination.
 * @param was its timeliness before.
 * @param statusChanges its changes of status, earliest first.
 */
export function noticesOf(
  watch: Watch,
  row: MilestoneRow,
  was: string | undefined,
  statusChanges: readonly StatusChange[],
  when: When,
): Notice[] {
  const escalations = escalationsFor(watch, row).filter(({ at }) => at <= when.now);
  return [
    ...stepOf(watch, row, was, statusChanges, when),
    ...escalations
      .filter(({ kind }) => isCurrent(kind, row, when.now))
      .map((one): Notice => ({ ...one, row })),
  ];
}

/** Whether the phase of a deadline in which alerts of this kind are sent lasts. */
function isCurrent(kind: NoticeKind, row: MilestoneRow, now: number): boolean {
  if (isAhead(row, now)) return kind === 'upcoming' || kind === 'due-soon';
  return kind === KIND_BY_TIMELINESS[row.timeliness];
}

function stepOf(
  watch: Watch,
  row: MilestoneRow,
  was: string | undefined,
  statusChanges: readonly StatusChange[],
  when: When,
): Notice[] {
  if (isAhead(row, when.now)) return noticesAhead(watch, row, when);
  const clock = clockNotices(row, was, statusChanges).filter(({ at }) => at > watch.watchedSince);
  if (plansNothing(watch)) return clock;
  const { mute } = termsOf(watch, row);
  const muted = mute.includes(KIND_BY_TIMELINESS[row.timeliness] ?? '');
  const planned = planFor(watch, row).findLast(({ ahead, at }) => !ahead && at <= when.now);
  const statusAt = muted ? Number.NEGATIVE_INFINITY : (row.statusSince ?? 0);
  if (planned !== undefined && planned.at > statusAt) return [{ ...planned, row }];
  return muted ? [] : clock;
}

/**
 * For an upcoming deadline: the latest step whose instant has passed, also if the deadline or the policy was recorded
 * after that instant. It returns the same step each time; `new-notices.ts` removes steps that were announced.
 */
export function noticesAhead(watch: Watch, row: MilestoneRow, { now, recordedAt }: When): Notice[] {
  const soon = row.timeliness === 'due-soon' && !NOT_OWED.includes(row.state);
  // Most milestones have nothing to announce; skipping the plan keeps large re-datings fast.
  if (plansNothing(watch) && !soon) return [];
  const terms = termsOf(watch, row);
  const status = soon ? stepsAhead(row, terms).filter(({ kind }) => kind === 'due-soon') : [];
  const passed = [...planFor(watch, row), ...status].filter(({ at }) => at <= now);
  const last = passed.reduce<Planned | undefined>(
    (latest, one) => (latest === undefined || one.at >= latest.at ? one : latest),
    undefined,
  );
  if (last === undefined) return [];
  // A planned notice that is no announcement is the end of a snooze.
  if (last.ahead === undefined) return [{ ...last, row }];
  const since = last.kind === 'due-soon' ? watch.watchedSince : watch.since;
  const late = last.at <= Math.max(row.versionedAt, since);
  return [{ ...last, row, at: late ? recordedAt : last.at, passedAt: last.at }];
}

/** The next instant at which the sweep must look at a milestone; null if there is none. */
export function wakeAt(watch: Watch, row: MilestoneRow, now: number): number | null {
  if (plansNothing(watch)) return row.nextChangeAt;
  const planned = [...planFor(watch, row), ...escalationsFor(watch, row)].filter(
    ({ at }) => at > now,
  );
  const next = Math.min(
    row.nextChangeAt ?? Number.POSITIVE_INFINITY,
    ...planned.map(({ at }) => at),
  );
  return next === Number.POSITIVE_INFINITY ? null : next;
}

/** Whether the policy asks for an alert when an event gives this milestone its date. */
export function announcesClockStart(watch: Watch, row: MilestoneRow): boolean {
  return watch.rules.length > 0 && termsFor(watch.rules, row).clockStarted;
}

function planFor(watch: Watch, row: MilestoneRow): Planned[] {
  if (plansNothing(watch)) return [];
  const given = watch.answers.get(answerKey(row.id, row.version)) ?? NO_ANSWERS;
  return planOf(row, termsOf(watch, row), given, watch.since);
}

/** The escalations of its deadline version that were not sent yet, past and future. */
function escalationsFor(watch: Watch, row: MilestoneRow): Escalation[] {
  const about = answerKey(row.id, row.version);
  const alerts = watch.alerts.get(about) ?? NO_ALERTS;
  if (alerts.length === 0) return [];
  const answers = watch.answers.get(about) ?? NO_ANSWERS;
  return escalationsOf(row, termsOf(watch, row), answers, alerts, watch.since);
}

function termsOf({ rules }: Watch, row: MilestoneRow): AlertTerms {
  return rules.length === 0 ? NO_TERMS : termsFor(rules, row);
}

/** Answers are kept by deadline version: a new version has none. */
function answerKey(milestoneId: string, version: number): string {
  return `${milestoneId} ${version}`;
}

/** Whether there is neither a policy nor an answer, as for most agreements. */
function plansNothing({ rules, answers }: Watch): boolean {
  return rules.length === 0 && answers.size === 0;
}
