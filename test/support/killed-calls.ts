import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACTA = join(__dirname, '..', '..', 'bin', 'pacta.js');

/** The system calls that change a directory, or wait until it is on the disk. */
const CALLS = [
  'mkdir',
  'rmdir',
  'unlink',
  'link',
  'rename',
  'chmod',
  'openat',
  'ftruncate',
  'fsync',
  'fdatasync',
] as const;

/** The n-th call of one kind on one thread of a process. */
export interface Call {
  call: string;
  n: number;
}

export interface Ended {
  status: number | null;
  signal: NodeJS.Signals | null;
  printed: string;
}

/** Runs a command of the built program to its end, under strace if arguments for it are given. */
export async function runPacta(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  strace: readonly string[] = [],
): Promise<Ended> {
  const command = [process.execPath, PACTA, ...words];
  const [program = '', ...rest] =
    strace.length === 0 ? command : ['strace', '-f', '-qq', ...strace, ...command];
  const child = spawn(program, rest, {
    env: { ...process.env, DATABASE_URL: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (part) => (printed += part));
  child.stderr.on('data', (part) => (printed += part));
  const [status, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { status, signal, printed };
}

/** Every call of a command that changes a file whose path begins with this text. */
export async function callsOf(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  under: string,
  log: string,
): Promise<Call[]> {
  await runPacta(words, environment, ['-y', '-e', `trace=${CALLS.join(',')}`, '-o', log]);
  const counts = new Map<string, number>();
  const calls: Call[] = [];
  for (const line of readFileSync(log, 'utf8').split('\n')) {
    const [, thread = '', call = ''] = /^(\d+) +(\w+)\(/.exec(line) ?? [];
    if (call === '') continue;
    const key = `${thread} ${call}`;
    const n = (counts.get(key) ?? 0) + 1;
    counts.set(key, n);
    const reads = call === 'openat' && !line.includes('O_CREAT');
    if (!reads && line.includes(under)) calls.push({ call, n });
  }
  return calls;
}

/** Kills a command with SIGKILL at one of its calls. Returns whether the call was made. */
export async function killAt(
  { call, n }: Call,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<boolean> {
  const inject = `inject=${call}:signal=SIGKILL:when=${n}`;
  const strace = ['-o', '/dev/null', '-e', `trace=${call}`, '-e', inject];
  const { status } = await runPacta(words, environment, strace);
  return status === null || status > 128;
}

/** The first, the last and evenly spread others of a list; all of a short one. */
export function spread<T>(all: readonly T[], count: number): T[] {
  const step = Math.max(1, (all.length - 1) / (count - 1));
  return all.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
}
