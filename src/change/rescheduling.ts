import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Agreements } from '../agreement/agreements';
import { workingCalendars } from '../agreement/calendars';
import { Ledger } from '../ledger/ledger';
import { scheduleFacts } from '../ledger/schedule-fact';
import { schedule } from '../schedule/schedule';
import type { Raised } from '../store/revision';
import { Store } from '../store/store';
import { type Cause, Recorder } from '../transition/recorder';
import type { Redated } from '../transition/redating';
import { Sweeper } from '../transition/sweeper';
import { luxonZones } from '../zones';

/** Computes an agreement's schedule from its document and facts and has the difference written. */
@Injectable()
export class Rescheduling {
  constructor(
    private readonly agreements: Agreements,
    private readonly ledger: Ledger,
    private readonly recorder: Recorder,
    private readonly sweeper: Sweeper,
    private readonly store: Store,
  ) {}

  /** Inside the transaction that raised the revision and wrote what changed. */
  async apply(tx: EntityManager, raised: Raised, cause: Cause): Promise<readonly Redated[]> {
    const row = await this.agreements.find(tx, raised.agreementId);
    const facts = await this.ledger.current(tx, raised.agreementId);
    const { milestones } = schedule(this.agreements.compile(row), scheduleFacts(facts), {
      zones: luxonZones,
      calendars: workingCalendars(),
      derivations: false,
    });
    const changes = await this.recorder.redate(tx, raised, milestones, cause);
    this.store.afterCommit(() => this.sweeper.wake());
    return changes;
  }
}
