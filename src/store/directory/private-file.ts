import { rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Randomness } from '../../base/randomness';
import { makeDirectory, PRIVATE_FILE, replace } from './files';

/**
 * Writes a file that only its owner may read, in the place of an earlier one. It is complete and on the disk before
 * it has its name. A missing directory is made, for the owner alone.
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
