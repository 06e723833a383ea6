import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../../base/refusal';
import { databaseFile } from '../data-sources';
import { finishReplacement, isReplacing } from '../transfer/replacement';
import { checkFile, isDraft, makeDatabase, removeDrafts } from './database-file';
import { bindDatabase, isBound, lockDirectory, ownerFile } from './directory-lock';
import { asFileRefusal, makeDirectory, makePrivate, PRIVATE_FILE, withFiles } from './files';

const ADDRESS = 'pacta.url';

/** The names of Pacta's files in a data directory; `archive` is a directory. */
const OWN = /^(?:pacta\..+|operator\.token|curl\.headers|archive)$/;

/** Whether a file or directory of a data directory is one of Pacta's. */
export function isOwnFile(name: string): boolean {
  return OWN.test(name);
}

/** The sticky bit: a directory shared by many users, such as /tmp. */
const STICKY = 0o1000;

/** A data directory whose lock this process holds. */
interface TakenDirectory {
  /** See `directory-lock.ts`. */
  lockId: number;
  release(): void;
}

/**
 * Locks the data directory, finishes a restore that was interrupted, and takes permissions from other users.
 * @throws Refusal 'unavailable' when another process holds it, or this user may not write to it.
 */
export function takeDataDirectory(dataDir: string): TakenDirectory {
  const existed = existsSync(dataDir);
  try {
    makeDirectory(dataDir);
    mustBeWritable(dataDir, existed);
    const lock = lockDirectory(dataDir);
    try {
      restrictPermissions(dataDir);
      if (isUnused(dataDir, lock.lockId)) recordOwner(dataDir);
      finishReplacement(dataDir);
      return lock;
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw asFileRefusal(error, `The data directory ${dataDir} cannot be used`, remedyFor(dataDir));
  }
}

/**
 * Makes sure that the directory's database exists, is whole, and is used by no other process. Creates an empty one only
 * where there is no trace of an earlier one.
 * @throws Refusal 'unavailable' with what is wrong and what to do.
 */
export function takeDatabase(dataDir: string, { lockId }: TakenDirectory): void {
  withFiles(`The data directory ${dataDir} cannot be used`, remedyFor(dataDir), () => {
    if (!existsSync(databaseFile(dataDir))) makeDatabase(dataDir, lockId);
    checkDatabaseFile(dataDir);
    bindDatabase(dataDir, lockId);
    recordOwner(dataDir);
    removeDrafts(dataDir);
  });
}

/** Whether no other process can use the database: there is none, or it is bound to this lock, or it cannot be read. */
function isUnused(dataDir: string, lockId: number): boolean {
  try {
    return !existsSync(databaseFile(dataDir)) || isBound(dataDir, lockId);
  } catch {
    return true;
  }
}

/** Records this process as the holder. Removes the last holder's address; a service writes its own once it listens. */
function recordOwner(dataDir: string): void {
  writeFileSync(ownerFile(dataDir), `${process.pid}\n`, { mode: PRIVATE_FILE });
  rmSync(join(dataDir, ADDRESS), { force: true });
}

/** Refused here, since SQLite opens a read-only file without an error and fails at the first write. */
function mustBeWritable(dataDir: string, existed: boolean): void {
  if (existed) accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  for (const name of readdirSync(dataDir)) {
    const path = join(dataDir, name);
    if (/^pacta\.(?:sqlite(?:-\w+)?|lock|pid)$/.test(name)) {
      accessSync(path, constants.R_OK | constants.W_OK);
    }
  }
}

function remedyFor(dataDir: string): string {
  let user = 'this user';
  try {
    user = userInfo().username;
  } catch {
    // In a container a user may have no name.
  }
  return `Give ${user} the right to read and write ${dataDir} and the files in it, or set PACTA_DATA_DIR to another directory.`;
}

/**
 * Takes permissions on Pacta's files from other users; on the directory itself only if it holds nothing else: it may be
 * a home directory, or /tmp. `pacta doctor` names what other users may still read.
 */
function restrictPermissions(dataDir: string): void {
  const names = readdirSync(dataDir);
  const own = names.filter((name) => isOwnFile(name) && !isDraft(name));
  for (const name of own) makePrivate(join(dataDir, name));
  const shared = (statSync(dataDir).mode & STICKY) !== 0;
  if (!shared && names.every(isOwnFile)) makePrivate(dataDir);
}

/** Writes the service's address, for commands on this machine. */
export function writeAddress(dataDir: string, url: string): void {
  writeFileSync(join(dataDir, ADDRESS), `${url}\n`, { mode: PRIVATE_FILE });
}

/** The address of the service that holds the directory. Valid only while the directory is locked. */
export function addressOfHolder(dataDir: string): string | undefined {
  const file = join(dataDir, ADDRESS);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/**
 * Accepts a missing database file.
 * @throws Refusal 'unavailable' if the file is cut short, damaged or another program's.
 */
export function checkDatabaseFile(dataDir: string): void {
  const file = databaseFile(dataDir);
  if (existsSync(file)) checkFile(file);
}

/**
 * For commands that only read. Creates nothing.
 * @throws Refusal 'unavailable' if there is no database, or a restore was interrupted.
 */
export function mustHaveDatabase(dataDir: string): void {
  if (isReplacing(dataDir)) {
    throw new Refusal(
      'unavailable',
      `A restore into ${dataDir} was interrupted. Start the service, or run pacta restore again; both finish it.`,
    );
  }
  if (existsSync(databaseFile(dataDir))) return;
  throw new Refusal(
    'unavailable',
    `There is no database ${databaseFile(dataDir)}, and no service runs on ${dataDir}. Nothing was created. ` +
      'Set PACTA_DATA_DIR or DATABASE_URL to where the data is, or start the service there (pacta serve).',
  );
}
