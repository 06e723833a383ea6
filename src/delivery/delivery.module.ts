import { join } from 'node:path';
import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Settings } from '../../config/settings-schema';
import { SETTINGS } from '../../config/token';
import { Relay } from '../outbox/relay';
import { Randomness } from '../randomness';
import { Store } from '../store/store';
import { Vault } from '../store/vault';
import { Archive } from './archive';
import { Claims } from './claims';
import { Counts } from './counts';
import { Courier } from './courier';
import { DeliveriesController } from './deliveries.controller';
import { DeliveryLog } from './delivery-log';
import { DELIVERY_SETTINGS, type DeliverySettings } from './delivery-settings';
import { Endpoints } from './endpoints';
import { Enrolment } from './enrolment';
import { FanOut } from './fan-out';
import { Housekeeping } from './housekeeping';
import { HttpTransport } from './http-transport';
import { Keyring } from './keyring';
import { masterKey } from './master-key';
import { Ping } from './ping';
import { Replay } from './replay';
import { Round } from './round';
import { SecretsController } from './secrets.controller';
import { Settlement } from './settlement';
import { Settling } from './settling';
import { Transport } from './transport';
import { Unlocking } from './unlocking';
import { WebhooksController } from './webhooks.controller';

/** Global, because the outbox finds `Relay` in the container and imports nobody who sends. */
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
      // After the store: where that cannot be opened, no key is made for it.
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
    Round,
    Claims,
    Settlement,
    Settling,
    Endpoints,
    Enrolment,
    Ping,
    Keyring,
    Unlocking,
    DeliveryLog,
    Counts,
    Replay,
    Housekeeping,
  ],
  exports: [Relay, Courier],
})
export class DeliveryModule implements OnApplicationShutdown {
  constructor(private readonly transport: Transport) {}

  /** After the courier has waited for the attempts under way; what is left is cut off, and tried again. */
  async onApplicationShutdown(): Promise<void> {
    await this.transport.close();
  }
}
