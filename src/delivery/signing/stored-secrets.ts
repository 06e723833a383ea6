import type { EntityManager } from 'typeorm';
import { run } from '../../store/sql/sql';
import { settingsOwner } from '../endpoint/destination-settings';

/** The columns with encrypted values, each with its table and that table's key. */
export const TABLES = {
  secret: ['endpoint', 'id'],
  settings: ['endpoint', 'id'],
  sealed: ['service_setting', 'name'],
} as const;

interface StoredSecret {
  /** The key of its row. */
  id: string;
  column: keyof typeof TABLES;
  /** Whom `Vault` encrypts it for. */
  owner: string;
  /** The stored text; signing keys of earlier versions are not encrypted. */
  sealed: string;
}

/** Every secret that the master key encrypts. */
export async function storedSecrets(tx: EntityManager): Promise<StoredSecret[]> {
  const endpoints = await run<{ id: string; secret: string; settings: string | null }>(
    tx,
    'SELECT id, secret, settings FROM endpoint',
    [],
  );
  const settings = await run<{ name: string; sealed: string }>(
    tx,
    'SELECT name, sealed FROM service_setting',
    [],
  );
  return [
    ...endpoints.rows.flatMap(({ id, secret, settings: own }): StoredSecret[] => [
      { id, column: 'secret', owner: id, sealed: secret },
      ...(own === null
        ? []
        : [{ id, column: 'settings' as const, owner: settingsOwner(id), sealed: own }]),
    ]),
    ...settings.rows.map(
      ({ name, sealed }): StoredSecret => ({ id: name, column: 'sealed', owner: name, sealed }),
    ),
  ];
}
