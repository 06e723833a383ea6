import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../base/clock';
import { newId, Randomness } from '../../base/randomness';
import { Refusal } from '../../base/refusal';
import { insertRows, updateRows } from '../../store/sql/rows';
import { Store } from '../../store/store';
import { DELIVERY_SETTINGS, type DeliverySettings } from '../delivery-settings';
import { refuseEmptyFilter } from '../message-filter';
import { activeKeys, Keyring, type SigningKey } from '../signing/keyring';
import { Endpoint, HEALTHY } from './endpoint.entity';
import type { CreateRequest, RotateRequest } from './endpoint-schema';
import { checkUrl } from './endpoint-url';
import { findEndpoint } from './endpoints';

/** The newest included; more would only lengthen every message's header. */
const MOST_KEYS = 4;
const HOUR = 3_600_000;

/** An endpoint with the key whose secret is shown now and never again. */
export interface RegisteredEndpoint {
  endpoint: Endpoint;
  key: SigningKey;
}

/** Gives endpoints their signing keys: when they are created, and when the keys are rotated. */
@Injectable()
export class EndpointRegistration {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly randomness: Randomness,
    private readonly keyring: Keyring,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  /** @throws Refusal 'invalid' with a fault at `/url`. */
  async create({ secret, ...request }: CreateRequest): Promise<RegisteredEndpoint> {
    checkUrl(request.url, this.settings);
    refuseEmptyFilter(request);
    const now = this.clock.now();
    const id = newId('ep', this.clock, this.randomness);
    const key = this.keyring.make(secret);
    // Sealed inside the transaction: a change of the master key comes before it or after it.
    return this.store.write(async (tx) => {
      const endpoint: Endpoint = {
        ...request,
        ...HEALTHY,
        pacedUntil: null,
        id,
        sealedKeys: this.keyring.seal(id, [key]),
        state: 'enabled',
        createdAt: now,
        updatedAt: now,
      };
      await insertRows(tx, Endpoint, [endpoint]);
      return { endpoint, key };
    });
  }

  /**
   * Makes a new key the endpoint's own. Until the overlap ends the older ones sign beside it, so that
   * receivers may change over at their own time.
   * @throws Refusal 'not-found'; 'conflict' while too many older keys overlap.
   */
  rotate(id: string, { secret, overlapHours }: RotateRequest): Promise<RegisteredEndpoint> {
    return this.store.write(async (tx) => {
      const before = await findEndpoint(tx, id, this.store.dialect.forUpdate);
      const now = this.clock.now();
      const ends = now + overlapHours * HOUR;
      const key = this.keyring.make(secret);
      const older = activeKeys(this.openKnown(before), now)
        .map((old) => ({ ...old, until: Math.min(old.until ?? ends, ends) }))
        .filter((old) => old.until > now);
      if (older.length >= MOST_KEYS) {
        const detail = `${older.length} older secrets are still in force; rotate with overlapHours 0, or later.`;
        throw new Refusal('conflict', detail);
      }
      const sealedKeys = this.keyring.seal(id, [key, ...older]);
      const endpoint: Endpoint = { ...before, sealedKeys, updatedAt: now };
      await updateRows(tx, Endpoint, [endpoint], ['sealedKeys', 'updatedAt']);
      return { endpoint, key };
    });
  }

  /** Newest first. */
  keysInForce(endpoint: Endpoint): SigningKey[] {
    return activeKeys(this.keyring.open(endpoint.id, endpoint.sealedKeys), this.clock.now());
  }

  /** None where the master key they were sealed by is lost: rotation is the way out. */
  private openKnown(endpoint: Endpoint): readonly SigningKey[] {
    try {
      return this.keyring.open(endpoint.id, endpoint.sealedKeys);
    } catch {
      return [];
    }
  }
}
