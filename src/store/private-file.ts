import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Randomness } from '../randomness';

/**
 * Writes a file that only its owner may read, in the place of an earlier one. It is complete and on the disk before
 * it has its name. A missing directory is made, for the owner alone.
 */
export function writePrivateFile(file: string, text: string, randomness: Randomness): void {
  const directory = dirname(file);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomness.bytes(8).toString('hex')}`;
  try {
    const handle = openSync(draft, 'wx', 0o600);
    writeSync(handle, text);
    fsyncSync(handle);
    closeSync(handle);
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
  const handle = openSync(directory, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
