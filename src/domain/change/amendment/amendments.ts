import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../../base/clock';
import { luxonZones } from '../../../base/zones';
import type { Agreement } from '../../../engine/compile/agreement';
import { WHOLE_AGREEMENT } from '../../../engine/model/fact-kinds';
import { hashOf } from '../../agreement/agreements';
import { factDraft } from '../../ledger/draft';
import { type Applied, Changes, type Terms } from '../changes';
import type { PresentedPreview } from '../preview';
import type { Change, Snapshot } from '../snapshot';

/** Amends documents. An amendment is a fact; earlier versions are kept. */
@Injectable()
export class Amendments {
  constructor(
    private readonly changes: Changes,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts a document into force and re-dates the milestones. Milestones that it does not have any more keep their history.
   * @param then see `Changes.carryOut`; without change the document is already in force.
   * @throws Refusal 'not-found', 'stale'.
   */
  amend<T>(
    agreement: Agreement,
    source: string,
    terms: Terms,
    then: (applied: Applied | undefined, tx: EntityManager) => Promise<T>,
  ): Promise<T> {
    const plan = (snapshot: Snapshot) => this.change(snapshot, agreement, source, terms);
    return this.changes.carryOut(agreement.document.id, terms, plan, then);
  }

  /** What `amend` would do. */
  preview(
    tx: EntityManager,
    agreement: Agreement,
    source: string,
    terms: Terms,
  ): Promise<PresentedPreview> {
    return this.changes.preview(tx, agreement.document.id, terms, (snapshot) =>
      this.change(snapshot, agreement, source, terms),
    );
  }

  private change(
    { row }: Snapshot,
    agreement: Agreement,
    source: string,
    { actor, reason }: Terms,
  ): Change | undefined {
    if (row.documentHash === hashOf(source)) return undefined;
    const now = this.clock.now();
    const number = row.documentVersion + 1;
    const amended = factDraft({
      kind: 'amended',
      subject: WHOLE_AGREEMENT,
      occurredOn: luxonZones.localOf(now, agreement.document.zone).day,
      occurredAt: now,
      documentVersion: number,
      actor: actor ?? null,
      reason: reason ?? null,
    });
    return {
      drafts: [amended],
      document: { agreement, source },
      cause: `document amended to version ${number}`,
    };
  }
}
