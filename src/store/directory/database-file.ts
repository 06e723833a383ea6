import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { errorCode, errorMessage } from '../../base/guards';
import { Refusal } from '../../base/refusal';
import { APPLICATION_ID, databaseFile } from '../data-sources';
import { makePrivate, removeKnown, replace } from './files';

const HEADER = 'SQLite format 3\0';
const HEADER_BYTES = 100;

/** Files that belong to one SQLite database, by what follows its name. */
export const SIDE_FILES = ['-wal', '-shm', '-journal'] as const;

const WHOLE_NAME = 'pacta.sqlite';
/** The files that Pacta creates in a draft directory. */
const DRAFT_FILES: ReadonlySet<string> = new Set([
  WHOLE_NAME,
  ...SIDE_FILES.map((suffix) => WHOLE_NAME + suffix),
  'pacta.lock',
  'pacta.lock-journal',
  'pacta.pid',
  'pacta.replace',
]);
/** `mkdtemp` appends six characters. */
const DRAFT = /^pacta\.(?:making|restoring)-[A-Za-z0-9]{6}$/;
const RESTORING = /^pacta\.restoring-/;

/** Creates a directory in the data directory, under a new name, in which a database is prepared. */
export function makeDraft(dataDir: string, purpose: 'making' | 'restoring'): string {
  return mkdtempSync(join(dataDir, `pacta.${purpose}-`));
}

export function isDraft(name: string): boolean {
  return DRAFT.test(name);
}

/** Removes a directory made by `makeDraft`. It stays if it holds files that are not Pacta's. */
export function removeDraft(draft: string): void {
  if (existsSync(draft)) removeKnown(draft, DRAFT_FILES);
}

/** Removes drafts of processes that were killed. The directory must be locked, so that no draft is in use. */
export function removeDrafts(dataDir: string): void {
  for (const entry of readdirSync(dataDir, { withFileTypes: true })) {
    if (entry.isDirectory() && isDraft(entry.name)) removeDraft(join(dataDir, entry.name));
  }
}

/**
 * Files that belong to a missing database: its logs, replaced databases, an interrupted restore. An empty database created
 * beside them would hide that the data is lost, or be damaged by a log of the missing one.
 */
export function tracesOf(dataDir: string): string[] {
  if (!existsSync(dataDir)) return [];
  const sides = SIDE_FILES.map((suffix) => WHOLE_NAME + suffix);
  return readdirSync(dataDir)
    .filter(
      (name) =>
        sides.includes(name) ||
        name.startsWith(`${WHOLE_NAME}.replaced-`) ||
        (isDraft(name) && RESTORING.test(name)),
    )
    .sort();
}

/**
 * Creates an empty database. It gets its name when it is whole, so that a process that is killed leaves none or a whole one.
 * @param lockId see `directory-lock.ts`.
 * @throws Refusal 'unavailable' if there are traces of a missing database.
 */
export function makeDatabase(dataDir: string, lockId: number): void {
  const place = databaseFile(dataDir);
  const traces = tracesOf(dataDir);
  if (traces.length > 0) throw missing(place, traces);
  const draft = makeDraft(dataDir, 'making');
  try {
    const connection = new Database(databaseFile(draft));
    try {
      connection.pragma('journal_mode = WAL');
      connection.pragma(`application_id = ${APPLICATION_ID}`);
      connection.pragma(`user_version = ${lockId}`);
    } finally {
      connection.close();
    }
    makePrivate(databaseFile(draft));
    replace(databaseFile(draft), place);
  } finally {
    removeDraft(draft);
  }
}

function missing(place: string, traces: readonly string[]): Refusal {
  return new Refusal(
    'unavailable',
    `There is no database ${place}, but there are traces of one: ${traces.join(', ')}. Nothing was started. ` +
      'Put the database back, or restore a copy (pacta restore FILE --replace), or move these away to start empty.',
  );
}

/**
 * @param thoroughly checks every index too, which takes longer.
 * @throws Refusal 'unavailable' if the file is cut short, damaged or another program's, with its path.
 */
export function checkFile(file: string, thoroughly = false): void {
  const { size } = statSync(file);
  if (size < HEADER_BYTES || headerOf(file) !== HEADER) {
    throw damaged(file, 'it is not an SQLite database');
  }
  try {
    examine(file, thoroughly, true);
  } catch (error) {
    if (!UNFINISHED.test(errorCode(error) ?? '')) throw asUnusable(file, error);
    examineUnfinished(file, thoroughly);
  }
}

/** SQLite must roll back a transaction of a process that was killed, for which it must write. */
const UNFINISHED = /^SQLITE_READONLY_/;

function examineUnfinished(file: string, thoroughly: boolean): void {
  try {
    examine(file, thoroughly, false);
  } catch (error) {
    throw asUnusable(file, error);
  }
}

/** Opened to read only where possible: otherwise SQLite may remove the log of a damaged database. */
function examine(file: string, thoroughly: boolean, readonly: boolean): void {
  const connection = new Database(file, { readonly, fileMustExist: true });
  try {
    const application = connection.pragma('application_id', { simple: true });
    if (application !== APPLICATION_ID) throw damaged(file, 'it belongs to another program');
    const check = thoroughly ? 'integrity_check(1)' : 'quick_check(1)';
    const result = connection.pragma(check, { simple: true });
    if (result !== 'ok') throw damaged(file, String(result));
  } finally {
    connection.close();
  }
}

function headerOf(file: string): string {
  const buffer = Buffer.alloc(HEADER.length);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, buffer, 0, HEADER.length, 0);
  } finally {
    closeSync(handle);
  }
  return buffer.toString('latin1');
}

/** Reasons that are not the content of the file, by SQLite's code. */
const ELSEWHERE: readonly [RegExp, string][] = [
  [/^SQLITE_(BUSY|LOCKED)/, 'another program has locked it. End that program'],
  [
    /^SQLITE_(CANTOPEN|PERM|READONLY|AUTH)/,
    'it cannot be opened. Give this user the right to read and write it',
  ],
  [/^SQLITE_(IOERR|FULL)/, 'the disk is full or failing. Free some space, or replace the disk'],
];

function asUnusable(file: string, error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const [, reason] = ELSEWHERE.find(([pattern]) => pattern.test(errorCode(error) ?? '')) ?? [];
  if (reason === undefined) return damaged(file, errorMessage(error));
  return new Refusal('unavailable', `The database ${file} cannot be used: ${reason}.`);
}

function damaged(file: string, reason: string): Refusal {
  return new Refusal(
    'unavailable',
    `The database ${file} cannot be used: ${reason}. Restore a copy (pacta restore FILE --replace), ` +
      'or move it away together with its -wal, -shm and -journal files, to start empty.',
  );
}
