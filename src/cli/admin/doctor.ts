import { openDatabaseToRead, openExistingDatabase } from '../../app/database';
import { recordWrites } from '../../audit/audit';
import { SystemClock } from '../../base/clock';
import { readSettings } from '../../config/settings';
import type { Settings } from '../../config/settings-schema';
import type { Check } from '../../doctor/check';
import { examineData } from '../../doctor/examine';
import { examineMachine } from '../../doctor/machine';
import { repairData } from '../../doctor/repair';
import { mustHaveDatabase } from '../../store/directory/data-directory';
import type { Store } from '../../store/store';
import { print } from '../output/print';
import { asCommand } from './audit';
import { operatorToken, service } from './doctor-access';

/**
 * `pacta doctor`: reads the data and says what is wrong with it; exit status 1 where something is. With `--repair` what
 * can be derived is derived anew first.
 */
export async function doctor({ repair = false }: { repair?: boolean }): Promise<void> {
  const settings = readSettings();
  if (settings.databaseUrl === undefined) mustHaveDatabase(settings.dataDir);
  if (repair) await repairStored(settings);
  const checks = [
    ...examineMachine(settings),
    operatorToken(settings),
    await service(settings),
    ...(await examineStored(settings)),
  ];
  for (const check of checks) print(lines(check));
  const repairable = checks.reduce((sum, check) => sum + (check.repairable ?? 0), 0);
  if (repairable > 0) {
    print(
      `\n${repairable} ${repairable === 1 ? 'milestone' : 'milestones'} can be derived anew from documents and facts: pacta doctor --repair\n`,
    );
  }
  if (checks.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
}

function lines({ name, well, faults }: Check): string {
  if (faults.length === 0) return `ok      ${name}: ${well}\n`;
  return [`FAULT   ${name}`, ...faults.map((fault) => `        ${fault}`), ''].join('\n');
}

/** Reading only: the data may be in use, and what is to be examined must not be migrated. */
async function examineStored(settings: Settings): Promise<Check[]> {
  let store: Store | undefined;
  try {
    store = await openDatabaseToRead(settings);
    return await examineData(store, settings, new SystemClock().now());
  } catch (error) {
    return [{ name: 'database', well: '', faults: [String((error as Error).message)] }];
  } finally {
    await store?.close();
  }
}

async function repairStored(settings: Settings): Promise<void> {
  const clock = new SystemClock();
  const store = await openExistingDatabase(settings, clock);
  try {
    recordWrites(store, clock);
    const done = await asCommand('doctor --repair', () => repairData(store, clock));
    for (const { agreement, milestones, refused } of done) {
      if (refused !== undefined) print(`left    ${agreement}: ${refused}\n`);
      for (const milestone of milestones) print(`mended  ${milestone}\n`);
    }
    if (done.length === 0) print('Nothing that can be derived was wrong.\n');
  } finally {
    await store.close();
  }
}
