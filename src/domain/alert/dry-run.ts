import type { Span } from '../../engine/model/time';
import type { MilestoneRow } from '../milestone/milestone.entity';
import {
  type Deadline,
  isAhead,
  type Planned,
  planOf,
  SETTLED,
  stepsAhead,
} from '../notification/alert-plan';
import { type AlertRule, type AlertTerms, termsFor } from '../notification/alert-policy-schema';
import { type Escalation, escalationsOf } from '../notification/escalation';
import type { ChainLink } from '../notification/notices';
import type { DeadlineRow } from '../transition/transition.entity';

/** A notice that a policy would send about one milestone. */
export interface DryRunNotice extends Planned {
  milestone: string;
  version: number;
  /** Of an escalation, which is sent if nobody acknowledges. */
  chain?: ChainLink;
}

/**
 * The notices that a policy would send about a milestone between two instants, as if it had always been in force and the
 * service had never stopped: for each deadline version while it was current, from today's facts.
 * @param versions every version of its deadline, oldest first.
 * @param from inclusive, epoch milliseconds; `to` exclusive.
 */
export function dryRun(
  row: MilestoneRow,
  versions: readonly DeadlineRow[],
  rules: readonly AlertRule[],
  { from, to }: { from: number; to: number },
): DryRunNotice[] {
  if (row.status === 'conditional') return [];
  const terms = termsFor(rules, row);
  // No more notices about its deadline are sent from then on.
  const settledAt = SETTLED.includes(row.state)
    ? (row.statusSince ?? row.versionedAt)
    : Number.POSITIVE_INFINITY;
  return versions.flatMap((version, i) => {
    const endsAt = Math.min(versions[i + 1]?.recordedAt ?? settledAt, settledAt);
    const last = i === versions.length - 1;
    const deadline = deadlineOf(row, version, last);
    const planned = planOf(deadline, terms, [], Number.NEGATIVE_INFINITY);
    const coming = [...statusNotices(deadline, terms), ...planned.filter(({ ahead }) => !ahead)];
    const sent = [
      ...stepsBefore(deadline, terms),
      ...coming.filter(({ at }) => at > version.recordedAt),
    ];
    const spans = row.outcome.suspensions ?? [];
    const alerts = withoutSuspended(sent, deadline, spans).filter(({ at }) => at < endsAt);
    return [...alerts, ...escalations(alerts, deadline, terms, spans)]
      .filter(({ at }) => at < endsAt && at >= from && at < to)
      .sort((a, b) => a.at - b.at)
      .map((one) => ({ ...one, milestone: row.id, version: version.version }));
  });
}

/** What the chain passes on of these alerts. What falls into a suspension is sent when that ends. */
function escalations(
  alerts: readonly Planned[],
  deadline: Deadline,
  terms: AlertTerms,
  spans: readonly Span[],
): Escalation[] {
  const sent = alerts.map(({ kind, at }) => ({ kind, at, escalatedTo: null }));
  return escalationsOf(deadline, terms, [], sent, Number.NEGATIVE_INFINITY).flatMap((one) => {
    const span = spans.find(({ from, to }) => one.at >= from && one.at <= (to ?? one.at));
    if (span === undefined) return [one];
    return span.to === undefined ? [] : [{ ...one, at: span.to }];
  });
}

/**
 * During a suspension nothing is sent. When it ends, the latest step before a deadline that is still ahead is sent, or the
 * latest reminder of one that has passed.
 */
function withoutSuspended(
  planned: readonly Planned[],
  deadline: Deadline,
  spans: readonly Span[],
): Planned[] {
  let sent = [...planned];
  for (const { from, to } of spans) {
    const silent = sent.filter(({ at }) => at >= from && at <= (to ?? at));
    const late = to === undefined ? [] : silent.filter((one) => isSentAt(to, one, deadline));
    const latest = Math.max(...late.map(({ at }) => at));
    const last = late.find(({ at }) => at === latest);
    sent = sent.filter((one) => one === last || !silent.includes(one));
  }
  return sent;
}

function isSentAt(resumedAt: number, { ahead, step }: Planned, deadline: Deadline): boolean {
  return isAhead(deadline, resumedAt) ? ahead === true : ahead === undefined && step > 0;
}

/** The steps before a deadline: those after it was recorded and, immediately, the last of the earlier ones. */
function stepsBefore(deadline: Deadline, terms: AlertTerms): Planned[] {
  const { versionedAt } = deadline;
  if (!isAhead(deadline, versionedAt)) return [];
  const ahead = stepsAhead(deadline, terms);
  const last = ahead.findLast(({ at }) => at <= versionedAt);
  const coming = ahead.filter(({ at }) => at > versionedAt);
  return last === undefined ? coming : [{ ...last, at: versionedAt }, ...coming];
}

function deadlineOf(row: MilestoneRow, version: DeadlineRow, last: boolean): Deadline {
  const { dueAt, graceEndsAt, startsOn, recordedAt } = version;
  return {
    kind: row.kind,
    state: 'in-effect',
    status: dueAt === null && startsOn === null ? 'undated' : 'upcoming',
    dueAt,
    graceEndsAt,
    rough: last ? row.rough : null,
    // Deadline versions store only the day of a start; its instant is known for the current version.
    comesAt: last ? row.comesAt : null,
    startsAt: last ? row.startsAt : null,
    versionedAt: recordedAt,
  };
}

/** The notices of status changes after a deadline has passed. */
function statusNotices({ kind, dueAt, graceEndsAt }: Deadline, { mute }: AlertTerms): Planned[] {
  const planned: Planned[] = [];
  if (dueAt !== null && kind === 'achievement') {
    if (graceEndsAt !== null) planned.push({ kind: 'grace-started', step: 0, at: dueAt });
    planned.push({ kind: 'overdue', step: 0, at: graceEndsAt ?? dueAt });
  }
  return planned.filter((one) => !mute.some((muted) => muted === one.kind));
}
