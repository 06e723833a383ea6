import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Database from 'better-sqlite3';
import { type Clock, SystemClock } from '../../base/clock';
import { Refusal } from '../../base/refusal';
import { databaseFile, type Entities, type StoreSettings } from '../data-sources';
import { mustHaveDatabase, takeDataDirectory } from '../directory/data-directory';
import {
  checkFile,
  makeDraft,
  removeDraft,
  removeDrafts,
  tracesOf,
} from '../directory/database-file';
import { whileAlone } from '../directory/directory-lock';
import { asFileRefusal, makePrivate, placeNew } from '../directory/files';
import { openStore, openToRead } from '../open';
import type { Store } from '../store';
import { advanceCounters } from './advance-counters';
import { isReplacing, replaceDatabase } from './replacement';
import { copyVerified, seal } from './sealed-copy';
import { tablesOf } from './tables';
import { type Progress, type Transferred, transfer } from './transfer';

/** Copies read the columns of the tables themselves. */
const NO_ENTITIES: Entities = [];

/** How long a restore waits for commands that read the database it is to replace. */
const READERS_MS = 5_000;

/**
 * Writes everything that is committed at one instant into a file that either database can be restored from: an
 * SQLite database of the program's own tables, with a checksum. What runs on the data goes on.
 * @throws Refusal 'conflict' when the file exists, 'unavailable' when there is no database, it is not this version's,
 * or the file cannot be written.
 */
export async function backUp(
  settings: StoreSettings,
  file: string,
  progress: Progress,
): Promise<void> {
  if (settings.databaseUrl === undefined) mustHaveDatabase(settings.dataDir);
  if (existsSync(file)) throw taken(file);
  let draft: string | undefined;
  try {
    // In a directory of a name that nobody has, since SQLite keeps files beside it.
    draft = mkdtempSync(`${file}.partial-`);
    const copy = databaseFile(draft);
    if (settings.databaseUrl === undefined) copyWhole(settings.dataDir, copy);
    else await transferInto(draft, settings, progress);
    checkFile(copy);
    makePrivate(copy);
    seal(copy);
    if (!placeNew(copy, file)) throw taken(file);
  } catch (error) {
    throw asFileRefusal(
      error,
      `The backup cannot be written to ${file}`,
      `Nothing was kept. See that ${dirname(file)} is a directory which this user may write to, with room enough.`,
    );
  } finally {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true });
  }
}

function taken(file: string): Refusal {
  return new Refusal('conflict', `${file} exists; a backup never takes the place of another.`);
}

/** One statement, which reads one snapshot: writers are not held up, and do not make it begin anew. */
function copyWhole(dataDir: string, into: string): void {
  const connection = new Database(databaseFile(dataDir), { readonly: true, fileMustExist: true });
  try {
    connection.prepare('VACUUM INTO ?').run(into);
  } finally {
    connection.close();
  }
}

async function transferInto(
  draft: string,
  settings: StoreSettings,
  progress: Progress,
): Promise<void> {
  const source = await openToRead(settings, NO_ENTITIES);
  try {
    const target = await openStore({ dataDir: draft }, new SystemClock(), NO_ENTITIES);
    try {
      await copyAll(source, target, progress);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** From or to SQLite, in one snapshot of the one and one transaction of the other. */
export async function copyAll(
  source: Store,
  target: Store,
  progress: Progress,
): Promise<Transferred> {
  const sqlite = source.dialect.name === 'sqlite' ? source : target;
  const tables = await sqlite.read(tablesOf);
  return source.read((from) => target.write((to) => transfer(from, to, tables, progress)));
}

export interface RestoreOptions {
  /** Move what is there aside instead of refusing. */
  replace?: boolean;
  /** Take a file without a checksum, such as a copy of the database file itself. */
  unverified?: boolean;
}

/**
 * Puts a backup in the place of a data directory's database, migrated to this version. It is verified first; it takes
 * its place whole or not at all, also where this process is killed (`replacement.ts`).
 * @returns where the database that was there lies now.
 * @throws Refusal 'conflict' when there is one, 'unavailable' when the directory is in use, or the file damaged or
 * newer than this program; nothing has been changed then.
 */
export async function restoreFile(
  dataDir: string,
  file: string,
  clock: Clock,
  { replace = false, unverified = false }: RestoreOptions = {},
): Promise<string | undefined> {
  mustExist(file);
  const directory = takeDataDirectory(dataDir);
  try {
    removeDrafts(dataDir);
    if (!replace) mustBeFree(dataDir);
    return await withUnpacked(
      dataDir,
      file,
      clock,
      async (unpacked) => {
        mustBeUnread(databaseFile(dataDir));
        return replaceDatabase(dataDir, unpacked);
      },
      unverified,
    );
  } finally {
    directory.release();
  }
}

function mustExist(file: string): void {
  if (!existsSync(file)) throw new Refusal('unavailable', `${file} does not exist.`);
  if (!statSync(file).isFile()) throw new Refusal('unavailable', `${file} is no file.`);
}

function mustBeFree(dataDir: string): void {
  const place = databaseFile(dataDir);
  if (existsSync(place)) {
    throw new Refusal(
      'conflict',
      `There is a database ${place} already; --replace moves it aside.`,
    );
  }
  const traces = tracesOf(dataDir);
  if (traces.length === 0) return;
  throw new Refusal(
    'conflict',
    `There is no database ${place}, but there are traces of one: ${traces.join(', ')}; --replace moves its logs aside.`,
  );
}

/** A command that reads a database while its files get other names would see, or leave, a mixture of two. */
function mustBeUnread(place: string): void {
  if (!existsSync(place)) return;
  // Damaged: nobody reads it. That may be why it is replaced.
  if (!isReadable(place)) return;
  if (whileAlone(place, READERS_MS, () => undefined)) return;
  throw new Refusal(
    'unavailable',
    `Another program reads ${place}, such as a backup or a report. Nothing was changed; wait for its end, and try again.`,
  );
}

function isReadable(file: string): boolean {
  try {
    checkFile(file);
    return true;
  } catch {
    return false;
  }
}

/** Gives `work` a directory with a copy of the backup, of this version and set apart; the file itself is only read. */
export async function withUnpacked<T>(
  parent: string,
  file: string,
  clock: Clock,
  work: (dataDir: string) => Promise<T>,
  unverified = false,
): Promise<T> {
  mustExist(file);
  let draft: string | undefined;
  try {
    draft = makeDraft(parent, 'restoring');
    copyVerified(file, databaseFile(draft), !unverified);
    checkFile(databaseFile(draft), true);
    await advanceCopy(draft, clock);
    return await work(draft);
  } catch (error) {
    throw asFileRefusal(
      error,
      `${basename(file)} cannot be restored into ${parent}`,
      'See that this user may write there, and that there is room for twice the file.',
    );
  } finally {
    // A plan that could not be carried out yet needs it.
    if (draft !== undefined && !isReplacing(parent)) removeDraft(draft);
  }
}

async function advanceCopy(dataDir: string, clock: Clock): Promise<void> {
  const copy = await openStore({ dataDir }, clock, NO_ENTITIES);
  try {
    await copy.write((tx) => advanceCounters(tx, clock.now()));
  } finally {
    await copy.close();
  }
}
