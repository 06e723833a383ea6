import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { newId, Randomness } from '../../base/randomness';
import { Refusal } from '../../base/refusal';
import type { Settings } from '../../config/settings-schema';
import { SETTINGS } from '../../config/token';
import { insertNewRows, selectRows } from '../../store/sql/rows';
import { Store } from '../../store/store';
import { TokenRow } from '../token/token.entity';
import { claimedId, hashOfToken, newTokenText, sameHash } from '../token/token-text';
import { type IssuedToken, Tokens } from '../token/tokens';
import { readOperatorToken, writeOperatorToken } from './operator-file';

/** The operator's token as a process knows it. */
export interface OperatorToken {
  id: string;
  /** Undefined if another process made it and the data directory of this one does not contain it. */
  text: string | undefined;
  /** Whether this call created it. */
  created: boolean;
}

type OperatorSettings = Pick<Settings, 'dataDir' | 'databaseUrl'>;

/**
 * The operator's token: the role admin, one per database, created at the first start. The database stores its hash, the
 * data directory its text. Where the two do not match, the data directory decides on SQLite, because its owner also owns
 * the data. On PostgreSQL the database decides, because replicas with their own data directories share it.
 */
@Injectable()
export class Operator {
  private readonly logger = new Logger('Access');

  constructor(
    private readonly store: Store,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
    private readonly randomness: Randomness,
    @Inject(SETTINGS) private readonly settings: OperatorSettings,
  ) {}

  /** Finds the operator's token or creates it. A revoked token never becomes valid again. */
  establish(): Promise<OperatorToken> {
    const inDirectory = readOperatorToken(this.settings.dataDir);
    return this.store.write(async (tx) => {
      const current = await validToken(tx);
      if (current !== undefined) {
        const matches =
          inDirectory !== undefined && sameHash(hashOfToken(inDirectory), current.hash);
        if (matches) this.writeFiles(inDirectory);
        if (matches || this.settings.databaseUrl !== undefined) {
          return { id: current.id, text: matches ? inDirectory : undefined, created: false };
        }
      }
      const reusable = inDirectory !== undefined && (await isUnknown(tx, inDirectory));
      const issued = await this.replace(tx, current, reusable ? inDirectory : undefined);
      if (issued !== undefined) {
        return { id: issued.row.id, text: issued.text, created: !reusable };
      }
      // Another replica created one first.
      const theirs = await validToken(tx);
      if (theirs === undefined) throw new Error('The operator’s token could not be stored.');
      return { id: theirs.id, text: undefined, created: false };
    });
  }

  /** The id of the valid one. */
  async find(): Promise<string | undefined> {
    return (await this.store.read(validToken))?.id;
  }

  /**
   * Replaces the operator's token. The former one and its sessions end.
   * @throws Refusal 'conflict' if another request replaced it at the same moment.
   */
  renew(): Promise<IssuedToken> {
    return this.store.write(async (tx) => {
      const issued = await this.replace(tx, await validToken(tx), undefined);
      if (issued !== undefined) return issued;
      throw new Refusal('conflict', 'Another request replaced the operator’s token just now.');
    });
  }

  /**
   * @param given the text of the new token; a random one if it is undefined.
   * @returns undefined if another replica stored one first.
   */
  private async replace(
    tx: EntityManager,
    former: TokenRow | undefined,
    given: string | undefined,
  ): Promise<IssuedToken | undefined> {
    if (former !== undefined) await this.tokens.end(tx, former.id);
    const newTokenId = newId('token', this.clock, this.randomness);
    const text = given ?? newTokenText(newTokenId, this.randomness);
    const row: TokenRow = {
      id: claimedId(text) ?? newTokenId,
      kind: 'operator',
      name: 'operator',
      role: 'admin',
      agreements: null,
      hash: hashOfToken(text),
      parent: null,
      createdAt: this.clock.now(),
      expiresAt: null,
      lastUsedAt: null,
      revokedAt: null,
    };
    if ((await insertNewRows(tx, TokenRow, [row])).size === 0) return undefined;
    this.tokens.changed();
    this.writeFiles(text);
    return { row, text };
  }

  /** With PostgreSQL, a data directory that cannot be written to is only a warning. */
  private writeFiles(text: string): void {
    try {
      writeOperatorToken(this.settings.dataDir, text, this.randomness);
    } catch (error) {
      if (this.settings.databaseUrl === undefined) throw error;
      this.logger.warn(`The operator’s token could not be written to a file: ${String(error)}`);
    }
  }
}

async function validToken(tx: EntityManager): Promise<TokenRow | undefined> {
  const [row] = await selectRows(
    tx,
    TokenRow,
    "WHERE kind = 'operator' AND revoked_at IS NULL",
    [],
  );
  return row;
}

async function isUnknown(tx: EntityManager, text: string): Promise<boolean> {
  return (await selectRows(tx, TokenRow, 'WHERE id = ?', [claimedId(text)])).length === 0;
}
