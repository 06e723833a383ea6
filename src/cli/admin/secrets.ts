import { join } from 'node:path';
import { openDatabase } from '../../app/database';
import { recordWrites } from '../../audit/audit';
import { SystemClock } from '../../base/clock';
import { SystemRandomness } from '../../base/randomness';
import { Vault } from '../../base/vault';
import { readSettings } from '../../config/settings';
import type { Settings } from '../../config/settings-schema';
import { masterKey } from '../../delivery/signing/master-key';
import { type Rekeyed, rekey } from '../../delivery/signing/rekey';
import { rekeyedSchema } from '../../delivery/signing/secrets.controller';
import { print } from '../output/print';
import { ask, holderOf } from '../output/running-service';
import { asCommand } from './audit';

/** `pacta secrets rekey`: creates a new master key and encrypts every secret with it. */
export async function rekeySecrets(): Promise<void> {
  const settings = readSettings();
  const { sealed, keyFile } = await rekeyed(settings);
  const then =
    settings.secretKey === undefined
      ? '.'
      : '. Set PACTA_SECRET_KEY to its content and remove the file.';
  print(`${sealed} secrets are encrypted with the new key in ${keyFile}${then}\n`);
}

async function rekeyed(settings: Settings): Promise<Rekeyed> {
  const running = holderOf(settings);
  if (running !== undefined) {
    const answer = await ask(running, '/v1/secrets/rekey', { method: 'POST' });
    const { sealed, keyFile } = rekeyedSchema.parse(await answer.json());
    return { sealed, keyFile: join(settings.dataDir, keyFile) };
  }
  const clock = new SystemClock();
  const randomness = new SystemRandomness();
  const store = await openDatabase(settings, clock);
  try {
    recordWrites(store, clock);
    const vault = new Vault(masterKey(settings, randomness), randomness);
    return await asCommand('secrets rekey', () => rekey(store, vault, settings, randomness));
  } finally {
    await store.close();
  }
}
