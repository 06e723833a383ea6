import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { errorCode } from '../../base/guards';
import { SystemRandomness } from '../../base/randomness';
import { Refusal } from '../../base/refusal';
import { databaseFile } from '../data-sources';

const LOCK = 'pacta.lock';
const OWNER = 'pacta.pid';
const LOCK_ID_BYTES = 4;
/** How long a start waits for commands that only read, such as a backup, where it needs exclusive access. */
const ALONE_TIMEOUT_MS = 5_000;

/**
 * A lock on the data directory, since a service expects to be the only process that writes to its SQLite file. The lock is a
 * small SQLite database that is held in exclusive mode. So it is the operating system's lock and ends with the process, also
 * after `kill -9`, on Linux, macOS and Windows.
 *
 * A lock file can be deleted while it is held, and another created in its place. So each lock file has a random id, and the
 * database stores the id of the lock file it is bound to (`PRAGMA user_version` of both). Where the two differ, exclusive
 * access to the database itself is needed to show that no process uses it.
 */
interface DirectoryLock {
  lockId: number;
  release(): void;
}

/** @throws Refusal 'unavailable' that names the process which holds the directory. */
export function lockDirectory(dataDir: string): DirectoryLock {
  const lock = openLock(dataDir);
  if (lock === undefined) throw directoryInUse(dataDir);
  try {
    return { lockId: lockIdOf(lock), release: () => lock.close() };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** @returns the lock, held until it is closed; undefined if another process holds it. */
function openLock(dataDir: string): Database.Database | undefined {
  const lock = new Database(join(dataDir, LOCK), { timeout: 0 });
  try {
    // In this mode the lock is kept after the transaction, until the connection is closed.
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE; COMMIT');
    return lock;
  } catch (error) {
    lock.close();
    if (isBusy(error)) return undefined;
    throw isBroken(error) ? broken(dataDir) : error;
  }
}

function lockIdOf(lock: Database.Database): number {
  const known = Number(lock.pragma('user_version', { simple: true }));
  if (known !== 0) return known;
  // SQLite stores a signed 32-bit number; 0 is its default.
  const id = (new SystemRandomness().bytes(LOCK_ID_BYTES).readUInt32LE() & 0x7fffffff) | 1;
  lock.pragma(`user_version = ${id}`);
  return id;
}

/**
 * Binds the database to this lock.
 * @throws Refusal 'unavailable' if its former lock file was deleted and a process still uses the database.
 */
export function bindDatabase(dataDir: string, lockId: number): void {
  if (isBound(dataDir, lockId)) return;
  const place = databaseFile(dataDir);
  if (
    !withExclusiveAccess(place, ALONE_TIMEOUT_MS, (database) =>
      database.pragma(`user_version = ${lockId}`),
    )
  ) {
    throw directoryInUse(
      dataDir,
      `The file ${LOCK} was deleted while a process uses the database. `,
    );
  }
}

/** Whether the database is bound to this lock: then no other process writes to it. */
export function isBound(dataDir: string, lockId: number): boolean {
  return boundLockId(dataDir) === lockId;
}

/** Opened to read only: otherwise SQLite may remove the log of a damaged database. */
function boundLockId(dataDir: string): number {
  const options = { readonly: true, fileMustExist: true };
  const connection = new Database(databaseFile(dataDir), options);
  try {
    return Number(connection.pragma('user_version', { simple: true }));
  } finally {
    connection.close();
  }
}

/**
 * Runs `work` with exclusive access to a database.
 * @returns false if another connection had it open until the timeout; `work` did not run then.
 */
export function withExclusiveAccess(
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
 * `held`: a process holds the lock. `unguarded`: a process uses the database, and its lock file was deleted. `free`: no
 * process uses it.
 */
type LockState = 'held' | 'free' | 'unguarded';

/** Whether a process uses the data directory now. Creates no file. */
export function isDirectoryTaken(dataDir: string): boolean {
  return lockState(dataDir) !== 'free';
}

export function lockState(dataDir: string): LockState {
  try {
    return stateOf(dataDir);
  } catch {
    // This user may not open the files. The next read of the database fails with the reason.
    return 'free';
  }
}

function stateOf(dataDir: string): LockState {
  const stored = existsSync(databaseFile(dataDir));
  if (existsSync(join(dataDir, LOCK))) {
    const lock = openLock(dataDir);
    if (lock === undefined) return 'held';
    try {
      const id = Number(lock.pragma('user_version', { simple: true }));
      if (!stored || isBound(dataDir, id)) return 'free';
    } finally {
      lock.close();
    }
  }
  // The lock file was deleted, or the directory is a copy without it.
  return stored && !withExclusiveAccess(databaseFile(dataDir), 0, () => undefined)
    ? 'unguarded'
    : 'free';
}

/** The process id of the holder, as text. */
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
    `${join(dataDir, LOCK)} is damaged. Delete it and start again; it holds no data, and Pacta sees at the database whether it is in use.`,
  );
}

function isBroken(error: unknown): boolean {
  return /^SQLITE_(NOTADB|CORRUPT)/.test(errorCode(error) ?? '');
}

function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(errorCode(error) ?? '');
}
