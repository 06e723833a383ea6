import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { readSettings, type Settings } from '../../config/settings';
import { verifyChains } from '../ledger/chain';
import { databaseFile, dataSources } from '../store/data-sources';
import { run } from '../store/set-based';
import { Store } from '../store/store';
import { luxonZones } from '../zones';

/** What was looked at, and what was found: nothing where all is well. */
interface Check {
  name: string;
  well: string;
  faults: readonly string[];
}

/** Others than the owner may write. */
const WRITABLE_BY_ALL = 0o002;

/** `pacta doctor`: reads the data and says what is wrong with it; exit status 1 where something is. */
export async function doctor(): Promise<void> {
  const settings = readSettings();
  const checks = [permissions(settings), zones(), ...(await database(settings))];
  for (const { name, well, faults } of checks) {
    process.stdout.write(faults.length === 0 ? `ok      ${name}: ${well}\n` : `FAULT   ${name}\n`);
    for (const fault of faults) process.stdout.write(`        ${fault}\n`);
  }
  if (checks.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
}

function permissions({ databaseUrl, dataDir }: Settings): Check {
  const name = 'data directory';
  if (databaseUrl !== undefined) return { name, well: 'not used with PostgreSQL', faults: [] };
  if (!existsSync(dataDir))
    return { name, well: `${dataDir} is made at the first start`, faults: [] };
  const faults: string[] = [];
  for (const path of [dataDir, databaseFile(dataDir)].filter(existsSync)) {
    try {
      accessSync(path, constants.R_OK | constants.W_OK);
    } catch {
      faults.push(`${path} cannot be read and written by this user`);
    }
    if ((statSync(path).mode & WRITABLE_BY_ALL) !== 0) {
      faults.push(`${path} can be written by everybody; chmod o-w ${path}`);
    }
  }
  return { name, well: dataDir, faults };
}

/** Zone data old enough to lack a known change would give wrong midnights. */
function zones(): Check {
  const version = process.versions.tz ?? 'unknown';
  const known = luxonZones.known('Europe/Kyiv') && luxonZones.known('America/Ciudad_Juarez');
  const faults = known ? [] : [`zone data ${version} lacks zones named since 2022`];
  return { name: 'zone data', well: version, faults };
}

async function database(settings: Settings): Promise<Check[]> {
  const embedded = settings.databaseUrl === undefined;
  if (embedded && !existsSync(databaseFile(settings.dataDir))) {
    return [{ name: 'database', well: 'none yet', faults: [] }];
  }
  const { writer, reader } = dataSources(settings);
  // Reading only: the data may be in use, and what is to be examined must not be migrated.
  const store = new Store(writer, reader);
  try {
    await reader.initialize();
    return await store.read(async (tx) => {
      const checks: Check[] = [];
      if (embedded) {
        const { rows } = await run<{ integrity_check: string }>(tx, 'PRAGMA integrity_check', []);
        const verdicts = rows.map((row) => row.integrity_check);
        const faults = verdicts.filter((verdict) => verdict !== 'ok');
        checks.push({ name: 'database', well: databaseFile(settings.dataDir), faults });
      }
      const { facts, faults } = await verifyChains(tx);
      checks.push({
        name: 'ledger',
        well: `${facts} facts, each chained to the one before`,
        faults: faults.map(
          ({ agreement, fact, detail }) =>
            `${agreement}${fact === null ? '' : `, ${fact}`}: ${detail}`,
        ),
      });
      return checks;
    });
  } catch (error) {
    return [{ name: 'database', well: '', faults: [String((error as Error).message)] }];
  } finally {
    await store.close();
  }
}
