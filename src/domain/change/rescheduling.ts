import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Agreement } from '../../engine/compile/agreement';
import type { Milestone } from '../../engine/model/milestone';
import { Store } from '../../store/store';
import type { AgreementRow } from '../agreement/agreement.entity';
import { Agreements } from '../agreement/agreements';
import type { RevisionTicket } from '../agreement/revision';
import { Ledger } from '../ledger/ledger';
import type { Cause } from '../milestone/cause';
import type { Redated } from '../milestone/redating';
import { Recorder, type RedatingPlan } from '../transition/recorder';
import { Sweeper } from '../transition/sweeper';
import { dated, type KnownFact } from './snapshot';

/** Computes an agreement's schedule from its document and facts and has the difference written. */
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
    this.sweeper.onRenewal((tx, raised, cause) => this.apply(tx, raised, cause));
  }

  /**
   * Inside the transaction that raised the revision and wrote what changed.
   * @param known the facts that hold now, where the caller has read them.
   * @param anew the document is another.
   */
  async apply(
    tx: EntityManager,
    raised: RevisionTicket,
    cause: Cause,
    known?: readonly KnownFact[],
    anew = false,
  ): Promise<readonly Redated[]> {
    const row = await this.agreements.find(tx, raised.agreementId);
    const facts = known ?? (await this.ledger.current(tx, raised.agreementId));
    const restored = await this.restore(tx, raised, row, facts);
    const agreement = restored ?? this.agreements.compile(row);
    const { milestones } = dated(agreement, facts, false, raised.now);
    const another = anew || restored !== undefined;
    const changes = await this.recorder.redate(tx, raised, milestones, cause, another);
    this.store.afterCommit(() => this.sweeper.wake());
    return changes;
  }

  /** An amendment that was taken back: the document before it comes into force again, as a new version. */
  private async restore(
    tx: EntityManager,
    raised: RevisionTicket,
    row: AgreementRow,
    facts: readonly KnownFact[],
  ): Promise<Agreement | undefined> {
    const version = await this.agreements.otherThan(tx, row, facts);
    if (version === undefined) return undefined;
    const agreement = this.agreements.compile({ ...version, id: row.id });
    await this.agreements.replace(tx, raised, agreement, version.source, row.documentVersion + 1);
    return agreement;
  }

  /** What `apply` would write and tell of a schedule. */
  plan(
    tx: EntityManager,
    would: RevisionTicket,
    milestones: readonly Milestone[],
    anew: boolean,
  ): Promise<RedatingPlan> {
    return this.recorder.plan(tx, would, milestones, anew);
  }
}
