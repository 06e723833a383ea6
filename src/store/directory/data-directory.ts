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

/** What this program keeps in a data directory; `archive` is a directory of its own. */
const OWN = /^(?:pacta\..+|operator\.token|curl\.headers|archive)$/;
/** Whether this program keeps something of that name in a data directory. */
export function isOwnFile(name: string): boolean {
  return OWN.test(name);
}

/** The sticky bit: a directory that many users share, such as /tmp. */
const SHARED = 0o1000;

/** A data directory that this process has to itself. */
export interface TakenDirectory {
  /** See `directory-lock.ts`. */
  mark: number;
  release(): void;
}

/**
 * Takes the data directory for this process, finishes what a process that died has begun in it, and closes it to
 * other users.
 * @throws Refusal 'unavailable' when another process has it, or this user may not write to it.
 */
export function takeDataDirectory(dataDir: string): TakenDirectory {
  const existed = existsSync(dataDir);
  try {
    makeDirectory(dataDir);
    mustBeWritable(dataDir, existed);
    const lock = lockDirectory(dataDir);
    try {
      closeToOthers(dataDir);
      if (isAlone(dataDir, lock.mark)) leaveOwner(dataDir);
      finishReplacement(dataDir);
      return lock;
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw asFileRefusal(error, `The data directory ${dataDir} cannot be used`, cureFor(dataDir));
  }
}

/**
 * Makes sure that the directory's database is there, whole, and used by nobody else. An empty one is made only where
 * nothing says that there was another.
 * @throws Refusal 'unavailable' with what is wrong and what to do.
 */
export function takeDatabase(dataDir: string, { mark }: TakenDirectory): void {
  withFiles(`The data directory ${dataDir} cannot be used`, cureFor(dataDir), () => {
    if (!existsSync(databaseFile(dataDir))) makeDatabase(dataDir, mark);
    checkDatabaseFile(dataDir);
    bindDatabase(dataDir, mark);
    leaveOwner(dataDir);
    removeDrafts(dataDir);
  });
}

/** Whether nobody can use the directory's database: there is none, or this lock guards it, or it cannot be read. */
function isAlone(dataDir: string, mark: number): boolean {
  try {
    return !existsSync(databaseFile(dataDir)) || isBound(dataDir, mark);
  } catch {
    return true;
  }
}

/** Names this process as the holder; the address is the last holder's, and this one leaves its own once it answers. */
function leaveOwner(dataDir: string): void {
  writeFileSync(ownerFile(dataDir), `${process.pid}\n`, { mode: PRIVATE_FILE });
  rmSync(join(dataDir, ADDRESS), { force: true });
}

/** SQLite opens what it may not write for reading, and fails at the first write; that is said here. */
function mustBeWritable(dataDir: string, existed: boolean): void {
  if (existed) accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  for (const name of readdirSync(dataDir)) {
    const path = join(dataDir, name);
    if (/^pacta\.(?:sqlite(?:-\w+)?|lock|pid)$/.test(name)) {
      accessSync(path, constants.R_OK | constants.W_OK);
    }
  }
}

function cureFor(dataDir: string): string {
  let user = 'this user';
  try {
    user = userInfo().username;
  } catch {
    // In a container a user need not have a name.
  }
  return `Let ${user} read and write ${dataDir} and what is in it, or set PACTA_DATA_DIR to another directory.`;
}

/**
 * Permissions of what is here go to the owner alone. The directory's own do so only where it holds nothing else: it may
 * be somebody's home, or /tmp. `pacta doctor` names what is left open.
 */
function closeToOthers(dataDir: string): void {
  const names = readdirSync(dataDir);
  const own = names.filter((name) => isOwnFile(name) && !isDraft(name));
  for (const name of own) makePrivate(join(dataDir, name));
  const shared = (statSync(dataDir).mode & SHARED) !== 0;
  if (!shared && names.every(isOwnFile)) makePrivate(dataDir);
}

/** Leaves the address for commands on this machine where the service that holds the directory answers. */
export function tellAddress(dataDir: string, url: string): void {
  writeFileSync(join(dataDir, ADDRESS), `${url}\n`, { mode: PRIVATE_FILE });
}

/** Where the holder of the directory answers; only to be believed while it is taken. */
export function addressOfHolder(dataDir: string): string | undefined {
  const file = join(dataDir, ADDRESS);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/**
 * Refuses a database file that is cut short, damaged or another program's; a missing one is none of these.
 * @throws Refusal 'unavailable' with the path and what is wrong.
 */
export function checkDatabaseFile(dataDir: string): void {
  const file = databaseFile(dataDir);
  if (existsSync(file)) checkFile(file);
}

/**
 * For commands that only read: the directory's database must be there and whole; nothing is made.
 * @throws Refusal 'unavailable' with what was looked for.
 */
export function mustHaveDatabase(dataDir: string): void {
  if (isReplacing(dataDir)) {
    throw new Refusal(
      'unavailable',
      `A restore into ${dataDir} was interrupted. Start the service, or run pacta restore again: either finishes it.`,
    );
  }
  if (existsSync(databaseFile(dataDir))) return;
  throw new Refusal(
    'unavailable',
    `There is no database ${databaseFile(dataDir)}, and no service runs on ${dataDir}. Nothing was made. ` +
      'Set PACTA_DATA_DIR or DATABASE_URL to where the data is, or start the service there (pacta serve).',
  );
}
