import type { Client } from 'pg';

const CHANNEL = 'pacta';
const CONNECT_TIMEOUT_MS = 5_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;

/** What a notice is about. */
const TOPICS = ['messages', 'deliveries', 'deadlines', 'tokens', 'rates'] as const;
export type Topic = (typeof TOPICS)[number];

/** @param detail as given to `notify`; empty where none was given, and after a reconnection. */
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

  /**
   * @param url undefined for a database of one process: then nothing is sent.
   * @param relay takes the notices of a worker process, for its service.
   */
  constructor(
    private readonly url: string | undefined,
    private readonly relay?: (topic: Topic, detail: string) => void,
  ) {
    if (url !== undefined) this.connecting = this.connect();
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

  /** Sends what is pending, then disconnects. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.connecting;
    if (this.pending.size > 0) await this.send();
    await this.client?.end().catch(() => undefined);
  }

  private async send(): Promise<void> {
    const notices = [...this.pending];
    this.pending.clear();
    await this.client
      ?.query('SELECT pg_notify($1, notice) FROM unnest($2::text[]) AS notice', [CHANNEL, notices])
      .catch(() => undefined);
  }

  private async connect(): Promise<void> {
    // Imported here, since most services run on SQLite and start faster without it.
    const { Client } = await import('pg');
    const client = new Client({
      connectionString: this.url,
      application_name: 'pacta notices',
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
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
    } catch {
      client.end().catch(() => undefined);
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
