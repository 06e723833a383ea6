import { type Service, startService } from '../src/app/main';
import { SystemClock } from '../src/base/clock';
import { SystemRandomness } from '../src/base/randomness';
import { fileSchema, type Settings } from '../src/config/settings-schema';
import { deliverySettings } from '../src/delivery/delivery-settings';

/** The whole service in this process, on SQLite in a directory, without workers and open to this machine. */
export function startBenchService(dataDir: string, more: Partial<Settings> = {}): Promise<Service> {
  const settings = fileSchema.parse({
    dataDir,
    port: 0,
    drainSeconds: 0,
    openToThisMachine: true,
    shippedAgreements: false,
    workers: { count: 0 },
  });
  return startService(
    {
      settings: { ...settings, ...more },
      clock: new SystemClock(),
      randomness: new SystemRandomness(),
      delivery: deliverySettings({ allowedNetworks: [], shutdownMs: 1_000 }),
    },
    ['error'],
  );
}
