import { WorkerPool } from '../../src/workers/worker-pool';
import type { WorkerProcess } from '../../src/workers/worker-process';

const NEVER = new AbortController().signal;

function pool(size: number, spent = false): { pool: WorkerPool; started: WorkerProcess[] } {
  const started: WorkerProcess[] = [];
  const create = (onEnd: (worker: WorkerProcess) => void) => {
    const worker = {
      alive: true,
      isSpent: spent,
      kill: () => undefined,
      stop: () => {
        worker.alive = false;
        onEnd(worker as unknown as WorkerProcess);
      },
    };
    started.push(worker as unknown as WorkerProcess);
    return worker as unknown as WorkerProcess;
  };
  return { pool: new WorkerPool(size, create), started };
}

/** Asks for a worker and notes when it is had. */
function ask(of: WorkerPool, who: string, order: string[], signal = NEVER) {
  return of.lease(who, signal).then((lease) => {
    order.push(who);
    return lease;
  });
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a pool of workers', () => {
  it('starts a process when one is needed, and uses it again', async () => {
    const { pool: workers, started } = pool(2);
    expect(started).toHaveLength(0);
    const first = await workers.lease('a', NEVER);
    first.release();
    const second = await workers.lease('b', NEVER);
    expect(second.worker).toBe(first.worker);
    expect(started).toHaveLength(1);
  });

  it('replaces a process whose tasks have used up its memory', async () => {
    const { pool: workers, started } = pool(1, true);
    (await workers.lease('a', NEVER)).release();
    const second = await workers.lease('b', NEVER);
    expect(started).toHaveLength(2);
    expect(second.worker).toBe(started[1]);
  });

  it('leaves one worker to others, however much one caller asks', async () => {
    const order: string[] = [];
    const { pool: workers } = pool(3);
    for (let i = 0; i < 5; i++) void ask(workers, 'greedy', order);
    await settled();
    expect(order).toEqual(['greedy', 'greedy']);
    await ask(workers, 'modest', order);
    expect(order).toEqual(['greedy', 'greedy', 'modest']);
  });

  it('takes turns by caller, not by request', async () => {
    const order: string[] = [];
    const { pool: workers } = pool(1);
    const first = await ask(workers, 'a', order);
    const later = ['a', 'a', 'b', 'c'].map(async (who) =>
      (await ask(workers, who, order)).release(),
    );
    first.release();
    await Promise.all(later);
    expect(order).toEqual(['a', 'a', 'b', 'c', 'a']);
  });

  it('refuses more of one caller than may wait, with when to ask again', async () => {
    const { pool: workers } = pool(1);
    for (let i = 0; i < 9; i++) void workers.lease('a', NEVER).catch(() => undefined);
    await expect(workers.lease('a', NEVER)).rejects.toMatchObject({
      kind: 'too-many',
      retryAfterSeconds: 2,
    });
    void workers.lease('b', NEVER).catch(() => undefined);
  });

  it('forgets who left while waiting', async () => {
    const { pool: workers } = pool(1);
    const first = await workers.lease('a', NEVER);
    const left = new AbortController();
    const waiting = workers.lease('b', left.signal);
    left.abort();
    await expect(waiting).rejects.toThrow('left');
    first.release();
    expect((await workers.lease('c', NEVER)).worker).toBe(first.worker);
  });
});
