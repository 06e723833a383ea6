import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface OwnPostgres {
  url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops all its processes where they are: connections stay open, and nothing is answered. */
  pause(): Promise<void>;
  /** Lets them go on. */
  resume(): Promise<void>;
  /** Stops and removes it. */
  end(): Promise<void>;
}

/**
 * A PostgreSQL that a test may stop, since nobody else is on it.
 * @param settings such as "max_connections=18".
 */
export async function startOwnPostgres(...settings: string[]): Promise<OwnPostgres> {
  const child = spawn(
    process.execPath,
    [join(__dirname, 'own-postgres-process.cjs'), ...settings],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
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
