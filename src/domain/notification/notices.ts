import type { RecordedMove } from '../../engine/model/fact';
import type { MilestoneRow } from '../milestone/milestone.entity';
import type { StatusChange } from '../milestone/status-changes';

/** A notice about one milestone. Its message type is `milestone.` and the kind. */
export interface Notice {
  kind: NoticeKind;
  row: MilestoneRow;
  /** Lead time in minutes, number of the reminder or of the incident; 0 if there is only one. */
  step: number;
  /** The instant that it is about. */
  at: number;
  /** Of an announcement: the instant of its step, which is earlier than `at` if the deadline was recorded later. */
  passedAt?: number;
  /** The id of the message that this one corrects. */
  corrects?: string;
  /** Of a date that moved: why a notice is sent, and the days before and after, YYYY-MM-DD. */
  detail?: { why: 'alerted' | 'clock-started'; from: string | null; to: string | null };
  /** Of an escalation: the destination that it goes to, and what nobody acknowledged. */
  chain?: ChainLink;
  /** The ids of the facts that it reports; absent for the fact that caused the write. */
  facts?: readonly string[];
}

/** One destination of an escalation chain, and the alert that comes to it. */
export interface ChainLink {
  /** The id of the destination. */
  to: string;
  /** Its place in the chain, from 1. */
  place: number;
  length: number;
  /** When the alert was sent that nobody acknowledged, epoch milliseconds. */
  since: number;
}

/** What is particular to a kind of notice. */
interface KindRules {
  /** Whom its message names: those who still owe the milestone, those in the facts it reports, or all obligors. */
  names: 'open' | 'acting' | 'all';
  /** It is announced each time that it happens, not once for each deadline version. */
  repeats: boolean;
}

const rules = (names: KindRules['names'], repeats = false): KindRules => ({ names, repeats });

/** Every kind of notice. */
export const NOTICE_KINDS = {
  upcoming: rules('open'),
  'due-soon': rules('open'),
  'grace-started': rules('open'),
  overdue: rules('open'),
  fulfilled: rules('all'),
  'fulfilled-late': rules('all'),
  'fulfilled-in-part': rules('acting', true),
  violated: rules('acting', true),
  redated: rules('all'),
  undated: rules('all'),
  corrected: rules('all'),
};

export type NoticeKind = keyof typeof NOTICE_KINDS;

/** Notices about a deadline; outdated once the deadline is superseded. */
export const DEADLINE_NOTICES = ['upcoming', 'due-soon', 'grace-started', 'overdue'] as const;

/** States in which nothing is owed, so the clock sends no notice. */
export const NOT_OWED: readonly string[] = ['discharged', 'suspended', 'terminated'];

/** The kind of notice when a timeliness begins. */
export const KIND_BY_TIMELINESS: Readonly<Record<string, NoticeKind>> = {
  'due-soon': 'due-soon',
  'in-grace': 'grace-started',
  overdue: 'overdue',
};

/**
 * The notice for changes of status by the clock after a deadline has passed. Only the latest change has one: after an
 * outage, "overdue" is enough. A change before the deadline version was recorded has none.
 */
export function clockNotices(
  row: MilestoneRow,
  was: string | undefined,
  passed: readonly StatusChange[],
): Notice[] {
  const latest = passed.at(-1);
  if (latest === undefined || latest.timeliness === was || latest.at <= row.versionedAt) return [];
  if (NOT_OWED.includes(row.state)) return [];
  const kind = KIND_BY_TIMELINESS[latest.timeliness];
  return kind === undefined ? [] : [{ kind, row, step: 0, at: latest.at }];
}

type Known = Pick<MilestoneRow, 'outcome'> | undefined;

/** The notices for recorded facts: fulfilment by all or by some obligors, and breach. */
export function factNotices(previous: Known, row: MilestoneRow, now: number): Notice[] {
  if (previous === undefined) return [];
  const notices: Notice[] = [];
  const { fulfilledAt, doneAt, breachedAt, incidents } = row.outcome;
  if (fulfilledAt !== undefined && previous.outcome.fulfilledAt === undefined) {
    const kind = row.timeliness === 'late' ? 'fulfilled-late' : 'fulfilled';
    const facts = movesOf(row, 'fulfilled').map(({ fact }) => fact);
    notices.push({ kind, row, step: 0, at: fulfilledAt, facts });
  }
  const parts = newMoves(previous, row, 'fulfilled').filter(
    ({ by = '' }) => (fulfilledAt ?? doneAt) === undefined && row.obligors.includes(by),
  );
  const last = parts.at(-1);
  if (last !== undefined) {
    const facts = parts.map(({ fact }) => fact);
    const step = movesOf(row, 'fulfilled').length;
    notices.push({ kind: 'fulfilled-in-part', row, step, at: last.at, facts });
  }
  if (incidents > previous.outcome.incidents) {
    const facts = newMoves(previous, row, 'breached').map(({ fact }) => fact);
    notices.push({ kind: 'violated', row, step: incidents, at: breachedAt ?? now, facts });
  }
  return notices;
}

function movesOf({ outcome }: Pick<MilestoneRow, 'outcome'>, was: RecordedMove['was']) {
  return (outcome.moves ?? []).filter((move) => move.was === was);
}

function newMoves(
  previous: Pick<MilestoneRow, 'outcome'>,
  row: MilestoneRow,
  was: RecordedMove['was'],
) {
  const known = new Set(movesOf(previous, was).map(({ fact }) => fact));
  return movesOf(row, was).filter(({ fact }) => !known.has(fact));
}
