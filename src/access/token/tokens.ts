import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { newId, Randomness } from '../../base/randomness';
import { Refusal } from '../../base/refusal';
import { POLICY } from '../../config/policy';
import { insertRows, selectRows } from '../../store/sql/rows';
import { among, run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import type { Role } from '../rule';
import { type TokenKind, TokenRow } from './token.entity';
import { hashOfToken, newTokenText } from './token-text';

/** SQL needs a limit if it has an offset. */
const MOST_ROWS = 1_000_000;

export interface NewToken {
  kind: TokenKind;
  name: string;
  role: Role;
  /** Ids of the granted agreements; null for all of them. */
  agreements: string[] | null;
  /** Epoch milliseconds, exclusive. */
  expiresAt: number | null;
  parent?: string;
}

/** A new token. Its text is known only at this time. */
export interface IssuedToken {
  row: TokenRow;
  text: string;
}

/** Creates, lists and revokes tokens. */
@Injectable()
export class Tokens {
  private readonly listeners: (() => void)[] = [];
  /** How long a row may be cached. Unlimited on SQLite, whose only process makes every change itself. */
  readonly cacheMs: number;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly randomness: Randomness,
  ) {
    this.cacheMs = store.dialect.name === 'sqlite' ? Number.POSITIVE_INFINITY : POLICY.tokenKeptMs;
  }

  /** Calls `listener` after a token was created or revoked; for other replicas best effort, as a notice may be lost. */
  onChanged(listener: () => void): void {
    this.listeners.push(listener);
    this.store.replicas.onNotice('tokens', listener);
  }

  /** @throws Refusal 'invalid' for unknown agreements, with a fault for each. */
  create(request: NewToken): Promise<IssuedToken> {
    return this.store.write(async (tx) => {
      await refuseUnknown(tx, request.agreements ?? []);
      const id = newId('token', this.clock, this.randomness);
      const text = newTokenText(id, this.randomness);
      const row: TokenRow = {
        ...request,
        id,
        hash: hashOfToken(text),
        parent: request.parent ?? null,
        createdAt: this.clock.now(),
        lastUsedAt: null,
        revokedAt: null,
      };
      await insertRows(tx, TokenRow, [row]);
      this.changed();
      return { row, text };
    });
  }

  /**
   * Creates a session with the rights of a token. It ends with that token, and after `POLICY.sessionMs` at the latest.
   * Removes sessions that have ended. Also removes the oldest sessions of the token, so that it has at most
   * `POLICY.sessionsPerToken`.
   */
  createSession({ id, name, role, agreements, expiresAt }: TokenRow): Promise<IssuedToken> {
    const now = this.clock.now();
    const end = now + POLICY.sessionMs;
    return this.store.write(async (tx) => {
      await run(tx, "DELETE FROM token WHERE kind = 'session' AND expires_at <= ?", [now]);
      await run(
        tx,
        `DELETE FROM token WHERE id IN (SELECT id FROM token WHERE kind = 'session' AND parent = ?
          ORDER BY id DESC LIMIT ? OFFSET ?)`,
        [id, MOST_ROWS, POLICY.sessionsPerToken - 1],
      );
      return this.create({
        kind: 'session',
        name,
        role,
        agreements,
        expiresAt: expiresAt === null ? end : Math.min(end, expiresAt),
        parent: id,
      });
    });
  }

  /** Tokens other than sessions, oldest first, including revoked ones. @param after an id, exclusive. */
  list(after: string, limit: number): Promise<TokenRow[]> {
    return this.store.read((tx) =>
      selectRows(tx, TokenRow, "WHERE kind <> 'session' AND id > ? ORDER BY id LIMIT ?", [
        after,
        limit,
      ]),
    );
  }

  /** Ends a token and its sessions. @throws Refusal 'not-found' */
  async revoke(id: string): Promise<void> {
    await this.store.write(async (tx) => {
      const [row] = await selectRows(tx, TokenRow, 'WHERE id = ?', [id]);
      if (row === undefined) throw new Refusal('not-found', `There is no token "${id}".`);
      await this.end(tx, id);
    });
  }

  /** Like `revoke`, inside a transaction and for a token that exists. Sessions are removed. */
  async end(tx: EntityManager, id: string): Promise<void> {
    await run(tx, "DELETE FROM token WHERE kind = 'session' AND (id = ? OR parent = ?)", [id, id]);
    await run(tx, 'UPDATE token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', [
      this.clock.now(),
      id,
    ]);
    this.changed();
  }

  async find(id: string): Promise<TokenRow | undefined> {
    return (await this.findAll([id]))[0];
  }

  /** Those of the tokens that exist, in any order. */
  findAll(ids: readonly string[]): Promise<TokenRow[]> {
    const { clause, parameters } = among('id', ids);
    return this.store.readOnce((tx) => selectRows(tx, TokenRow, `WHERE ${clause}`, parameters));
  }

  /** Whether an access token was ever made, also if all of them are revoked or expired. */
  hasAccessTokens(): Promise<boolean> {
    return this.store.read(async (tx) => {
      const { rows } = await run(tx, "SELECT id FROM token WHERE kind = 'access' LIMIT 1", []);
      return rows.length > 0;
    });
  }

  /** Records the last use, unless a later one is recorded already. @param at epoch milliseconds. */
  noteUse(id: string, at: number): Promise<void> {
    return this.store.write(async (tx) => {
      await run(
        tx,
        'UPDATE token SET last_used_at = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at < ?)',
        [at, id, at],
      );
    });
  }

  /** Call inside a transaction that created or ended a token: caches of tokens are emptied after its commit. */
  changed(): void {
    this.store.afterCommit(() => {
      for (const listener of this.listeners) listener();
      this.store.replicas.notify('tokens');
    });
  }
}

async function refuseUnknown(tx: EntityManager, ids: readonly string[]): Promise<void> {
  const { clause, parameters } = among('id', ids);
  const { rows } = await run<{ id: string }>(
    tx,
    `SELECT id FROM agreement WHERE ${clause}`,
    parameters,
  );
  const known = rows.map(({ id }) => id);
  const faults = ids.flatMap((id, i) =>
    known.includes(id)
      ? []
      : [{ pointer: `/agreements/${i}`, detail: `there is no agreement "${id}"` }],
  );
  if (faults.length > 0) {
    throw new Refusal('invalid', 'Unknown agreements; no token was created.', faults);
  }
}
