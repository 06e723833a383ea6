import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { until } from './until';

const PROGRAM = join(__dirname, '..', '..', 'examples', 'receivers', 'receivers.mjs');

/** The services of `examples/receivers`, which refuse what the real ones refuse. */
export interface Receivers {
  /** Without a closing slash; a service is at the path of its kind. */
  url: string;
  mailPort: number;
  /** Discards what was printed so far. */
  forget(): void;
  /** Waits until a service has printed this number of entries since `forget`. Returns them. */
  tells(service: string, count?: number): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startReceivers(): Promise<Receivers> {
  const child = spawn(process.execPath, [PROGRAM, '0', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const ready = await until(
    () => /Listening on (\S+)\/ .* 127\.0\.0\.1:(\d+)/.exec(printed) ?? undefined,
  );
  printed = '';
  const entries = () =>
    printed
      .split(/\n(?=\S)/)
      .filter((entry) => entry !== '')
      .map((entry) => entry.replace(/\n {18}/g, '\n').trimEnd());
  return {
    url: ready[1] ?? '',
    mailPort: Number(ready[2]),
    forget: () => {
      printed = '';
    },
    tells: (service, count = 1) =>
      until(() => {
        const own = entries().filter((entry) => entry.startsWith(`${service.padEnd(12)} `));
        return printed.endsWith('\n') && own.length >= count ? own : undefined;
      }),
    stop: () => stopped(child),
  };
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill();
  });
}
