import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Relay } from '../outbox/relay';
import { Claims } from './claims';
import { Courier } from './courier';
import { DeliveriesController } from './deliveries.controller';
import { DeliveryLog } from './delivery-log';
import { DELIVERY_SETTINGS, type DeliverySettings } from './delivery-settings';
import { Endpoints } from './endpoints';
import { FanOut } from './fan-out';
import { HttpTransport } from './http-transport';
import { Round } from './round';
import { Settlement } from './settlement';
import { Settling } from './settling';
import { Transport } from './transport';
import { WebhooksController } from './webhooks.controller';

/** Global, because the outbox finds `Relay` in the container and imports nobody who sends. */
@Global()
@Module({
  controllers: [WebhooksController, DeliveriesController],
  providers: [
    { provide: Relay, useClass: FanOut },
    {
      provide: Transport,
      useFactory: (settings: DeliverySettings) => new HttpTransport(settings),
      inject: [DELIVERY_SETTINGS],
    },
    Courier,
    Round,
    Claims,
    Settlement,
    Settling,
    Endpoints,
    DeliveryLog,
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
