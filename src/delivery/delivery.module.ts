import { join } from 'node:path';
import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Randomness } from '../base/randomness';
import { Vault } from '../base/vault';
import type { Settings } from '../config/settings-schema';
import { SETTINGS } from '../config/token';
import { Relay } from '../outbox/relay';
import { Store } from '../store/store';
import { DELIVERY_SETTINGS, type DeliverySettings } from './delivery-settings';
import { Endpoints } from './endpoint/endpoints';
import { Ping } from './endpoint/ping';
import { EndpointRegistration } from './endpoint/registration';
import { WebhooksController } from './endpoint/webhooks.controller';
import { Archive } from './log/archive';
import { DeliveriesController } from './log/deliveries.controller';
import { DeliveryCounts } from './log/delivery-counts';
import { DeliveryLog } from './log/delivery-log';
import { Replay } from './log/replay';
import { DeliveryRetention } from './log/retention';
import { AttemptRunner } from './queue/attempts';
import { Claims } from './queue/claims';
import { Courier } from './queue/courier';
import { FanOut } from './queue/fan-out';
import { Settlement } from './queue/settlement';
import { SettlementBatches } from './queue/settlement-batches';
import { Keyring } from './signing/keyring';
import { masterKey } from './signing/master-key';
import { SecretKeyCheck } from './signing/secret-check';
import { SecretsController } from './signing/secrets.controller';
import { HttpTransport } from './transport/http-transport';
import { Transport } from './transport/transport';

/** Global, because the outbox injects `Relay` and must not import this module. */
@Global()
@Module({
  controllers: [WebhooksController, DeliveriesController, SecretsController],
  providers: [
    { provide: Relay, useClass: FanOut },
    {
      provide: Transport,
      useFactory: (settings: DeliverySettings) => new HttpTransport(settings),
      inject: [DELIVERY_SETTINGS],
    },
    {
      provide: Vault,
      // Injects the store so that it is opened first: no key is created for a database that cannot be opened.
      useFactory: (settings: Settings, randomness: Randomness, _store: Store) =>
        new Vault(masterKey(settings, randomness), randomness),
      inject: [SETTINGS, Randomness, Store],
    },
    {
      provide: Archive,
      useFactory: ({ dataDir }: Settings, { archive }: DeliverySettings) =>
        new Archive(archive ? join(dataDir, 'archive') : undefined),
      inject: [SETTINGS, DELIVERY_SETTINGS],
    },
    Courier,
    AttemptRunner,
    Claims,
    Settlement,
    SettlementBatches,
    Endpoints,
    EndpointRegistration,
    Ping,
    Keyring,
    SecretKeyCheck,
    DeliveryLog,
    DeliveryCounts,
    Replay,
    DeliveryRetention,
  ],
  exports: [Relay, Courier],
})
export class DeliveryModule implements OnApplicationShutdown {
  constructor(private readonly transport: Transport) {}

  /** Runs after the courier has waited for attempts in flight. Remaining ones are aborted and repeated later. */
  async onApplicationShutdown(): Promise<void> {
    await this.transport.close();
  }
}
