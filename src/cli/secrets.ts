import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readSettings } from '../../config/settings';
import { recordWrites } from '../audit/audit';
import { SystemClock } from '../clock';
import { masterKey, masterKeyFile } from '../delivery/master-key';
import { reseal } from '../delivery/rekeying';
import { SystemRandomness } from '../randomness';
import { Refusal } from '../refusal';
import { openStore } from '../store/open';
import { MASTER_KEY_BYTES, Vault } from '../store/vault';
import { asCommand } from './audit';
import { print } from './output';

/**
 * `pacta secrets rekey`, while the service is stopped: a new master key, and every secret sealed by it. The key is on
 * the disk, beside the old one, before anything is sealed by it.
 */
export async function rekeySecrets(): Promise<void> {
  const settings = readSettings();
  const clock = new SystemClock();
  const randomness = new SystemRandomness();
  const store = await openStore(settings, clock);
  try {
    recordWrites(store, clock);
    const from = new Vault(masterKey(settings, randomness), randomness);
    const key = randomness.bytes(MASTER_KEY_BYTES);
    const file = masterKeyFile(settings.dataDir);
    if (existsSync(`${file}.next`)) {
      throw new Refusal(
        'conflict',
        `${file}.next is there already, and may be the key in force (docs/operations.md). Nothing was done.`,
      );
    }
    writeFileSync(`${file}.next`, `${key.toString('base64')}\n`, { mode: 0o600, flush: true });
    const to = new Vault(key, randomness);
    const count = await asCommand('secrets rekey', () => reseal(store, from, to)).catch((error) => {
      // Refused, nothing is sealed by it; after any other fault that is not known.
      if (error instanceof Refusal) rmSync(`${file}.next`);
      throw error;
    });
    if (settings.secretKey === undefined) renameSync(`${file}.next`, file);
    print(
      settings.secretKey === undefined
        ? `${count} secrets are sealed by the new key in ${file}.\n`
        : `${count} secrets are sealed by the new key in ${file}.next: put it into PACTA_SECRET_KEY and remove the file.\n`,
    );
  } finally {
    await store.close();
  }
}
