import { join } from 'node:path';
import { readSettings } from '../../config/settings';
import { SystemClock } from '../clock';
import { DELIVERY_DEFAULTS } from '../delivery/delivery-settings';
import { startService } from '../main';
import { SystemRandomness } from '../randomness';
import { print } from './output';

/** `pacta serve`: until SIGINT, which ends what is under way, or SIGTERM, which first lets callers go elsewhere. */
export async function serve(): Promise<void> {
  const settings = readSettings();
  const service = await startService({
    settings,
    clock: new SystemClock(),
    randomness: new SystemRandomness(),
    delivery: { ...DELIVERY_DEFAULTS, ...settings.webhooks },
  });
  const data =
    settings.databaseUrl === undefined ? join(settings.dataDir, 'pacta.sqlite') : 'PostgreSQL';
  print(
    [
      '',
      `  Pacta is running.`,
      `  Page       ${service.url}/`,
      `  API        ${service.url}/v1/agreements`,
      `  Summary    ${service.url}/v1/summary`,
      `  Docs       ${service.url}/docs`,
      `  Data       ${data}`,
      '',
      '',
    ].join('\n'),
  );
  let stopping = false;
  const stop = (end: () => Promise<void>) => (): void => {
    if (stopping) return;
    stopping = true;
    void end().then(() => process.exit(0));
  };
  process.on('SIGINT', stop(service.close));
  process.on('SIGTERM', stop(service.drain));
}
