import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { z } from 'zod';
import type { Limits } from '../../../base/limits/limits';
import { Refusal } from '../../../base/refusal';
import { decodeText } from '../../../base/text/decode';
import { PROJECT_ROOT } from '../../../config/root';
import type { Settings, SigningSeed } from '../../../config/settings-schema';
import { SETTINGS } from '../../../config/token';
import type { Agreement } from '../../../engine/compile/agreement';
import type { ResponseOf } from '../../../http/response-of';
import { Store } from '../../../store/store';
import type { AgreementRow } from '../../agreement/agreement.entity';
import { Agreements, hashOf } from '../../agreement/agreements';
import { readAgreement } from '../../agreement/document/loader';
import { previewSchema } from '../preview';
import { AddAgreement } from './addition';
import { Amendments } from './amendments';

const DIRECTORY = join(PROJECT_ROOT, 'config', 'agreements');

/** A document that comes with Pacta. */
export interface ShippedDocument {
  /** Its path, relative to the project. */
  name: string;
  source: string;
  hash: string;
  agreement: Agreement;
}

/**
 * The documents of `config/agreements`, read each time, since people put their own there.
 * @param wanted which to parse, by hash: parsing all takes a tenth of a start.
 */
export function shippedDocuments(
  limits: Limits,
  wanted: (hash: string) => boolean = () => true,
): ShippedDocument[] {
  return readdirSync(DIRECTORY)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => {
      const source = decodeText(readFileSync(join(DIRECTORY, file)), { name: file });
      return { name: join('config', 'agreements', file), source, hash: hashOf(source) };
    })
    .filter(({ hash }) => wanted(hash))
    .map((one) => ({ ...one, agreement: readAgreement(one.source, one.name, { limits }) }));
}

const BY_UPGRADE = { actor: 'upgrade', reason: 'the document that comes with this release' };

export const offerSchema = z
  .strictObject({
    agreement: z.string(),
    name: z.string().meta({ description: 'The path of the document' }),
    documentHash: z.string(),
    source: z.string().meta({ description: 'The shipped document; `PUT` it to take it over' }),
    preview: previewSchema,
  })
  .meta({ id: 'Offer' });

/** A shipped document that is offered to an edited agreement, and a preview of taking it over. */
export type Offer = ResponseOf<typeof offerSchema>;

/**
 * Adds and amends agreements from the documents that come with Pacta: a new document is added, a newer version amends an
 * agreement that nobody has edited and is offered to one that was edited.
 */
@Injectable()
export class ShippedAgreements {
  private readonly logger = new Logger('Start');

  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly addition: AddAgreement,
    private readonly amendments: Amendments,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The shipped documents that no agreement has taken over. */
  async unfollowed(): Promise<ShippedDocument[]> {
    const followed = await this.store.read((tx) => this.agreements.followedHashes(tx));
    return shippedDocuments(this.settings.limits, (hash) => !followed.has(hash));
  }

  /** @param seed the signing date that is recorded if the agreement is added. */
  async addOrFollow(document: ShippedDocument, seed: SigningSeed | undefined): Promise<void> {
    const { id } = document.agreement.document;
    const { stored, removed } = await this.store.read(async (tx) => ({
      stored: await this.agreements.findOrNull(tx, id),
      removed: await this.agreements.findRemoval(tx, id),
    }));
    if (stored !== null) return this.follow(stored, document);
    if (removed !== null) return this.logger.log(`${id}: was removed and is not added again`);
    try {
      await this.addition.add(document.agreement, document.source, seed, true);
      this.logger.log(`${id}: added from ${document.name}`);
    } catch (error) {
      // Another replica that started at the same time may have added it.
      if ((await this.store.read((tx) => this.agreements.findOrNull(tx, id))) === null) throw error;
    }
  }

  /** @throws Refusal 'not-found' if nothing is offered. */
  offer(agreementId: string): Promise<Offer> {
    return this.store.read(async (tx) => {
      const { offeredHash } = await this.agreements.header(tx, agreementId);
      const isOffered = (hash: string) => hash === offeredHash;
      const [document] =
        offeredHash === null ? [] : shippedDocuments(this.settings.limits, isOffered);
      if (document === undefined) {
        throw new Refusal('not-found', `No document is offered for "${agreementId}".`);
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
      return this.updateColumns(id, { shippedHash: hash, offeredHash: null });
    }
    // The same shipped document as before: it was edited on purpose.
    if (shippedHash === hash) return;
    if (documentHash === shippedHash && stored.standing !== 'archived') {
      await this.upgrade(stored, document);
      return this.logger.log(`${id}: amended from ${name} of this release`);
    }
    this.logger.warn(
      `${id}: its document was edited and stays in force; ${name} of this release differs. ` +
        `GET /v1/agreements/${id}/offer shows the difference.`,
    );
    if (offeredHash !== hash) await this.updateColumns(id, { offeredHash: hash });
  }

  private upgrade(
    { id, revision }: AgreementRow,
    { agreement, source, hash }: ShippedDocument,
  ): Promise<void> {
    const terms = { ...BY_UPGRADE, expected: [revision] };
    return this.amendments.amend(agreement, source, terms, (_, tx) =>
      this.agreements.updateColumns(tx, id, { shippedHash: hash, offeredHash: null }),
    );
  }

  private updateColumns(
    id: string,
    changed: Parameters<Agreements['updateColumns']>[2],
  ): Promise<void> {
    return this.store.write((tx) => this.agreements.updateColumns(tx, id, changed));
  }
}
