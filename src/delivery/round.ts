import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock';
import { type Claim, Claims } from './claims';
import { MOST_ATTEMPTS } from './ladder';
import { Settling } from './settling';
import { signedHeaders } from './signature';
import { type Answer, Transport } from './transport';

/** One claim-and-send round of the courier. */
@Injectable()
export class Round {
  private readonly logger = new Logger('Courier');

  constructor(
    private readonly claims: Claims,
    private readonly transport: Transport,
    private readonly settling: Settling,
    private readonly clock: Clock,
  ) {}

  /**
   * Claims up to `most` due deliveries and starts an attempt for each. Every promise resolves when its
   * attempt is over and written, and never rejects: what was cut off comes back when its lease ends.
   */
  async start(most: number): Promise<Promise<void>[]> {
    const claims = await this.claims.take(most);
    return claims.map((claim) => this.attempt(claim));
  }

  private async attempt(claim: Claim): Promise<void> {
    const startedAt = this.clock.now();
    try {
      const answer = claim.attempts > MOST_ATTEMPTS ? SPENT : await this.send(claim, startedAt);
      await this.settling.add({ claim, answer, startedAt, endedAt: this.clock.now() });
    } catch (error) {
      const what = `The attempt of ${claim.messageId} to ${claim.endpointId}`;
      this.logger.error(`${what} was cut off and will be made again: ${String(error)}`);
    }
  }

  private send(claim: Claim, at: number): Promise<Answer> {
    const headers = signedHeaders(claim.messageId, claim.body, claim.secret, at);
    return this.transport.post({ url: claim.url, headers, body: claim.body });
  }
}

/** The process died in the last attempt: how that ended is not known, and there is none left. */
const SPENT: Answer = {
  outcome: 'unreachable',
  statusCode: null,
  retryAfter: undefined,
  excerpt: null,
  error: 'The service ended during the last attempt; how it went is not known',
};
