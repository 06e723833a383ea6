import { Refusal } from '../base/refusal';
import { POLICY } from '../config/policy';
import type { WorkerProcess } from './worker-process';

/** A worker for one request. */
export interface Lease {
  worker: WorkerProcess;
  /** Gives it back; one that was killed is replaced when it is next needed. */
  release(): void;
  isHeld(): boolean;
}

interface Waiting {
  grant(worker: WorkerProcess): void;
  fail(error: Error): void;
}

interface Caller {
  running: number;
  waiting: Waiting[];
}

/**
 * Shares a few worker processes among callers. A caller uses all but one of them at most. Waiting requests are served in
 * turn by caller, so that many requests of one caller do not delay the only one of another. Processes start when they are
 * first needed and end after some idle minutes.
 */
export class WorkerPool {
  private readonly callers = new Map<string, Caller>();
  private readonly idle: WorkerProcess[] = [];
  private readonly workers = new Set<WorkerProcess>();
  private waiting = 0;
  private idleTimer: NodeJS.Timeout | undefined;

  /** @param create starts a process that calls `onEnd` once it is gone. */
  constructor(
    private readonly size: number,
    private readonly create: (onEnd: (worker: WorkerProcess) => void) => WorkerProcess,
  ) {}

  /**
   * Waits for a worker.
   * @param who the caller: a token or an address.
   * @param signal when aborted, the caller no longer waits.
   * @throws Refusal 'too-many' if the caller, or all callers together, have too many requests waiting.
   */
  async lease(who: string, signal: AbortSignal): Promise<Lease> {
    const caller = this.callers.get(who) ?? { running: 0, waiting: [] };
    this.callers.set(who, caller);
    const worker = await this.turn(caller, who, signal);
    let released = false;
    return {
      worker,
      isHeld: () => !released,
      release: () => {
        if (released) return;
        released = true;
        caller.running -= 1;
        if (worker.alive && worker.isSpent) worker.stop();
        if (worker.alive) this.idle.push(worker);
        this.forget(who, caller);
        this.next();
        this.endIdleLater();
      },
    };
  }

  /** Ends every process; resolves when they are gone. */
  async close(): Promise<void> {
    clearTimeout(this.idleTimer);
    const all = [...this.workers];
    for (const worker of all) {
      if (this.idle.includes(worker)) worker.stop();
      else worker.kill('failure');
    }
    await Promise.all(all.map(({ gone }) => gone));
  }

  private turn(caller: Caller, who: string, signal: AbortSignal): Promise<WorkerProcess> {
    const { heavyWaitingPerCaller, heavyWaiting } = POLICY;
    if (caller.waiting.length >= heavyWaitingPerCaller) {
      throw tooMany(`More than ${heavyWaitingPerCaller} requests that take long wait already`);
    }
    if (this.waiting >= heavyWaiting) {
      this.forget(who, caller);
      throw tooMany(`More than ${heavyWaiting} requests that take long wait, of all callers`);
    }
    return new Promise((grant, fail) => {
      const waiting: Waiting = { grant, fail };
      caller.waiting.push(waiting);
      this.waiting += 1;
      signal.addEventListener('abort', () => this.leave(who, caller, waiting), { once: true });
      this.next();
    });
  }

  private leave(who: string, caller: Caller, waiting: Waiting): void {
    const at = caller.waiting.indexOf(waiting);
    if (at < 0) return;
    caller.waiting.splice(at, 1);
    this.waiting -= 1;
    this.forget(who, caller);
    waiting.fail(new Error('The caller has left.'));
  }

  /** Gives free workers to callers in turn. */
  private next(): void {
    const most = Math.max(1, this.size - 1);
    for (const [who, caller] of this.callers) {
      const [waiting] = caller.waiting;
      if (caller.running >= most || waiting === undefined) continue;
      const worker = this.free();
      if (worker === undefined) return;
      caller.waiting.shift();
      this.waiting -= 1;
      caller.running += 1;
      // Last in the order of turns.
      this.callers.delete(who);
      this.callers.set(who, caller);
      waiting.grant(worker);
    }
  }

  private free(): WorkerProcess | undefined {
    const idle = this.idle.pop();
    if (idle !== undefined) return idle;
    if (this.workers.size >= this.size) return undefined;
    const worker = this.create((ended) => {
      this.workers.delete(ended);
      const at = this.idle.indexOf(ended);
      if (at >= 0) this.idle.splice(at, 1);
      this.next();
    });
    this.workers.add(worker);
    return worker;
  }

  private forget(who: string, caller: Caller): void {
    if (caller.running === 0 && caller.waiting.length === 0) this.callers.delete(who);
  }

  private endIdleLater(): void {
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => {
      for (const worker of this.idle.splice(0)) worker.stop();
    }, POLICY.workerIdleMs).unref();
  }
}

function tooMany(why: string): Refusal {
  return new Refusal('too-many', `${why}. Ask again when some of them are answered.`, [], 2);
}
