import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { Refusal } from '../../base/refusal';
import { databaseFile } from '../data-sources';
import { isDraft, removeDraft, SIDE_FILES } from '../directory/database-file';
import { PRIVATE_FILE, replace, sync } from '../directory/files';

const PLAN = 'pacta.replace';
/** What a database cannot be read without, where it is there. */
const LOGS = ['-wal', '-journal'] as const;
const ASIDE = /^pacta\.sqlite\.replaced-\d+$/;

/** What is to be done, by names in the data directory. */
interface Plan {
  /** The directory that holds the new database, whole and on the disk. */
  draft: string;
  /** What the former database is called from then on. */
  aside: string;
}

/**
 * Puts a prepared database in the place of the data directory's, with its logs. Several files change their names, so the
 * plan is written first: from then on it is carried out, if not by this process then by the next that takes the
 * directory. Before that nothing has changed. The directory must be taken, and nobody have the database open.
 * @returns where the former database lies now; undefined where there was none.
 */
export function replaceDatabase(dataDir: string, draft: string): string | undefined {
  const place = databaseFile(dataDir);
  const aside = freeName(dataDir);
  sync(databaseFile(draft));
  sync(draft);
  const plan: Plan = { draft: basename(draft), aside };
  const file = join(draft, PLAN);
  const handle = openSync(file, 'wx', PRIVATE_FILE);
  writeSync(handle, JSON.stringify(plan));
  closeSync(handle);
  const former = existsSync(place);
  replace(file, join(dataDir, PLAN));
  finishReplacement(dataDir);
  return former ? join(dataDir, aside) : undefined;
}

/** Whether a replacement was begun and not finished: the database of the directory is not to be read until it is. */
export function isReplacing(dataDir: string): boolean {
  return existsSync(join(dataDir, PLAN));
}

/** Carries out what a process that died had planned; every step may have been done already. */
export function finishReplacement(dataDir: string): void {
  if (!isReplacing(dataDir)) return;
  const { draft, aside } = readPlan(dataDir);
  const place = databaseFile(dataDir);
  const fresh = databaseFile(join(dataDir, draft));
  if (existsSync(fresh)) {
    for (const suffix of LOGS) {
      if (existsSync(place + suffix)) renameSync(place + suffix, join(dataDir, aside + suffix));
    }
    // An index of the log, which SQLite makes anew.
    rmSync(`${place}-shm`, { force: true });
    if (existsSync(place)) renameSync(place, join(dataDir, aside));
    sync(dataDir);
    replace(fresh, place);
  }
  if (!existsSync(place)) throw unreadable(dataDir, `neither ${place} nor ${fresh} is there`);
  rmSync(join(dataDir, PLAN));
  sync(dataDir);
  removeDraft(join(dataDir, draft));
}

function freeName(dataDir: string): string {
  const name = (number: number) => `${basename(databaseFile(dataDir))}.replaced-${number}`;
  const isTaken = (number: number) =>
    ['', ...SIDE_FILES].some((suffix) => existsSync(join(dataDir, name(number) + suffix)));
  let number = 1;
  while (isTaken(number)) number++;
  return name(number);
}

function readPlan(dataDir: string): Plan {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(join(dataDir, PLAN), 'utf8'));
  } catch (error) {
    throw unreadable(dataDir, String((error as Error).message));
  }
  const { draft, aside } = (read ?? {}) as Partial<Record<keyof Plan, unknown>>;
  if (
    typeof draft === 'string' &&
    isDraft(draft) &&
    typeof aside === 'string' &&
    ASIDE.test(aside)
  ) {
    return { draft, aside };
  }
  throw unreadable(dataDir, 'it is not what pacta restore writes');
}

function unreadable(dataDir: string, reason: string): Refusal {
  return new Refusal(
    'unavailable',
    `${join(dataDir, PLAN)} says that a restore was under way, and it cannot be finished: ${reason}. ` +
      'Nothing was changed. Move that file away, see that the database is the one you want, and start again.',
  );
}
