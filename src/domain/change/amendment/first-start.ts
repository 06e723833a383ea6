import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Settings } from '../../../config/settings-schema';
import { SETTINGS } from '../../../config/token';
import { AddAgreement } from './addition';
import { Recomputation } from './recomputation';
import { ShippedAgreements } from './shipped-documents';

/**
 * Runs at every start: recomputes dates if the release, zone tables or calendars have changed, adds or amends shipped
 * agreements, and records configured signing dates of agreements that never had one.
 */
@Injectable()
export class FirstStart implements OnApplicationBootstrap {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly recomputation: Recomputation,
    private readonly shipped: ShippedAgreements,
    private readonly addition: AddAgreement,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { shippedAgreements, signing } = this.settings;
    await this.recomputation.recomputeAll();
    for (const document of shippedAgreements ? await this.shipped.unfollowed() : []) {
      const seed = signing[document.agreement.document.id] ?? signing.all;
      await this.shipped.addOrFollow(document, seed);
    }
    await this.addition.applyConfiguredSignings(signing);
  }
}
