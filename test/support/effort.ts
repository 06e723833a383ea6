import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const TRIES = 5;

/**
 * How long synchronous work takes, in milliseconds. What takes longer than a bound is tried again, and the quickest
 * try counts: work that hangs does so every time, a pause of the machine comes once.
 */
export function takenMs(boundMs: number, work: () => void): number {
  let quickest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TRIES && quickest >= boundMs; i++) {
    const from = process.hrtime.bigint();
    work();
    quickest = Math.min(quickest, Number(process.hrtime.bigint() - from) / 1e6);
  }
  return quickest;
}

let collect: (() => void) | undefined;

/** Bytes of the heap that are still held after everything else was collected. */
export function heldBytes(): number {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  return process.memoryUsage().heapUsed;
}
