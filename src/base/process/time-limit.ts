import { readFileSync } from 'node:fs';

/** The unit of CPU time in /proc: 100 a second on every architecture of Linux that Node supports. */
const TICKS_PER_SECOND = 100;
/** In /proc/…/stat, after the name in parentheses: the state, and ten fields on the CPU time in user and in system mode. */
const USER_FIELD = 11;
/** Limit of the elapsed time, in multiples of the CPU limit: a task may wait for a core, the disk or other writes. */
const WAITING_FACTOR = 6;
const SHORTEST_WAIT_MS = 100;

/** The limits of one task, in seconds. */
export interface TimeLimits {
  cpu: number;
  wall: number;
}

export type TimeExceeded = keyof TimeLimits;

/** @param seconds of CPU time. */
export function timeLimits(seconds: number): TimeLimits {
  return { cpu: seconds, wall: seconds * WAITING_FACTOR };
}

/**
 * The limit that a task has reached; else the milliseconds after which it can reach one.
 * @param used in seconds. If the system does not report `cpu` (undefined), the elapsed time counts instead.
 */
export function judgeTime(
  used: { cpu: number | undefined; wall: number },
  limits: TimeLimits,
): TimeExceeded | number {
  const cpu = used.cpu ?? used.wall;
  if (cpu >= limits.cpu) return 'cpu';
  if (used.wall >= limits.wall) return 'wall';
  const left = Math.min(limits.cpu - cpu, limits.wall - used.wall);
  return Math.max(SHORTEST_WAIT_MS, left * 1_000);
}

/**
 * The CPU time that a process has used with all its threads, in seconds; undefined if the system does not report it.
 */
export function cpuSecondsOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[USER_FIELD]) + Number(fields[USER_FIELD + 1]);
    return Number.isNaN(ticks) ? undefined : ticks / TICKS_PER_SECOND;
  } catch {
    return undefined;
  }
}

/**
 * Calls `onExceeded` once when a process exceeds the limits, counted from now.
 * @returns a function that removes the limit.
 */
export function limitTime(
  pid: number,
  limits: TimeLimits,
  onExceeded: (limit: TimeExceeded) => void,
): () => void {
  const cpuBefore = cpuSecondsOf(pid) ?? 0;
  let wall = 0;
  let timer: NodeJS.Timeout;
  const checkAfter = (ms: number): void => {
    timer = setTimeout(() => {
      wall += ms / 1_000;
      const cpu = cpuSecondsOf(pid);
      const judged = judgeTime({ cpu: cpu === undefined ? cpu : cpu - cpuBefore, wall }, limits);
      if (typeof judged === 'number') checkAfter(judged);
      else onExceeded(judged);
    }, ms);
  };
  checkAfter(limits.cpu * 1_000);
  return () => clearTimeout(timer);
}
