import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openDatabase } from '../../app/database';
import { SystemClock } from '../../base/clock';
import { Refusal } from '../../base/refusal';
import { readSettings } from '../../config/settings';
import { databaseFile } from '../../store/data-sources';
import { mustHaveDatabase } from '../../store/directory/data-directory';
import type { Store } from '../../store/store';
import {
  backUp,
  copyAll,
  type RestoreOptions,
  restoreFile,
  withUnpacked,
} from '../../store/transfer/backup';
import type { Transferred } from '../../store/transfer/transfer';
import { print } from '../output/print';
import { ProgressBar } from '../output/progress-bar';

const KEY =
  'The key of the webhook secrets is not in it: store pacta.key or PACTA_SECRET_KEY separately.';

/** `pacta backup FILE`: also while a service runs on the data. */
export async function backup(given: string): Promise<void> {
  const file = resolve(given);
  await withProgress('Backing up', (progress) => backUp(readSettings(), file, progress));
  print(`${file}: ${statSync(file).size} bytes. ${KEY}\n`);
}

/** `pacta restore FILE`: into the database of the settings, which must be empty; `--replace` renames one on SQLite. */
export async function restore(
  given: string,
  { replace = false, unverified = false }: RestoreOptions,
): Promise<void> {
  const file = resolve(given);
  const { databaseUrl, dataDir } = readSettings();
  const clock = new SystemClock();
  if (databaseUrl === undefined) {
    const aside = await restoreFile(dataDir, file, clock, { replace, unverified });
    const former = aside === undefined ? '' : ` The former database is now ${aside}.`;
    print(`${file} was restored to ${databaseFile(dataDir)}.${former}\n`);
    return;
  }
  if (replace) {
    throw new Refusal(
      'invalid',
      '--replace works on SQLite only; on PostgreSQL set DATABASE_URL to an empty database.',
    );
  }
  const parent = mkdtempSync(join(tmpdir(), 'pacta-restore-'));
  try {
    const work = (unpacked: string) => copy({ dataDir: unpacked }, databaseUrl);
    print(summary(await withUnpacked(parent, file, clock, work, unverified)));
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** `pacta move --to URL`: copies the data directory's SQLite database, which stays unchanged. */
export async function move({ to }: { to: string }): Promise<void> {
  if (!/^postgres(ql)?:\/\//.test(to)) {
    throw new Refusal(
      'invalid',
      '--to must be a URL such as postgres://user:password@127.0.0.1:5432/pacta.',
    );
  }
  const { dataDir } = readSettings();
  mustHaveDatabase(dataDir);
  print(summary(await copy({ dataDir }, to)));
  print(
    `${databaseFile(dataDir)} is unchanged. From now on start with DATABASE_URL and the same key.\n`,
  );
}

async function copy(from: { dataDir: string }, databaseUrl: string): Promise<Transferred> {
  const clock = new SystemClock();
  const source = await openDatabase(from, clock);
  let target: Store | undefined;
  try {
    target = await openDatabase({ ...from, databaseUrl }, clock);
    const into = target;
    return await withProgress('Copying', (progress) => copyAll(source, into, progress));
  } finally {
    await target?.close();
    await source.close();
  }
}

async function withProgress<T>(
  what: string,
  work: (progress: (done: number, total: number) => void) => Promise<T>,
): Promise<T> {
  const bar = new ProgressBar(what);
  try {
    return await work((done, total) => bar.show(done, total));
  } finally {
    bar.end();
  }
}

function summary({ already, rows, hash }: Transferred): string {
  const what = already ? 'were there already' : 'copied and verified';
  return `${rows} rows ${what}; the hash of both databases is ${hash}.\n`;
}
