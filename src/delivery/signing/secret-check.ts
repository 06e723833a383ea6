import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Refusal } from '../../base/refusal';
import { isSealed, Vault } from '../../base/vault';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { Keyring } from './keyring';
import { storedSecrets } from './stored-secrets';

const PURPOSE = 'webhooks';

/** Checks at the start that stored secrets are encrypted with this process's master key. */
@Injectable()
export class SecretKeyCheck implements OnModuleInit {
  constructor(
    private readonly store: Store,
    private readonly vault: Vault,
    private readonly keyring: Keyring,
  ) {}

  /** @throws Refusal 'unavailable' for secrets that are encrypted with another key. */
  async onModuleInit(): Promise<void> {
    await this.store.write(async (tx) => {
      await this.checkKey(tx);
      await this.sealPlain(tx);
    });
  }

  /** The database stores the fingerprint of its key, so that replicas with different keys do not start. */
  private async checkKey(tx: EntityManager): Promise<void> {
    const { fingerprint } = this.vault;
    const { rows } = await run<{ fingerprint: string }>(
      tx,
      `INSERT INTO secret_key (purpose, fingerprint) VALUES (?, ?)
       ON CONFLICT (purpose) DO UPDATE SET purpose = excluded.purpose RETURNING fingerprint`,
      [PURPOSE, fingerprint],
    );
    const known = rows[0]?.fingerprint;
    if (known === fingerprint) return;
    const sealed = (await storedSecrets(tx)).filter((one) => isSealed(one.sealed));
    if (sealed.length > 0) throw wrongKey(known, fingerprint, sealed.length);
    await run(tx, 'UPDATE secret_key SET fingerprint = ? WHERE purpose = ?', [
      fingerprint,
      PURPOSE,
    ]);
  }

  /** Encrypts secrets that earlier versions stored in plain text. */
  private async sealPlain(tx: EntityManager): Promise<void> {
    for (const { id, column, sealed: secret } of await storedSecrets(tx)) {
      if (column !== 'secret' || isSealed(secret)) continue;
      const sealed = this.keyring.seal(id, [this.keyring.make(secret)]);
      await run(tx, 'UPDATE endpoint SET secret = ? WHERE id = ? AND secret = ?', [
        sealed,
        id,
        secret,
      ]);
    }
  }
}

function wrongKey(known: string | undefined, given: string, count: number): Refusal {
  return new Refusal(
    'unavailable',
    `${count} secrets of webhooks and other destinations are encrypted with the key ${known}, not with the key of this process (${given}). ` +
      'Give the same key to every process on the database: PACTA_SECRET_KEY, or the file pacta.key in the ' +
      'data directory. docs/operations.md says what to do when the key is lost.',
  );
}
