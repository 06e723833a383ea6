import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Refusal } from '../../base/refusal';

const WINDOWS = process.platform === 'win32';

/** Read and write for the owner, nothing for anybody else. */
export const PRIVATE_FILE = 0o600;
const PRIVATE_DIRECTORY = 0o700;
const OTHERS = 0o077;

/** File systems without hard links: FAT, and some that lie on other machines. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK'];

/**
 * Makes a directory for its owner alone, and those above it. Node's own `recursive` never returns where the system
 * says ENOENT of a name in a directory that is there, as /proc does.
 */
export function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  if (!existsSync(dirname(path))) makeDirectory(dirname(path));
  try {
    mkdirSync(path, { mode: PRIVATE_DIRECTORY });
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Waits until a file's content, or a directory's entries, are on the disk. */
export function sync(path: string): void {
  // Windows has no handle for a directory; NTFS keeps a journal of names by itself.
  if (WINDOWS && statSync(path).isDirectory()) return;
  const handle = openSync(path, WINDOWS ? 'r+' : 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Gives a finished file its name, never in the place of another: of several at once one succeeds.
 * @returns whether the name was free; else nothing was changed.
 */
export function placeNew(from: string, to: string): boolean {
  sync(from);
  try {
    linkSync(from, to);
    rmSync(from);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!NO_LINKS.includes(code ?? '')) throw error;
    if (!reserve(to)) return false;
    renameSync(from, to);
  }
  sync(dirname(to));
  return true;
}

/** Makes an empty file under a free name, so that a rename to it replaces nothing of anybody else. */
function reserve(path: string): boolean {
  try {
    closeSync(openSync(path, 'wx', PRIVATE_FILE));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Gives a finished file its name, in the place of whatever has it, in one step. */
export function replace(from: string, to: string): void {
  sync(from);
  renameSync(from, to);
  sync(dirname(to));
}

/**
 * Removes a directory with the named files in it, and leaves it where it holds anything else.
 * @returns whether it is gone.
 */
export function removeKnown(directory: string, known: ReadonlySet<string>): boolean {
  const names = readdirSync(directory);
  if (!names.every((name) => known.has(name))) return false;
  for (const name of names) rmSync(join(directory, name), { force: true });
  rmdirSync(directory);
  return true;
}

/** Whether anybody but the owner may read, write or enter; unknown on Windows. */
export function isOpenToOthers(path: string): boolean {
  return !WINDOWS && existsSync(path) && (statSync(path).mode & OTHERS) !== 0;
}

/** Takes a file's or directory's permissions from everybody but its owner, where they have any. */
export function makePrivate(path: string): void {
  if (!isOpenToOthers(path)) return;
  const { mode } = statSync(path);
  try {
    chmodSync(path, mode & 0o7700);
  } catch (error) {
    // Somebody else's file: `pacta doctor` names it.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'the system does not permit it',
  EROFS: 'the file system is read-only',
  ENOENT: 'there is no such file or directory',
  ENOTDIR: 'a part of the path is a file, not a directory',
  EISDIR: 'it is a directory',
  EEXIST: 'the name is taken by something else',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'too many symbolic links',
  EIO: 'the disk fails',
};

/** The same of SQLite, whose extended codes begin with these. */
const SQLITE_REASONS: readonly [string, string][] = [
  ['SQLITE_CANTOPEN', 'a file cannot be opened'],
  ['SQLITE_READONLY', 'a file is read-only'],
  ['SQLITE_PERM', 'permission denied'],
  ['SQLITE_FULL', 'the disk is full'],
  ['SQLITE_IOERR', 'the disk fails'],
];

/** What a failed system call on a file means, in words; undefined where it is another fault. */
function reasonOf(error: unknown): string | undefined {
  const { code = '', syscall } = (error ?? {}) as NodeJS.ErrnoException;
  const [, reason] = SQLITE_REASONS.find(([prefix]) => String(code).startsWith(prefix)) ?? [];
  if (reason !== undefined || syscall === undefined) return reason;
  return REASONS[code] ?? (code === '' ? undefined : code);
}

/**
 * Does work with files and says what is wrong with them instead of failing with a stack.
 * @param what the subject of the sentence: "The backup cannot be written to /x".
 * @param cure what to do about it.
 * @throws Refusal 'unavailable' for a failed system call.
 */
export function withFiles<T>(what: string, cure: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asFileRefusal(error, what, cure);
  }
}

/** The same for a failure that was caught already; anything but a failed system call is returned as it is. */
export function asFileRefusal(error: unknown, what: string, cure: string): unknown {
  const reason = reasonOf(error);
  if (reason === undefined) return error;
  const { path } = error as NodeJS.ErrnoException;
  const where = path === undefined || what.includes(path) ? '' : ` (${path})`;
  const refusal = new Refusal('unavailable', `${what}: ${reason}${where}. ${cure}`);
  refusal.cause = error;
  return refusal;
}
