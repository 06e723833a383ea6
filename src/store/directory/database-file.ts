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
import { Refusal } from '../../base/refusal';
import { APPLICATION_ID, databaseFile } from '../data-sources';
import { makePrivate, removeKnown, replace } from './files';

const HEADER = 'SQLite format 3\0';
const HEADER_BYTES = 100;

/** Files that belong to one SQLite database, by what follows its name. */
export const SIDE_FILES = ['-wal', '-shm', '-journal'] as const;

const WHOLE_NAME = 'pacta.sqlite';
/** Every file that this program makes in a directory where a database is prepared. */
const DRAFT_FILES: ReadonlySet<string> = new Set([
  WHOLE_NAME,
  ...SIDE_FILES.map((suffix) => WHOLE_NAME + suffix),
  'pacta.lock',
  'pacta.lock-journal',
  'pacta.pid',
  'pacta.replace',
]);
/** What `mkdtemp` appends. */
const DRAFT = /^pacta\.(?:making|restoring)-[A-Za-z0-9]{6}$/;
const RESTORING = /^pacta\.restoring-/;

/** A directory of a name that nobody has, inside the data directory, to prepare a database in. */
export function makeDraft(dataDir: string, purpose: 'making' | 'restoring'): string {
  return mkdtempSync(join(dataDir, `pacta.${purpose}-`));
}

export function isDraft(name: string): boolean {
  return DRAFT.test(name);
}

/** Removes a directory made by `makeDraft`; anything in it that this program does not make stays, with the directory. */
export function removeDraft(draft: string): void {
  if (existsSync(draft)) removeKnown(draft, DRAFT_FILES);
}

/** Removes what processes that died left behind. The directory must be taken: nobody prepares anything in it. */
export function removeDrafts(dataDir: string): void {
  for (const entry of readdirSync(dataDir, { withFileTypes: true })) {
    if (entry.isDirectory() && isDraft(entry.name)) removeDraft(join(dataDir, entry.name));
  }
}

/**
 * What is left of a database that is not there: logs that belong to one, former data, a restore that did not end.
 * An empty database made beside them would hide that the data is lost, or be damaged by a log that is not its own.
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
 * Makes an empty database; it gets its name when it is whole, so that a process that dies leaves none or this one.
 * @param mark see `directory-lock.ts`.
 * @throws Refusal 'unavailable' where there are traces of one that is missing.
 */
export function makeDatabase(dataDir: string, mark: number): void {
  const place = databaseFile(dataDir);
  const traces = tracesOf(dataDir);
  if (traces.length > 0) throw missing(place, traces);
  const draft = makeDraft(dataDir, 'making');
  try {
    const connection = new Database(databaseFile(draft));
    try {
      connection.pragma('journal_mode = WAL');
      connection.pragma(`application_id = ${APPLICATION_ID}`);
      connection.pragma(`user_version = ${mark}`);
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
 * Refuses a database file that is cut short, damaged or another program's.
 * @throws Refusal 'unavailable' with the path and what is wrong.
 */
export function checkFile(file: string, thoroughly = false): void {
  const { size } = statSync(file);
  if (size < HEADER_BYTES || headerOf(file) !== HEADER) {
    throw damaged(file, 'it is not an SQLite database');
  }
  try {
    examine(file, thoroughly, true);
  } catch (error) {
    if (!UNFINISHED.test(codeOf(error))) throw asUnusable(file, error);
    examineUnfinished(file, thoroughly);
  }
}

/** A transaction that was under way when its process died must be rolled back, which takes the right to write. */
const UNFINISHED = /^SQLITE_READONLY_/;

function examineUnfinished(file: string, thoroughly: boolean): void {
  try {
    examine(file, thoroughly, false);
  } catch (error) {
    throw asUnusable(file, error);
  }
}

/** Where only reading is asked for, the log of a damaged database is not removed by looking at it. */
function examine(file: string, thoroughly: boolean, readonly: boolean): void {
  const connection = new Database(file, { readonly, fileMustExist: true });
  try {
    const application = connection.pragma('application_id', { simple: true });
    if (application !== APPLICATION_ID) throw damaged(file, 'it belongs to another program');
    const check = thoroughly ? 'integrity_check(1)' : 'quick_check(1)';
    const verdict = connection.pragma(check, { simple: true });
    if (verdict !== 'ok') throw damaged(file, String(verdict));
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

/** What SQLite failed at that is not the file's content. */
const ELSEWHERE: readonly [RegExp, string][] = [
  [/^SQLITE_(BUSY|LOCKED)/, 'another program holds it. End that program'],
  [
    /^SQLITE_(CANTOPEN|PERM|READONLY|AUTH)/,
    'it cannot be opened. Give this user the right to read and write it',
  ],
  [/^SQLITE_(IOERR|FULL)/, 'the disk is full or fails. Make room, or replace the disk'],
];

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

function asUnusable(file: string, error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const [, reason] = ELSEWHERE.find(([pattern]) => pattern.test(codeOf(error))) ?? [];
  if (reason === undefined) return damaged(file, String((error as Error).message));
  return new Refusal('unavailable', `The database ${file} cannot be used: ${reason}.`);
}

function damaged(file: string, reason: string): Refusal {
  return new Refusal(
    'unavailable',
    `The database ${file} cannot be used: ${reason}. Restore a copy (pacta restore FILE --replace), ` +
      'or move it away, with the files beside it, to start empty.',
  );
}
