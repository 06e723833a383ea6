import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock } from '../../base/clock';
import type { ResponseOf } from '../../http/response-of';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { KINDS } from '../destination-kinds';
import { wordsOf } from '../format/kind';
import { Courier } from '../queue/courier';
import { Sender } from '../queue/sender';
import { findEndpoint } from './endpoints';
import { TrialMessages } from './trial-messages';

export const trialRequestSchema = z
  .strictObject({
    /** The milestone whose present message is sent; without it, a `ping`. */
    milestone: z.string({ error: 'the id of a milestone' }).max(1_000).optional(),
  })
  .default({});

export const trialSchema = z
  .strictObject({
    delivered: z.boolean(),
    outcome: z.string().meta({ description: 'As in the attempts of the delivery log' }),
    statusCode: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'The status of HTTP or SMTP; null without an answer' }),
    words: z.string().meta({ description: 'What the service said, on one line' }),
    error: z.string().nullable().meta({ description: 'What went wrong; null for a success' }),
    advice: z.string().nullable().meta({ description: 'What to do about it, where that is known' }),
    durationMs: z.number().int(),
  })
  .meta({ id: 'Trial' });

export type Trial = ResponseOf<typeof trialSchema>;

/** Sends a trial message to a destination at once, outside the queue. */
@Injectable()
export class Trials {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly messages: TrialMessages,
    private readonly sender: Sender,
    private readonly courier: Courier,
  ) {}

  /**
   * @param milestoneId sends the message that this milestone has now.
   * @throws Refusal 'not-found'
   */
  async run(endpointId: string, milestoneId?: string): Promise<Trial> {
    const endpoint = await this.store.read((tx) => findEndpoint(tx, endpointId));
    const at = this.clock.now();
    const message = await this.messages.unstored(endpointId, milestoneId);
    const result = await this.sender.send(endpoint, message, at);
    const { outcome, statusCode, excerpt, error, advice = null } = result;
    if (outcome === 'delivered') await this.retryNow(endpointId);
    const answer = { status: statusCode ?? 0, body: excerpt ?? '' };
    const words = KINDS[endpoint.kind].read?.(answer).words ?? wordsOf(answer.body);
    const durationMs = Math.max(0, this.clock.now() - at);
    return {
      delivered: outcome === 'delivered',
      outcome,
      statusCode,
      words,
      error,
      advice,
      durationMs,
    };
  }

  /** The queue probes a failing endpoint at once; a success then releases its waiting messages. */
  private retryNow(endpointId: string): Promise<void> {
    return this.store.write(async (tx) => {
      const { changed } = await run(
        tx,
        'UPDATE endpoint SET probe_at = ? WHERE id = ? AND failing_since IS NOT NULL',
        [this.clock.now(), endpointId],
      );
      if (changed > 0) this.store.afterCommit(() => this.courier.wake());
    });
  }
}
