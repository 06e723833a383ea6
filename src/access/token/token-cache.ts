import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../base/clock';
import { withoutRequestContext } from '../../base/request-context';
import { POLICY } from '../../config/policy';
import type { TokenRow } from './token.entity';
import { claimedId, hashOfToken, sameHash } from './token-text';
import { Tokens } from './tokens';

interface Known {
  row: TokenRow;
  /** Looked up again from then on. */
  until: number;
}

/**
 * Who a token belongs to, from memory: dashboards ask all day. A write of this process empties the memory at once;
 * another replica's as soon as it is told, and within `Tokens.cacheMs` anyway.
 */
@Injectable()
export class TokenCache {
  private readonly logger = new Logger('Access');
  /** By the token's hash, so that no token stays in memory; the one used longest ago comes first. */
  private readonly known = new Map<string, Known>();
  private anybody: { any: boolean; until: number } | undefined;
  /** Raised by every write: what was being read meanwhile is not kept. */
  private writes = 0;

  constructor(
    private readonly tokens: Tokens,
    private readonly clock: Clock,
  ) {
    tokens.onChanged(() => {
      this.writes += 1;
      this.known.clear();
      this.anybody = undefined;
    });
  }

  /** The row of a token in force; undefined for one that is unknown, revoked or expired. */
  async find(text: string): Promise<TokenRow | undefined> {
    const id = claimedId(text);
    if (id === undefined) return undefined;
    const hash = hashOfToken(text);
    return this.inForce(this.remembered(hash) ?? (await this.lookUp(id, hash)));
  }

  /** The same from memory alone: undefined also for what would have to be looked up. */
  findCached(text: string): TokenRow | undefined {
    return this.inForce(this.remembered(hashOfToken(text)));
  }

  /** Whether a token was ever given to anybody. */
  async hasAccessTokens(): Promise<boolean> {
    const recalled = this.cachedHasAccessTokens();
    if (recalled !== undefined) return recalled;
    const { writes } = this;
    const any = await this.tokens.hasAccessTokens();
    if (writes === this.writes) {
      this.anybody = { any, until: this.clock.now() + this.tokens.cacheMs };
    }
    return any;
  }

  /** The same from memory alone; undefined where it would have to be looked up. */
  cachedHasAccessTokens(): boolean | undefined {
    const { anybody } = this;
    return anybody !== undefined && this.clock.now() < anybody.until ? anybody.any : undefined;
  }

  private inForce(row: TokenRow | undefined): TokenRow | undefined {
    const now = this.clock.now();
    if (row === undefined || (row.expiresAt !== null && row.expiresAt <= now)) return undefined;
    this.noteUse(row, now);
    return row;
  }

  private remembered(hash: string): TokenRow | undefined {
    const known = this.known.get(hash);
    if (known === undefined || this.clock.now() >= known.until) return undefined;
    this.known.delete(hash);
    this.known.set(hash, known);
    return known.row;
  }

  private async lookUp(id: string, hash: string): Promise<TokenRow | undefined> {
    const { writes } = this;
    const row = await this.tokens.find(id);
    if (row === undefined || row.revokedAt !== null || !sameHash(row.hash, hash)) return undefined;
    if (writes !== this.writes) return row;
    const oldest = this.known.keys().next();
    if (this.known.size >= POLICY.tokensKept && !oldest.done) this.known.delete(oldest.value);
    this.known.set(hash, { row, until: this.clock.now() + this.tokens.cacheMs });
    return row;
  }

  /** In coarse steps: a write for every request would cost more than the request. */
  private noteUse(row: TokenRow, now: number): void {
    if (row.lastUsedAt !== null && now - row.lastUsedAt < POLICY.tokenUseStepMs) return;
    row.lastUsedAt = now;
    // Nobody asked for this write.
    withoutRequestContext(() => this.tokens.noteUse(row.id, now)).catch((error: unknown) => {
      this.logger.warn(`The use of a token could not be noted: ${String(error)}`);
    });
  }
}
