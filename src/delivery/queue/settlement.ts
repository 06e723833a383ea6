import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { newId, Randomness } from '../../base/randomness';
import { insertMessages } from '../../outbox/messages';
import { PublicUrl } from '../../outbox/public-url';
import { say } from '../../outbox/sentences/say';
import { insertRows, selectRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { DELIVERY_SETTINGS, type DeliverySettings } from '../delivery-settings';
import { Endpoint } from '../endpoint/endpoint.entity';
import { type DisabledEndpoint, type HealthSignal, updateHealth } from '../endpoint-health';
import { readRetryAfter, waitAfter } from '../retry-schedule';
import type { AttemptResult } from '../transport/transport';
import { Attempt } from './attempt.entity';
import type { Claim } from './claims';
import { createDeliveries } from './create-deliveries';
import type { DeliveryState } from './delivery.entity';

/** A claim whose attempt has ended. */
export interface EndedAttempt {
  claim: Claim;
  answer: AttemptResult;
  /** Epoch milliseconds. */
  startedAt: number;
  endedAt: number;
}

const GONE = 410;

/** What `given` hands to the statement below, in this order. */
const GIVEN = ['message_id', 'endpoint_id', 'fence', 'state', 'next', 'finished', 'code', 'error'];
const TYPES = ['text', 'text', 'integer', 'text', 'bigint', 'bigint', 'integer', 'text'];

interface Finished {
  /** The claims that still held, by `keyOf`. */
  held: ReadonlySet<string>;
  /** Their endpoints that were failing until now. */
  failing: ReadonlySet<string>;
}

interface FinishedRow {
  message_id: string;
  endpoint_id: string;
  fence: number;
  failing_since: number | string | null;
}

/** Writes how attempts ended: their deliveries, the log and the endpoints' health, in one transaction. */
@Injectable()
export class Settlement {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly randomness: Randomness,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
    private readonly links: PublicUrl,
  ) {}

  /**
   * Any number in a few statements. What lost its claim meanwhile, to a lease that ended or to the
   * endpoint's deletion, is passed over: only the token's holder finishes.
   */
  settle(ended: readonly EndedAttempt[]): Promise<void> {
    return this.store.write(async (tx) => {
      const { held, failing } = await this.finish(tx, ended);
      const settled = ended.filter(({ claim }) => held.has(keyOf(claim)));
      await insertRows(tx, Attempt, settled.map(attemptOf));
      const disabled = await updateHealth(tx, settled.map(signOf), failing, this.settings);
      await this.tell(tx, disabled);
    });
  }

  /** The other endpoints hear of it; the courier, whom every ended attempt wakes, sees it by itself. */
  private async tell(tx: EntityManager, disabled: readonly DisabledEndpoint[]): Promise<void> {
    if (disabled.length === 0) return;
    const endpoints = await selectRows(tx, Endpoint, '', []);
    for (const { endpointId, reason, at } of disabled) {
      const messages = await insertMessages(tx, [
        {
          id: newId('msg', this.clock, this.randomness),
          agreementId: null,
          sequence: 0,
          type: 'endpoint.disabled',
          milestoneId: null,
          parties: null,
          themes: null,
          hypothetical: false,
          createdAt: at,
          data: {
            endpoint: endpointId,
            reason,
            text: say('endpoint.disabled', { endpoint: endpointId, reason }),
            url: this.links.page({ view: 'alerts' }),
          },
        },
      ]);
      const others = endpoints.filter(({ id }) => id !== endpointId);
      await createDeliveries(tx, others, messages, at);
    }
  }

  private async finish(tx: EntityManager, ended: readonly EndedAttempt[]): Promise<Finished> {
    const { dialect } = this.store;
    const columns = GIVEN.map(
      (name, i) => `${dialect.jsonElement(i, TYPES[i] as string)} AS given_${name}`,
    );
    // A success is true whatever happened meanwhile; a failure moves only what still waits.
    const { rows } = await run<FinishedRow>(
      tx,
      `UPDATE delivery
          SET state = CASE WHEN state = 'pending' OR given_state = 'delivered'
                           THEN given_state ELSE state END,
              finished_at = CASE WHEN state = 'pending' OR given_state = 'delivered'
                                 THEN given_finished ELSE finished_at END,
              next_attempt_at = given_next,
              lease_until = NULL,
              last_status_code = given_code,
              last_error = given_error
         FROM (SELECT ${columns.join(', ')} FROM ${dialect.jsonRows('?')}) AS given
        WHERE message_id = given_message_id AND endpoint_id = given_endpoint_id
          AND fence = given_fence AND lease_until IS NOT NULL
       RETURNING message_id, endpoint_id, fence,
                 (SELECT failing_since FROM endpoint WHERE id = endpoint_id) AS failing_since`,
      [JSON.stringify(ended.map((one) => this.columnsOf(one)))],
    );
    const failing = rows.filter((row) => row.failing_since !== null);
    return {
      held: new Set(
        rows.map((row) =>
          keyOf({ messageId: row.message_id, endpointId: row.endpoint_id, fence: row.fence }),
        ),
      ),
      failing: new Set(failing.map((row) => row.endpoint_id)),
    };
  }

  /** In the order of GIVEN. */
  private columnsOf(one: EndedAttempt): (string | number | null)[] {
    const { claim, answer, endedAt } = one;
    const wait = this.waitOf(one);
    const gone = answer.statusCode === GONE;
    let state: DeliveryState = 'pending';
    if (answer.outcome === 'delivered') state = 'delivered';
    // An endpoint that is gone gets disabled, and what waits for it is held: this one too.
    else if (wait === undefined && !gone) state = 'failed';
    return [
      claim.messageId,
      claim.endpointId,
      claim.fence,
      state,
      endedAt + (wait ?? 0),
      state === 'pending' ? null : endedAt,
      answer.statusCode,
      answer.error,
    ];
  }

  private waitOf({ claim, answer, endedAt }: EndedAttempt): number | undefined {
    const asked = readRetryAfter(answer.retryAfter, endedAt);
    return waitAfter(claim.attempts, this.randomness.fraction(), asked);
  }
}

function signOf({ claim, answer, endedAt }: EndedAttempt): HealthSignal {
  return {
    endpointId: claim.endpointId,
    well: answer.outcome === 'delivered',
    gone: answer.statusCode === GONE,
    at: endedAt,
    retryAfterMs: readRetryAfter(answer.retryAfter, endedAt),
  };
}

function keyOf({
  messageId,
  endpointId,
  fence,
}: Pick<Claim, 'messageId' | 'endpointId' | 'fence'>) {
  return `${messageId} ${endpointId} ${fence}`;
}

function attemptOf({ claim, answer, startedAt, endedAt }: EndedAttempt): Attempt {
  return {
    messageId: claim.messageId,
    endpointId: claim.endpointId,
    number: claim.fence,
    startedAt,
    // The clock may have been set back meanwhile.
    durationMs: Math.max(0, endedAt - startedAt),
    outcome: answer.outcome,
    statusCode: answer.statusCode,
    excerpt: answer.excerpt,
    error: answer.error,
  };
}
