import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** Why system calls cannot be made to fail here; undefined where they can. */
export function withoutTracing(): string | undefined {
  const tried = spawnSync('strace', ['-f', '-e', 'trace=fsync', 'true']);
  if (tried.error) return 'no strace is installed';
  return tried.status === 0 ? undefined : 'strace may not trace here';
}

/** A process whose system calls are recorded or made to fail, until `end`. */
export interface Traced {
  /** Whether any call was made to fail. */
  injected(): boolean;
  end(): Promise<void>;
}

/**
 * Attaches to a process, all its threads included.
 * @param words what is traced and injected, as strace takes it.
 * @param log the file it writes.
 */
export async function trace(pid: number, words: readonly string[], log: string): Promise<Traced> {
  const tracer = spawn('strace', ['-f', ...words, '-o', log, '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(tracer, 'exit');
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    // Read to its end: a tracer that cannot write dies.
    tracer.stderr.on('data', (part) => {
      printed += part;
      if (printed.includes('attached')) resolve();
    });
    tracer.once('exit', () => reject(new Error(`strace did not attach: ${printed}`)));
  });
  return {
    injected: () => readFileSync(log, 'utf8').includes('(INJECTED)'),
    end: async () => {
      if (tracer.exitCode === null && tracer.signalCode === null) tracer.kill('SIGINT');
      await ended;
    },
  };
}
