import { type Answer, type Deadline, isReminded, targetInstant } from './alert-plan';
import type { AlertTerms } from './alert-policy-schema';
import type { ChainLink, NoticeKind } from './notices';

/** What a chain needs to know of an alert about a deadline version. */
export interface SentAlert {
  kind: string;
  /** When it was sent, epoch milliseconds. */
  at: number;
  /** The destination that a chain passed it to; null for an alert that is not part of a chain. */
  escalatedTo: string | null;
}

/** A notice for the next destination of a chain. */
export interface Escalation {
  kind: NoticeKind;
  step: number;
  /** Epoch milliseconds. */
  at: number;
  chain: ChainLink;
}

/** Steps of escalations begin after this number; those of snoozes are lower. */
const ESCALATION_STEP = 2_000_000;

/** The kinds of alert that are sent while a deadline is in one phase, and the end of that phase. */
const PHASES: readonly {
  kinds: readonly NoticeKind[];
  endsAt: (row: Deadline) => number | null;
}[] = [
  { kinds: ['upcoming', 'due-soon'], endsAt: targetInstant },
  { kinds: ['grace-started'], endsAt: ({ graceEndsAt, dueAt }) => graceEndsAt ?? dueAt },
  { kinds: ['overdue'], endsAt: () => null },
];

/**
 * The escalations of one deadline version that are not sent yet, past and future. A pure function, so a dry run and the
 * sweep agree. A chain begins with the first alert of its kinds in a phase (ahead, grace, overdue). It ends with the
 * phase or an acknowledgement. A snooze postpones it: its times are then counted from the end of the snooze.
 * @param alerts all alerts about this deadline version.
 * @param since escalations up to this instant (inclusive) are left out: the policy was set then, or a pause ended.
 */
export function escalationsOf(
  row: Deadline,
  { escalate }: AlertTerms,
  answers: readonly Answer[],
  alerts: readonly SentAlert[],
  since: number,
): Escalation[] {
  if (escalate === undefined || !isReminded(row)) return [];
  if (answers.some(({ kind }) => kind === 'acknowledged')) return [];
  const snoozed = answers.flatMap(({ until }) => until ?? []);
  return PHASES.flatMap(({ kinds, endsAt }) => {
    const own = alerts.filter(({ kind }) => kinds.some((one) => one === kind));
    const first = own
      .filter(({ escalatedTo, kind }) => escalatedTo === null && escalate.kinds.includes(kind))
      .reduce<SentAlert | undefined>(
        (least, one) => (least === undefined || one.at < least.at ? one : least),
        undefined,
      );
    const kind = kinds.find((one) => one === first?.kind);
    if (first === undefined || kind === undefined) return [];
    const reached = own.flatMap(({ escalatedTo }) => escalatedTo ?? []);
    const begins = Math.max(first.at, ...snoozed);
    return escalate.chain
      .map(({ to, afterMs }, i) => ({ to, at: begins + afterMs, place: i + 1 }))
      .filter(({ to }) => !reached.includes(to))
      .map(
        ({ to, at, place }, i): Escalation => ({
          kind,
          step: ESCALATION_STEP + reached.length + i + 1,
          at,
          chain: { to, place, length: escalate.chain.length, since: first.at },
        }),
      )
      .filter(({ at }) => at > since && at < (endsAt(row) ?? Number.POSITIVE_INFINITY));
  });
}
