import { Injectable } from '@nestjs/common';
import { Clock } from '../../base/clock';
import { newId, Randomness } from '../../base/randomness';
import { Refusal } from '../../base/refusal';
import { insertRows, updateRows } from '../../store/sql/rows';
import { Store } from '../../store/store';
import { KINDS } from '../destination-kinds';
import { startDigest } from '../digest/digests';
import { type Fields, fieldsOf } from '../format/fields';
import type { KindName } from '../format/kind';
import { refuseEmptyFilter, refuseUnsaidDigest, refuseUnsaidTypes } from '../message-filter';
import { activeKeys, Keyring, type SigningKey } from '../signing/keyring';
import { DestinationSettings } from './destination-settings';
import { Endpoint, HEALTHY } from './endpoint.entity';
import type { CreateRequest, RotateRequest } from './endpoint-schema';
import { findEndpoint } from './endpoints';

/** Keys of an endpoint that may sign at a time; each adds two signatures to the header of every message. */
const MAX_KEYS = 4;
const HOUR = 3_600_000;

/** An endpoint with its new key, whose secret is shown only once. */
interface RegisteredEndpoint {
  endpoint: Endpoint;
  key: SigningKey;
}

/** Creates endpoints with their signing key, and rotates the keys. */
@Injectable()
export class EndpointRegistration {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly randomness: Randomness,
    private readonly keyring: Keyring,
    private readonly destinations: DestinationSettings,
  ) {}

  /** @throws Refusal 'invalid' for settings, an address or filters that are not allowed. */
  async create({ secret, ...given }: CreateRequest): Promise<RegisteredEndpoint> {
    const { own, request } = partsOf(given);
    const { digest } = given;
    refuseEmptyFilter(request);
    const kind = KINDS[request.kind];
    refuseUnsaidTypes(request.kind, request.types);
    refuseUnsaidDigest(request.kind, digest, request.types);
    if (secret !== undefined && !kind.signed) throw unsigned(request.kind);
    const now = this.clock.now();
    const id = newId('ep', this.clock, this.randomness);
    const key = this.keyring.make(secret);
    // Encrypted inside the transaction, so that a change of the master key comes entirely before or after it.
    return this.store.write(async (tx) => {
      const endpoint: Endpoint = {
        ...request,
        ...this.destinations.columns(id, request.kind, own),
        ...(await startDigest(tx, digest, now)),
        types: request.types.length === 0 ? [...(kind.types ?? [])] : request.types,
        maxPerMinute: request.maxPerMinute === undefined ? kind.perMinute : request.maxPerMinute,
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
   * Gives an endpoint a new key. The former keys also sign until the overlap ends, so that the receiver can change over
   * in the meantime.
   * @throws Refusal 'not-found'; 'conflict' if too many former keys still sign, or its kind has no signatures.
   */
  rotate(id: string, { secret, overlapHours }: RotateRequest): Promise<RegisteredEndpoint> {
    return this.store.write(async (tx) => {
      const before = await findEndpoint(tx, id, this.store.dialect.forUpdate);
      if (!KINDS[before.kind].signed) throw unsigned(before.kind);
      const now = this.clock.now();
      const ends = now + overlapHours * HOUR;
      const key = this.keyring.make(secret);
      const older = activeKeys(this.readableKeys(before), now)
        .map((old) => ({ ...old, until: Math.min(old.until ?? ends, ends) }))
        .filter((old) => old.until > now);
      if (older.length >= MAX_KEYS) {
        const detail = `${older.length} former secrets still sign, the limit with the new one is ${MAX_KEYS}.`;
        throw new Refusal('conflict', `${detail} Rotate with {"overlapHours": 0}, or later.`);
      }
      const sealedKeys = this.keyring.seal(id, [key, ...older]);
      const endpoint: Endpoint = { ...before, sealedKeys, updatedAt: now };
      await updateRows(tx, Endpoint, [endpoint], ['sealedKeys', 'updatedAt']);
      return { endpoint, key };
    });
  }

  /** Newest first. */
  activeKeys(endpoint: Endpoint): SigningKey[] {
    return activeKeys(this.keyring.open(endpoint.id, endpoint.sealedKeys), this.clock.now());
  }

  /** The keys of an endpoint; none if their master key is lost, so that a rotation still works. */
  private readableKeys(endpoint: Endpoint): readonly SigningKey[] {
    try {
      return this.keyring.open(endpoint.id, endpoint.sealedKeys);
    } catch {
      return [];
    }
  }
}

/** The settings of the destination, and everything else. */
function partsOf(given: Omit<CreateRequest, 'secret'>) {
  const own: Partial<Fields> = fieldsOf(given);
  const { kind, language, description, types, agreements, parties, themes } = given;
  const { includeHypothetical, includeActual, onlyEscalations, quiet } = given;
  const { maxInFlight, maxPerMinute } = given;
  const lists = { types, agreements, parties, themes };
  const filter = { ...lists, includeHypothetical, includeActual, onlyEscalations, quiet };
  return { own, request: { kind, language, description, ...filter, maxInFlight, maxPerMinute } };
}

function unsigned(kind: KindName): Refusal {
  return new Refusal(
    'conflict',
    `Messages to a destination of the kind "${kind}" are not signed, so it has no secret. Nothing was written.`,
  );
}
