import { Injectable } from '@nestjs/common';
import { Clock } from '../../base/clock';
import { Randomness } from '../../base/randomness';
import { noteCaller } from '../../base/request-context';
import { POLICY } from '../../config/policy';
import { insertRows, selectRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { TokenRow } from '../token/token.entity';
import { hashOfToken } from '../token/token-text';
import { Tokens } from '../token/tokens';
import { SignInCodeRow } from './sign-in-code.entity';

const CODE_BYTES = 18;
/** The form of a code. Other texts are refused without a query. */
const CODE = /^[\w-]{24}$/;

export interface SignInLink {
  /** The path with the code: "/sign-in/…". */
  path: string;
  /** Epoch milliseconds, exclusive. */
  expiresAt: number;
}

/** Links that sign a browser in, so that nobody has to type a token. */
@Injectable()
export class SignIn {
  constructor(
    private readonly store: Store,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
    private readonly randomness: Randomness,
  ) {}

  /** @param token id of the token whose rights the session will have. */
  link(token: string): Promise<SignInLink> {
    const code = this.randomness.bytes(CODE_BYTES).toString('base64url');
    const now = this.clock.now();
    const expiresAt = now + POLICY.signInCodeMs;
    return this.store.write(async (tx) => {
      await run(tx, 'DELETE FROM sign_in_code WHERE expires_at <= ?', [now]);
      const row = { hash: hashOfToken(code), token, expiresAt, usedAt: null };
      await insertRows(tx, SignInCodeRow, [row]);
      return { path: `/sign-in/${code}`, expiresAt };
    });
  }

  /**
   * Exchanges a code for a session.
   * @returns the token of the session; undefined if the code is unknown, used or expired, or its token has ended.
   */
  async use(code: string): Promise<string | undefined> {
    const hash = hashOfToken(code);
    // Read before writing: a guessed code causes no write.
    const parent = await this.find(code);
    if (parent === undefined) return undefined;
    return this.store.write(async (tx) => {
      const now = this.clock.now();
      const { changed } = await run(
        tx,
        'UPDATE sign_in_code SET used_at = ? WHERE hash = ? AND used_at IS NULL AND expires_at > ?',
        [now, hash, now],
      );
      if (changed === 0) return undefined;
      const { row, text } = await this.tokens.createSession(parent);
      noteCaller({ kind: 'token', token: row.id, name: row.name, role: row.role });
      return text;
    });
  }

  /** The token of a valid code; undefined if the code is unknown, used or expired, or its token has ended. */
  async find(code: string): Promise<TokenRow | undefined> {
    if (!CODE.test(code)) return undefined;
    const now = this.clock.now();
    const [row] = await this.store.read((tx) =>
      selectRows(
        tx,
        TokenRow,
        `JOIN sign_in_code ON sign_in_code.token = token.id
          WHERE sign_in_code.hash = ? AND sign_in_code.used_at IS NULL AND sign_in_code.expires_at > ?
            AND token.revoked_at IS NULL AND (token.expires_at IS NULL OR token.expires_at > ?)`,
        [hashOfToken(code), now, now],
      ),
    );
    return row;
  }
}
