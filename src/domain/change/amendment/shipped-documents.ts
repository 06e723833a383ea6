import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Refusal } from '../../../base/refusal';
import type { SigningSeed } from '../../../config/settings-schema';
import { type ResponseOf } from '../../../http/response-of';
import { Store } from '../../../store/store';
import type { AgreementRow } from '../../agreement/agreement.entity';
import { Agreements } from '../../agreement/agreements';
import { type ShippedDocument, shippedDocuments } from '../../agreement/document/shipped';
import { previewSchema } from '../preview';
import { AddAgreement } from './addition';
import { Amendments } from './amendments';

const BY_UPGRADE = { actor: 'upgrade', reason: 'the document that comes with this release' };

export const offerSchema = z
  .strictObject({
    agreement: z.string(),
    name: z.string().meta({ description: 'Where the document lies' }),
    documentHash: z.string(),
    source: z.string().meta({ description: 'The shipped document; PUT it to take it over' }),
    preview: previewSchema,
  })
  .meta({ id: 'Offer' });

/** A shipped document that an edited agreement does not follow, and what following it would change. */
export type Offer = ResponseOf<typeof offerSchema>;

/**
 * How stored agreements follow the documents that come with the program: added when they are new, amended
 * while nobody has edited them here, and otherwise only offered.
 */
@Injectable()
export class BundledAgreements {
  private readonly logger = new Logger('Start');

  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly introduction: AddAgreement,
    private readonly amendments: Amendments,
  ) {}

  /** The shipped documents that are not followed yet. */
  async news(): Promise<ShippedDocument[]> {
    return shippedDocuments(await this.store.read((tx) => this.agreements.followed(tx)));
  }

  /** @param seed the signing date an agreement gets when it is added. */
  async receive(document: ShippedDocument, seed: SigningSeed | undefined): Promise<void> {
    const { id } = document.agreement.document;
    const { stored, removed } = await this.store.read(async (tx) => ({
      stored: await this.agreements.seek(tx, id),
      removed: await this.agreements.removalOf(tx, id),
    }));
    if (stored !== null) return this.follow(stored, document);
    if (removed !== null) return this.logger.log(`${id}: was removed here and is not added again`);
    try {
      await this.introduction.introduce(document.agreement, document.source, seed, true);
      this.logger.log(`${id}: added from ${document.name}`);
    } catch (error) {
      // Another replica that started at the same time was faster.
      if ((await this.store.read((tx) => this.agreements.seek(tx, id))) === null) throw error;
    }
  }

  /** @throws Refusal 'not-found' where nothing is offered. */
  offer(agreementId: string): Promise<Offer> {
    return this.store.read(async (tx) => {
      const row = await this.agreements.find(tx, agreementId);
      const document = shippedDocuments().find(({ hash }) => hash === row.offeredHash);
      if (document === undefined) {
        throw new Refusal('not-found', `No other document is offered for "${agreementId}".`);
      }
      const { name, hash, source, agreement } = document;
      const preview = await this.amendments.preview(tx, agreement, source, {});
      return { agreement: agreementId, name, documentHash: hash, source, preview };
    });
  }

  private async follow(stored: AgreementRow, document: ShippedDocument): Promise<void> {
    const { id, documentHash, shippedHash, offeredHash } = stored;
    const { name, hash } = document;
    if (documentHash === hash) {
      if (shippedHash === hash && offeredHash === null) return;
      return this.mark(id, { shippedHash: hash, offeredHash: null });
    }
    // Shipped before: whatever was made of it here is meant so.
    if (shippedHash === hash) return;
    if (documentHash === shippedHash && stored.standing !== 'archived') {
      await this.store.write((tx) => this.upgrade(tx, stored, document));
      return this.logger.log(`${id}: amended to the document of this release, ${name}`);
    }
    this.logger.warn(
      `${id}: ${name} of this release differs from the document edited here, which stays in force. ` +
        `GET /v1/agreements/${id}/offer shows the difference.`,
    );
    if (offeredHash !== hash) await this.mark(id, { offeredHash: hash });
  }

  private async upgrade(
    tx: EntityManager,
    stored: AgreementRow,
    { agreement, source, hash }: ShippedDocument,
  ): Promise<void> {
    await this.amendments.amend(tx, agreement, source, {
      ...BY_UPGRADE,
      expected: [stored.revision],
    });
    await this.agreements.mark(tx, stored.id, { shippedHash: hash, offeredHash: null });
  }

  private mark(id: string, changed: Parameters<Agreements['mark']>[2]): Promise<void> {
    return this.store.write((tx) => this.agreements.mark(tx, id, changed));
  }
}
