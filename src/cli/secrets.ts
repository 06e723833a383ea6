import { join } from 'node:path';
import { readSettings } from '../../config/settings';
import type { Settings } from '../../config/settings-schema';
import { recordWrites } from '../audit/audit';
import { SystemClock } from '../clock';
import { masterKey } from '../delivery/master-key';
import { type Rekeyed, rekey } from '../delivery/rekeying';
import { rekeyedSchema } from '../delivery/secrets.controller';
import { SystemRandomness } from '../randomness';
import { openStore } from '../store/open';
import { Vault } from '../store/vault';
import { asCommand } from './audit';
import { print } from './output';
import { ask, holderOf } from './running';

/** `pacta secrets rekey`: a new master key, and every secret sealed by it. */
export async function rekeySecrets(): Promise<void> {
  const settings = readSettings();
  const { sealed, keyFile } = await rekeyed(settings);
  const then =
    settings.secretKey === undefined ? '.' : ': put it into PACTA_SECRET_KEY and remove the file.';
  print(`${sealed} secrets are sealed by the new key in ${keyFile}${then}\n`);
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
  const store = await openStore(settings, clock);
  try {
    recordWrites(store, clock);
    const vault = new Vault(masterKey(settings, randomness), randomness);
    return await asCommand('secrets rekey', () => rekey(store, vault, settings, randomness));
  } finally {
    await store.close();
  }
}
