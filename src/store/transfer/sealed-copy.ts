import { createHash, type Hash } from 'node:crypto';
import { appendFileSync, closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { Refusal } from '../../base/refusal';
import { PRIVATE_FILE } from '../directory/files';

/**
 * A backup ends with a line that holds the SHA-256 of everything before it. SQLite reads only as many pages as the header
 * says and ignores what follows, so other tools can open a backup as a database.
 */
const LABEL = '\n-- Pacta backup, SHA-256 of all before this line: ';
const HEX = /^[0-9a-f]{64}$/;
const SEAL_BYTES = LABEL.length + 64 + 1;
const CHUNK_BYTES = 1 << 20;

/** Appends the line with the hash to a finished file. */
export function seal(file: string): void {
  const handle = openSync(file, 'r');
  let hash: Hash;
  try {
    hash = hashOf(handle, fstatSync(handle).size);
  } finally {
    closeSync(handle);
  }
  appendFileSync(file, `${LABEL}${hash.digest('hex')}\n`);
}

/**
 * Copies a backup without its last line, and verifies exactly the bytes that it copies.
 * @param required false accepts a file without that line.
 * @throws Refusal 'unavailable' if the line is missing or the hash differs; the copy must not be used then.
 */
export function copyVerified(from: string, to: string, required: boolean): void {
  const source = openSync(from, 'r');
  try {
    const { size } = fstatSync(source);
    const sealed = sealOf(source, size);
    if (sealed === undefined && required) throw unsealed(from);
    const target = openSync(to, 'wx', PRIVATE_FILE);
    let hash: Hash;
    try {
      hash = hashOf(source, sealed === undefined ? size : size - SEAL_BYTES, (bytes) =>
        writeWhole(target, bytes),
      );
    } finally {
      closeSync(target);
    }
    if (sealed !== undefined && hash.digest('hex') !== sealed) throw changed(from);
  } finally {
    closeSync(source);
  }
}

function hashOf(handle: number, bytes: number, each?: (bytes: Buffer) => void): Hash {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(CHUNK_BYTES);
  let done = 0;
  while (done < bytes) {
    const read = readSync(handle, buffer, 0, Math.min(CHUNK_BYTES, bytes - done), done);
    // The file was cut short meanwhile; the hash will differ.
    if (read === 0) break;
    hash.update(buffer.subarray(0, read));
    each?.(buffer.subarray(0, read));
    done += read;
  }
  return hash;
}

function writeWhole(handle: number, bytes: Buffer): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(handle, bytes, done);
}

function sealOf(handle: number, size: number): string | undefined {
  if (size < SEAL_BYTES) return undefined;
  const end = Buffer.alloc(SEAL_BYTES);
  readSync(handle, end, 0, SEAL_BYTES, size - SEAL_BYTES);
  const text = end.toString('latin1');
  const hash = text.slice(LABEL.length, -1);
  return text.startsWith(LABEL) && text.endsWith('\n') && HEX.test(hash) ? hash : undefined;
}

function unsealed(file: string): Refusal {
  return new Refusal(
    'unavailable',
    `${file} does not end with a checksum: it was cut short or changed, or pacta backup did not write it. Nothing was ` +
      'changed. Use another backup; for a database file that was copied by other means, add --unverified.',
  );
}

function changed(file: string): Refusal {
  return new Refusal(
    'unavailable',
    `${file} was changed since it was written: its checksum differs. Nothing was changed. Use another backup.`,
  );
}
