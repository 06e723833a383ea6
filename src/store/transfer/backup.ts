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
import { withExclusiveAccess } from '../directory/directory-lock';
import { asFileRefusal, makePrivate, renameToNew } from '../directory/files';
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
 * Writes everything that is committed at one instant into a file: an SQLite database with a checksum, which can be restored
 * into SQLite and PostgreSQL. A running service is not disturbed.
 * @throws Refusal 'conflict' when the file exists; 'unavailable' when there is no database of this version, or the file
 * cannot be written.
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
    // In a directory of its own, since SQLite creates further files beside it.
    draft = mkdtempSync(`${file}.partial-`);
    const copy = databaseFile(draft);
    if (settings.databaseUrl === undefined) copyWhole(settings.dataDir, copy);
    else await transferInto(draft, settings, progress);
    checkFile(copy);
    makePrivate(copy);
    seal(copy);
    if (!renameToNew(copy, file)) throw taken(file);
  } catch (error) {
    throw asFileRefusal(
      error,
      `The backup cannot be written to ${file}`,
      `Nothing was kept. Make sure that ${dirname(file)} is a directory with enough space, and that this user may write there.`,
    );
  } finally {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true });
  }
}

function taken(file: string): Refusal {
  return new Refusal(
    'conflict',
    `${file} exists; a backup never replaces another file. Name a new file.`,
  );
}

/** One statement, which reads one snapshot: it neither blocks writers nor starts again because of them. */
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

/** Copies from or to SQLite: one snapshot of the source, one transaction of the target. */
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
  /** Rename an existing database instead of refusing. */
  replace?: boolean;
  /** Accept a file without a checksum, such as a copy of the database file. */
  unverified?: boolean;
}

/**
 * Restores a backup into a data directory, migrated to this version. The file is verified first; the database is replaced
 * whole or not at all, also if this process is killed (`replacement.ts`).
 * @returns the new path of a database that was replaced.
 * @throws Refusal 'conflict' when there is a database and `replace` is not set; 'unavailable' when the directory is in use,
 * or the file is damaged or newer than this program. Nothing has changed then.
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
  if (!statSync(file).isFile()) throw new Refusal('unavailable', `${file} is not a file.`);
}

function mustBeFree(dataDir: string): void {
  const place = databaseFile(dataDir);
  if (existsSync(place)) {
    throw new Refusal(
      'conflict',
      `There is a database ${place} already; --replace renames it and restores the backup.`,
    );
  }
  const traces = tracesOf(dataDir);
  if (traces.length === 0) return;
  throw new Refusal(
    'conflict',
    `There is no database ${place}, but files of one: ${traces.join(', ')}; --replace renames its logs.`,
  );
}

/** A command that reads the database while its files are renamed would see a mixture of two databases. */
function mustBeUnread(place: string): void {
  if (!existsSync(place)) return;
  // No process reads a damaged database.
  if (!isReadable(place)) return;
  if (withExclusiveAccess(place, READERS_MS, () => undefined)) return;
  throw new Refusal(
    'unavailable',
    `Another process reads ${place}, such as a backup or a report. Nothing was changed; wait until it ends, and try again.`,
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

/** Runs `work` with a directory that holds a copy of the backup, migrated and with its counters advanced. */
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
      'Make sure that this user may write there, and that there is space for twice the file.',
    );
  } finally {
    // A replacement that is not finished needs the draft.
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
