import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { SigningSeed } from '../../config/settings';
import { Agreements } from '../agreement/agreements';
import { insertVersion } from '../agreement/versions';
import { Clock } from '../clock';
import { factDraft } from '../ledger/draft';
import { Ledger } from '../ledger/ledger';
import { readOccurrence } from '../ledger/occurrence';
import type { Agreement } from '../schedule/compile';
import { type Raised, raiseRevision } from '../store/revision';
import { Store } from '../store/store';
import { Rescheduling } from './rescheduling';

/** How a new agreement enters: stored, its signing date seeded if one is given, and dated, in one go. */
@Injectable()
export class Introduction {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly ledger: Ledger,
    private readonly rescheduling: Rescheduling,
    private readonly clock: Clock,
  ) {}

  /**
   * @param source the document as sent.
   * @throws Refusal 'conflict' when the id is taken.
   */
  introduce(agreement: Agreement, source: string, seed?: SigningSeed): Promise<void> {
    return this.store.write(async (tx) => {
      const { id } = agreement.document;
      const version = await this.agreements.insert(tx, agreement, source, this.clock.now());
      const raised = await raiseRevision(tx, id, this.clock.now());
      await insertVersion(tx, raised, version);
      await this.seed(tx, raised, agreement, seed, `agreement ${id} added`);
    });
  }

  /** Gives an agreement whose ledger never held a signing its configured date. */
  seedLater(agreement: Agreement, seed: SigningSeed): Promise<void> {
    return this.store.write(async (tx) => {
      const raised = await raiseRevision(tx, agreement.document.id, this.clock.now());
      await this.seed(tx, raised, agreement, seed, `signing set to ${seed.date} by configuration`);
    });
  }

  private async seed(
    tx: EntityManager,
    raised: Raised,
    { document }: Agreement,
    seed: SigningSeed | undefined,
    cause: string,
  ): Promise<void> {
    const [fact] =
      seed === undefined
        ? []
        : await this.ledger.append(tx, raised, [
            factDraft({
              kind: 'occurred',
              subject: 'signing',
              ...readOccurrence(seed.date, document.zone, '/signing'),
              hypothetical: seed.hypothetical,
              actor: 'configuration',
              reason: 'the date the service was started with',
            }),
          ]);
    await this.rescheduling.apply(tx, raised, { text: cause, factId: fact?.id ?? null });
  }
}
