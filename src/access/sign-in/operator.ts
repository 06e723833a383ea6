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

/** What a process knows of the operator's token. */
export interface OperatorToken {
  id: string;
  /** Undefined where another process made it and this one's data directory does not hold it. */
  text: string | undefined;
  /** Whether this process made it just now. */
  made: boolean;
}

type OperatorSettings = Pick<Settings, 'dataDir' | 'databaseUrl'>;

/**
 * The operator's token: an admin's, one per database, made at the first start. The database holds its hash, the data
 * directory its text. Where the two differ the directory decides on SQLite, since whoever can write there holds the
 * data; on PostgreSQL the database decides, since replicas with directories of their own share it.
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

  /** Finds the operator's token, or makes it. A revoked one is never in force again. */
  establish(): Promise<OperatorToken> {
    const own = readOperatorToken(this.settings.dataDir);
    return this.store.write(async (tx) => {
      const current = await inForce(tx);
      if (current !== undefined) {
        const known = own !== undefined && sameHash(hashOfToken(own), current.hash);
        if (known) this.keep(own);
        if (known || this.settings.databaseUrl !== undefined) {
          return { id: current.id, text: known ? own : undefined, made: false };
        }
      }
      const free = own !== undefined && (await isUnknown(tx, own));
      const put = await this.put(tx, current, free ? own : undefined);
      if (put !== undefined) return { id: put.row.id, text: put.text, made: !free };
      // Another replica was first; its token is the one.
      const theirs = await inForce(tx);
      if (theirs === undefined) throw new Error('The operator’s token cannot be stored');
      return { id: theirs.id, text: undefined, made: false };
    });
  }

  /** The id of the one in force. */
  async find(): Promise<string | undefined> {
    return (await this.store.read(inForce))?.id;
  }

  /**
   * Makes another in the place of the one in force, which ends together with the sessions opened by it.
   * @throws Refusal 'conflict' where somebody else did so at the same moment.
   */
  renew(): Promise<IssuedToken> {
    return this.store.write(async (tx) => {
      const made = await this.put(tx, await inForce(tx), undefined);
      if (made !== undefined) return made;
      throw new Refusal('conflict', 'The operator’s token was made anew a moment ago.');
    });
  }

  /**
   * @param given the text to be in force; one is made where it is missing.
   * @returns undefined where another replica put one there first.
   */
  private async put(
    tx: EntityManager,
    former: TokenRow | undefined,
    given: string | undefined,
  ): Promise<IssuedToken | undefined> {
    if (former !== undefined) await this.tokens.end(tx, former.id);
    const made = newId('token', this.clock, this.randomness);
    const text = given ?? newTokenText(made, this.randomness);
    const row: TokenRow = {
      id: claimedId(text) ?? made,
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
    this.keep(text);
    return { row, text };
  }

  /** Where the database is elsewhere the directory may be one that cannot be written to. */
  private keep(text: string): void {
    try {
      writeOperatorToken(this.settings.dataDir, text, this.randomness);
    } catch (error) {
      if (this.settings.databaseUrl === undefined) throw error;
      this.logger.warn(`The operator’s token could not be written to a file: ${String(error)}`);
    }
  }
}

async function inForce(tx: EntityManager): Promise<TokenRow | undefined> {
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
