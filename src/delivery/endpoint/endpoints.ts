import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { Refusal } from '../../base/refusal';
import { selectRows, updateRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { DELIVERY_SETTINGS, type DeliverySettings } from '../delivery-settings';
import { refuseEmptyFilter } from '../message-filter';
import { Courier } from '../queue/courier';
import { Endpoint, type EndpointState, HEALTHY } from './endpoint.entity';
import type { ChangeRequest } from './endpoint-schema';
import { checkUrl } from './endpoint-url';

/** The receivers' endpoints: read, changed, deleted. */
@Injectable()
export class Endpoints {
  constructor(
    private readonly store: Store,
    private readonly courier: Courier,
    private readonly clock: Clock,
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

  /**
   * A changed URL serves what is waiting from then on. Enabling sends what was held, each with the whole
   * ladder before it again: whoever enables says that the receiver is mended.
   * @throws Refusal 'not-found', or 'invalid' with a fault at `/url`.
   */
  async change(id: string, request: ChangeRequest): Promise<Endpoint> {
    if (request.url !== undefined) checkUrl(request.url, this.settings);
    return this.store.write(async (tx) => {
      const before = await findEndpoint(tx, id);
      const changes = { ...given(request), ...this.turned(before, request.state) };
      refuseEmptyFilter({ ...before, ...changes });
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

  /** What turning it on or off changes; nothing where it is so already. */
  private turned(before: Endpoint, state: EndpointState | undefined): Partial<Endpoint> {
    if (state === undefined || state === before.state) return {};
    return state === 'enabled' ? { state, ...HEALTHY } : { state, disabledReason: 'by-request' };
  }
}

/**
 * @param lock what the dialect appends to a SELECT that locks; nothing to only read.
 * @throws Refusal 'not-found'
 */
export async function findEndpoint(tx: EntityManager, id: string, lock = ''): Promise<Endpoint> {
  const [endpoint] = await selectRows(tx, Endpoint, `WHERE id = ? ${lock}`, [id]);
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
