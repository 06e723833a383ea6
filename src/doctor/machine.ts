import { accessSync, constants, existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { luxonZones } from '../base/zones';
import { databaseFile, type StoreSettings } from '../store/data-sources';
import { isOwnFile } from '../store/directory/data-directory';
import { lockState } from '../store/directory/directory-lock';
import { isOpenToOthers } from '../store/directory/files';
import { isReplacing } from '../store/transfer/replacement';
import type { Check } from './check';

/** Examines permissions, the file system, the lock and the zone tables. Writes nothing. */
export function examineMachine(settings: StoreSettings): Check[] {
  const embedded = settings.databaseUrl === undefined;
  return [
    permissions(settings),
    ...(embedded ? [fileSystem(settings), lock(settings)] : []),
    zones(),
  ];
}

/** With PostgreSQL the directory holds only the key and the operator's token. */
function permissions({ databaseUrl, dataDir }: StoreSettings): Check {
  const name = 'data directory';
  if (!existsSync(dataDir)) return { name, well: `${dataDir} does not exist`, faults: [] };
  const names = readdirSync(dataDir);
  const own = names.filter(isOwnFile).map((each) => join(dataDir, each));
  const paths = databaseUrl === undefined ? [dataDir, ...own] : own;
  const faults = paths.flatMap((path) => [
    ...(isUsable(path) ? [] : [`${path} cannot be read and written by this user`]),
    ...(isOpenToOthers(path) ? [openTo(path)] : []),
  ]);
  const interrupted = databaseUrl === undefined && isReplacing(dataDir);
  return {
    name,
    well: dataDir,
    faults: interrupted
      ? [...faults, 'a restore was interrupted; start the service, which finishes it']
      : faults,
  };
}

function isUsable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function openTo(path: string): string {
  const mode = statSync(path).isDirectory() ? '700' : '600';
  return `${path} is open to other users; chmod ${mode} ${path}`;
}

/** Network file systems, on which SQLite's locks may not work, by their magic numbers. */
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

function fileSystem({ dataDir }: StoreSettings): Check {
  const network = NETWORK_FILE_SYSTEMS[statfsSync(dataDir).type];
  const faults = [
    `${dataDir} is on ${network}, on which locks may not work; use a local disk, or PostgreSQL`,
  ];
  return {
    name: 'file system',
    well: 'local',
    faults: network === undefined ? [] : faults,
  };
}

function lock({ dataDir }: StoreSettings): Check {
  const faults =
    lockState(dataDir) === 'unguarded'
      ? [
          `a process uses ${databaseFile(dataDir)}, and its lock file was deleted; restart that process, which creates another`,
        ]
      : [];
  return { name: 'lock', well: 'protects the database', faults };
}

/** Outdated zone data gives wrong midnights. */
function zones(): Check {
  const version = process.versions.tz ?? 'unknown';
  const known = luxonZones.known('Europe/Kyiv') && luxonZones.known('America/Ciudad_Juarez');
  const faults = known ? [] : [`zone data ${version} lacks zones named since 2022`];
  return { name: 'zone data', well: version, faults };
}
