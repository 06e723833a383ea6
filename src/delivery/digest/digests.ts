import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { newId, Randomness } from '../../base/randomness';
import { DigestLists, NAMED_IN_DIGEST } from '../../outbox/digest-lists';
import { Message } from '../../outbox/message.entity';
import { lastCursor, messagesAfter, START_CURSOR } from '../../outbox/message-order';
import { insertMessages } from '../../outbox/messages';
import { selectRows, updateRows } from '../../store/sql/rows';
import { among } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { Endpoint } from '../endpoint/endpoint.entity';
import { matchesScope } from '../message-filter';
import { createDeliveries } from '../queue/create-deliveries';
import { type Came, DigestMessages } from './digest-message';
import {
  type DigestSetting,
  digestsBetween,
  LONGEST_PERIOD_MS,
  lastDigest,
  nextDigest,
} from './digest-setting';

const DAY_MS = 86_400_000;
/** Messages read at a time. */
const BATCH = { messages: 500, bytes: 4_000_000 };

/** An endpoint with a digest. */
type Digesting = Endpoint & { digest: DigestSetting; digestAt: number };

/** The columns that a digest changes. */
const COLUMNS = ['digestAt', 'digestCursor', 'digestSince'] as const;

/** The columns of an endpoint whose digest is set now. The first digest comes at the next of its instants. */
export async function startDigest(
  tx: EntityManager,
  digest: DigestSetting | null,
  now: number,
): Promise<Pick<Endpoint, 'digest' | 'digestAt' | 'digestCursor' | 'digestSince'>> {
  if (digest === null) {
    return { digest, digestAt: null, digestCursor: null, digestSince: null };
  }
  return {
    digest,
    digestAt: nextDigest(digest, now),
    digestCursor: await lastCursor(tx),
    digestSince: now,
  };
}

/**
 * Writes the digests that are due, one message for each endpoint and period. The row of the endpoint has the instant of the
 * next digest. It is changed in the same transaction, so only one replica writes the digest.
 */
@Injectable()
export class Digests {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly lists: DigestLists,
    private readonly messages: DigestMessages,
    private readonly randomness: Randomness,
  ) {}

  /**
   * @returns how many messages were written, and when the next digest is due, epoch milliseconds; undefined if no
   * endpoint has one.
   */
  async writeDue(): Promise<{ written: number; nextAt: number | undefined }> {
    const now = this.clock.now();
    let written = 0;
    for (const endpoint of await this.digesting()) {
      if (endpoint.digestAt > now + LONGEST_PERIOD_MS) await this.pullBack(endpoint, now);
      else if (endpoint.digestAt <= now && (await this.write(endpoint, now))) written++;
    }
    const waiting = (await this.digesting()).map(({ digestAt }) => digestAt);
    return { written, nextAt: waiting.length === 0 ? undefined : Math.min(...waiting) };
  }

  /** A disabled endpoint gets none: when it is enabled, one for the latest period is due. */
  private async digesting(): Promise<Digesting[]> {
    const rows = await this.store.readOnce((tx) =>
      selectRows(tx, Endpoint, "WHERE digest_at IS NOT NULL AND state = 'enabled' ORDER BY id", []),
    );
    return rows.filter(isDigesting);
  }

  /** Corrects an instant that was written while the clock was ahead. */
  private pullBack(endpoint: Digesting, now: number): Promise<unknown> {
    const digestAt = nextDigest(endpoint.digest, now);
    return this.store.write((tx) =>
      updateRows(tx, Endpoint, [{ ...endpoint, digestAt }], ['digestAt']),
    );
  }

  /** @returns false if there is nothing to report, or if another replica has written the digest. */
  private async write(endpoint: Digesting, now: number): Promise<boolean> {
    const { digest, digestAt, id } = endpoint;
    const until = now + digest.daysAhead * DAY_MS;
    // Read outside the write transaction, because other writes wait for that one.
    const { came, cursor, lists } = await this.store.read(async (tx) => ({
      cursor: await lastCursor(tx),
      came: await cameSince(tx, endpoint),
      lists: await this.lists.of(tx, endpoint, now, until),
    }));
    const to = lastDigest(digest, now);
    const draft = this.messages.draft({
      id: newId('msg', this.clock, this.randomness),
      endpoint: id,
      setting: digest,
      from: endpoint.digestSince ?? endpoint.createdAt,
      to,
      missed: to === digestAt ? 0 : digestsBetween(digest, digestAt, to) + 1,
      createdAt: now,
      came,
      ...lists,
    });
    const empty = came.count + lists.late.count + lists.next.count === 0;
    return this.store.write(async (tx) => {
      const [current] = await selectRows(
        tx,
        Endpoint,
        `WHERE id = ? AND digest_at = CAST(? AS BIGINT) AND state = 'enabled' ${this.store.dialect.forUpdate}`,
        [id, digestAt],
      );
      if (current === undefined) return false;
      const next = {
        ...current,
        digestAt: nextDigest(digest, now),
        digestCursor: cursor,
        digestSince: to,
      };
      await updateRows(tx, Endpoint, [next], COLUMNS);
      if (empty && !digest.empty) return false;
      const [message] = await insertMessages(tx, [draft]);
      if (message !== undefined) await createDeliveries(tx, [[message.id, id]], now);
      return true;
    });
  }
}

function isDigesting(endpoint: Endpoint): endpoint is Digesting {
  return endpoint.digest !== null && endpoint.digestAt !== null;
}

/** The messages since the last digest that match the endpoint's filter, of any type. The first ones are named. */
async function cameSince(tx: EntityManager, endpoint: Digesting): Promise<Came> {
  const came: Came = { count: 0, messages: [] };
  let cursor = endpoint.digestCursor ?? START_CURSOR;
  for (;;) {
    const batch = await messagesAfter(tx, cursor, BATCH);
    const ids = among(
      'id',
      batch.messages.map(({ id }) => id),
    );
    const rows = await selectRows(tx, Message, `WHERE ${ids.clause}`, ids.parameters);
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const message of batch.messages.flatMap(({ id }) => byId.get(id) ?? [])) {
      if (!matchesScope(endpoint, message) || !DigestMessages.reports(message)) continue;
      came.count++;
      if (came.messages.length < NAMED_IN_DIGEST) came.messages.push(message);
    }
    cursor = batch.messages.at(-1)?.cursor ?? cursor;
    if (!batch.more) return came;
  }
}
