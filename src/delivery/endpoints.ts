import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock';
import { insertMessages } from '../outbox/messages';
import { newId, Randomness } from '../randomness';
import { Refusal } from '../refusal';
import { insertRows, selectRows, updateRows } from '../store/rows';
import { run } from '../store/set-based';
import { Store } from '../store/store';
import { Courier } from './courier';
import { Delivery } from './delivery.entity';
import { DELIVERY_SETTINGS, type DeliverySettings } from './delivery-settings';
import { Endpoint, type EndpointState } from './endpoint.entity';
import type { ChangeRequest, CreateRequest } from './endpoint-schema';
import { urlFaults } from './endpoint-url';
import { SECRET_BYTES, secretOf } from './signature';

const HEALTHY = { disabledReason: null, failingSince: null, failures: 0, probeAt: null } as const;

/** The receivers' endpoints: created, changed, tried, deleted. */
@Injectable()
export class Endpoints {
  constructor(
    private readonly store: Store,
    private readonly courier: Courier,
    private readonly clock: Clock,
    private readonly randomness: Randomness,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  list(after: string, limit: number): Promise<Endpoint[]> {
    return this.store.read((tx) =>
      selectRows(tx, Endpoint, 'WHERE id > ? ORDER BY id LIMIT ?', [after, limit]),
    );
  }

  read(id: string): Promise<Endpoint> {
    return this.store.read((tx) => findEndpoint(tx, id));
  }

  /** @throws Refusal 'invalid' with a fault at `/url`. */
  async create({ secret, ...request }: CreateRequest): Promise<Endpoint> {
    this.checkUrl(request.url);
    const now = this.clock.now();
    const endpoint: Endpoint = {
      ...request,
      ...HEALTHY,
      id: newId('ep', this.clock, this.randomness),
      secret: secret ?? secretOf(this.randomness.bytes(SECRET_BYTES.made)),
      state: 'enabled',
      createdAt: now,
      updatedAt: now,
    };
    await this.store.write((tx) => insertRows(tx, Endpoint, [endpoint]));
    return endpoint;
  }

  /**
   * A changed URL serves what is waiting from then on. Enabling sends what was held, each with the whole
   * ladder before it again: whoever enables says that the receiver is mended.
   * @throws Refusal 'not-found', or 'invalid' with a fault at `/url`.
   */
  async change(id: string, request: ChangeRequest): Promise<Endpoint> {
    if (request.url !== undefined) this.checkUrl(request.url);
    return this.store.write(async (tx) => {
      const before = await findEndpoint(tx, id);
      const changes = { ...given(request), ...this.turned(before, request.state) };
      if (changes.state === 'enabled') await restart(tx, id, this.clock.now());
      const changed: Endpoint = { ...before, ...changes, updatedAt: this.clock.now() };
      // Only what was asked for: the courier keeps the endpoint's health meanwhile.
      const columns = [...(Object.keys(changes) as (keyof Endpoint)[]), 'updatedAt' as const];
      await updateRows(tx, Endpoint, [changed], columns);
      this.store.afterCommit(() => this.courier.wake());
      return changed;
    });
  }

  /** Deletes it with its deliveries and their log, what waits included. @throws Refusal 'not-found' */
  remove(id: string): Promise<void> {
    return this.store.write(async (tx) => {
      await findEndpoint(tx, id);
      await run(tx, 'DELETE FROM attempt WHERE endpoint_id = ?', [id]);
      await run(tx, 'DELETE FROM delivery WHERE endpoint_id = ?', [id]);
      await run(tx, 'DELETE FROM endpoint WHERE id = ?', [id]);
    });
  }

  /**
   * Sends a `ping` before everything that waits, also while the endpoint fails; its success releases the
   * rest. Answers the message's id.
   * @throws Refusal 'not-found', or 'conflict' when the endpoint is disabled.
   */
  ping(id: string): Promise<string> {
    return this.store.write(async (tx) => {
      const endpoint = await findEndpoint(tx, id);
      if (endpoint.state === 'disabled') {
        throw new Refusal('conflict', 'The endpoint is disabled; enable it, then ping it.');
      }
      const messageId = newId('msg', this.clock, this.randomness);
      await insertMessages(tx, [
        {
          id: messageId,
          agreementId: null,
          sequence: 0,
          type: 'ping',
          milestoneId: null,
          hypothetical: false,
          createdAt: this.clock.now(),
          data: { endpoint: id },
        },
      ]);
      // Due since before the endpoint existed: nothing that waits is older.
      await insertRows(tx, Delivery, [newDelivery(messageId, id, endpoint.createdAt - 1)]);
      await run(tx, 'UPDATE endpoint SET probe_at = ? WHERE id = ? AND failing_since IS NOT NULL', [
        this.clock.now(),
        id,
      ]);
      this.store.afterCommit(() => this.courier.wake());
      return messageId;
    });
  }

  /** What turning it on or off changes; nothing where it is so already. */
  private turned(before: Endpoint, state: EndpointState | undefined): Partial<Endpoint> {
    if (state === undefined || state === before.state) return {};
    return state === 'enabled' ? { state, ...HEALTHY } : { state, disabledReason: 'by-request' };
  }

  private checkUrl(url: string): void {
    const faults = urlFaults(url, this.settings);
    if (faults.length > 0) {
      throw new Refusal('invalid', 'Webhooks cannot be sent there; nothing was written.', faults);
    }
  }
}

/** @throws Refusal 'not-found' */
export async function findEndpoint(tx: EntityManager, id: string): Promise<Endpoint> {
  const [endpoint] = await selectRows(tx, Endpoint, 'WHERE id = ?', [id]);
  if (endpoint === undefined) throw new Refusal('not-found', `There is no webhook "${id}".`);
  return endpoint;
}

/** The keys a request gives, but the state, which takes more than a column. */
function given({ state: _state, ...request }: ChangeRequest): Partial<Endpoint> {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}

/** Everything that waits is due, but what is under way, which is due when its lease ends. */
async function restart(tx: EntityManager, endpointId: string, now: number): Promise<void> {
  await run(
    tx,
    `UPDATE delivery
        SET attempts = 0, releases = 0,
            next_attempt_at = CASE WHEN lease_until > ? THEN lease_until ELSE ? END
      WHERE endpoint_id = ? AND state = 'pending'`,
    [now, now, endpointId],
  );
}

function newDelivery(messageId: string, endpointId: string, nextAttemptAt: number): Delivery {
  return {
    messageId,
    endpointId,
    state: 'pending',
    attempts: 0,
    fence: 0,
    releases: 0,
    nextAttemptAt,
    leaseUntil: null,
    finishedAt: null,
    lastStatusCode: null,
    lastError: null,
  };
}
