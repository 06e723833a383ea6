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
import { errorMessage, isRecord } from '../../base/guards';
import { Refusal } from '../../base/refusal';
import { databaseFile } from '../data-sources';
import { isDraft, removeDraft, SIDE_FILES } from '../directory/database-file';
import { PRIVATE_FILE, replace, sync } from '../directory/files';

const PLAN = 'pacta.replace';
/** Logs that belong to a database; where they exist, it cannot be read without them. */
const LOGS = ['-wal', '-journal'] as const;
const ASIDE = /^pacta\.sqlite\.replaced-\d+$/;

/** A replacement that is under way; names are relative to the data directory. */
interface Plan {
  /** The directory with the new database, which is whole and on the disk. */
  draft: string;
  /** The new name of the former database. */
  aside: string;
}

/**
 * Replaces the data directory's database, and its logs, by a prepared one. Several files are renamed, so a plan is written
 * first. Until then nothing has changed; from then on the plan is carried out, if not by this process then by the next that
 * locks the directory. The directory must be locked, and no process may have the database open.
 * @returns the path of the former database; undefined if there was none.
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

/** Whether a replacement is unfinished; until it is finished, the database must not be read. */
export function isReplacing(dataDir: string): boolean {
  return existsSync(join(dataDir, PLAN));
}

/** Carries out a plan. A process that was killed may have done some of the steps already. */
export function finishReplacement(dataDir: string): void {
  if (!isReplacing(dataDir)) return;
  const { draft, aside } = readPlan(dataDir);
  const place = databaseFile(dataDir);
  const fresh = databaseFile(join(dataDir, draft));
  if (existsSync(fresh)) {
    for (const suffix of LOGS) {
      if (existsSync(place + suffix)) renameSync(place + suffix, join(dataDir, aside + suffix));
    }
    // An index of the log; SQLite creates it again.
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
    throw unreadable(dataDir, errorMessage(error));
  }
  const { draft, aside } = isRecord(read) ? read : {};
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
