import { spawn } from 'node:child_process';
import { z } from 'zod';
import { Operator } from '../../access/sign-in/operator';
import { SignIn } from '../../access/sign-in/sign-in';
import { Tokens } from '../../access/token/tokens';
import { openExistingDatabase } from '../../app/database';
import { recordWrites } from '../../audit/audit';
import { SystemClock } from '../../base/clock';
import { SystemRandomness } from '../../base/randomness';
import { Refusal } from '../../base/refusal';
import { readDisplay, readSettings } from '../../config/settings';
import type { Settings } from '../../config/settings-schema';
import { addressOf } from '../../outbox/public-url';
import { asCommand } from '../admin/audit';
import { print } from '../output/print';
import { ask, holderOf } from '../output/running-service';

/** How long a program that opens a browser may take to fail. */
const OPENING_MS = 3_000;

/** `pacta open`: a link that signs one browser in, printed, and opened where this machine shows windows. */
export async function openPage(): Promise<void> {
  const settings = readSettings();
  const running = holderOf(settings);
  let url: string;
  if (running !== undefined) {
    const answer = await ask(running, '/v1/session/links', { method: 'POST' });
    url = z.object({ url: z.string() }).parse(await answer.json()).url;
  } else if (settings.databaseUrl !== undefined) {
    url = await linkByDatabase(settings);
  } else {
    throw new Refusal(
      'unavailable',
      `No service runs on ${settings.dataDir}. Start it (npm start), or name its data directory: PACTA_DATA_DIR`,
    );
  }
  print(`${url}\nIt signs one browser in, once, within ten minutes.\n`);
  if (readDisplay() && !(await opens(url))) print('No browser could be opened here.\n');
}

/** Whoever may write to the database needs no service: each replica finds the link there. */
async function linkByDatabase(settings: Settings): Promise<string> {
  const clock = new SystemClock();
  const randomness = new SystemRandomness();
  const store = await openExistingDatabase(settings, clock);
  try {
    recordWrites(store, clock);
    const tokens = new Tokens(store, clock, randomness);
    const operator = new Operator(store, tokens, clock, randomness, settings);
    const id = await operator.find();
    if (id === undefined) {
      throw new Refusal('unavailable', 'No service has started on this database yet: npm start');
    }
    const signIn = new SignIn(store, tokens, clock, randomness);
    const { path } = await asCommand('open', () => signIn.link(id));
    return `${settings.publicUrl ?? addressOf(settings)}${path}`;
  } finally {
    await store.close();
  }
}

const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Whether a program took the address; one that runs on has. */
function opens(url: string): Promise<boolean> {
  const [command, ...words] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...words, url], { stdio: 'ignore', detached: true });
  child.unref();
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), OPENING_MS);
    child.once('error', () => resolve(false));
    child.once('exit', (status) => resolve(status === 0));
    child.once('error', () => clearTimeout(timer));
    child.once('exit', () => clearTimeout(timer));
  });
}
