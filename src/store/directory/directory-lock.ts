import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SystemRandomness } from '../../base/randomness';
import { Refusal } from '../../base/refusal';
import { databaseFile } from '../data-sources';

const LOCK = 'pacta.lock';
const OWNER = 'pacta.pid';
const MARK_BYTES = 4;
/** How long a start waits for commands that only read (a backup) where it must be alone with the database. */
const ALONE_TIMEOUT_MS = 5_000;

/**
 * A lock on the data directory: two programs on one SQLite file would each believe to be alone. It is the operating
 * system's own, on a small SQLite database held in exclusive mode, so it ends with the process, also after `kill -9`,
 * on Linux, macOS and Windows alike.
 *
 * A lock on one file says nothing once somebody deletes that file and another of the same name is made. So each lock
 * file has a mark, a number drawn when it is made, and the database keeps the mark of the lock file that guards it
 * (`PRAGMA user_version` of both). Where the two differ, only exclusive access to the database itself shows that
 * nobody uses it; commands that read beside a service are waited for then.
 */
export interface DirectoryLock {
  mark: number;
  release(): void;
}

/** @throws Refusal 'unavailable' that names the process which holds the directory. */
export function lockDirectory(dataDir: string): DirectoryLock {
  const lock = openLock(dataDir);
  if (lock === undefined) throw directoryInUse(dataDir);
  try {
    return { mark: markOf(lock), release: () => lock.close() };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** The lock, held until it is closed; undefined where another process holds it. */
function openLock(dataDir: string): Database.Database | undefined {
  const lock = new Database(join(dataDir, LOCK), { timeout: 0 });
  try {
    // Kept between transactions, until the connection is closed.
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE; COMMIT');
    return lock;
  } catch (error) {
    lock.close();
    if (isBusy(error)) return undefined;
    throw isBroken(error) ? broken(dataDir) : error;
  }
}

function markOf(lock: Database.Database): number {
  const known = Number(lock.pragma('user_version', { simple: true }));
  if (known !== 0) return known;
  // A signed 32-bit number that is not 0, which stands for none.
  const mark = (new SystemRandomness().bytes(MARK_BYTES).readUInt32LE() & 0x7fffffff) | 1;
  lock.pragma(`user_version = ${mark}`);
  return mark;
}

/**
 * Makes the database one that this lock guards.
 * @throws Refusal 'unavailable' where its former lock file was deleted and a process still uses it.
 */
export function bindDatabase(dataDir: string, mark: number): void {
  if (isBound(dataDir, mark)) return;
  const place = databaseFile(dataDir);
  if (!whileAlone(place, ALONE_TIMEOUT_MS, (own) => own.pragma(`user_version = ${mark}`))) {
    throw directoryInUse(
      dataDir,
      `The file ${LOCK} was deleted while a process uses the database. `,
    );
  }
}

/** Whether the database is one that this lock guards: then nobody else uses it. */
export function isBound(dataDir: string, mark: number): boolean {
  return markOfDatabase(dataDir) === mark;
}

/** Read only, so that the log of a damaged database is not removed by looking at it. */
function markOfDatabase(dataDir: string): number {
  const options = { readonly: true, fileMustExist: true };
  const connection = new Database(databaseFile(dataDir), options);
  try {
    return Number(connection.pragma('user_version', { simple: true }));
  } finally {
    connection.close();
  }
}

/**
 * Does work on a database that no other connection of any process has open, and keeps it so meanwhile.
 * @returns whether it could be had in that time; the work is not done otherwise.
 */
export function whileAlone(
  file: string,
  timeoutMs: number,
  work: (connection: Database.Database) => void,
): boolean {
  const connection = new Database(file, { timeout: timeoutMs, fileMustExist: true });
  try {
    connection.pragma('locking_mode = EXCLUSIVE');
    connection.exec('BEGIN EXCLUSIVE; COMMIT');
  } catch (error) {
    connection.close();
    if (isBusy(error)) return false;
    throw error;
  }
  try {
    work(connection);
  } finally {
    connection.close();
  }
  return true;
}

/**
 * How the data directory is used: `held` by a process with its lock, `free`, or `unguarded` by a process whose lock file
 * was deleted.
 */
export type LockState = 'held' | 'free' | 'unguarded';

/** Whether a process holds the data directory now. Makes no file. */
export function isDirectoryTaken(dataDir: string): boolean {
  return lockState(dataDir) !== 'free';
}

export function lockState(dataDir: string): LockState {
  try {
    return stateOf(dataDir);
  } catch {
    // Nothing here can be opened by this user; whoever reads the database next says so.
    return 'free';
  }
}

function stateOf(dataDir: string): LockState {
  const stored = existsSync(databaseFile(dataDir));
  if (existsSync(join(dataDir, LOCK))) {
    const lock = openLock(dataDir);
    if (lock === undefined) return 'held';
    try {
      const mark = Number(lock.pragma('user_version', { simple: true }));
      if (!stored || isBound(dataDir, mark)) return 'free';
    } finally {
      lock.close();
    }
  }
  // The lock file was deleted, or never was: the directory is a copy.
  return stored && !whileAlone(databaseFile(dataDir), 0, () => undefined) ? 'unguarded' : 'free';
}

/** The process id that the holder left, as text. */
export function ownerOf(dataDir: string): string {
  const file = join(dataDir, OWNER);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : 'unknown';
}

export function ownerFile(dataDir: string): string {
  return join(dataDir, OWNER);
}

export function directoryInUse(dataDir: string, why = ''): Refusal {
  return new Refusal(
    'unavailable',
    `The data directory ${dataDir} is in use by process ${ownerOf(dataDir)}. ${why}Stop it first, or set PACTA_DATA_DIR to another directory.`,
  );
}

function broken(dataDir: string): Refusal {
  return new Refusal(
    'unavailable',
    `${join(dataDir, LOCK)} is damaged. Delete it and start again; it holds no data, and the database shows whether it is in use.`,
  );
}

function isBroken(error: unknown): boolean {
  return /^SQLITE_(NOTADB|CORRUPT)/.test(String((error as { code?: unknown }).code));
}

function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(String((error as { code?: unknown }).code));
}
