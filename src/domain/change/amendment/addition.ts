import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../base/clock';
import { presentDay } from '../../../base/present-time';
import { Refusal } from '../../../base/refusal';
import type { Settings, SigningSeed } from '../../../config/settings-schema';
import type { Agreement } from '../../../engine/compile/agreement';
import { Store } from '../../../store/store';
import type { AgreementRow } from '../../agreement/agreement.entity';
import { Agreements, newRow } from '../../agreement/agreements';
import { nextTicket, raiseRevision } from '../../agreement/revision';
import { insertVersion } from '../../agreement/versions';
import { type FactDraft, factDraft } from '../../ledger/draft';
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
   * Adds an agreement in one transaction. All that it writes is computed before.
   * @param source the document as sent.
   * @param shipped the document comes with Pacta.
   * @throws Refusal 'conflict' if the id is taken.
   */
  async add(
    agreement: Agreement,
    source: string,
    seed?: SigningSeed,
    shipped = false,
  ): Promise<void> {
    const { id } = agreement.document;
    const prepared = await this.store.read(async (tx) => {
      const numbers = await this.agreements.numbersBefore(tx, id);
      const row = newRow(agreement, source, numbers, this.clock.now(), shipped);
      const ticket = nextTicket(row, row.createdAt);
      const recorded = this.ledger.rowsAfter(row, ticket, seedDrafts(agreement, seed));
      const cause = { text: `agreement ${id} added`, factId: recorded[0]?.id ?? null };
      const change = { row, agreement, facts: recorded, recorded, cause };
      const computed = await this.rescheduling.compute(tx, ticket, change);
      return { row, ticket, recorded, computed };
    });
    const { row, ticket, recorded, computed } = prepared;
    return this.store.write(async (tx) => {
      const numbers = await this.agreements.numbersBefore(tx, id);
      if (numbers.revision !== row.revision || numbers.sequence !== row.sequence) {
        const meanwhile = `"${id}" was added and removed meanwhile. Nothing was written; try again.`;
        throw new Refusal('conflict', meanwhile);
      }
      const version = await this.agreements.insert(tx, row, agreement);
      await raiseRevision(tx, id, ticket.now);
      await insertVersion(tx, ticket, version);
      await this.ledger.write(tx, ticket, recorded);
      await this.rescheduling.write(tx, ticket, computed);
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
      const [fact] = await this.ledger.append(tx, ticket, seedDrafts(agreement, seed));
      const text = `signing set to ${seed.date} by configuration`;
      await this.rescheduling.apply(tx, ticket, { text, factId: fact?.id ?? null });
    });
  }
}

/** The configured signing date as a fact. */
function seedDrafts({ document }: Agreement, seed: SigningSeed | undefined): FactDraft[] {
  if (seed === undefined) return [];
  return [
    factDraft({
      kind: 'occurred',
      subject: 'signing',
      ...readOccurrence(seed.date, document.zone, '/signing'),
      hypothetical: seed.hypothetical,
      actor: 'configuration',
      reason: 'the signing date in the configuration',
    }),
  ];
}
