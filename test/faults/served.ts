import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PACT } from '../support/agreements';

const PACTA = join(__dirname, '..', '..', 'bin', 'pacta.js');

/** Facts of this agreement are what is written; none of them moves a date. */
export const AGREEMENT = { ...PACT, events: { poll: { title: 'Poll', repeats: true } } };

/** The service as a process of its own on a directory, for what cannot be done to it from inside. */
export class Served {
  private child!: ChildProcess;
  private url!: string;
  private written = 0;
  /** What was answered with success. */
  readonly acknowledged = new Set<string>();

  constructor(
    readonly dataDir: string,
    private readonly environment: Readonly<Record<string, string>> = {},
  ) {}

  get pid(): number {
    return this.child.pid as number;
  }

  async start(): Promise<void> {
    this.child = spawn(process.execPath, [PACTA, 'serve'], {
      env: {
        ...process.env,
        PACTA_OPEN_TO_THIS_MACHINE: 'true',
        PACTA_PORT: '0',
        PACTA_DATA_DIR: this.dataDir,
        PACTA_SHIPPED_AGREEMENTS: 'false',
        ...this.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    this.child.stderr?.on('data', (part) => (printed += part));
    for await (const part of this.child.stdout as AsyncIterable<Buffer>) {
      printed += part.toString();
      const found = /API\s+(http:\S+)\/v1/.exec(printed);
      if (found !== null) {
        this.url = found[1] as string;
        this.child.stdout?.resume();
        return;
      }
    }
    throw new Error(`The service did not start: ${printed}`);
  }

  /** What it answers; undefined where it dies before it does. */
  async call(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; body: Record<string, unknown> } | undefined> {
    try {
      const response = await fetch(`${this.url}${path}`, {
        method,
        ...(body && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
    } catch {
      return undefined;
    }
  }

  /** What it answers to a reader while it lives. */
  async read<T>(path: string): Promise<T> {
    const answer = await this.call('GET', path);
    if (answer?.status !== 200) throw new Error(`${path} was answered ${answer?.status}`);
    return answer.body as T;
  }

  /** Records one more fact; answers the status, undefined where none came. */
  async write(): Promise<number | undefined> {
    const reason = `n-${++this.written}`;
    const at = new Date(Date.UTC(2020, 0, 1) + this.written * 60_000).toISOString();
    const answer = await this.call('POST', '/v1/agreements/pact/facts', {
      event: 'poll',
      at,
      reason,
    });
    if (answer !== undefined && answer.status < 300) this.acknowledged.add(reason);
    return answer?.status;
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill(signal);
    await once(this.child, 'exit');
  }

  /** Resolves once it has died by itself. */
  async died(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null)
      await once(this.child, 'exit');
  }
}
