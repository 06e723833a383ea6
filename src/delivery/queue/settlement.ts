import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { newId, Randomness } from '../../base/randomness';
import { insertMessages } from '../../outbox/messages';
import { PublicUrl } from '../../outbox/public-url';
import { sentenceOf } from '../../outbox/sentences/say';
import { insertRows, selectRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { DELIVERY_SETTINGS, type DeliverySettings } from '../delivery-settings';
import { Endpoint } from '../endpoint/endpoint.entity';
import {
  type DisabledEndpoint,
  type HealthSignal,
  updateHealth,
} from '../endpoint/endpoint-health';
import { readRetryAfter, waitAfter } from '../retry-schedule';
import type { AttemptResult } from '../transport/transport';
import { Attempt } from './attempt.entity';
import type { Claim, ClaimedDelivery } from './claims';
import { createDeliveries, matchingPairs } from './create-deliveries';
import type { DeliveryState } from './delivery.entity';

interface Ended {
  result: AttemptResult;
  /** Epoch milliseconds. */
  startedAt: number;
  /** Epoch milliseconds. */
  endedAt: number;
}

/** A claim whose attempt has ended. */
export interface EndedAttempt extends Ended {
  claim: Claim;
}

/** One delivery of it. */
interface EndedDelivery extends Ended {
  claim: ClaimedDelivery;
}

const GONE = 410;

/** The columns of the rows that the UPDATE in `finish` reads, in this order. */
const COLUMNS = [
  ['message_id', 'text'],
  ['endpoint_id', 'text'],
  ['fence', 'integer'],
  ['state', 'text'],
  ['next', 'bigint'],
  ['finished', 'bigint'],
  ['code', 'integer'],
  ['error', 'text'],
] as const;

interface Finished {
  /** Keys (`keyOf`) of the claims that were still valid. */
  valid: ReadonlySet<string>;
  /** Ids of their endpoints that were failing before. */
  failing: ReadonlySet<string>;
}

interface FinishedRow {
  message_id: string;
  endpoint_id: string;
  fence: number;
  failing_since: number | string | null;
}

/** Stores the results of attempts: deliveries, log and health of the endpoints, in one transaction. */
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
   * Stores any number of results with a few statements. Ignores attempts whose claim is no longer valid, because the
   * lease ended and another claim raised the fencing token, or because the endpoint was deleted.
   */
  settle(ended: readonly EndedAttempt[]): Promise<void> {
    return this.store.write(async (tx) => {
      const deliveries = ended.flatMap(deliveriesOf);
      const { valid, failing } = await this.finish(tx, deliveries);
      const isValid = ({ claim }: EndedDelivery): boolean => valid.has(keyOf(claim));
      await insertRows(tx, Attempt, deliveries.filter(isValid).map(attemptOf));
      // A group is one attempt: it counts once.
      const settled = ended.filter((one) => deliveriesOf(one).some(isValid));
      const disabled = await updateHealth(tx, settled.map(healthSignalOf), failing, this.settings);
      await this.announce(tx, disabled);
    });
  }

  /** Sends a message to the other endpoints for each endpoint that was disabled. */
  private async announce(tx: EntityManager, disabled: readonly DisabledEndpoint[]): Promise<void> {
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
            ...sentenceOf('endpoint.disabled', { endpoint: endpointId, reason }),
            url: this.links.page({ view: 'alerts' }),
          },
        },
      ]);
      const others = endpoints.filter(({ id }) => id !== endpointId);
      await createDeliveries(tx, matchingPairs(others, messages), at);
    }
  }

  private async finish(tx: EntityManager, ended: readonly EndedDelivery[]): Promise<Finished> {
    const { dialect } = this.store;
    const columns = COLUMNS.map(
      ([name, type], i) => `${dialect.jsonElement(i, type)} AS given_${name}`,
    );
    // A success counts whatever the state is now. A failure changes the state of pending deliveries only.
    const { rows } = await run<FinishedRow>(
      tx,
      `WITH existing AS MATERIALIZED (
         SELECT id FROM endpoint
          WHERE id IN (SELECT ${dialect.jsonElement(0, 'text')} FROM ${dialect.jsonRows('?')})
          ${dialect.forReference}
       )
       UPDATE delivery
          SET state = CASE WHEN state = 'pending' OR given_state = 'delivered'
                           THEN given_state ELSE state END,
              finished_at = CASE WHEN state = 'pending' OR given_state = 'delivered'
                                 THEN given_finished ELSE finished_at END,
              next_attempt_at = given_next,
              lease_until = NULL,
              last_status_code = given_code,
              last_error = given_error
         FROM (SELECT ${columns.join(', ')} FROM ${dialect.jsonRows('?')}) AS given
         JOIN existing ON existing.id = given_endpoint_id
        WHERE message_id = given_message_id AND endpoint_id = given_endpoint_id
          AND fence = given_fence AND lease_until IS NOT NULL
       RETURNING message_id, endpoint_id, fence,
                 (SELECT failing_since FROM endpoint WHERE id = endpoint_id) AS failing_since`,
      [
        JSON.stringify(ended.map(({ claim }) => [claim.endpointId])),
        JSON.stringify(ended.map((one) => this.columnsOf(one))),
      ],
    );
    const failing = rows.filter((row) => row.failing_since !== null);
    return {
      valid: new Set(
        rows.map((row) =>
          keyOf({ messageId: row.message_id, endpointId: row.endpoint_id, fence: row.fence }),
        ),
      ),
      failing: new Set(failing.map((row) => row.endpoint_id)),
    };
  }

  /** In the order of `COLUMNS`. */
  private columnsOf(one: EndedDelivery): (string | number | null)[] {
    const { claim, result, endedAt } = one;
    const wait = this.waitOf(one);
    const gone = isGone(result);
    let state: DeliveryState = 'pending';
    if (result.outcome === 'delivered') state = 'delivered';
    // A destination that is gone is disabled; this delivery stays pending and is held.
    else if (!gone && (wait === undefined || result.refused === 'message')) state = 'failed';
    return [
      claim.messageId,
      claim.endpointId,
      claim.fence,
      state,
      endedAt + (wait ?? 0),
      state === 'pending' ? null : endedAt,
      result.statusCode,
      errorOf(result),
    ];
  }

  private waitOf({ claim, result, endedAt }: EndedDelivery): number | undefined {
    const requested = readRetryAfter(result.retryAfter, endedAt);
    return waitAfter(claim.attempts, this.randomness.fraction(), requested);
  }
}

function isGone({ statusCode, refused }: AttemptResult): boolean {
  return statusCode === GONE || refused === 'destination';
}

/** What the log shows: what happened, and what to do about it. */
function errorOf({ error, advice }: AttemptResult): string | null {
  return error === null || advice === undefined ? error : `${error}. ${advice}`;
}

function healthSignalOf({ claim, result, startedAt, endedAt }: EndedAttempt): HealthSignal {
  return {
    endpointId: claim.endpointId,
    succeeded: result.outcome === 'delivered',
    gone: isGone(result),
    at: endedAt,
    durationMs: Math.max(0, endedAt - startedAt),
    retryAfterMs: readRetryAfter(result.retryAfter, endedAt),
  };
}

function keyOf({
  messageId,
  endpointId,
  fence,
}: Pick<ClaimedDelivery, 'messageId' | 'endpointId' | 'fence'>) {
  return `${messageId} ${endpointId} ${fence}`;
}

/** The delivery of an attempt, or those of its group. */
function deliveriesOf({ claim, ...ended }: EndedAttempt): EndedDelivery[] {
  return [claim, ...(claim.group?.others ?? [])].map((one) => ({ ...ended, claim: one }));
}

function attemptOf({ claim, result, startedAt, endedAt }: EndedDelivery): Attempt {
  return {
    messageId: claim.messageId,
    endpointId: claim.endpointId,
    number: claim.fence,
    startedAt,
    // At least 0: the clock may have been set back during the attempt.
    durationMs: Math.max(0, endedAt - startedAt),
    outcome: result.outcome,
    statusCode: result.statusCode,
    excerpt: result.excerpt,
    error: errorOf(result),
  };
}
