import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../../base/clock';
import { presentDay } from '../../../base/present-time';
import type { Settings, SigningSeed } from '../../../config/settings-schema';
import type { Agreement } from '../../../engine/compile/agreement';
import { Store } from '../../../store/store';
import type { AgreementRow } from '../../agreement/agreement.entity';
import { Agreements } from '../../agreement/agreements';
import { type RevisionTicket, raiseRevision } from '../../agreement/revision';
import { insertVersion } from '../../agreement/versions';
import { factDraft } from '../../ledger/draft';
import { Ledger } from '../../ledger/ledger';
import { readOccurrence } from '../../ledger/occurrence';
import { Rescheduling } from '../rescheduling';

/** Adds agreements: stores the document, records a configured signing date, and dates the milestones. */
@Injectable()
export class AddAgreement {
  private readonly logger = new Logger('Start');

  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly ledger: Ledger,
    private readonly rescheduling: Rescheduling,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds an agreement in one transaction.
   * @param source the document as sent.
   * @param shipped the document comes with Pacta.
   * @throws Refusal 'conflict' if the id is taken.
   */
  add(agreement: Agreement, source: string, seed?: SigningSeed, shipped = false): Promise<void> {
    return this.store.write(async (tx) => {
      const { id } = agreement.document;
      const version = await this.agreements.insert(
        tx,
        agreement,
        source,
        this.clock.now(),
        shipped,
      );
      const ticket = await raiseRevision(tx, id, this.clock.now());
      await insertVersion(tx, ticket, version);
      await this.seed(tx, ticket, agreement, seed, `agreement ${id} added`);
    });
  }

  /** Records the configured signing date of agreements that never had one. For others a different date is logged only. */
  async applyConfiguredSignings({ all, ...named }: Settings['signing']): Promise<void> {
    const ids =
      all === undefined
        ? Object.keys(named)
        : await this.store.read((tx) => this.agreements.ids(tx));
    for (const id of ids) {
      const seed = named[id] ?? all;
      const row = await this.store.read((tx) => this.agreements.findOrNull(tx, id));
      if (seed !== undefined && row !== null) await this.applyConfiguredSigning(row, seed);
    }
  }

  private async applyConfiguredSigning(row: AgreementRow, seed: SigningSeed): Promise<void> {
    const { ever, facts } = await this.store.read(async (tx) => ({
      ever: await this.ledger.everSigned(tx, row.id),
      facts: await this.ledger.current(tx, row.id),
    }));
    if (!ever) return this.seedLater(this.agreements.compile(row), seed);
    const signing = facts.findLast((fact) => fact.subject === 'signing');
    const { occurredOn, occurredAt } = readOccurrence(seed.date, row.zone, '/signing');
    const same = signing?.occurredOn === occurredOn && signing.occurredAt === occurredAt;
    if (same && signing.hypothetical === seed.hypothetical) return;
    const recorded = presentDay(signing?.occurredOn) ?? 'none';
    this.logger.warn(
      `${row.id}: configured signing date ${seed.date} is not applied; the ledger has ${recorded}. ` +
        `PUT /v1/agreements/${row.id}/signing changes it.`,
    );
  }

  private seedLater(agreement: Agreement, seed: SigningSeed): Promise<void> {
    return this.store.write(async (tx) => {
      const ticket = await raiseRevision(tx, agreement.document.id, this.clock.now());
      await this.seed(tx, ticket, agreement, seed, `signing set to ${seed.date} by configuration`);
    });
  }

  private async seed(
    tx: EntityManager,
    ticket: RevisionTicket,
    { document }: Agreement,
    seed: SigningSeed | undefined,
    cause: string,
  ): Promise<void> {
    const [fact] =
      seed === undefined
        ? []
        : await this.ledger.append(tx, ticket, [
            factDraft({
              kind: 'occurred',
              subject: 'signing',
              ...readOccurrence(seed.date, document.zone, '/signing'),
              hypothetical: seed.hypothetical,
              actor: 'configuration',
              reason: 'the signing date in the configuration',
            }),
          ]);
    await this.rescheduling.apply(tx, ticket, { text: cause, factId: fact?.id ?? null });
  }
}
