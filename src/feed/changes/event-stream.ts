import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnModuleInit,
} from '@nestjs/common';
import { Refusal } from '../../base/refusal';
import { cleanJson } from '../../base/text/clean';
import { POLICY } from '../../config/policy';
import {
  type Batch,
  lastCursor,
  messagesAfter,
  type OrderedMessage,
} from '../../outbox/message-order';
import { Outbox } from '../../outbox/outbox';
import { Store } from '../../store/store';

/** What is read at a time for a client that was away: what it does not take is held in memory. */
const CAUGHT_UP_AT_ONCE: Batch = { messages: 20, bytes: POLICY.streamedBytes };
/** What is read at a time for all live clients. */
const SHARED_AT_ONCE: Batch = { messages: POLICY.pageRows, bytes: 1_000_000 };

/** What a client of the event stream receives. */
interface Subscription {
  /** Ids of agreements; undefined for all. */
  agreements: readonly string[] | undefined;
  /** Whether the client still has access. */
  isValid: () => Promise<boolean>;
}

interface Client extends Subscription {
  response: ServerResponse;
  /** The cursor of the last message that was sent. */
  cursor: string;
  /** Whether the client has all messages up to `EventStream.tail`, and so gets new ones from the shared reading. */
  live: boolean;
}

/**
 * Server-sent events. Each client first gets the messages after its cursor. Then it is live: all live clients share one
 * reading of new messages. A client that takes them too slowly is read for by itself again, at its pace; one that takes
 * nothing is disconnected (`access/connections.ts`). It reconnects with the id of its last event and misses nothing.
 */
@Injectable()
export class EventStream implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Live');
  private readonly clients = new Set<Client>();
  /** The cursor of the last message of the shared reading. */
  private tail = '';
  private reading: Promise<void> | undefined;
  private again = false;
  private heartbeat: NodeJS.Timeout | undefined;
  private polling: NodeJS.Timeout | undefined;
  private stopListening: (() => void) | undefined;

  constructor(
    private readonly store: Store,
    private readonly outbox: Outbox,
  ) {}

  onModuleInit(): void {
    this.stopListening = this.outbox.onAppended(() => this.poll());
    this.heartbeat = setInterval(
      () => void this.beat().catch((error) => this.logger.error(String(error))),
      POLICY.eventsHeartbeatMs,
    );
    this.heartbeat.unref();
    // On PostgreSQL, messages of other processes, and those that waited for an earlier transaction, cause no notice here.
    if (this.store.dialect.name === 'sqlite') return;
    this.polling = setInterval(() => this.poll(), POLICY.eventsPollMs);
    this.polling.unref();
  }

  /** Runs before the server closes, because closing waits for open responses. */
  beforeApplicationShutdown(): void {
    this.stopListening?.();
    clearInterval(this.heartbeat);
    clearInterval(this.polling);
    for (const { response } of this.clients) response.end();
    this.clients.clear();
  }

  /** @throws Refusal 'unavailable' at the limit of `POLICY.eventsClients`. */
  refuseTooMany(): void {
    if (this.clients.size < POLICY.eventsClients) return;
    throw new Refusal(
      'unavailable',
      `The event stream has ${POLICY.eventsClients} clients, which is its limit. Try again later.`,
    );
  }

  /**
   * Sends a client all messages after a cursor and then new ones, until it disconnects.
   * @param after a cursor, exclusive; undefined for new messages only.
   */
  async serve(
    response: ServerResponse,
    after: string | undefined,
    subscription: Subscription,
  ): Promise<void> {
    const cursor = after ?? (await this.store.read(lastCursor));
    const client: Client = { ...subscription, response, cursor, live: false };
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    if (response.req.method === 'HEAD') {
      response.end();
      return;
    }
    response.write('retry: 3000\n\n');
    this.clients.add(client);
    response.on('close', () => this.clients.delete(client));
    await this.catchUp(client);
  }

  /** Sends a client what it does not have yet, no faster than it takes it; then it is live. */
  private async catchUp(client: Client): Promise<void> {
    while (this.clients.has(client)) {
      // Other requests are answered between two readings.
      await setImmediate();
      const { messages, last } = await this.store.read(async (tx) => ({
        ...(await messagesAfter(tx, client.cursor, CAUGHT_UP_AT_ONCE, client.agreements)),
        last: await lastCursor(tx),
      }));
      const any = messages.length > 0;
      // Nothing refers to a message any more while the client takes it.
      for (const message of messages.splice(0)) this.send(client, message);
      await drained(client.response);
      if (any) continue;
      client.cursor = last;
      const anyLive = [...this.clients].some(({ live }) => live);
      // The shared reading has sent later messages meanwhile, which this client does not have.
      if (anyLive && isBefore(last, this.tail)) continue;
      if (!anyLive) this.tail = last;
      client.live = true;
      this.poll();
      return;
    }
  }

  /** Leaves a client out of the shared reading until it has taken what waits for it. */
  private fallBehind(client: Client): void {
    client.live = false;
    void drained(client.response)
      .then(() => this.catchUp(client))
      .catch((error) => {
        this.logger.error(`Events could not be read: ${String(error)}`);
        this.disconnect(client);
      });
  }

  /** Reads new messages for all live clients, or once more after the reading that is running. */
  private poll(): void {
    this.again = true;
    this.reading ??= this.readNew()
      .catch((error) => this.logger.error(`Events could not be read: ${String(error)}`))
      .finally(() => {
        this.reading = undefined;
      });
  }

  private async readNew(): Promise<void> {
    while (this.again) {
      this.again = false;
      if (![...this.clients].some(({ live }) => live)) return;
      const { messages, more } = await this.store.read((tx) =>
        messagesAfter(tx, this.tail, SHARED_AT_ONCE),
      );
      // A client that became live during the reading has a cursor before these messages.
      const live = [...this.clients].filter((client) => client.live);
      for (const message of messages) {
        for (const client of live) {
          if (!client.live) continue;
          const subscribed = client.agreements?.includes(message.agreementId) ?? true;
          if (!subscribed || !isBefore(client.cursor, message.cursor)) continue;
          if (client.response.writableLength < POLICY.eventsUnsentBytes) this.send(client, message);
          else this.fallBehind(client);
        }
        this.tail = message.cursor;
      }
      if (more) this.again = true;
    }
  }

  private send(client: Client, { cursor, type, body }: OrderedMessage): void {
    client.cursor = cursor;
    // A JSON body contains no line breaks, so no text in it can add a line or an event.
    const text = `id: ${cursor}\nevent: ${type}\ndata: ${cleanJson(body)}\n\n`;
    // The bytes alone: a text that is being sent would be held a second time.
    client.response.write(Buffer.from(text));
  }

  private disconnect(client: Client): void {
    this.clients.delete(client);
    client.response.destroy();
  }

  /** Keeps connections open, and disconnects clients whose access has ended. */
  private async beat(): Promise<void> {
    for (const client of this.clients) {
      if (!(await client.isValid())) this.disconnect(client);
      else if (client.live && client.response.writableLength < POLICY.eventsUnsentBytes) {
        client.response.write(': still here\n\n');
      }
    }
  }
}

/** Resolves once a response takes more without holding it in memory, or is closed. */
async function drained(response: ServerResponse): Promise<void> {
  if (!response.writableNeedDrain || response.closed) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

/** Whether a cursor comes before another. */
function isBefore(cursor: string, other: string): boolean {
  const [a, b] = [cursor, other].map((text) => text.split('.').map(BigInt));
  const [transactionA = 0n, positionA = 0n] = a ?? [];
  const [transactionB = 0n, positionB = 0n] = b ?? [];
  return transactionA < transactionB || (transactionA === transactionB && positionA < positionB);
}
