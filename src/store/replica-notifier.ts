import type { Client } from 'pg';

const CHANNEL = 'pacta';
const CONNECT_TIMEOUT_MS = 5_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;

/** What a replica wakes the others for. */
export type Topic = 'messages' | 'deliveries' | 'deadlines' | 'tokens' | 'rates';

/** @param word what was said with the topic; empty where nothing was, and after a reconnection. */
type Listener = (word: string) => void;

/**
 * Replicas on one PostgreSQL tell each other that there is something to look at. Nothing hangs on it: whoever
 * hears nothing looks anyway, a little later. One connection listens and speaks, so that its own words are known.
 */
export class ReplicaNotifier {
  private readonly listeners = new Map<Topic, Set<Listener>>();
  private readonly untold = new Set<string>();
  private client: Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private pauseMs = FIRST_PAUSE_MS;
  private down = false;
  private ended = false;
  private connecting: Promise<void> = Promise.resolve();

  /** @param url undefined where a process has no neighbours: then nothing is told and nothing heard. */
  constructor(private readonly url: string | undefined) {
    if (url !== undefined) this.connecting = this.connect();
  }

  /** Calls the listener when another replica told of the topic, and after every reconnection. */
  onTold(topic: Topic, listener: Listener): () => void {
    const known = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, known.add(listener));
    return () => known.delete(listener);
  }

  /**
   * Tells the others soon; what comes together and is the same is told once.
   * @param word a few words of ASCII that say more, at most some hundred bytes.
   */
  tell(topic: Topic, word = ''): void {
    if (this.url === undefined || this.down) return;
    if (this.client !== undefined && this.untold.size === 0) setImmediate(() => void this.speak());
    this.untold.add(`${topic} ${word}`);
  }

  async close(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timer);
    await this.connecting;
    if (this.untold.size > 0) await this.speak();
    await this.client?.end().catch(() => undefined);
  }

  private async speak(): Promise<void> {
    const told = [...this.untold];
    this.untold.clear();
    await this.client
      ?.query('SELECT pg_notify($1, told) FROM unnest($2::text[]) AS told', [CHANNEL, told])
      .catch(() => undefined);
  }

  private async connect(): Promise<void> {
    // Only here, since most services run on SQLite and start without it.
    const { Client } = await import('pg');
    const client = new Client({
      connectionString: this.url,
      application_name: 'pacta neighbours',
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    });
    client.on('error', () => undefined);
    // By the database itself: a pooler gives its clients numbers of its own.
    let own: number | undefined;
    client.on('notification', ({ processId, payload }) => {
      if (processId !== own) this.hear(payload);
    });
    try {
      await client.connect();
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      own = rows[0]?.pid;
      await client.query(`LISTEN ${CHANNEL}`);
    } catch {
      client.end().catch(() => undefined);
      return this.comeBack();
    }
    client.on('end', () => {
      this.client = undefined;
      this.comeBack();
    });
    this.client = client;
    this.down = false;
    if (this.untold.size > 0) void this.speak();
    this.pauseMs = FIRST_PAUSE_MS;
    // What was told meanwhile was not heard.
    for (const topic of this.listeners.keys()) this.hear(topic);
  }

  private hear(told = ''): void {
    const [topic, ...words] = told.split(' ');
    for (const listener of this.listeners.get(topic as Topic) ?? []) listener(words.join(' '));
  }

  private comeBack(): void {
    this.down = true;
    this.untold.clear();
    if (this.ended) return;
    this.timer = setTimeout(() => {
      this.connecting = this.connect();
    }, this.pauseMs).unref();
    this.pauseMs = Math.min(2 * this.pauseMs, LONGEST_PAUSE_MS);
  }
}
