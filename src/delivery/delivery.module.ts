import { join } from 'node:path';
import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Randomness } from '../base/randomness';
import { Vault } from '../base/vault';
import type { Settings } from '../config/settings-schema';
import { SETTINGS } from '../config/token';
import { DigestLists } from '../outbox/digest-lists';
import { MessageSamples } from '../outbox/message-samples';
import { Relay } from '../outbox/relay';
import { Store } from '../store/store';
import { DELIVERY_SETTINGS, type DeliverySettings } from './delivery-settings';
import { DigestLoop } from './digest/digest-loop';
import { DigestMessages } from './digest/digest-message';
import { Digests } from './digest/digests';
import { DestinationSettings } from './endpoint/destination-settings';
import { Endpoints } from './endpoint/endpoints';
import { Ping } from './endpoint/ping';
import { EndpointRegistration } from './endpoint/registration';
import { TrialMessages } from './endpoint/trial-messages';
import { Trials } from './endpoint/trials';
import { WebhooksController } from './endpoint/webhooks.controller';
import { Archive } from './log/archive';
import { DeliveriesController } from './log/deliveries.controller';
import { DeliveryCounts } from './log/delivery-counts';
import { DeliveryLog } from './log/delivery-log';
import { Replay } from './log/replay';
import { DeliveryRetention } from './log/retention';
import { StuckDestinations } from './log/stuck-destinations';
import { MailServer } from './mail/mail-server';
import { MailServerController } from './mail/mail-server.controller';
import { MailTransport } from './mail/mail-transport';
import { SmtpTransport } from './mail/smtp-transport';
import { Unsubscribe } from './mail/unsubscribe';
import { UnsubscribeController } from './mail/unsubscribe.controller';
import { AttemptRunner } from './queue/attempts';
import { Claims } from './queue/claims';
import { Courier } from './queue/courier';
import { FanOut } from './queue/fan-out';
import { Sender } from './queue/sender';
import { Settlement } from './queue/settlement';
import { SettlementBatches } from './queue/settlement-batches';
import { Keyring } from './signing/keyring';
import { masterKey } from './signing/master-key';
import { SecretKeyCheck } from './signing/secret-check';
import { SecretsController } from './signing/secrets.controller';
import { HttpTransport } from './transport/http-transport';
import { Transport } from './transport/transport';

/** Global, because the outbox injects `Relay` and the domain `MessageSamples`, and neither may import this module. */
@Global()
@Module({
  controllers: [
    WebhooksController,
    DeliveriesController,
    MailServerController,
    UnsubscribeController,
    SecretsController,
  ],
  providers: [
    { provide: Relay, useClass: FanOut },
    {
      provide: Transport,
      useFactory: (settings: DeliverySettings) => new HttpTransport(settings),
      inject: [DELIVERY_SETTINGS],
    },
    {
      provide: MailTransport,
      useFactory: (settings: DeliverySettings) => new SmtpTransport(settings),
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
    Sender,
    MailServer,
    DestinationSettings,
    Trials,
    TrialMessages,
    MessageSamples,
    DigestLists,
    DigestMessages,
    Digests,
    DigestLoop,
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
    StuckDestinations,
    Unsubscribe,
  ],
  exports: [Relay, Courier, MessageSamples, DigestLists, Vault, Transport, StuckDestinations],
})
export class DeliveryModule implements OnApplicationShutdown {
  constructor(
    private readonly transport: Transport,
    private readonly mail: MailTransport,
  ) {}

  /** Runs after the courier has waited for attempts in flight. Remaining ones are aborted and repeated later. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.transport.close(), this.mail.close()]);
  }
}
