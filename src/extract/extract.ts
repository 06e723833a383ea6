import { type ChildProcess, fork } from 'node:child_process';
import { getPriority, setPriority } from 'node:os';
import { join } from 'node:path';
import { type Limits, limitWords, overLimit } from '../base/limits/limits';
import { endedByMemory, heapOptions } from '../base/process/memory';
import { limitTime, timeLimits } from '../base/process/time-limit';
import { Refusal } from '../base/refusal';
import { fileKind } from '../base/text/encoding';
import { POLICY } from '../config/policy';
import { PROJECT_ROOT } from '../config/root';
import type { Extracted } from './extracted';
import type { FromReader, ToReader } from './protocol';
import { broken, noDocument, otherKind } from './refusals';

/** So much lower is its priority than that of the process that starts it. */
const NICENESS = 5;
const LOWEST_PRIORITY = 19;
/** How long the process may take to start, on a busy machine. */
const START_MS = 60_000;

/**
 * The text of a PDF or DOCX, by its content. It is read in a process of its own, which ends at the limits of time and memory
 * whatever the file makes it do, and which has no secrets in its environment.
 * @throws Refusal that says what the file is, which limit it exceeds, or why it is not read, and what to do.
 */
export async function extractText(bytes: Uint8Array, limits: Limits): Promise<Extracted> {
  if (bytes.length > limits.fileBytes) {
    const excess = { name: 'fileBytes', counted: bytes.length, unit: 'bytes' } as const;
    throw overLimit(excess, limits, {}, 'The file');
  }
  const kind = fileKind(bytes);
  if (kind === undefined) throw noDocument();
  if (kind.format === undefined) throw otherKind(kind.words);
  const free = await turns.next();
  try {
    return await new ReaderProcess(limits).read(bytes);
  } finally {
    free();
  }
}

/** Lets a few processes run at a time. */
class Turns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** Waits for a turn. Call the result to end it. */
  async next(): Promise<() => void> {
    if (this.running >= POLICY.filesReadAtOnce) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else this.running += 1;
    return () => {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    };
  }
}

const turns = new Turns();

/** A process that reads one file. */
class ReaderProcess {
  private readonly memoryBytes: number;

  constructor(private readonly limits: Limits) {
    this.memoryBytes = limits.fileMegabytes * 1_000_000;
  }

  /** @throws Refusal */
  read(bytes: Uint8Array): Promise<Extracted> {
    const child = fork(join(PROJECT_ROOT, 'bin', 'pacta.js'), ['read-file'], {
      env: {},
      execArgv: heapOptions(this.memoryBytes),
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    if (child.pid !== undefined) lowerPriority(child.pid);
    let late: NodeJS.Timeout | undefined;
    let endLimit: (() => void) | undefined;
    return new Promise<Extracted>((resolve, reject) => {
      late = setTimeout(() => reject(unavailable('did not start')), START_MS);
      child.once('error', (error) => reject(unavailable(error.message)));
      child.once('exit', (code, signal) => {
        reject(endedByMemory(code, signal) ? this.overMemory() : unavailable('ended'));
      });
      child.on('message', (message: FromReader) => {
        clearTimeout(late);
        if (message.kind === 'ready') {
          endLimit = this.limitTime(child, reject);
          const order: ToReader = { bytes, limits: this.limits };
          child.send(order, () => undefined);
        } else if (message.kind === 'text') resolve(message.extracted);
        else reject(refusalOf(message));
      });
    }).finally(() => {
      clearTimeout(late);
      endLimit?.();
      child.removeAllListeners('exit');
      child.kill('SIGKILL');
    });
  }

  private limitTime({ pid }: ChildProcess, reject: (refusal: Refusal) => void): () => void {
    const limits = timeLimits(this.limits.fileSeconds);
    const expected = limitWords('fileSeconds', this.limits, 'seconds');
    if (pid === undefined) return () => undefined;
    return limitTime(pid, limits, (exceeded) => {
      const kind = exceeded === 'cpu' ? 'of CPU time' : 'in all, mostly waiting';
      reject(stopped(`${limits[exceeded]} seconds ${kind}`, expected));
    });
  }

  private overMemory(): Refusal {
    const { fileMegabytes } = this.limits;
    return stopped(`${fileMegabytes} MB of memory`, limitWords('fileMegabytes', this.limits, 'MB'));
  }
}

function refusalOf(message: Exclude<FromReader, { kind: 'ready' | 'text' }>): Refusal {
  if (message.kind === 'failed') return broken(message.format, message.reason);
  const { refusal, detail, faults } = message;
  return new Refusal(refusal, detail, faults);
}

const stopped = (limit: string, expected: string): Refusal =>
  new Refusal(
    'invalid',
    `Reading this file needs more than ${limit} and was stopped. Nothing was read.`,
    [{ pointer: '', detail: `the work was stopped at ${limit}`, expected }],
  );

const unavailable = (why: string): Refusal =>
  new Refusal('unavailable', `The process that reads files ${why}. Nothing was read.`, [], 2);

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, Math.min(LOWEST_PRIORITY, getPriority() + NICENESS));
  } catch {
    // A container may forbid it; then it competes as an equal.
  }
}
