import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { Refusal } from '../../base/refusal';
import { selectRows, updateRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { startDigest } from '../digest/digests';
import { fieldsOf } from '../format/fields';
import { refuseEmptyFilter, refuseUnsaidDigest, refuseUnsaidTypes } from '../message-filter';
import { Courier } from '../queue/courier';
import { DestinationSettings } from './destination-settings';
import { Endpoint, type EndpointState, HEALTHY } from './endpoint.entity';
import type { ChangeRequest } from './endpoint-schema';
import { quietUntil } from './quiet-hours';

/**
 * Reads, changes and deletes endpoints. A transaction that writes deliveries locks their endpoints first, so that it never
 * waits for a deletion that waits for it.
 */
@Injectable()
export class Endpoints {
  constructor(
    private readonly store: Store,
    private readonly courier: Courier,
    private readonly clock: Clock,
    private readonly destinations: DestinationSettings,
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
   * Pending deliveries go to a changed address. Enabling sends held deliveries, each with all attempts of the retry schedule
   * again, because the receiver is expected to work now.
   * @throws Refusal 'not-found'; 'invalid' for settings, an address or filters that are not allowed.
   */
  async change(id: string, request: ChangeRequest): Promise<Endpoint> {
    const given = fieldsOf(request);
    const { digest } = request;
    return this.store.write(async (tx) => {
      const before = await findEndpoint(tx, id, this.store.dialect.forUpdate);
      const moved = Object.keys(given).length > 0;
      const settings = moved && { ...this.destinations.readable(before), ...given };
      const changes: Partial<Endpoint> = {
        ...columnsOf(request),
        ...(settings && this.destinations.columns(id, before.kind, settings)),
        ...(moved && { failureMs: null }),
        ...stateChange(before, request.state),
        ...(digest === undefined ? {} : await startDigest(tx, digest, this.clock.now())),
      };
      refuseEmptyFilter({ ...before, ...changes });
      if (request.types !== undefined) refuseUnsaidTypes(before.kind, request.types);
      const { digest: wanted, types } = { ...before, ...changes };
      refuseUnsaidDigest(before.kind, wanted, types);
      if (changes.state === 'enabled') await restart(tx, id, this.clock.now());
      const updatedAt = this.clock.now();
      const changed: Endpoint = { ...before, ...changes, updatedAt };
      // Only the columns of the request: the courier may update the endpoint's health at the same time.
      const columns = Object.keys({ ...changes, updatedAt }).filter(
        (key): key is keyof Endpoint => key in before,
      );
      await updateRows(tx, Endpoint, [changed], columns);
      if (request.quiet !== undefined) await release(tx, before, this.clock.now());
      this.store.afterCommit(() => this.courier.wake());
      return changed;
    });
  }

  /** Deletes an endpoint with its deliveries, pending ones included, and their log. @throws Refusal 'not-found' */
  remove(id: string): Promise<void> {
    return this.store.write(async (tx) => {
      // Waits for transactions that write deliveries for this endpoint; from then on there are no new ones.
      await findEndpoint(tx, id, this.store.dialect.forDelete);
      await run(tx, 'DELETE FROM delivery WHERE endpoint_id = ?', [id]);
      await run(tx, 'DELETE FROM attempt WHERE endpoint_id = ?', [id]);
      await run(tx, 'DELETE FROM endpoint WHERE id = ?', [id]);
    });
  }
}

/**
 * The columns that enabling or disabling changes. An endpoint that failures disabled is disabled on purpose after a request
 * to disable it. A request to enable an enabled endpoint leaves its health as it is.
 */
function stateChange(before: Endpoint, state: EndpointState | undefined): Partial<Endpoint> {
  if (state === 'disabled') return { state, disabledReason: 'by-request' };
  return state === undefined || state === before.state ? {} : { state, ...HEALTHY };
}

/**
 * @param lock the dialect's suffix of a SELECT that locks the row; empty to read only.
 * @throws Refusal 'not-found'
 */
export async function findEndpoint(tx: EntityManager, id: string, lock = ''): Promise<Endpoint> {
  const [endpoint] = await selectRows(tx, Endpoint, `WHERE id = ? ${lock}`, [id]);
  if (endpoint === undefined) throw new Refusal('not-found', `There is no webhook "${id}".`);
  return endpoint;
}

/**
 * The columns that a request sets by themselves: not `state`, which changes further columns (`stateChange`), and not the
 * settings of the destination.
 */
function columnsOf({ state: _state, ...request }: ChangeRequest): Partial<Endpoint> {
  const own = Object.keys(fieldsOf(request));
  return Object.fromEntries(
    Object.entries(request).filter(([key, value]) => value !== undefined && !own.includes(key)),
  );
}

/** Makes due what waits for the end of the former quiet hours. The courier holds it again if the new ones contain now. */
async function release(tx: EntityManager, { id, quiet }: Endpoint, now: number): Promise<void> {
  const until = quiet === null ? undefined : quietUntil(quiet, now);
  if (until === undefined) return;
  await run(
    tx,
    `UPDATE delivery SET next_attempt_at = ?
      WHERE endpoint_id = ? AND state = 'pending' AND lease_until IS NULL AND next_attempt_at = ?`,
    [now, id, until],
  );
}

/** Makes all pending deliveries due with all their attempts; those in flight when their lease ends. */
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
