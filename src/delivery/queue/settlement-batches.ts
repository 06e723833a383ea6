import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type EndedAttempt, Settlement } from './settlement';

/**
 * Stores results of attempts in batches. Attempts that end while one transaction commits are stored together in the
 * next, so that a slow disk delays a batch once and not each delivery.
 */
@Injectable()
export class SettlementBatches {
  private waiting: EndedAttempt[] = [];
  private next: Promise<void> | undefined;
  private current: Promise<void> = Promise.resolve();

  constructor(private readonly settlement: Settlement) {}

  /** Resolves when the result is committed; rejects when its batch failed. */
  add(ended: EndedAttempt): Promise<void> {
    this.waiting.push(ended);
    // `setImmediate` lets attempts join that have ended in this turn of the event loop.
    this.next ??= this.current.then(() => setImmediate()).then(() => this.flush());
    return this.next;
  }

  private async flush(): Promise<void> {
    const batch = this.waiting;
    this.waiting = [];
    this.current = this.next?.catch(() => undefined) ?? Promise.resolve();
    this.next = undefined;
    await this.settlement.settle(batch);
  }
}
