import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabaseToRead } from '../../app/database';
import { SystemClock } from '../../base/clock';
import { SystemRandomness } from '../../base/randomness';
import { Refusal } from '../../base/refusal';
import { PROJECT_ROOT } from '../../config/root';
import { readSettings } from '../../config/settings';
import { Agreements } from '../../domain/agreement/agreements';
import { readAgreement } from '../../domain/agreement/document/loader';
import type { DiffText } from '../../domain/diff/diff-texts';
import { Ledger } from '../../domain/ledger/ledger';
import { scheduleFacts } from '../../domain/ledger/schedule-fact';
import { databaseFile } from '../../store/data-sources';
import { nameOf, readText } from './files';

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const SHIPPED = [join('config', 'agreements'), join('config', 'agreements', 'library')];

/**
 * Finds an agreement by the name of a file, `-` for standard input, or its id. An id is looked up among the stored
 * agreements, with their facts, then among those that come with Pacta.
 * @throws Refusal 'invalid' if there is none, or with the faults of the file.
 */
export async function namedAgreement(name: string): Promise<DiffText> {
  if (name === '-' || existsSync(name)) return fromFile(name, nameOf(name));
  const found = ID.test(name) ? ((await stored(name)) ?? shipped(name)) : undefined;
  if (found !== undefined) return found;
  throw new Refusal('invalid', `There is no file and no agreement "${name}".`, [
    {
      pointer: '',
      detail: `"${name}" is no file, and neither stored nor in config/agreements`,
      expected: 'a file, - for standard input, or the id of an agreement',
      example: 'ukraine-28-point',
    },
  ]);
}

function fromFile(path: string, name: string): DiffText {
  return { agreement: readAgreement(readText(path), name, readSettings()), facts: [] };
}

/** Undefined also if there is no database. */
async function stored(id: string): Promise<DiffText | undefined> {
  const settings = readSettings();
  const { databaseUrl, dataDir } = settings;
  if (databaseUrl === undefined && !existsSync(databaseFile(dataDir))) return undefined;
  const store = await openDatabaseToRead(settings);
  try {
    return await store.read(async (tx) => {
      const agreements = new Agreements();
      const row = await agreements.findOrNull(tx, id);
      if (row === null) return undefined;
      const facts = scheduleFacts(
        await new Ledger(new SystemClock(), new SystemRandomness()).current(tx, id),
      );
      return { agreement: agreements.compile(row), facts };
    });
  } finally {
    await store.close();
  }
}

function shipped(id: string): DiffText | undefined {
  const file = SHIPPED.map((folder) => join(folder, `${id}.yaml`)).find((one) =>
    existsSync(join(PROJECT_ROOT, one)),
  );
  return file === undefined ? undefined : fromFile(join(PROJECT_ROOT, file), file);
}
