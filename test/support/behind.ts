import Database from 'better-sqlite3';
import { Client } from 'pg';
import { databaseFile, type StoreSettings } from '../../src/store/data-sources';

type Row = Record<string, unknown>;

/** A direct connection to the database, without the service's rules and without foreign keys. */
export interface Behind {
  run(sql: string): Promise<void>;
  rows(table: string): Promise<Row[]>;
  /** Writes rows of a table as they were read; others stay. */
  restore(table: string, key: string, rows: readonly Row[]): Promise<void>;
  close(): Promise<void>;
}

export async function openBehind(settings: StoreSettings): Promise<Behind> {
  return settings.databaseUrl === undefined
    ? behindSqlite(databaseFile(settings.dataDir))
    : behindPostgres(settings.databaseUrl);
}

function behindSqlite(file: string): Behind {
  const database = new Database(file);
  database.pragma('foreign_keys = OFF');
  return {
    run: async (sql) => void database.exec(sql),
    rows: async (table) => database.prepare(`SELECT * FROM ${table}`).all() as Row[],
    restore: async (table, key, rows) => {
      database.exec('BEGIN');
      for (const row of rows) {
        const names = Object.keys(row);
        const marks = names.map(() => '?').join();
        database.prepare(`DELETE FROM ${table} WHERE ${key} = ?`).run(row[key]);
        database
          .prepare(`INSERT INTO ${table} (${names.join()}) VALUES (${marks})`)
          .run(Object.values(row));
      }
      database.exec('COMMIT');
    },
    close: async () => void database.close(),
  };
}

async function behindPostgres(url: string): Promise<Behind> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('SET session_replication_role = replica');
  return {
    run: async (sql) => void (await client.query(sql)),
    rows: async (table) => (await client.query<Row>(`SELECT * FROM ${table}`)).rows,
    restore: async (table, key, rows) => {
      for (const row of rows) {
        const names = Object.keys(row);
        const marks = names.map((_, i) => `$${i + 1}`).join();
        await client.query(`DELETE FROM ${table} WHERE ${key} = $1`, [row[key]]);
        await client.query(
          `INSERT INTO ${table} (${names.join()}) VALUES (${marks})`,
          Object.values(row),
        );
      }
    },
    close: () => client.end(),
  };
}
