import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { Message } from '../../outbox/message.entity';
import { selectRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { findEndpoint } from '../endpoint/endpoints';
import { readEscalation } from '../format/notice';
import { Courier } from '../queue/courier';
import { createDeliveries, matchingPairs } from '../queue/create-deliveries';

/**
 * Which messages are sent again. `failed`: those whose delivery failed. `missed`: those without a delivery, because the
 * endpoint was created or its filters were widened later. `everything`: both, and those that were delivered.
 */
export const REPLAY_SELECTIONS = ['failed', 'missed', 'everything'] as const;

export interface ReplayRange {
  what: (typeof REPLAY_SELECTIONS)[number];
  /** Instant of the messages, epoch milliseconds, inclusive. */
  since: number;
  /** Instant of the messages, epoch milliseconds, exclusive. */
  until: number;
}

/** Messages in one transaction, so that other writes do not wait long. */
const BATCH = 500;

/** Sends the messages of a period again, each with its former `webhook-id`. */
@Injectable()
export class Replay {
  constructor(
    private readonly store: Store,
    private readonly courier: Courier,
    private readonly clock: Clock,
  ) {}

  /**
   * Leaves deliveries alone that are pending, in flight or superseded. Those of a disabled endpoint are held.
   * @returns the number of deliveries that are pending again.
   * @throws Refusal 'not-found'
   */
  async run(endpointId: string, range: ReplayRange): Promise<number> {
    await this.store.read((tx) => findEndpoint(tx, endpointId));
    let replayed = 0;
    for (let after: string | undefined = ''; after !== undefined; ) {
      const from: string = after;
      const batch = await this.store.write((tx) => this.batch(tx, endpointId, range, from));
      replayed += batch.replayed;
      after = batch.last;
      this.store.afterCommit(() => this.courier.wake());
    }
    return replayed;
  }

  private async batch(
    tx: EntityManager,
    endpointId: string,
    { what, since, until }: ReplayRange,
    after: string,
  ): Promise<{ replayed: number; last: string | undefined }> {
    const messages = await selectRows(
      tx,
      Message,
      `WHERE id > ? AND created_at >= ? AND created_at < ? AND type <> 'ping' ORDER BY id LIMIT ?`,
      [after, since, until, BATCH],
    );
    const endpoint = await findEndpoint(tx, endpointId, this.store.dialect.forReference);
    let replayed = 0;
    if (what !== 'missed') replayed += await this.restart(tx, endpointId, what, messages);
    if (what !== 'failed') {
      const own = messages.filter(
        (message) => !isAbout(message, endpointId) && !isEscalation(message),
      );
      replayed += await createDeliveries(tx, matchingPairs([endpoint], own), this.clock.now());
    }
    return { replayed, last: messages.length < BATCH ? undefined : messages.at(-1)?.id };
  }

  private async restart(
    tx: EntityManager,
    endpointId: string,
    what: 'failed' | 'everything',
    messages: readonly Message[],
  ): Promise<number> {
    const now = this.clock.now();
    const states = what === 'failed' ? ['failed'] : ['failed', 'delivered'];
    const { changed } = await run(
      tx,
      `UPDATE delivery
          SET state = 'pending', attempts = 0, releases = 0, next_attempt_at = ?, finished_at = NULL
        WHERE endpoint_id = ? AND state IN (${states.map(() => '?').join(', ')})
          AND (lease_until IS NULL OR lease_until <= ?)
          AND message_id IN (${messages.map(() => '?').join(', ') || 'NULL'})`,
      [now, endpointId, ...states, now, ...messages.map(({ id }) => id)],
    );
    return changed;
  }
}

/** Whether a chain passed it to one destination: nobody else gets it. */
function isEscalation({ milestoneId, body }: Message): boolean {
  return milestoneId !== null && readEscalation(body) !== undefined;
}

/** Whether a message reports that this endpoint was disabled: it is sent to other endpoints only. */
function isAbout(message: Message, endpointId: string): boolean {
  return message.type === 'endpoint.disabled' && message.body.includes(`"${endpointId}"`);
}
