import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../base/clock';
import { MAX_ATTEMPTS } from '../retry-schedule';
import { activeKeys, Keyring, type SigningKey } from '../signing/keyring';
import { signedHeaders } from '../signing/signature';
import { type AttemptResult, Transport } from '../transport/transport';
import { type Claim, Claims } from './claims';
import { SettlementBatches } from './settlement-batches';

/** One claim-and-send round of the courier. */
@Injectable()
export class AttemptRunner {
  private readonly logger = new Logger('Courier');

  constructor(
    private readonly claims: Claims,
    private readonly transport: Transport,
    private readonly settling: SettlementBatches,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
  ) {}

  /**
   * Claims deliveries as `Claims.take` does and starts an attempt for each. Every promise resolves when its
   * attempt is over and written, and never rejects: what was cut off comes back when its lease ends.
   */
  async start(most: number, mostEach?: number): Promise<Promise<void>[]> {
    const claims = await this.claims.take(most, mostEach);
    return claims.map((claim) => this.attempt(claim));
  }

  private async attempt(claim: Claim): Promise<void> {
    const startedAt = this.clock.now();
    try {
      const answer = claim.attempts > MAX_ATTEMPTS ? SPENT : await this.send(claim, startedAt);
      await this.settling.add({ claim, answer, startedAt, endedAt: this.clock.now() });
    } catch (error) {
      const what = `The attempt of ${claim.messageId} to ${claim.endpointId}`;
      this.logger.error(`${what} was cut off and will be made again: ${String(error)}`);
    }
  }

  private send(claim: Claim, at: number): Promise<AttemptResult> {
    const keys = this.keysOf(claim);
    if (keys === undefined) return Promise.resolve(UNSIGNED);
    const inForce = activeKeys(keys, at);
    const headers = signedHeaders(claim.messageId, claim.body, inForce, at);
    return this.transport.post({ url: claim.url, headers, body: claim.body });
  }

  private keysOf({ endpointId, sealedKeys }: Claim): readonly SigningKey[] | undefined {
    try {
      return this.keyring.open(endpointId, sealedKeys);
    } catch (error) {
      this.logger.error(`The secret of ${endpointId} cannot be read: ${String(error)}`);
      return undefined;
    }
  }
}

const NO_ANSWER = {
  outcome: 'unreachable',
  statusCode: null,
  retryAfter: undefined,
  excerpt: null,
} as const;

/** It keeps its place on the ladder, and goes out once the endpoint's secret was rotated. */
const UNSIGNED: AttemptResult = {
  ...NO_ANSWER,
  error: 'The stored secret cannot be read, and nothing is sent unsigned; rotate it',
};

/** The process died in the last attempt: how that ended is not known, and there is none left. */
const SPENT: AttemptResult = {
  ...NO_ANSWER,
  error: 'The service ended during the last attempt; how it went is not known',
};
