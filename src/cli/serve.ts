import { join } from 'node:path';
import { readSettings } from '../../config/settings';
import { SystemClock } from '../clock';
import { DELIVERY_DEFAULTS } from '../delivery/delivery-settings';
import { startService } from '../main';
import { SystemRandomness } from '../randomness';

/** `pacta serve`: runs until it is told to stop (SIGINT, SIGTERM), then ends what is under way. */
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
  process.stdout.write(
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
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void service.close().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
