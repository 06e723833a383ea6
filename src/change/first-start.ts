import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { PROJECT_ROOT } from '../../config/root';
import type { Settings, SigningSeed } from '../../config/settings';
import { SETTINGS } from '../../config/token';
import type { AgreementRow } from '../agreement/agreement.entity';
import { Agreements, hashOf } from '../agreement/agreements';
import { readAgreement } from '../agreement/loader';
import { Ledger } from '../ledger/ledger';
import { presentDay } from '../milestone/present';
import { Store } from '../store/store';
import { Introduction } from './introduction';

const SHIPPED = join(PROJECT_ROOT, 'config', 'agreements');

/**
 * What every start checks before the clock runs: shipped agreements that are not stored yet are added,
 * configured signing dates seed ledgers that never held one, and every difference is reported only.
 */
@Injectable()
export class FirstStart implements OnApplicationBootstrap {
  private readonly logger = new Logger('Start');

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly ledger: Ledger,
    private readonly introduction: Introduction,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.shippedAgreements) {
      for (const file of readdirSync(SHIPPED).filter((name) => name.endsWith('.yaml'))) {
        await this.load(
          join('config', 'agreements', file),
          readFileSync(join(SHIPPED, file), 'utf8'),
        );
      }
    }
    const stored = await this.store.read((tx) => this.agreements.list(tx, Number.MAX_SAFE_INTEGER));
    for (const row of stored) await this.compareSigning(row);
  }

  private async load(name: string, source: string): Promise<void> {
    const agreement = readAgreement(source, name);
    const { id } = agreement.document;
    const seek = () => this.store.read((tx) => this.agreements.seek(tx, id));
    const stored = await seek();
    if (stored !== null) {
      if (stored.documentHash === hashOf(source)) return;
      this.logger.warn(`${id}: ${name} differs from the stored document, which stays in force`);
      return;
    }
    try {
      await this.introduction.introduce(agreement, source, this.seedFor(id));
      this.logger.log(`${id}: added from ${name}`);
    } catch (error) {
      // Another replica that started at the same time was faster.
      if ((await seek()) === null) throw error;
    }
  }

  private async compareSigning(row: AgreementRow): Promise<void> {
    const seed = this.seedFor(row.id);
    if (seed === undefined) return;
    const { ever, facts } = await this.store.read(async (tx) => ({
      ever: await this.ledger.everSigned(tx, row.id),
      facts: await this.ledger.current(tx, row.id),
    }));
    if (!ever) {
      await this.introduction.seedLater(this.agreements.compile(row), seed);
      return;
    }
    const signing = facts.findLast((fact) => fact.subject === 'signing');
    const recorded = presentDay(signing?.occurredOn) ?? 'none';
    if (recorded !== seed.date || signing?.hypothetical !== seed.hypothetical) {
      this.logger.warn(
        `${row.id}: configured signing date ${seed.date} is not applied; the ledger has ${recorded}. ` +
          `PUT /v1/agreements/${row.id}/signing changes it.`,
      );
    }
  }

  private seedFor(id: string): SigningSeed | undefined {
    return this.settings.signing[id] ?? this.settings.signing.all;
  }
}
