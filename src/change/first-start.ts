import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Settings, SigningSeed } from '../../config/settings';
import { SETTINGS } from '../../config/token';
import { Agreements } from '../agreement/agreements';
import { type ShippedDocument, shippedDocuments } from '../agreement/shipped';
import { Store } from '../store/store';
import { Introduction } from './introduction';
import { Shipment } from './shipment';

/**
 * What every start checks before the clock runs: shipped agreements are received (`Shipment`), configured
 * signing dates seed ledgers that never held one, and every difference is reported only.
 */
@Injectable()
export class FirstStart implements OnApplicationBootstrap {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly introduction: Introduction,
    private readonly shipment: Shipment,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const document of await this.shipped()) {
      await this.shipment.receive(document, this.seedFor(document.agreement.document.id));
    }
    for (const id of await this.seeded()) {
      const seed = this.seedFor(id);
      const row = await this.store.read((tx) => this.agreements.seek(tx, id));
      if (seed !== undefined && row !== null) await this.introduction.compareSigning(row, seed);
    }
  }

  private async shipped(): Promise<ShippedDocument[]> {
    if (!this.settings.shippedAgreements) return [];
    return shippedDocuments(await this.store.read((tx) => this.agreements.followed(tx)));
  }

  /** The agreements that a signing date may be configured for. */
  private async seeded(): Promise<string[]> {
    const { all, ...named } = this.settings.signing;
    return all === undefined
      ? Object.keys(named)
      : this.store.read((tx) => this.agreements.ids(tx));
  }

  private seedFor(id: string): SigningSeed | undefined {
    return this.settings.signing[id] ?? this.settings.signing.all;
  }
}
