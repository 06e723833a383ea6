import type { ServerResponse } from 'node:http';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnModuleInit,
} from '@nestjs/common';
import { Refusal } from '../../base/refusal';
import { cleanJson } from '../../base/text/clean';
import { POLICY } from '../../config/policy';
import { lastCursor, messagesAfter, type OrderedMessage } from '../../outbox/message-order';
import { Outbox } from '../../outbox/outbox';
import { Store } from '../../store/store';

/** What a listener may hear. */
export interface Subscription {
  /** Undefined for every agreement. */
  agreements: readonly string[] | undefined;
  /** Whether it may still. */
  isValid: () => Promise<boolean>;
}

interface Client extends Subscription {
  response: ServerResponse;
  /** Behind the last message it was sent. */
  cursor: string;
  /** It has everything up to the tail, and is sent what comes as it comes. */
  live: boolean;
}

/**
 * Server-sent events: each client first catches up from where it left off, then shares one reading of what is
 * new with all the others. A client too slow to take what is sent is let go; it comes back with its last
 * event's id and misses nothing.
 */
@Injectable()
export class EventStream implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Live');
  private readonly clients = new Set<Client>();
  private tail = '';
  private following: Promise<void> | undefined;
  private again = false;
  private heartbeat: NodeJS.Timeout | undefined;
  private looking: NodeJS.Timeout | undefined;
  private stopListening: (() => void) | undefined;

  constructor(
    private readonly store: Store,
    private readonly outbox: Outbox,
  ) {}

  onModuleInit(): void {
    this.stopListening = this.outbox.onAppended(() => this.look());
    this.heartbeat = setInterval(
      () => void this.beat().catch((error) => this.logger.error(String(error))),
      POLICY.eventsHeartbeatMs,
    );
    this.heartbeat.unref();
    // Other processes' messages, and those that a transaction still under way held back, are not announced.
    if (this.store.dialect.name === 'sqlite') return;
    this.looking = setInterval(() => this.look(), POLICY.eventsLookMs);
    this.looking.unref();
  }

  /** Before the server closes, which waits for what is open. */
  beforeApplicationShutdown(): void {
    this.stopListening?.();
    clearInterval(this.heartbeat);
    clearInterval(this.looking);
    for (const { response } of this.clients) response.end();
    this.clients.clear();
  }

  /** @throws Refusal 'unavailable' when there are as many clients as the service takes. */
  refuseTooMany(): void {
    if (this.clients.size < POLICY.eventsClients) return;
    throw new Refusal('unavailable', `There are ${POLICY.eventsClients} listeners already.`);
  }

  /**
   * Sends a client everything after the cursor, and then what comes, until it goes.
   * @param after undefined for what comes from now on.
   */
  async serve(
    response: ServerResponse,
    after: string | undefined,
    hearing: Subscription,
  ): Promise<void> {
    const cursor = after ?? (await this.store.read(lastCursor));
    const client: Client = { ...hearing, response, cursor, live: false };
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

  private async catchUp(client: Client): Promise<void> {
    while (this.clients.has(client)) {
      const { messages, last } = await this.store.read(async (tx) => ({
        messages: await messagesAfter(tx, client.cursor, POLICY.pageRows, client.agreements),
        last: await lastCursor(tx),
      }));
      for (const message of messages) this.send(client, message);
      if (messages.length > 0) continue;
      client.cursor = last;
      const shared = [...this.clients].some(({ live }) => live);
      // The shared reading has passed it meanwhile, without it.
      if (shared && isBehind(last, this.tail)) continue;
      if (!shared) this.tail = last;
      client.live = true;
      this.look();
      return;
    }
  }

  /** Reads what is new for all live clients at once, or once more after the reading under way. */
  private look(): void {
    this.again = true;
    this.following ??= this.follow()
      .catch((error) => this.logger.error(`Events could not be read: ${String(error)}`))
      .finally(() => {
        this.following = undefined;
      });
  }

  private async follow(): Promise<void> {
    while (this.again) {
      this.again = false;
      if (![...this.clients].some(({ live }) => live)) return;
      const messages = await this.store.read((tx) => messagesAfter(tx, this.tail, POLICY.pageRows));
      // Whoever became live while this was read has its place before what was read.
      const live = [...this.clients].filter((client) => client.live);
      for (const message of messages) {
        for (const client of live) {
          const wanted = client.agreements?.includes(message.agreementId) ?? true;
          if (wanted && isBehind(client.cursor, message.cursor)) this.send(client, message);
        }
        this.tail = message.cursor;
      }
      if (messages.length === POLICY.pageRows) this.again = true;
    }
  }

  private send(client: Client, { cursor, type, body }: OrderedMessage): void {
    client.cursor = cursor;
    // JSON.stringify leaves no line break in a body, so that no text can add an event of its own.
    client.response.write(`id: ${cursor}\nevent: ${type}\ndata: ${cleanJson(body)}\n\n`);
    if (client.response.writableLength > POLICY.eventsWaitingBytes) this.letGo(client);
  }

  private letGo(client: Client): void {
    this.clients.delete(client);
    client.response.destroy();
  }

  /** Keeps the lines open, and closes those of listeners whose token has ended meanwhile. */
  private async beat(): Promise<void> {
    for (const client of this.clients) {
      if (!(await client.isValid())) this.letGo(client);
      else if (client.live) client.response.write(': still here\n\n');
    }
  }
}

/** Whether a cursor isValid before another. */
function isBehind(cursor: string, other: string): boolean {
  const [a, b] = [cursor, other].map((text) => text.split('.').map(BigInt));
  const [transactionA = 0n, positionA = 0n] = a ?? [];
  const [transactionB = 0n, positionB = 0n] = b ?? [];
  return transactionA < transactionB || (transactionA === transactionB && positionA < positionB);
}
