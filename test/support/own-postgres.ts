import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface OwnPostgres {
  url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops and removes it. */
  end(): Promise<void>;
}

/** A PostgreSQL that a test may stop, since nobody else is on it. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const child = spawn(process.execPath, [join(__dirname, 'own-postgres-process.cjs')], {
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
    end: async () => {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}
