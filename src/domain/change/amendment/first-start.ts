import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Settings } from '../../../config/settings-schema';
import { SETTINGS } from '../../../config/token';
import { AddAgreement } from './addition';
import { Recomputation } from './recomputation';
import { BundledAgreements } from './shipped-documents';

/**
 * What every start checks before the clock runs: dates are counted anew where something else counts them now
 * (`Recount`), shipped agreements are received (`Shipment`), configured signing dates seed ledgers that
 * never held one, and every difference is reported only.
 */
@Injectable()
export class FirstStart implements OnApplicationBootstrap {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly recount: Recomputation,
    private readonly shipment: BundledAgreements,
    private readonly introduction: AddAgreement,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { shippedAgreements, signing } = this.settings;
    await this.recount.all();
    for (const document of shippedAgreements ? await this.shipment.news() : []) {
      const seed = signing[document.agreement.document.id] ?? signing.all;
      await this.shipment.receive(document, seed);
    }
    await this.introduction.compareSignings(signing);
  }
}
