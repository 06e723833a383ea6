import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { BATCH } from '../delivery-settings';
import { type EndedAttempt, Settlement } from './settlement';

interface OpenBatch {
  ended: EndedAttempt[];
  stored: Promise<void>;
}

/**
 * Stores results of attempts in batches. Attempts that end while one transaction commits are stored together in the
 * next, so that a slow disk delays a batch once and not each delivery.
 */
@Injectable()
export class SettlementBatches {
  private open: OpenBatch | undefined;
  /** Resolves when no batch is left; never rejects. */
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly settlement: Settlement) {}

  /** Resolves when the result is committed; rejects when its batch failed. */
  add(ended: EndedAttempt): Promise<void> {
    if (this.open === undefined || this.open.ended.length >= BATCH) this.open = this.begin();
    this.open.ended.push(ended);
    return this.open.stored;
  }

  private begin(): OpenBatch {
    const ended: EndedAttempt[] = [];
    // `setImmediate` lets attempts join that have ended in this turn of the event loop.
    const stored = this.last
      .then(() => setImmediate())
      .then(() => {
        if (this.open?.ended === ended) this.open = undefined;
        return this.settlement.settle(ended);
      });
    this.last = stored.catch(() => undefined);
    return { ended, stored };
  }
}
