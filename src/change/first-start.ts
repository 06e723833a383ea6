import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Settings, SigningSeed } from '../../config/settings';
import { SETTINGS } from '../../config/token';
import { Agreements } from '../agreement/agreements';
import { shippedDocuments } from '../agreement/shipped';
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
    const shipped = this.settings.shippedAgreements ? shippedDocuments() : [];
    for (const document of shipped) {
      await this.shipment.receive(document, this.seedFor(document.agreement.document.id));
    }
    const stored = await this.store.read((tx) => this.agreements.list(tx, Number.MAX_SAFE_INTEGER));
    for (const row of stored) {
      const seed = this.seedFor(row.id);
      if (seed !== undefined) await this.introduction.compareSigning(row, seed);
    }
  }

  private seedFor(id: string): SigningSeed | undefined {
    return this.settings.signing[id] ?? this.settings.signing.all;
  }
}
