import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../src/config/root';
import { endProcess } from '../support/end-process';

export interface ZonedService {
  url: string;
  end(): Promise<void>;
}

/** The service as a process of its own whose machine stands in another zone. */
export async function startServiceIn(zone: string): Promise<ZonedService> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-zone-'));
  const child = spawn(process.execPath, [join(PROJECT_ROOT, 'bin', 'pacta.js'), 'serve'], {
    env: {
      ...process.env,
      TZ: zone,
      PACTA_OPEN_TO_THIS_MACHINE: 'true',
      PACTA_PORT: '0',
      PACTA_DATA_DIR: dataDir,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = async (): Promise<void> => {
    await endProcess(child);
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { url: await addressOf(child), end };
}

async function addressOf(child: ChildProcess): Promise<string> {
  let printed = '';
  for await (const part of child.stdout as AsyncIterable<Buffer>) {
    printed += part.toString();
    const [, found] = /API\s+(http:\S+)\/v1/.exec(printed) ?? [];
    if (found === undefined) continue;
    child.stdout?.resume();
    return found;
  }
  throw new Error(`The service did not start: ${printed}`);
}
