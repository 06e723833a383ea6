import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { newId, Randomness } from '../../base/randomness';
import { Refusal } from '../../base/refusal';
import { POLICY } from '../../config/policy';
import { among } from '../../store/sql/among';
import { insertRows, selectRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import type { Role } from '../rule';
import { type TokenKind, TokenRow } from './token.entity';
import { hashOfToken, newTokenText } from './token-text';

export interface NewToken {
  kind: TokenKind;
  name: string;
  role: Role;
  /** Null for every agreement. */
  agreements: string[] | null;
  /** Epoch milliseconds, exclusive. */
  expiresAt: number | null;
  parent?: string;
}

/** A token when it is made. */
export interface IssuedToken {
  row: TokenRow;
  text: string;
}

/** Makes, lists and revokes tokens. */
@Injectable()
export class Tokens {
  private readonly listeners: (() => void)[] = [];
  /** How long what was read of them may be believed: a process alone on its data hears of every change. */
  readonly cacheMs: number;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly randomness: Randomness,
  ) {
    const alone = store.dialect.name === 'sqlite';
    this.cacheMs = alone ? Number.POSITIVE_INFINITY : POLICY.tokenKeptMs;
  }

  /** Calls `listener` whenever a token was made or revoked, mostly also by another replica: what that tells may be lost. */
  onChanged(listener: () => void): void {
    this.listeners.push(listener);
    this.store.neighbours.onTold('tokens', listener);
  }

  /**
   * @returns the stored row and the token itself, which is shown once and kept nowhere.
   * @throws Refusal 'invalid' for an agreement that is not known.
   */
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

  /** A session for what `parent` is good for, as long as that is good, and for twelve hours at most. */
  createSession({ id, name, role, agreements, expiresAt }: TokenRow): Promise<IssuedToken> {
    const end = this.clock.now() + POLICY.sessionMs;
    return this.create({
      kind: 'session',
      name,
      role,
      agreements,
      expiresAt: expiresAt === null ? end : Math.min(end, expiresAt),
      parent: id,
    });
  }

  /** Everything but sessions, revoked ones too, by age. */
  list(after: string, limit: number): Promise<TokenRow[]> {
    return this.store.read((tx) =>
      selectRows(tx, TokenRow, "WHERE kind <> 'session' AND id > ? ORDER BY id LIMIT ?", [
        after,
        limit,
      ]),
    );
  }

  /** Ends a token and the sessions it was exchanged for. @throws Refusal 'not-found' */
  async revoke(id: string): Promise<void> {
    await this.store.write(async (tx) => {
      const [row] = await selectRows(tx, TokenRow, 'WHERE id = ?', [id]);
      if (row === undefined) throw new Refusal('not-found', `There is no token "${id}".`);
      await this.end(tx, id);
    });
  }

  /** The same inside a transaction, of a token that is there. */
  async end(tx: EntityManager, id: string): Promise<void> {
    await run(
      tx,
      'UPDATE token SET revoked_at = ? WHERE (id = ? OR parent = ?) AND revoked_at IS NULL',
      [this.clock.now(), id, id],
    );
    this.changed();
  }

  find(id: string): Promise<TokenRow | undefined> {
    return this.store.read(async (tx) => (await selectRows(tx, TokenRow, 'WHERE id = ?', [id]))[0]);
  }

  /** Whether anybody was ever given a token, be it revoked or expired since. */
  hasAccessTokens(): Promise<boolean> {
    return this.store.read(async (tx) => {
      const { rows } = await run(tx, "SELECT id FROM token WHERE kind = 'access' LIMIT 1", []);
      return rows.length > 0;
    });
  }

  /** Notes a use, unless a later one is noted already. */
  noteUse(id: string, at: number): Promise<void> {
    return this.store.write(async (tx) => {
      await run(
        tx,
        'UPDATE token SET last_used_at = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at < ?)',
        [at, id, at],
      );
    });
  }

  /** Called inside a transaction that made or ended a token: who remembers tokens forgets them after it. */
  changed(): void {
    this.store.afterCommit(() => {
      for (const listener of this.listeners) listener();
      this.store.neighbours.tell('tokens');
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
  if (faults.length > 0) throw new Refusal('invalid', 'No token was made.', faults);
}
