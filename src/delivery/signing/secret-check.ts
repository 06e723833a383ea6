import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Refusal } from '../../base/refusal';
import { isSealed, Vault } from '../../base/vault';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { Keyring } from './keyring';

const PURPOSE = 'webhooks';

/** Sees at the start that the stored secrets are encrypted, and by this process's own key. */
@Injectable()
export class SecretKeyCheck implements OnModuleInit {
  constructor(
    private readonly store: Store,
    private readonly vault: Vault,
    private readonly keyring: Keyring,
  ) {}

  /** @throws Refusal 'unavailable' when stored secrets were encrypted by another key. */
  async onModuleInit(): Promise<void> {
    await this.store.write(async (tx) => {
      await this.checkKey(tx);
      await this.sealPlain(tx);
    });
  }

  /** The database remembers whose key it is encrypted by, so that replicas with two keys cannot mix. */
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
    const sealed = (await this.secrets(tx)).filter(({ secret }) => isSealed(secret));
    if (sealed.length > 0) throw wrongKey(known, fingerprint, sealed.length);
    await run(tx, 'UPDATE secret_key SET fingerprint = ? WHERE purpose = ?', [
      fingerprint,
      PURPOSE,
    ]);
  }

  /** What earlier versions stored as it was. */
  private async sealPlain(tx: EntityManager): Promise<void> {
    for (const { id, secret } of await this.secrets(tx)) {
      if (isSealed(secret)) continue;
      const sealed = this.keyring.seal(id, [this.keyring.make(secret)]);
      await run(tx, 'UPDATE endpoint SET secret = ? WHERE id = ? AND secret = ?', [
        sealed,
        id,
        secret,
      ]);
    }
  }

  private async secrets(tx: EntityManager): Promise<{ id: string; secret: string }[]> {
    return (await run<{ id: string; secret: string }>(tx, 'SELECT id, secret FROM endpoint', []))
      .rows;
  }
}

function wrongKey(known: string | undefined, given: string, count: number): Refusal {
  return new Refusal(
    'unavailable',
    `The secrets of ${count} webhooks were encrypted by the key ${known}, not by this one (${given}). ` +
      'Give the same key to every process on the database: PACTA_SECRET_KEY, or the file pacta.key in the ' +
      'data directory. docs/operations.md says what to do when it is lost.',
  );
}
