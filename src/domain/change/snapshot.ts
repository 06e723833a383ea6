import type { EntityManager } from 'typeorm';
import type { Agreement } from '../../engine/compile/agreement';
import type { Fact } from '../../engine/model/fact';
import type { Milestone } from '../../engine/model/milestone';
import type { Instant } from '../../engine/model/time';
import { schedule } from '../../engine/schedule/schedule';
import type { AgreementRow, WatchMode } from '../agreement/agreement.entity';
import type { Agreements } from '../agreement/agreements';
import { scheduleContext } from '../agreement/calendars';
import type { FactDraft } from '../ledger/draft';
import type { FactRow } from '../ledger/fact.entity';
import type { Ledger } from '../ledger/ledger';
import { scheduleFacts } from '../ledger/schedule-fact';
import type { Cause } from '../milestone/status-changes';

/** An agreement before a change. */
export interface Snapshot {
  row: AgreementRow;
  agreement: Agreement;
  /** The facts that hold, in the order recorded. */
  current: readonly FactRow[];
}

/** What a change writes. */
export interface Change {
  /** Facts and retractions, in the order in which they are recorded. */
  drafts: readonly FactDraft[];
  /** The document that comes into force, if it changes. */
  document?: { agreement: Agreement; source: string };
  /** The new watch mode, if it changes. */
  standing?: WatchMode;
  /** The cause, for the history and the messages. */
  cause: string;
  signed?: Cause['signed'];
}

export async function loadSnapshot(
  tx: EntityManager,
  agreements: Agreements,
  ledger: Ledger,
  agreementId: string,
): Promise<Snapshot> {
  const row = await agreements.find(tx, agreementId);
  const current = await ledger.current(tx, agreementId);
  return { row, agreement: agreements.compile(row), current };
}

export type KnownFact = FactDraft & { id: string };

/** The facts that hold after `added` is recorded. */
export function factsAfter(
  current: readonly KnownFact[],
  added: readonly KnownFact[],
): KnownFact[] {
  const retracted = new Set(added.map((fact) => fact.retracts));
  return [...current, ...added].filter(
    (fact) => fact.kind !== 'retracted' && !retracted.has(fact.id),
  );
}

/** A document, facts and the schedule that follows from them. */
export interface ComputedSchedule {
  agreement: Agreement;
  facts: readonly Fact[];
  milestones: readonly Milestone[];
}

/** @param at the instant up to which terms have renewed themselves. */
export function scheduleOf(
  agreement: Agreement,
  known: readonly KnownFact[],
  derivations: boolean,
  at: Instant,
): ComputedSchedule {
  const facts = scheduleFacts(known);
  const { milestones } = schedule(agreement, facts, scheduleContext(at, derivations));
  return { agreement, facts, milestones };
}
