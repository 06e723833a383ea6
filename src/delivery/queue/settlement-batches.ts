import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type EndedAttempt, Settlement } from './settlement';

/**
 * Writes ended attempts in groups: whatever ends while one transaction is being committed goes into the
 * next together, so that a slow disk costs one wait per group and not one per delivery.
 */
@Injectable()
export class SettlementBatches {
  private waiting: EndedAttempt[] = [];
  private next: Promise<void> | undefined;
  private current: Promise<void> = Promise.resolve();

  constructor(private readonly settlement: Settlement) {}

  /** Resolves when it is committed; rejects when its group could not be. */
  add(ended: EndedAttempt): Promise<void> {
    this.waiting.push(ended);
    // What has ended already, but is still on its way through this turn of the event loop, comes along.
    this.next ??= this.current.then(() => setImmediate()).then(() => this.flush());
    return this.next;
  }

  private async flush(): Promise<void> {
    const group = this.waiting;
    this.waiting = [];
    this.current = (this.next as Promise<void>).catch(() => undefined);
    this.next = undefined;
    await this.settlement.settle(group);
  }
}
