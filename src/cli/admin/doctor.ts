import { openDatabaseToRead, openExistingDatabase } from '../../app/database';
import { recordWrites } from '../../audit/audit';
import { SystemClock } from '../../base/clock';
import { errorMessage } from '../../base/guards';
import { readSettings } from '../../config/settings';
import type { Settings } from '../../config/settings-schema';
import type { Check } from '../../doctor/check';
import { examineData } from '../../doctor/examine';
import { examineMachine } from '../../doctor/machine';
import { type Repaired, repairData } from '../../doctor/repair';
import { repairSchema } from '../../doctor/repair.controller';
import { mustHaveDatabase } from '../../store/directory/data-directory';
import type { Store } from '../../store/store';
import { print } from '../output/print';
import { ask, holderOf } from '../output/running-service';
import { asCommand } from './audit';
import { operatorToken, service } from './doctor-access';

/**
 * `pacta doctor`: examines the data without writing; exit status 1 where there is a fault. `--repair` first writes dates and
 * statuses that differ from what documents and facts give.
 */
export async function doctor(options: { repair?: boolean }): Promise<void> {
  const settings = readSettings();
  if (settings.databaseUrl === undefined) mustHaveDatabase(settings.dataDir);
  if (options.repair) await repair(settings);
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
      `\n${repairable} ${repairable === 1 ? 'milestone' : 'milestones'} can be repaired from documents and facts: pacta doctor --repair\n`,
    );
  }
  if (checks.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
}

function lines({ name, well, faults }: Check): string {
  if (faults.length === 0) return `ok      ${name}: ${well}\n`;
  return [`FAULT   ${name}`, ...faults.map((fault) => `        ${fault}`), ''].join('\n');
}

/** Opened to read only: a service may use the data, and an examination must not migrate it. */
async function examineStored(settings: Settings): Promise<Check[]> {
  let store: Store | undefined;
  try {
    store = await openDatabaseToRead(settings);
    return await examineData(store, settings, settings.limits, new SystemClock().now());
  } catch (error) {
    return [{ name: 'database', well: '', faults: [errorMessage(error)] }];
  } finally {
    await store?.close();
  }
}

async function repair(settings: Settings): Promise<void> {
  const items = await repaired(settings);
  for (const { agreement, milestones, refused } of items) {
    if (refused !== null) print(`left      ${agreement}: ${refused}\n`);
    for (const milestone of milestones) print(`repaired  ${milestone}\n`);
  }
  if (items.length === 0) print('No stored date or status was wrong.\n');
}

async function repaired(settings: Settings): Promise<readonly Repaired[]> {
  const running = holderOf(settings);
  if (running !== undefined) {
    const answer = await ask(running, '/v1/repair', { method: 'POST' });
    return repairSchema.parse(await answer.json()).items;
  }
  const clock = new SystemClock();
  const store = await openExistingDatabase(settings, clock);
  try {
    recordWrites(store, clock);
    const items = await asCommand('doctor --repair', () => repairData(store, clock));
    store.replicas.notify('deadlines');
    return items;
  } finally {
    await store.close();
  }
}
