import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Randomness } from '../../base/randomness';
import { Refusal } from '../../base/refusal';
import { isSealed, MASTER_KEY_BYTES, Vault } from '../../base/vault';
import { run } from '../../store/sql/sql';
import type { Store } from '../../store/store';
import { type MasterKeySettings, masterKeyFile } from './master-key';

const PURPOSE = 'webhooks';

export interface Rekeyed {
  /** How many secrets. */
  sealed: number;
  /** Where the new key lies; not in force by itself where the settings name the key. */
  keyFile: string;
}

/**
 * Makes a new master key and seals every secret by it; `vault` goes on with it. The key is on the disk, beside the old
 * one, before anything is sealed by it.
 * @throws Refusal 'conflict' where an earlier one was cut short, or the secrets are sealed by another key.
 */
export async function rekey(
  store: Store,
  vault: Vault,
  settings: MasterKeySettings,
  randomness: Randomness,
): Promise<Rekeyed> {
  const key = randomness.bytes(MASTER_KEY_BYTES);
  const file = masterKeyFile(settings.dataDir);
  const next = `${file}.next`;
  if (existsSync(next)) {
    throw new Refusal(
      'conflict',
      `${next} is there already, and may be the key in force (docs/operations.md). Nothing was done.`,
    );
  }
  writeFileSync(next, `${key.toString('base64')}\n`, { mode: 0o600, flush: true });
  vault.alsoOpenBy(key);
  let sealed: number;
  try {
    sealed = await store.write(async () => {
      store.afterCommit(() => vault.sealBy(key));
      return reseal(store, vault, new Vault(key, randomness));
    });
  } catch (error) {
    // Refused, nothing is sealed by it; after any other fault that is not known.
    if (error instanceof Refusal && error.kind === 'conflict') rmSync(next);
    throw error;
  }
  if (settings.secretKey !== undefined) return { sealed, keyFile: next };
  renameSync(next, file);
  return { sealed, keyFile: file };
}

/**
 * Seals every webhook's secret by another master key, all of them or none. No process may run on the database
 * meanwhile: it would go on with the old key.
 * @returns how many.
 * @throws Refusal 'conflict' when the secrets are not sealed by the key `from`.
 */
export function reseal(store: Store, from: Vault, to: Vault): Promise<number> {
  return store.write(async (tx) => {
    const { changed } = await run(
      tx,
      'UPDATE secret_key SET fingerprint = ? WHERE purpose = ? AND fingerprint = ?',
      [to.fingerprint, PURPOSE, from.fingerprint],
    );
    if (changed === 0) {
      // A database that no service has used has nothing sealed by any key.
      const { rows } = await run(tx, 'SELECT purpose FROM secret_key WHERE purpose = ?', [PURPOSE]);
      if (rows.length === 0) return 0;
      throw new Refusal('conflict', 'The present key is not the one the secrets are sealed by.');
    }
    const { rows } = await run<{ id: string; secret: string }>(
      tx,
      'SELECT id, secret FROM endpoint',
      [],
    );
    const sealed = rows.filter(({ secret }) => isSealed(secret));
    for (const { id, secret } of sealed) {
      const anew = to.seal(from.open(secret, id), id);
      await run(tx, 'UPDATE endpoint SET secret = ? WHERE id = ?', [anew, id]);
    }
    return sealed.length;
  });
}
