import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import type { EntityManager } from 'typeorm';
import { readSettings } from '../../config/settings';
import type { Settings } from '../../config/settings-schema';
import { verifyAudit } from '../audit/verify';
import { SystemClock } from '../clock';
import { verifyChains } from '../ledger/chain';
import { mustHaveDatabase } from '../store/data-directory';
import { databaseFile } from '../store/data-sources';
import { openToRead } from '../store/open';
import { run } from '../store/set-based';
import type { Store } from '../store/store';
import { luxonZones } from '../zones';
import { type Check, operatorToken, service } from './doctor-access';
import { print } from './output';

/** Others than the owner may write. */
const WRITABLE_BY_ALL = 0o002;
/** Replicas correct a difference of any size; one this large is a fault of the machine. */
const CLOCK_TOLERANCE_MS = 2_000;

/** `pacta doctor`: reads the data and says what is wrong with it; exit status 1 where something is. */
export async function doctor(): Promise<void> {
  const settings = readSettings();
  if (settings.databaseUrl === undefined) mustHaveDatabase(settings.dataDir);
  const checks = [
    permissions(settings),
    operatorToken(settings),
    await service(settings),
    fileSystem(settings),
    zones(),
    ...(await database(settings)),
  ];
  for (const { name, well, faults } of checks) {
    print(faults.length === 0 ? `ok      ${name}: ${well}\n` : `FAULT   ${name}\n`);
    for (const fault of faults) print(`        ${fault}\n`);
  }
  if (checks.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
}

function permissions({ databaseUrl, dataDir }: Settings): Check {
  const name = 'data directory';
  if (databaseUrl !== undefined) return { name, well: 'not used with PostgreSQL', faults: [] };
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

/** File systems of other machines, by their magic numbers: SQLite's locks are not to be trusted there. */
const NETWORK_FILE_SYSTEMS: Readonly<Record<number, string>> = {
  26985: 'NFS',
  20859: 'SMB',
  4283649346: 'CIFS',
  4266872130: 'SMB 2',
  16914839: '9P',
  1397114950: 'AFS',
  12805120: 'Ceph',
  1702057286: 'FUSE',
};

function fileSystem({ databaseUrl, dataDir }: Settings): Check {
  const name = 'file system';
  if (databaseUrl !== undefined) return { name, well: 'not used with PostgreSQL', faults: [] };
  const network = NETWORK_FILE_SYSTEMS[statfsSync(dataDir).type];
  const faults = [
    `${dataDir} lies on ${network}, whose locks may not hold; use a local disk, or PostgreSQL`,
  ];
  return { name, well: 'of this machine', faults: network === undefined ? [] : faults };
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
  let store: Store | undefined;
  try {
    // Reading only: the data may be in use, and what is to be examined must not be migrated.
    store = await openToRead(settings);
    const lead = await store.leadOf(new SystemClock());
    return await store.read(async (tx) => [
      embedded ? await integrity(tx, databaseFile(settings.dataDir)) : reached(settings),
      await clock(tx, lead),
      await ledger(tx),
      await audit(tx),
    ]);
  } catch (error) {
    return [{ name: 'database', well: '', faults: [String((error as Error).message)] }];
  } finally {
    await store?.close();
  }
}

async function integrity(tx: EntityManager, file: string): Promise<Check> {
  const { rows } = await run<{ integrity_check: string }>(tx, 'PRAGMA integrity_check', []);
  const verdicts = rows.map((row) => row.integrity_check);
  const { rows: orphans } = await run<{ table: string }>(tx, 'PRAGMA foreign_key_check', []);
  const faults = [
    ...verdicts.filter((verdict) => verdict !== 'ok'),
    ...orphans.map(({ table }) => `a row of ${table} refers to one that is not there`),
  ];
  return { name: 'database', well: file, faults };
}

function reached({ databaseUrl }: Settings): Check {
  return {
    name: 'database',
    well: `PostgreSQL at ${new URL(databaseUrl as string).host}`,
    faults: [],
  };
}

/** @param lead see `Store.leadOf`. */
async function clock(tx: EntityManager, lead: number): Promise<Check> {
  const { rows } = await run<{ at: string | number | null }>(
    tx,
    'SELECT MAX(recorded_at) AS at FROM agreement',
    [],
  );
  const ahead = Number(rows[0]?.at ?? 0) - (new SystemClock().now() + lead);
  const faults = [];
  if (Math.abs(lead) > CLOCK_TOLERANCE_MS) {
    faults.push(
      `this machine's clock is ${Math.abs(lead)} ms ${lead > 0 ? 'behind' : 'ahead of'} the database's; set it by NTP`,
    );
  }
  if (ahead > CLOCK_TOLERANCE_MS) {
    faults.push(`something was recorded ${ahead} ms after now: the clock was set back`);
  }
  return {
    name: 'clock',
    well: lead === 0 ? 'behind nothing recorded' : `${lead} ms from the database's`,
    faults,
  };
}

async function ledger(tx: EntityManager): Promise<Check> {
  const { facts, faults } = await verifyChains(tx);
  return {
    name: 'ledger',
    well: `${facts} facts, each chained to the one before`,
    faults: faults.map(
      ({ agreement, fact, detail }) => `${agreement}${fact === null ? '' : `, ${fact}`}: ${detail}`,
    ),
  };
}

async function audit(tx: EntityManager): Promise<Check> {
  const { entries, faults } = await verifyAudit(tx);
  return { name: 'audit', well: `${entries} entries, each chained to the one before`, faults };
}
