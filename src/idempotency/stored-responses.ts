import { createHash, hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../base/clock';
import { Randomness } from '../base/randomness';
import { Refusal } from '../base/refusal';
import { MASTER_KEY_BYTES, Vault } from '../base/vault';
import { POLICY } from '../config/policy';
import { insertNewRows, selectRows } from '../store/sql/rows';
import { run } from '../store/sql/sql';
import { StoredResponseRow } from './stored-response.entity';

/** A request with an Idempotency-Key, as far as its identity goes. */
export interface IdempotentRequest {
  /** The caller; equal keys of different callers are different keys. */
  caller: string;
  /** The token of the request; '' if none is needed. */
  token: string;
  key: string;
  /** Method, URL and body. */
  request: string;
}

interface StoredResponse {
  status: number;
  headers: Record<string, string | string[]>;
  body: unknown;
}

/** Rows deleted in one transaction, so that writes wait only briefly. */
const BATCH = 500;

/** The responses to requests with an Idempotency-Key, stored for `POLICY.answersKeptMs`. */
@Injectable()
export class StoredResponses {
  constructor(
    private readonly clock: Clock,
    private readonly randomness: Randomness,
  ) {}

  /**
   * Claims the key for the current transaction; another request with the same key waits until it ends.
   * @returns the stored response; undefined if the request is to be carried out now.
   * @throws Refusal 'invalid' if the key was used for another request.
   */
  async claim(tx: EntityManager, request: IdempotentRequest): Promise<StoredResponse | undefined> {
    const id = idOf(request);
    const requestHash = digest(request.request);
    const now = this.clock.now();
    await run(tx, 'DELETE FROM kept_answer WHERE id = ? AND created_at <= ?', [
      id,
      now - POLICY.answersKeptMs,
    ]);
    const claimed = await insertNewRows(tx, StoredResponseRow, [
      { id, request: requestHash, answer: '', createdAt: now },
    ]);
    if (claimed.has(id)) return undefined;
    const [row] = await selectRows(tx, StoredResponseRow, 'WHERE id = ?', [id]);
    if (row?.request === requestHash) return JSON.parse(this.vault(request).open(row.answer, id));
    throw new Refusal('invalid', 'This Idempotency-Key was used for another request.', [
      {
        pointer: '/Idempotency-Key',
        detail: 'was used before with another method, URL or body',
        expected: 'a new key for a new request',
      },
    ]);
  }

  /** Stores the response under the key that this transaction has claimed. */
  async store(
    tx: EntityManager,
    request: IdempotentRequest,
    response: StoredResponse,
  ): Promise<void> {
    const id = idOf(request);
    const sealed = this.vault(request).seal(JSON.stringify(response), id);
    await run(tx, 'UPDATE kept_answer SET answer = ? WHERE id = ?', [sealed, id]);
  }

  /** Deletes a batch of expired responses. @returns whether there may be more. */
  async purge(tx: EntityManager): Promise<boolean> {
    const { changed } = await run(
      tx,
      `DELETE FROM kept_answer WHERE id IN
         (SELECT id FROM kept_answer WHERE created_at <= ? LIMIT ?)`,
      [this.clock.now() - POLICY.answersKeptMs, BATCH],
    );
    return changed === BATCH;
  }

  /** Encrypts with the key and the token of the request, so that the database alone does not reveal a response. */
  private vault({ key, token, caller }: IdempotentRequest): Vault {
    const master = hkdfSync('sha256', `${key}\n${token}`, caller, 'pacta answer', MASTER_KEY_BYTES);
    return new Vault(Buffer.from(master), this.randomness);
  }
}

function idOf({ caller, key }: IdempotentRequest): string {
  return digest(`${caller}\n${key}`);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
