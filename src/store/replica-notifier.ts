import type { Client } from 'pg';
import { errorMessage } from '../base/guards';
import { settlesWithin } from '../base/within';
import { POLICY } from '../config/policy';
import { cutConnection } from './postgres/open-connections';

const CHANNEL = 'pacta';
const CONNECT_TIMEOUT_MS = 5_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2_000;
/** How long a connection may take to end. */
const END_MS = 1_000;
/** The message of node-postgres. */
const CONNECT_TIMEOUT = 'timeout expired';

/** What a notice is about. */
const TOPICS = ['messages', 'deliveries', 'deadlines', 'tokens', 'rates'] as const;
export type Topic = (typeof TOPICS)[number];

/** @param detail as given to `notify`; empty if none was given, and after a reconnection. */
type Listener = (detail: string) => void;

/**
 * Notices between the replicas on one PostgreSQL, by LISTEN and NOTIFY. A notice may be lost: every replica also looks
 * by itself at intervals. One connection both listens and notifies, so that a process can leave out its own notices.
 */
export class ReplicaNotifier {
  private readonly listeners = new Map<Topic, Set<Listener>>();
  /** Notices that are not sent yet, each once. */
  private readonly pending = new Set<string>();
  private client: Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private pauseMs = FIRST_PAUSE_MS;
  /** The connection failed; notices are dropped until it is back. */
  private down = false;
  private closed = false;
  private connecting: Promise<void> = Promise.resolve();
  private readonly silenceListeners: (() => void)[] = [];
  private pinging: Promise<unknown> | undefined;
  private sending: Promise<void> | undefined;
  private checkTimer: NodeJS.Timeout | undefined;

  /**
   * @param url undefined for a database of one process: then nothing is sent.
   * @param relay takes the notices of a worker process, for its service.
   */
  constructor(
    private readonly url: string | undefined,
    private readonly relay?: (topic: Topic, detail: string) => void,
  ) {
    if (url === undefined) return;
    this.connecting = this.connect();
    this.checkTimer = setInterval(() => void this.check(), POLICY.databaseCheckMs).unref();
  }

  /**
   * Calls the listener for every notice of another replica, and after every reconnection, since notices may have been
   * missed.
   * @returns a function that removes the listener.
   */
  onNotice(topic: Topic, listener: Listener): () => void {
    const known = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, known.add(listener));
    return () => known.delete(listener);
  }

  /**
   * Sends a notice in the next turn of the event loop; equal notices of one turn are sent once.
   * @param detail ASCII, at most a few hundred bytes.
   */
  notify(topic: Topic, detail = ''): void {
    this.relay?.(topic, detail);
    if (this.url === undefined || this.down) return;
    if (this.client !== undefined && this.pending.size === 0) setImmediate(() => void this.send());
    this.pending.add(`${topic} ${detail}`);
  }

  /**
   * Waits for an answer of the database, which is no pooled connection's.
   * @returns undefined while this connection is not open.
   */
  ping(): Promise<unknown> | undefined {
    if (this.client === undefined) return undefined;
    this.pinging ??= this.client.query('SELECT 1').finally(() => {
      this.pinging = undefined;
    });
    return this.pinging;
  }

  /** Calls the listener each time the database has not answered for `POLICY.databaseSilenceMs`. */
  onSilence(listener: () => void): void {
    this.silenceListeners.push(listener);
  }

  /** Sends what is pending, then disconnects. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    clearInterval(this.checkTimer);
    await this.connecting;
    if (this.pending.size > 0) await this.send();
    const ended = this.client?.end();
    if (ended !== undefined && !(await settlesWithin(ended, END_MS))) this.fallSilent();
  }

  /** One statement at a time, since node-postgres is to have no queue of its own. */
  private send(): Promise<void> {
    this.sending ??= this.sendPending().finally(() => {
      this.sending = undefined;
    });
    return this.sending;
  }

  private async sendPending(): Promise<void> {
    while (this.pending.size > 0) {
      const notices = [...this.pending];
      this.pending.clear();
      await this.client
        ?.query('SELECT pg_notify($1, notice) FROM unnest($2::text[]) AS notice', [
          CHANNEL,
          notices,
        ])
        .catch(() => undefined);
    }
  }

  private async check(): Promise<void> {
    const answer = this.ping();
    if (answer === undefined) return;
    if (!(await settlesWithin(answer, POLICY.databaseSilenceMs))) this.fallSilent();
  }

  private fallSilent(): void {
    cutConnection(this.client);
    for (const listener of this.silenceListeners) listener();
  }

  private async connect(): Promise<void> {
    // Imported here, since most services run on SQLite and start faster without it.
    const { Client } = await import('pg');
    const client = new Client({
      connectionString: this.url,
      application_name: 'pacta notices',
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      // Longer than `check` waits, which ends the connection.
      query_timeout: 2 * POLICY.databaseSilenceMs,
    });
    client.on('error', () => undefined);
    // The database's own process id: a pooler gives its clients other ids.
    let own: number | undefined;
    client.on('notification', ({ processId, payload }) => {
      if (processId !== own) this.receiveText(payload);
    });
    try {
      await client.connect();
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      own = rows[0]?.pid;
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      client.end().catch(() => undefined);
      if (errorMessage(error) === CONNECT_TIMEOUT) this.fallSilent();
      return this.reconnect();
    }
    client.on('end', () => {
      this.client = undefined;
      this.reconnect();
    });
    this.client = client;
    this.down = false;
    if (this.pending.size > 0) void this.send();
    this.pauseMs = FIRST_PAUSE_MS;
    for (const topic of this.listeners.keys()) this.receive(topic, '');
  }

  /** Calls the listeners of a topic. */
  receive(topic: Topic, detail: string): void {
    for (const listener of this.listeners.get(topic) ?? []) listener(detail);
  }

  private receiveText(notice = ''): void {
    const [name, ...words] = notice.split(' ');
    const topic = TOPICS.find((one) => one === name);
    if (topic !== undefined) this.receive(topic, words.join(' '));
  }

  private reconnect(): void {
    this.down = true;
    this.pending.clear();
    if (this.closed) return;
    this.timer = setTimeout(() => {
      this.connecting = this.connect();
    }, this.pauseMs).unref();
    this.pauseMs = Math.min(2 * this.pauseMs, LONGEST_PAUSE_MS);
  }
}
