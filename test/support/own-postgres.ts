import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface OwnPostgres {
  url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Suspends all its processes: connections stay open, and nothing is answered. */
  pause(): Promise<void>;
  /** Resumes them. */
  resume(): Promise<void>;
  /** Stops the server and removes its data. */
  end(): Promise<void>;
}

/**
 * A PostgreSQL for one test, which may stop it.
 * @param settings such as "max_connections=18".
 */
export async function startOwnPostgres(...settings: string[]): Promise<OwnPostgres> {
  const child = spawn(process.execPath, [join(__dirname, 'postgres-process.cjs'), ...settings], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const [url] = (await once(lines, 'line')) as [string];
  const say = async (word: string): Promise<void> => {
    child.stdin.write(`${word}\n`);
    await once(lines, 'line');
  };
  return {
    url,
    stop: () => say('stop'),
    start: () => say('start'),
    pause: () => say('pause'),
    resume: () => say('resume'),
    end: async () => {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}
