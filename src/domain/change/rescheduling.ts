import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Agreement } from '../../engine/compile/agreement';
import type { Milestone } from '../../engine/model/milestone';
import { Store } from '../../store/store';
import type { AgreementRow, WatchMode } from '../agreement/agreement.entity';
import { Agreements } from '../agreement/agreements';
import type { RevisionTicket } from '../agreement/revision';
import type { FactRow } from '../ledger/fact.entity';
import { Ledger } from '../ledger/ledger';
import type { Cause } from '../milestone/status-changes';
import { Recorder, type Redating, type RedatingPlan } from '../transition/recorder';
import { Sweeper } from '../transition/sweeper';
import { type KnownFact, loadSnapshot, type Snapshot, scheduleOf } from './snapshot';

/** A document, as it was sent and compiled. */
interface ReadDocument {
  agreement: Agreement;
  source: string;
}

/** What a change writes besides its facts, computed and not yet written. */
export interface ComputedChange {
  /** The document that comes into force, as this version. */
  document: (ReadDocument & { number: number }) | undefined;
  mode: Pick<AgreementRow, 'standing' | 'standingSince'> | undefined;
  redating: Redating;
}

/** A change of facts or document that is not written yet. */
interface UnwrittenFacts {
  /** The agreement before it, and its document, compiled. */
  row: AgreementRow;
  agreement: Agreement;
  /** The facts that hold after it. */
  facts: readonly KnownFact[];
  /** The facts that it records. */
  recorded: readonly FactRow[];
  /** The document that it brings into force; without one, a retraction may bring an earlier one back. */
  document?: ReadDocument | undefined;
  /** The watch mode that it sets. */
  standing?: WatchMode | undefined;
  cause: Cause;
}

/** Computes an agreement's schedule from its document and facts, and has the recorder write the difference. */
@Injectable()
export class Rescheduling implements OnModuleInit {
  constructor(
    private readonly agreements: Agreements,
    private readonly ledger: Ledger,
    private readonly recorder: Recorder,
    private readonly sweeper: Sweeper,
    private readonly store: Store,
  ) {}

  onModuleInit(): void {
    this.sweeper.onRenewal((tx, ticket, cause) => this.apply(tx, ticket, cause));
  }

  /** Re-dates in the transaction that has raised the revision and written the change. */
  async apply(
    tx: EntityManager,
    ticket: RevisionTicket,
    cause: Cause,
    known?: readonly KnownFact[],
  ): Promise<void> {
    const row = await this.agreements.find(tx, ticket.agreementId);
    const facts = known ?? (await this.ledger.current(tx, ticket.agreementId));
    const agreement = this.agreements.compile(row);
    const change = { row, agreement, facts, recorded: [], cause };
    await this.write(tx, ticket, await this.compute(tx, ticket, change));
  }

  /** Computes what a change does to the schedule, with all rows and messages to write; reads only. */
  async compute(
    tx: EntityManager,
    ticket: RevisionTicket,
    { row, agreement, facts, recorded, document, standing, cause }: UnwrittenFacts,
  ): Promise<ComputedChange> {
    const replaced = document ?? (await this.restoredDocument(tx, row, facts));
    const inForce = replaced?.agreement ?? agreement;
    const { milestones } = scheduleOf(inForce, facts, false, ticket.now);
    const isReplaced = replaced !== undefined;
    const first = row.sequence + recorded.length + 1;
    const unwritten = { agreement: inForce, recorded, first };
    return {
      document: replaced && { ...replaced, number: row.documentVersion + 1 },
      mode: standing && { standing, standingSince: ticket.now },
      redating: await this.recorder.compute(tx, ticket, milestones, cause, isReplaced, unwritten),
    };
  }

  /** Writes what `compute` returned, after the facts of the change. */
  async write(
    tx: EntityManager,
    ticket: RevisionTicket,
    { document, mode, redating }: ComputedChange,
  ): Promise<void> {
    const id = ticket.agreementId;
    if (mode !== undefined) await this.agreements.updateColumns(tx, id, mode);
    if (document !== undefined) {
      const { agreement, source, number } = document;
      await this.agreements.replace(tx, ticket, agreement, source, number);
    }
    await this.recorder.write(tx, ticket, redating);
    this.store.afterCommit(() => this.sweeper.wake());
  }

  /** The document that comes back into force if these facts retract an amendment. */
  async restoredDocument(
    tx: EntityManager,
    row: AgreementRow,
    facts: readonly KnownFact[],
  ): Promise<ReadDocument | undefined> {
    const version = await this.agreements.versionRestoredBy(tx, row, facts);
    if (version === undefined) return undefined;
    const agreement = this.agreements.compile({ ...version, id: row.id });
    return { agreement, source: version.source };
  }

  /** The agreement as it is, to plan a change of it. @throws Refusal 'not-found' */
  snapshot(tx: EntityManager, agreementId: string): Promise<Snapshot> {
    return loadSnapshot(tx, this.agreements, this.ledger, agreementId);
  }

  /** What `compute` returns of a schedule, without the rows and messages to write; reads only. */
  plan(
    tx: EntityManager,
    ticket: RevisionTicket,
    milestones: readonly Milestone[],
    documentChanged: boolean,
  ): Promise<RedatingPlan> {
    return this.recorder.plan(tx, ticket, milestones, documentChanged);
  }
}
