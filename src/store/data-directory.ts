import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Refusal } from '../refusal';
import { APPLICATION_ID, databaseFile } from './data-sources';

const LOCK = 'pacta.lock';
const ADDRESS = 'pacta.url';
const HEADER = 'SQLite format 3\0';
const HEADER_BYTES = 100;

/**
 * Takes the data directory for this process: two programs on one SQLite file would each believe to be alone.
 * The lock is the operating system's, so it ends with the process, however that ends.
 * @returns what gives it back.
 * @throws Refusal 'unavailable' that names the process holding it.
 */
export function takeDataDirectory(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const owner = join(dataDir, 'pacta.pid');
  const lock = new Database(join(dataDir, LOCK), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    const pid = existsSync(owner) ? readFileSync(owner, 'utf8').trim() : 'unknown';
    throw new Refusal(
      'unavailable',
      `The data directory ${dataDir} is in use by process ${pid}. Stop it first, or set PACTA_DATA_DIR to another directory.`,
    );
  }
  writeFileSync(owner, `${process.pid}\n`);
  // The last holder's; this one tells its own once it answers.
  rmSync(join(dataDir, ADDRESS), { force: true });
  return () => lock.close();
}

/** Whether a process holds the data directory now. */
export function isDirectoryTaken(dataDir: string): boolean {
  const file = join(dataDir, LOCK);
  if (!existsSync(file)) return false;
  const lock = new Database(file, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return false;
  } catch {
    return true;
  } finally {
    lock.close();
  }
}

/** Tells commands on this machine where the service that holds the directory answers. */
export function tellAddress(dataDir: string, url: string): void {
  writeFileSync(join(dataDir, ADDRESS), `${url}\n`);
}

/** Where the holder of the directory answers; only to be believed while it is taken. */
export function addressOfHolder(dataDir: string): string | undefined {
  const file = join(dataDir, ADDRESS);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/**
 * Refuses a database file that is cut short, damaged or another program's; a missing one is made later.
 * Nothing is ever put in its place.
 * @throws Refusal 'unavailable' with the path and what is wrong.
 */
export function checkDatabaseFile(dataDir: string): void {
  const file = databaseFile(dataDir);
  if (existsSync(file)) checkFile(file);
}

/** The same of any file. */
export function checkFile(file: string): void {
  const { size } = statSync(file);
  if (size < HEADER_BYTES || headerOf(file) !== HEADER) {
    throw damaged(file, 'it is not an SQLite database');
  }
  let connection: Database.Database | undefined;
  try {
    connection = new Database(file, { fileMustExist: true });
    const application = connection.pragma('application_id', { simple: true });
    if (application !== APPLICATION_ID) throw damaged(file, 'it belongs to another program');
    const verdict = connection.pragma('quick_check(1)', { simple: true });
    if (verdict !== 'ok') throw damaged(file, String(verdict));
  } catch (error) {
    throw error instanceof Refusal ? error : damaged(file, String(error));
  } finally {
    connection?.close();
  }
}

function headerOf(file: string): string {
  const buffer = Buffer.alloc(HEADER.length);
  const handle = openSync(file, 'r');
  readSync(handle, buffer, 0, HEADER.length, 0);
  closeSync(handle);
  return buffer.toString('latin1');
}

function damaged(file: string, reason: string): Refusal {
  return new Refusal(
    'unavailable',
    `The database ${file} cannot be used: ${reason}. Restore a copy, or move the file away to start empty.`,
  );
}
