import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Agreement } from '../../engine/compile/agreement';
import type { Milestone } from '../../engine/model/milestone';
import { Store } from '../../store/store';
import type { AgreementRow } from '../agreement/agreement.entity';
import { Agreements } from '../agreement/agreements';
import type { RevisionTicket } from '../agreement/revision';
import { Ledger } from '../ledger/ledger';
import type { Redated } from '../milestone/redating';
import type { Cause } from '../milestone/status-changes';
import { Recorder, type RedatingPlan } from '../transition/recorder';
import { Sweeper } from '../transition/sweeper';
import { type KnownFact, scheduleOf } from './snapshot';

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

  /**
   * Re-dates in the transaction that has raised the revision and written the change.
   * @param known the facts that hold now, if the caller has read them.
   * @param documentChanged whether another document is in force.
   */
  async apply(
    tx: EntityManager,
    ticket: RevisionTicket,
    cause: Cause,
    known?: readonly KnownFact[],
    documentChanged = false,
  ): Promise<readonly Redated[]> {
    const row = await this.agreements.find(tx, ticket.agreementId);
    const facts = known ?? (await this.ledger.current(tx, ticket.agreementId));
    const restored = await this.restore(tx, ticket, row, facts);
    const agreement = restored ?? this.agreements.compile(row);
    const { milestones } = scheduleOf(agreement, facts, false, ticket.now);
    const changed = documentChanged || restored !== undefined;
    const changes = await this.recorder.redate(tx, ticket, milestones, cause, changed);
    this.store.afterCommit(() => this.sweeper.wake());
    return changes;
  }

  /** If an amendment was retracted, puts the document before it into force again, as a new version. */
  private async restore(
    tx: EntityManager,
    ticket: RevisionTicket,
    row: AgreementRow,
    facts: readonly KnownFact[],
  ): Promise<Agreement | undefined> {
    const version = await this.agreements.versionRestoredBy(tx, row, facts);
    if (version === undefined) return undefined;
    const agreement = this.agreements.compile({ ...version, id: row.id });
    await this.agreements.replace(tx, ticket, agreement, version.source, row.documentVersion + 1);
    return agreement;
  }

  /** What `apply` would do with a schedule; reads only. */
  plan(
    tx: EntityManager,
    ticket: RevisionTicket,
    milestones: readonly Milestone[],
    documentChanged: boolean,
  ): Promise<RedatingPlan> {
    return this.recorder.plan(tx, ticket, milestones, documentChanged);
  }
}
