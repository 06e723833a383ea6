import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../base/clock';
import { MAX_ATTEMPTS } from '../retry-schedule';
import type { AttemptResult } from '../transport/transport';
import { type Claim, type ClaimLimits, Claims } from './claims';
import { Sender, type SentMessage } from './sender';
import { SettlementBatches } from './settlement-batches';

/** Claims deliveries and makes an attempt for each. */
@Injectable()
export class AttemptRunner {
  private readonly logger = new Logger('Courier');
  private slow = 0;

  constructor(
    private readonly claims: Claims,
    private readonly sender: Sender,
    private readonly settlements: SettlementBatches,
    private readonly clock: Clock,
  ) {}

  /** Attempts in flight to endpoints that were slow when they were claimed. */
  get slowInFlight(): number {
    return this.slow;
  }

  /**
   * Claims deliveries as `Claims.take` does and starts an attempt for each.
   * @returns a promise for each attempt. It resolves when the attempt has ended and its result is stored. It never
   * rejects: an aborted attempt becomes due again when its lease ends.
   */
  async start(max: number, limits?: ClaimLimits): Promise<Promise<void>[]> {
    const claims = await this.claims.take(max, limits);
    return claims.map((claim) => this.attempt(claim));
  }

  private async attempt(claim: Claim): Promise<void> {
    const startedAt = this.clock.now();
    if (claim.slow) this.slow++;
    try {
      const result =
        claim.attempts > MAX_ATTEMPTS
          ? NO_ATTEMPT_LEFT
          : await this.sender.send(claim.endpoint, messageOf(claim), startedAt);
      await this.settlements.add({ claim, result, startedAt, endedAt: this.clock.now() });
    } catch (error) {
      const what = `The attempt to deliver ${claim.messageId} to ${claim.endpointId}`;
      this.logger.error(`${what} was aborted and will be repeated: ${String(error)}`);
    } finally {
      if (claim.slow) this.slow--;
    }
  }
}

function messageOf({ messageId, body, group }: Claim): SentMessage {
  if (group === undefined) return { id: messageId, body };
  const others = group.others.map((one) => ({ id: one.messageId, body: one.body }));
  return { id: messageId, body, group: { id: group.id, others } };
}

/** The process died during the last attempt of the retry schedule, whose result is therefore not known. */
const NO_ATTEMPT_LEFT: AttemptResult = {
  outcome: 'unreachable',
  statusCode: null,
  retryAfter: undefined,
  excerpt: null,
  error: 'The service stopped during the last attempt; its result is not known',
};
