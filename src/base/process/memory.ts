import { readFileSync } from 'node:fs';
import { Worker as Thread } from 'node:worker_threads';

/** A watched process ends with this signal when it exceeds its memory. */
const OVER_MEMORY = 'SIGUSR2';
/** How a process with a full heap ends: by a signal, or on Windows with 128 plus its number. */
const HEAP_SIGNALS: readonly (string | number | null)[] = ['SIGABRT', 'SIGTRAP', 134, 133];
const CHECK_MS = 50;

/** Runs in a thread of its own: the main thread may be busy for seconds. */
const WATCH = `
const { workerData: { bytes, signal, everyMs, parent } } = require('node:worker_threads');
setInterval(() => {
  if (process.memoryUsage.rss() > bytes) process.kill(process.pid, signal);
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, everyMs);`;

/** Ends this process when it uses more memory, buffers included, or when its parent has ended. */
export function watchProcess(bytes: number): void {
  const workerData = { bytes, signal: OVER_MEMORY, everyMs: CHECK_MS, parent: process.ppid };
  new Thread(WATCH, { eval: true, workerData }).unref();
}

/** The memory that a process uses, in bytes; undefined if the system does not report it. */
export function residentBytesOf(pid: number): number | undefined {
  try {
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024;
  } catch {
    return undefined;
  }
}

/** Whether a process ended because of its memory. */
export const endedByMemory = (code: number | null, signal: NodeJS.Signals | null): boolean =>
  signal === OVER_MEMORY || HEAP_SIGNALS.includes(signal) || HEAP_SIGNALS.includes(code);

/** The V8 options that keep the heap of a process within its memory. */
export const heapOptions = (bytes: number): string[] => [
  `--max-old-space-size=${Math.floor(bytes / 1_500_000)}`,
];
