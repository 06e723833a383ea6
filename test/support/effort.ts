import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const TRIES = 5;

/**
 * The duration of synchronous work in milliseconds. Work that takes longer than a bound is repeated, and the fastest run
 * counts: slow work is slow every time, a pause of the machine happens once.
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

/** Bytes of the heap in use after garbage collection. */
export function heldBytes(): number {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  return process.memoryUsage().heapUsed;
}
