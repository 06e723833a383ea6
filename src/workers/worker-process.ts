import { type ChildProcess, fork } from 'node:child_process';
import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { getPriority, setPriority } from 'node:os';
import { endedByMemory, heapOptions, residentBytesOf } from '../base/process/memory';
import { limitTime, type TimeExceeded, type TimeLimits } from '../base/process/time-limit';
import type { Store } from '../store/store';
import { type FromWorker, SECRET_HEADER, type ToWorker, type WorkerStart } from './protocol';

/** How much lower its priority is than the service's, so that polls and deliveries come first on a busy machine. */
const NICENESS = 10;
const LOWEST_PRIORITY = 19;
/** If a worker keeps more than this share of its memory after a task, it ends; another starts when one is needed. */
const SPENT_SHARE = 0.5;
/** The longest that a start may take. */
const START_MS = 60_000;
/** How long a process may take to end by itself. */
const STOP_MS = 2_000;
/** Between a broken connection and the end of the process that broke it. */
const EXIT_MS = 500;

/** Why a worker ended before its answer began. */
type WorkerEnd = 'memory' | TimeExceeded | 'failure';

export class WorkerEnded extends Error {
  constructor(readonly why: WorkerEnd) {
    super(`A worker ended: ${why}`);
  }
}

export interface ForwardedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer | undefined;
}

/** The program of a worker. */
interface Entry {
  program: string;
  args: readonly string[];
}

/** One worker: a process of the service's own code that answers one request at a time over a local socket. */
export class WorkerProcess {
  private readonly child: ChildProcess;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  /** Resolves once it answers requests; rejects with WorkerEnded when it ends before. */
  readonly ready: Promise<void>;
  /** Resolves with the reason when the process is gone. */
  readonly gone: Promise<WorkerEnd>;
  private end: WorkerEnd | undefined;
  private endTurn: (() => void) | undefined;
  /** Whether it takes requests. */
  alive = true;

  /** @param onEnd called once, when the process is gone. */
  constructor(
    entry: Entry,
    private readonly start: WorkerStart,
    private readonly store: Store,
    private readonly onEnd: (worker: WorkerProcess) => void,
  ) {
    this.child = fork(entry.program, entry.args, {
      execArgv: heapOptions(start.memoryBytes),
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const { pid } = this.child;
    if (pid !== undefined) lowerPriority(pid);
    this.gone = new Promise((resolve) => {
      this.child.once('error', () => resolve(this.ended('failure')));
      this.child.once('exit', (code, signal) => {
        resolve(this.ended(endedByMemory(code, signal) ? 'memory' : 'failure'));
      });
    });
    this.ready = new Promise((resolve, reject) => {
      this.child.on('message', (message: FromWorker) => {
        if (message.kind === 'ready') resolve();
        else this.receive(message);
      });
      void this.gone.then((why) => reject(new WorkerEnded(why)));
    });
    const late = setTimeout(() => this.kill('failure'), START_MS);
    this.ready.catch(() => undefined).finally(() => clearTimeout(late));
    this.send({ kind: 'start', start });
  }

  /**
   * Sends a request to a worker that is ready.
   * @returns the answer, once its head has arrived.
   * @throws WorkerEnded when the process ends before that.
   */
  answer({ method, path, headers, body }: ForwardedRequest): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const sent = request({
        agent: this.agent,
        socketPath: this.start.socket,
        method,
        path,
        headers: { ...headers, [SECRET_HEADER]: this.start.secret },
      });
      sent.once('response', resolve);
      sent.once('error', () => {
        // The exit of the process gives the reason. A process that does not exit is ended.
        setTimeout(() => this.kill('failure'), EXIT_MS).unref();
        void this.gone.then((why) => reject(new WorkerEnded(why)));
      });
      sent.end(body);
    });
  }

  /** Ends the process if it exceeds the limits from now on. @returns a function that removes the limit. */
  limitTime(limits: TimeLimits): () => void {
    const { pid } = this.child;
    return pid === undefined
      ? () => undefined
      : limitTime(pid, limits, (exceeded) => this.kill(exceeded));
  }

  /** Whether its former tasks, whose memory is not collected yet, leave too little for the next. */
  get isSpent(): boolean {
    const { pid } = this.child;
    const used = pid === undefined ? undefined : residentBytesOf(pid);
    return used !== undefined && used > this.start.memoryBytes * SPENT_SHARE;
  }

  /** Lets the process end by itself; it answers nothing. */
  stop(): void {
    this.alive = false;
    this.agent.destroy();
    if (this.child.connected) this.child.disconnect();
    setTimeout(() => this.child.kill('SIGKILL'), STOP_MS).unref();
  }

  /** Ends the process now; its open transaction is rolled back. */
  kill(why: WorkerEnd): void {
    this.end ??= why;
    this.alive = false;
    this.child.kill('SIGKILL');
    this.agent.destroy();
  }

  private receive(message: Exclude<FromWorker, { kind: 'ready' }>): void {
    if (message.kind === 'publish') {
      this.store.replicas.receive(message.topic, message.detail);
      return;
    }
    if (message.kind === 'ended') {
      if (message.changed) this.store.noteCommit();
      this.endTurn?.();
      this.endTurn = undefined;
      this.send({ kind: 'noted' });
      return;
    }
    void this.giveTurn();
  }

  private async giveTurn(): Promise<void> {
    const end = await this.store.holdWrites();
    if (this.alive) {
      this.endTurn = end;
      this.send({ kind: 'turn' });
    } else end();
  }

  private ended(seen: WorkerEnd): WorkerEnd {
    const why = this.end ?? seen;
    this.alive = false;
    this.agent.destroy();
    // Its last commit may not have been reported.
    if (this.endTurn !== undefined) this.store.noteCommit();
    this.endTurn?.();
    this.onEnd(this);
    return why;
  }

  private send(message: ToWorker): void {
    if (this.child.connected) this.child.send(message, () => undefined);
  }
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, Math.min(LOWEST_PRIORITY, getPriority() + NICENESS));
  } catch {
    // A container may forbid it; then workers compete as equals.
  }
}
