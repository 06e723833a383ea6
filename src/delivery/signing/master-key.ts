import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Randomness } from '../../base/randomness';
import { Refusal } from '../../base/refusal';
import { MASTER_KEY_BYTES } from '../../base/vault';
import { makeDirectory, makePrivate } from '../../store/directory/files';

export interface MasterKeySettings {
  dataDir: string;
  /** Base64 of 32 bytes; without it the key lies in a file of the data directory. */
  secretKey?: string | undefined;
}

export function masterKeyFile(dataDir: string): string {
  return join(dataDir, 'pacta.key');
}

/**
 * The key that secrets are encrypted with: the one given, or that of the data directory's file, which
 * is made where there is none.
 * @throws Refusal 'unavailable' when the file is not a key.
 */
export function masterKey(
  { dataDir, secretKey }: MasterKeySettings,
  randomness: Randomness,
): Buffer {
  if (secretKey !== undefined) return Buffer.from(secretKey, 'base64');
  const file = masterKeyFile(dataDir);
  if (!existsSync(file)) makeKeyFile(file, dataDir, randomness);
  makePrivate(file);
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length === MASTER_KEY_BYTES) return key;
  throw new Refusal(
    'unavailable',
    `${file} is not a key (base64 of ${MASTER_KEY_BYTES} bytes). Restore it from a backup; it encrypts the webhooks' secrets.`,
  );
}

/** Whole and on the disk before it has its name, and never in the place of another. */
function makeKeyFile(file: string, dataDir: string, randomness: Randomness): void {
  makeDirectory(dataDir);
  const draft = `${file}.${randomness.bytes(8).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  writeSync(handle, `${randomness.bytes(MASTER_KEY_BYTES).toString('base64')}\n`);
  fsyncSync(handle);
  closeSync(handle);
  try {
    linkSync(draft, file);
  } catch (error) {
    // Another process of the same directory was faster; its key is the one.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const directory = openSync(dataDir, 'r');
  fsyncSync(directory);
  closeSync(directory);
}
