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
import { errorCode } from '../../base/guards';
import type { Randomness } from '../../base/randomness';
import { Refusal } from '../../base/refusal';
import { MASTER_KEY_BYTES } from '../../base/vault';
import { makeDirectory, makePrivate } from '../../store/directory/files';

export interface MasterKeySettings {
  dataDir: string;
  /** Base64 of 32 bytes; without it the key is in a file of the data directory. */
  secretKey?: string | undefined;
}

export function masterKeyFile(dataDir: string): string {
  return join(dataDir, 'pacta.key');
}

/**
 * The key that encrypts secrets: `secretKey`, or the key in the data directory, which is created where it is missing.
 * @throws Refusal 'unavailable' if the file does not contain a key.
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
    `${file} does not contain a key (base64 of ${MASTER_KEY_BYTES} bytes). It encrypts the secrets of webhooks: restore it from a backup.`,
  );
}

/** Writes the key to a temporary file first, so that the file is never incomplete, and never replaces an existing key. */
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
    // Another process created the key first; that one is used.
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const directory = openSync(dataDir, 'r');
  fsyncSync(directory);
  closeSync(directory);
}
