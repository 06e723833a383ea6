import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { SystemClock } from '../clock';
import { Refusal } from '../refusal';
import { setApart } from './apart';
import { checkFile, takeDataDirectory } from './data-directory';
import { databaseFile, type StoreSettings } from './data-sources';
import { openStore, openToRead } from './open';
import type { Store } from './store';
import { tablesOf } from './tables';
import { type Progress, type Transferred, transfer } from './transfer';

/**
 * Writes everything that is committed at one instant into a file that either database can be restored from: an
 * SQLite database of the program's own tables. What runs on the data goes on.
 * @throws Refusal 'conflict' when the file exists, 'unavailable' when there is no database or it is not this version's.
 */
export async function backUp(
  settings: StoreSettings,
  file: string,
  progress: Progress,
): Promise<void> {
  if (existsSync(file)) {
    throw new Refusal('conflict', `${file} exists; a backup never takes the place of another.`);
  }
  // In a directory of its own, since SQLite may keep files beside it; it gets its name when it is whole.
  const draft = `${file}.partial`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  try {
    if (settings.databaseUrl === undefined) copyWhole(settings.dataDir, databaseFile(draft));
    else await transferInto(draft, settings, progress);
    checkFile(databaseFile(draft));
    putInPlace(databaseFile(draft), file);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** One statement, which reads one snapshot: writers are not held up, and do not make it begin anew. */
function copyWhole(dataDir: string, into: string): void {
  const from = databaseFile(dataDir);
  if (!existsSync(from)) throw new Refusal('unavailable', `There is no database ${from} yet.`);
  const connection = new Database(from, { readonly: true, fileMustExist: true });
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
  const source = await openToRead(settings);
  try {
    const target = await openStore({ dataDir: draft }, new SystemClock());
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

/**
 * Puts a backup in the place of a data directory's database, migrated to this version.
 * @param replace move what is there aside instead of refusing.
 * @returns where the database that was there lies now.
 * @throws Refusal 'conflict' when there is one, 'unavailable' when the directory is in use, or the file damaged or
 * newer than this program; nothing has been changed then.
 */
export async function restoreFile(
  dataDir: string,
  file: string,
  replace: boolean,
): Promise<string | undefined> {
  const release = takeDataDirectory(dataDir);
  try {
    const place = databaseFile(dataDir);
    if (existsSync(place) && !replace) {
      throw new Refusal(
        'conflict',
        `There is a database ${place} already; --replace moves it aside.`,
      );
    }
    return await withUnpacked(dataDir, file, async (unpacked) => {
      const aside = moveAside(place);
      putInPlace(databaseFile(unpacked), place);
      return aside;
    });
  } finally {
    release();
  }
}

/** Gives `work` a directory with a copy of the backup, of this version and set apart; the file itself is only read. */
export async function withUnpacked<T>(
  parent: string,
  file: string,
  work: (dataDir: string) => Promise<T>,
): Promise<T> {
  if (!existsSync(file)) throw new Refusal('unavailable', `${file} does not exist.`);
  checkFile(file);
  const directory = join(parent, 'restoring');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  try {
    copyFileSync(file, databaseFile(directory));
    await setCopyApart(directory);
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function setCopyApart(dataDir: string): Promise<void> {
  const copy = await openStore({ dataDir }, new SystemClock());
  try {
    await copy.write(setApart);
  } finally {
    await copy.close();
  }
}

/** A write-ahead log goes with its database; beside another it would be that one's damage. */
function moveAside(place: string): string | undefined {
  let aside: string | undefined;
  if (existsSync(place)) {
    let number = 1;
    while (existsSync(`${place}.replaced-${number}`)) number++;
    aside = `${place}.replaced-${number}`;
    renameSync(place, aside);
  }
  for (const suffix of ['-wal', '-shm']) {
    if (!existsSync(`${place}${suffix}`)) continue;
    if (aside === undefined) rmSync(`${place}${suffix}`);
    else renameSync(`${place}${suffix}`, `${aside}${suffix}`);
  }
  return aside;
}

/** On the disk before it has its name. */
function putInPlace(from: string, to: string): void {
  sync(from);
  renameSync(from, to);
  sync(dirname(to));
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
