import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Agreement } from '../../engine/compile/agreement';
import type { Milestone } from '../../engine/model/milestone';
import { Store } from '../../store/store';
import type { AgreementRow } from '../agreement/agreement.entity';
import { Agreements } from '../agreement/agreements';
import type { RevisionTicket } from '../agreement/revision';
import type { FactRow } from '../ledger/fact.entity';
import { Ledger } from '../ledger/ledger';
import type { Cause } from '../milestone/status-changes';
import { Recorder, type Redating, type RedatingPlan } from '../transition/recorder';
import { Sweeper } from '../transition/sweeper';
import { type KnownFact, scheduleOf } from './snapshot';

/** A document that comes into force again. */
interface Restored {
  agreement: Agreement;
  source: string;
  number: number;
}

/** What a change does to the schedule, computed and not yet written. */
export interface ComputedChange {
  restored: Restored | undefined;
  redating: Redating;
}

/** A change of facts or document that is not written yet. */
interface UnwrittenFacts {
  /** The agreement before it. */
  row: AgreementRow;
  /** The document after it, unless a retraction brings an earlier one back. */
  agreement: Agreement;
  /** The facts that hold after it. */
  facts: readonly KnownFact[];
  /** The facts that it records. */
  recorded: readonly FactRow[];
  /** Whether another document is in force after it. */
  documentChanged: boolean;
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
    const change = { row, agreement, facts, recorded: [], documentChanged: false, cause };
    await this.write(tx, ticket, await this.compute(tx, ticket, change));
  }

  /** Computes what a change does to the schedule, with all rows and messages to write; reads only. */
  async compute(
    tx: EntityManager,
    ticket: RevisionTicket,
    { row, agreement, facts, recorded, documentChanged, cause }: UnwrittenFacts,
  ): Promise<ComputedChange> {
    const restored = documentChanged ? undefined : await this.restored(tx, row, facts);
    const inForce = restored?.agreement ?? agreement;
    const { milestones } = scheduleOf(inForce, facts, false, ticket.now);
    const changed = documentChanged || restored !== undefined;
    const first = row.sequence + recorded.length + 1;
    const unwritten = { agreement: inForce, recorded, first };
    const { recorder } = this;
    return {
      restored,
      redating: await recorder.compute(tx, ticket, milestones, cause, changed, unwritten),
    };
  }

  /** Writes what `compute` returned, after the facts of the change. */
  async write(
    tx: EntityManager,
    ticket: RevisionTicket,
    { restored, redating }: ComputedChange,
  ): Promise<void> {
    if (restored !== undefined) {
      const { agreement, source, number } = restored;
      await this.agreements.replace(tx, ticket, agreement, source, number);
    }
    await this.recorder.write(tx, ticket, redating);
    this.store.afterCommit(() => this.sweeper.wake());
  }

  /** If an amendment was retracted: the document before it, which comes into force again as a new version. */
  private async restored(
    tx: EntityManager,
    row: AgreementRow,
    facts: readonly KnownFact[],
  ): Promise<Restored | undefined> {
    const version = await this.agreements.versionRestoredBy(tx, row, facts);
    if (version === undefined) return undefined;
    const agreement = this.agreements.compile({ ...version, id: row.id });
    return { agreement, source: version.source, number: row.documentVersion + 1 };
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
