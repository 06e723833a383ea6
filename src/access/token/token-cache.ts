import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../base/clock';
import { withoutRequestContext } from '../../base/request-context';
import { POLICY } from '../../config/policy';
import type { TokenRow } from './token.entity';
import { TokenLookups } from './token-lookups';
import { claimedId, hashOfToken, sameHash } from './token-text';
import { Tokens } from './tokens';

interface Entry {
  row: TokenRow;
  /** Epoch milliseconds, exclusive: when the row is read again. */
  until: number;
}

/**
 * Finds the row of a token, in memory where possible. A change of any token by this process empties the cache at once.
 * A change by another replica empties it when its notice arrives; without a notice, entries end after `Tokens.cacheMs`.
 */
@Injectable()
export class TokenCache {
  private readonly logger = new Logger('Access');
  /** By the hash of the token, so that no token stays in memory. Least recently used first. */
  private readonly entries = new Map<string, Entry>();
  private accessTokens: { exist: boolean; until: number } | undefined;
  /** Counts changes: a row that was being read during a change is not cached. */
  private writes = 0;
  private readonly lookups: TokenLookups;

  constructor(
    private readonly tokens: Tokens,
    private readonly clock: Clock,
  ) {
    this.lookups = new TokenLookups(tokens);
    tokens.onChanged(() => {
      this.writes += 1;
      this.entries.clear();
      this.accessTokens = undefined;
    });
  }

  /** @returns undefined for a token that is unknown, revoked or expired. */
  async find(text: string): Promise<TokenRow | undefined> {
    const id = claimedId(text);
    if (id === undefined) return undefined;
    const hash = hashOfToken(text);
    return this.valid(this.cached(hash) ?? (await this.read(id, hash)));
  }

  /** Like `find`, without the database: undefined also for a token that is not cached. */
  findCached(text: string): TokenRow | undefined {
    return this.valid(this.cached(hashOfToken(text)));
  }

  /** Whether an access token was ever made, even if all are revoked. */
  async hasAccessTokens(): Promise<boolean> {
    const cached = this.cachedHasAccessTokens();
    if (cached !== undefined) return cached;
    const { writes } = this;
    const exist = await this.tokens.hasAccessTokens();
    if (writes === this.writes) {
      this.accessTokens = { exist, until: this.clock.now() + this.tokens.cacheMs };
    }
    return exist;
  }

  /** Like `hasAccessTokens`, without the database: undefined if the result is not cached. */
  cachedHasAccessTokens(): boolean | undefined {
    const { accessTokens } = this;
    const fresh = accessTokens !== undefined && this.clock.now() < accessTokens.until;
    return fresh ? accessTokens.exist : undefined;
  }

  private valid(row: TokenRow | undefined): TokenRow | undefined {
    const now = this.clock.now();
    if (row === undefined || (row.expiresAt !== null && row.expiresAt <= now)) return undefined;
    this.noteUse(row, now);
    return row;
  }

  private cached(hash: string): TokenRow | undefined {
    const entry = this.entries.get(hash);
    if (entry === undefined || this.clock.now() >= entry.until) return undefined;
    this.entries.delete(hash);
    this.entries.set(hash, entry);
    return entry.row;
  }

  private async read(id: string, hash: string): Promise<TokenRow | undefined> {
    const { writes } = this;
    const row = await this.lookups.find(id);
    if (row === undefined || row.revokedAt !== null || !sameHash(row.hash, hash)) return undefined;
    if (writes !== this.writes) return row;
    const oldest = this.entries.keys().next();
    if (this.entries.size >= POLICY.tokensKept && !oldest.done) this.entries.delete(oldest.value);
    this.entries.set(hash, { row, until: this.clock.now() + this.tokens.cacheMs });
    return row;
  }

  /** Once per `POLICY.tokenUseStepMs`: a write for each request would cost more than the request. */
  private noteUse(row: TokenRow, now: number): void {
    if (row.lastUsedAt !== null && now - row.lastUsedAt < POLICY.tokenUseStepMs) return;
    row.lastUsedAt = now;
    // No part of the caller's request, so it leaves no audit entry.
    withoutRequestContext(() => this.tokens.noteUse(row.id, now)).catch((error: unknown) => {
      this.logger.warn(`The last use of a token could not be recorded: ${String(error)}`);
    });
  }
}
