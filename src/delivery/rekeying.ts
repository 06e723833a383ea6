import { Refusal } from '../refusal';
import { run } from '../store/set-based';
import type { Store } from '../store/store';
import { isSealed, type Vault } from '../store/vault';

const PURPOSE = 'webhooks';

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
