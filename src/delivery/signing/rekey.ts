import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Randomness } from '../../base/randomness';
import { Refusal } from '../../base/refusal';
import { isSealed, MASTER_KEY_BYTES, Vault } from '../../base/vault';
import { run } from '../../store/sql/sql';
import type { Store } from '../../store/store';
import { type MasterKeySettings, masterKeyFile } from './master-key';
import { storedSecrets, TABLES } from './stored-secrets';

const PURPOSE = 'webhooks';

export interface Rekeyed {
  /** The number of secrets that are encrypted with the new key. */
  sealed: number;
  /** The file with the new key. Where the settings contain the key, they must be changed before the next start. */
  keyFile: string;
}

/**
 * Makes a new master key and encrypts all secrets with it; `vault` uses it from then on. The key is on the disk, beside
 * the old one, before it encrypts anything.
 * @throws Refusal 'conflict' if an earlier change was interrupted, or the secrets are encrypted with another key.
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
      `${next} exists already: an earlier change was interrupted, and the file may contain the current key. See docs/operations.md. Nothing was done.`,
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
    // After a refusal nothing is encrypted with the new key. After another error that is not known, so the file stays.
    if (error instanceof Refusal && error.kind === 'conflict') rmSync(next);
    throw error;
  }
  if (settings.secretKey !== undefined) return { sealed, keyFile: next };
  renameSync(next, file);
  return { sealed, keyFile: file };
}

/**
 * Encrypts all stored secrets with another master key, in one transaction. No other process may use the
 * database meanwhile: it would continue with the old key.
 * @returns the number of secrets.
 * @throws Refusal 'conflict' if the secrets are not encrypted with the key of `from`.
 */
export function reseal(store: Store, from: Vault, to: Vault): Promise<number> {
  return store.write(async (tx) => {
    const { changed } = await run(
      tx,
      'UPDATE secret_key SET fingerprint = ? WHERE purpose = ? AND fingerprint = ?',
      [to.fingerprint, PURPOSE, from.fingerprint],
    );
    if (changed === 0) {
      // A database that no service has used yet contains no secrets.
      const { rows } = await run(tx, 'SELECT purpose FROM secret_key WHERE purpose = ?', [PURPOSE]);
      if (rows.length === 0) return 0;
      throw new Refusal('conflict', 'The secrets are not encrypted with the current key.');
    }
    let count = 0;
    for (const { id, column, owner, sealed } of await storedSecrets(tx)) {
      if (!isSealed(sealed)) continue;
      const [table, key] = TABLES[column];
      const resealed = to.seal(from.open(sealed, owner), owner);
      await run(tx, `UPDATE ${table} SET ${column} = ? WHERE ${key} = ?`, [resealed, id]);
      count++;
    }
    return count;
  });
}
