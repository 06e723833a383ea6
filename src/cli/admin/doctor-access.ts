import { existsSync, readFileSync } from 'node:fs';
import {
  operatorFiles,
  operatorTokenFile,
  readOperatorToken,
} from '../../access/sign-in/operator-file';
import { errorMessage } from '../../base/guards';
import type { Settings } from '../../config/settings-schema';
import type { Check } from '../../doctor/check';
import { isOpenToOthers } from '../../store/directory/files';
import { ask, holderOf } from '../output/running-service';

/** Whether the files with the operator's token exist, agree, and are readable to their owner only. */
export function operatorToken({ dataDir }: Settings): Check {
  const file = operatorTokenFile(dataDir);
  const name = 'operator’s token';
  if (!existsSync(file)) return { name, well: `${file} is created at the first start`, faults: [] };
  const token = readOperatorToken(dataDir);
  const faults = operatorFiles(dataDir)
    .filter(isOpenToOthers)
    .map((path) => `${path} can be read by others; chmod 600 ${path}, then: npx pacta token renew`);
  if (token === undefined) faults.push(`${file} holds no token; npx pacta token renew creates one`);
  else {
    const other = operatorFiles(dataDir).find((path) => existsSync(path) && !holds(path, token));
    if (other !== undefined)
      faults.push(`${other} holds another token than ${file}; restart the service`);
  }
  return { name, well: file, faults };
}

function holds(path: string, token: string): boolean {
  return readFileSync(path, 'utf8').includes(token);
}

/** Whether the service that runs on the data answers, and accepts this command's token. */
export async function service(settings: Settings): Promise<Check> {
  const name = 'service';
  try {
    const running = holderOf(settings);
    if (running === undefined) return { name, well: 'none runs here', faults: [] };
    await ask(running, '/health/ready');
    await ask(running, '/v1/session');
    return { name, well: `${running.url} answers, and accepts this command’s token`, faults: [] };
  } catch (error) {
    return { name, well: '', faults: [errorMessage(error)] };
  }
}
