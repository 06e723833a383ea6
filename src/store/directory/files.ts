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
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode, isRecord } from '../../base/guards';
import type { Randomness } from '../../base/randomness';
import { Refusal } from '../../base/refusal';

const WINDOWS = process.platform === 'win32';

/** Read and write for the owner, nothing for anybody else. */
export const PRIVATE_FILE = 0o600;
const PRIVATE_DIRECTORY = 0o700;
const OTHERS = 0o077;

/** Errors of file systems without hard links: FAT, and some network file systems. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK'];

/**
 * Creates a directory and its parents, for their owner alone. Node's `recursive` option loops forever in /proc, where the
 * system says ENOENT for a name in an existing directory.
 */
export function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  if (!existsSync(dirname(path))) makeDirectory(dirname(path));
  try {
    mkdirSync(path, { mode: PRIVATE_DIRECTORY });
  } catch (error) {
    // Another process was faster.
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/** Waits until a file's content, or a directory's entries, are on the disk. */
export function sync(path: string): void {
  // Windows cannot open a directory; NTFS keeps a journal of its names.
  if (WINDOWS && statSync(path).isDirectory()) return;
  const handle = openSync(path, WINDOWS ? 'r+' : 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Renames a finished file, never replacing another: of several processes at once one succeeds.
 * @returns false if the name is taken; nothing has changed then.
 */
export function renameToNew(from: string, to: string): boolean {
  sync(from);
  try {
    linkSync(from, to);
    rmSync(from);
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (code === 'EEXIST') return false;
    if (!NO_LINKS.includes(code)) throw error;
    if (!reserve(to)) return false;
    renameSync(from, to);
  }
  sync(dirname(to));
  return true;
}

/** Creates an empty file under a free name, so that a rename to it replaces no other file. */
function reserve(path: string): boolean {
  try {
    closeSync(openSync(path, 'wx', PRIVATE_FILE));
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Renames a finished file, replacing a file of that name, in one step. */
export function replace(from: string, to: string): void {
  sync(from);
  renameSync(from, to);
  sync(dirname(to));
}

/**
 * Removes a directory that holds only the named files.
 * @returns false if it holds anything else; nothing was removed then.
 */
export function removeKnown(directory: string, known: ReadonlySet<string>): boolean {
  const names = readdirSync(directory);
  if (!names.every((name) => known.has(name))) return false;
  for (const name of names) rmSync(join(directory, name), { force: true });
  rmdirSync(directory);
  return true;
}

/** Whether other users have any permission on a path; always false on Windows. */
export function isOpenToOthers(path: string): boolean {
  return !WINDOWS && existsSync(path) && (statSync(path).mode & OTHERS) !== 0;
}

/** Takes all permissions on a file or directory from other users. */
export function makePrivate(path: string): void {
  if (!isOpenToOthers(path)) return;
  const { mode } = statSync(path);
  try {
    chmodSync(path, mode & 0o7700);
  } catch (error) {
    // The file belongs to another user; `pacta doctor` names it.
    if (errorCode(error) !== 'EPERM') throw error;
  }
}

/**
 * Writes a file that only its owner may read, replacing an earlier one. It is whole and on the disk before it gets its
 * name. Creates a missing directory, for the owner alone.
 */
export function writePrivateFile(file: string, text: string, randomness: Randomness): void {
  makeDirectory(dirname(file));
  const draft = `${file}.${randomness.bytes(8).toString('hex')}`;
  try {
    writeFileSync(draft, text, { mode: PRIVATE_FILE, flag: 'wx' });
    replace(draft, file);
  } finally {
    rmSync(draft, { force: true });
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

/** By the beginning of SQLite's extended codes. */
const SQLITE_REASONS: readonly [string, string][] = [
  ['SQLITE_CANTOPEN', 'a file cannot be opened'],
  ['SQLITE_READONLY', 'a file is read-only'],
  ['SQLITE_PERM', 'permission denied'],
  ['SQLITE_FULL', 'the disk is full'],
  ['SQLITE_IOERR', 'the disk fails'],
];

/** Why a system call on a file, or SQLite, failed; undefined for any other error. */
function reasonOf(error: unknown): string | undefined {
  const code = errorCode(error) ?? '';
  const [, reason] = SQLITE_REASONS.find(([prefix]) => code.startsWith(prefix)) ?? [];
  if (reason !== undefined || !isRecord(error) || error.syscall === undefined) return reason;
  return REASONS[code] ?? (code === '' ? undefined : code);
}

/**
 * Runs `work` and turns its failed system calls into refusals.
 * @param what the subject of the sentence: "The backup cannot be written to /x".
 * @param remedy what to do about it.
 * @throws Refusal 'unavailable' for a failed system call.
 */
export function withFiles<T>(what: string, remedy: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asFileRefusal(error, what, remedy);
  }
}

/** As `withFiles`, for an error that was caught already. Any other error is returned as it is. */
export function asFileRefusal(error: unknown, what: string, remedy: string): unknown {
  const reason = reasonOf(error);
  if (reason === undefined) return error;
  const path = isRecord(error) && typeof error.path === 'string' ? error.path : '';
  const where = path === '' || what.includes(path) ? '' : ` (${path})`;
  const refusal = new Refusal('unavailable', `${what}: ${reason}${where}. ${remedy}`);
  refusal.cause = error;
  return refusal;
}
