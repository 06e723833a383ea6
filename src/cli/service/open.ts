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

/** A program that opens a browser and has not failed after this time has succeeded. */
const OPENING_MS = 3_000;

/** `pacta open`: prints a link that signs one browser in, and opens it where this machine has a display. */
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
      `No service runs on ${settings.dataDir}. Start it (npm start), or set PACTA_DATA_DIR to its data directory.`,
    );
  }
  print(`${url}\nThe link signs one browser in. It works once, within ten minutes.\n`);
  if (readDisplay() && !(await opens(url))) print('No browser could be opened.\n');
}

/** A link that is written to the database works with every replica. */
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
      throw new Refusal(
        'unavailable',
        'No service has started on this database yet. Start one: npm start',
      );
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

/** Whether a program opened the address: it exits with 0, or does not exit soon. */
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
