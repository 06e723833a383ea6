import { createHash, hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../base/clock';
import { Randomness } from '../base/randomness';
import { Refusal } from '../base/refusal';
import { MASTER_KEY_BYTES, Vault } from '../base/vault';
import { POLICY } from '../config/policy';
import { insertNewRows, selectRows, updateRows } from '../store/sql/rows';
import { run } from '../store/sql/sql';
import { KeptAnswerRow } from './stored-response.entity';

/** One request that may be sent again, told apart from all others. */
export interface Attempt {
  /** Who asks; the same key of another caller is another key. */
  caller: string;
  /** The token that was presented; '' where none is needed. */
  token: string;
  key: string;
  /** Method, address and body. */
  request: string;
}

export interface KeptAnswer {
  status: number;
  headers: Record<string, string | string[]>;
  body: unknown;
}

/** Rows deleted in one transaction, so that no write waits long for it. */
const BATCH = 500;

/** The answers to requests with an Idempotency-Key, for `POLICY.answersKeptMs`. */
@Injectable()
export class KeptAnswers {
  constructor(
    private readonly clock: Clock,
    private readonly randomness: Randomness,
  ) {}

  /**
   * Takes the key for the transaction under way; another that comes with the same key waits until it has ended.
   * @returns the answer kept under the key; undefined where the request is to be carried out now.
   * @throws Refusal 'invalid' where the key was used for another request.
   */
  async claim(tx: EntityManager, attempt: Attempt): Promise<KeptAnswer | undefined> {
    const id = idOf(attempt);
    const request = digest(attempt.request);
    const now = this.clock.now();
    await run(tx, 'DELETE FROM kept_answer WHERE id = ? AND created_at <= ?', [
      id,
      now - POLICY.answersKeptMs,
    ]);
    const claimed = await insertNewRows(tx, KeptAnswerRow, [
      { id, request, answer: '', createdAt: now },
    ]);
    if (claimed.has(id)) return undefined;
    const [row] = await selectRows(tx, KeptAnswerRow, 'WHERE id = ?', [id]);
    if (row?.request === request) return JSON.parse(this.vault(attempt).open(row.answer, id));
    throw new Refusal('invalid', 'This Idempotency-Key was used for another request.', [
      {
        pointer: '/Idempotency-Key',
        detail: 'came before with another method, address or body',
        expected: 'a new key for a new request',
      },
    ]);
  }

  /** Keeps the answer under the key that this transaction has claimed. */
  async keep(tx: EntityManager, attempt: Attempt, answer: KeptAnswer): Promise<void> {
    const id = idOf(attempt);
    const sealed = this.vault(attempt).seal(JSON.stringify(answer), id);
    await updateRows(tx, KeptAnswerRow, [{ id, answer: sealed } as KeptAnswerRow], ['answer']);
  }

  /** Forgets a batch of what is too old. @returns whether there may be more. */
  async forget(tx: EntityManager): Promise<boolean> {
    const { changed } = await run(
      tx,
      `DELETE FROM kept_answer WHERE id IN
         (SELECT id FROM kept_answer WHERE created_at <= ? LIMIT ?)`,
      [this.clock.now() - POLICY.answersKeptMs, BATCH],
    );
    return changed === BATCH;
  }

  /** Only who sends the key and the token again can read the answer, whoever holds the database. */
  private vault({ key, token, caller }: Attempt): Vault {
    const master = hkdfSync('sha256', `${key}\n${token}`, caller, 'pacta answer', MASTER_KEY_BYTES);
    return new Vault(Buffer.from(master), this.randomness);
  }
}

function idOf({ caller, key }: Attempt): string {
  return digest(`${caller}\n${key}`);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
