import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { newId } from '../../src/base/randomness';
import { Vault } from '../../src/base/vault';
import { DELIVERY_DEFAULTS, type DeliverySettings } from '../../src/delivery/delivery-settings';
import { DestinationSettings } from '../../src/delivery/endpoint/destination-settings';
import { type CreateRequest, createSchema } from '../../src/delivery/endpoint/endpoint-schema';
import { Endpoints } from '../../src/delivery/endpoint/endpoints';
import { Ping } from '../../src/delivery/endpoint/ping';
import { EndpointRegistration } from '../../src/delivery/endpoint/registration';
import { TrialMessages } from '../../src/delivery/endpoint/trial-messages';
import { DeliveryLog } from '../../src/delivery/log/delivery-log';
import { Replay } from '../../src/delivery/log/replay';
import { MailServer } from '../../src/delivery/mail/mail-server';
import { SmtpTransport } from '../../src/delivery/mail/smtp-transport';
import { AttemptRunner } from '../../src/delivery/queue/attempts';
import { Claims } from '../../src/delivery/queue/claims';
import { Courier } from '../../src/delivery/queue/courier';
import type { Delivery } from '../../src/delivery/queue/delivery.entity';
import { Delivery as DeliveryEntity } from '../../src/delivery/queue/delivery.entity';
import { FanOut } from '../../src/delivery/queue/fan-out';
import { Sender } from '../../src/delivery/queue/sender';
import { Settlement } from '../../src/delivery/queue/settlement';
import { SettlementBatches } from '../../src/delivery/queue/settlement-batches';
import { Keyring } from '../../src/delivery/signing/keyring';
import {
  type AttemptResult,
  Transport,
  type WebhookRequest,
} from '../../src/delivery/transport/transport';
import { MessageSamples } from '../../src/outbox/message-samples';
import type { MessageDraft } from '../../src/outbox/messages';
import { Outbox } from '../../src/outbox/outbox';
import { selectRows } from '../../src/store/sql/rows';
import { clear } from '../support/clear';
import { openTestStore, type TestStore } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { LINKS } from '../support/links';
import { SeededRandomness } from '../support/seeded-randomness';

// Warnings about disabled endpoints are expected here.
Logger.overrideLogger(false);

export const WELL: AttemptResult = {
  outcome: 'delivered',
  statusCode: 200,
  retryAfter: undefined,
  excerpt: 'thanks',
  error: null,
};

export function rejected(statusCode: number, retryAfter?: string): AttemptResult {
  const error = `The receiver answered ${statusCode}`;
  return { outcome: 'rejected', statusCode, retryAfter, excerpt: '', error };
}

/** A transport that returns scripted results and records the requests. */
export class ScriptedTransport extends Transport {
  readonly posts: WebhookRequest[] = [];
  answer: (post: WebhookRequest) => AttemptResult | Promise<AttemptResult> = () => WELL;

  override async post(post: WebhookRequest): Promise<AttemptResult> {
    this.posts.push(post);
    return this.answer(post);
  }

  override async close(): Promise<void> {}
}

/** The delivery of webhooks on an empty database. The courier's loop is not started: a test runs every round. */
export interface Sending {
  opened: Pick<TestStore, 'store' | 'settings'>;
  clock: FakeClock;
  transport: ScriptedTransport;
  outbox: Outbox;
  claims: Claims;
  settlement: Settlement;
  endpoints: Endpoints;
  enrolment: EndpointRegistration;
  pings: Ping;
  keyring: Keyring;
  mailServer: MailServer;
  smtp: SmtpTransport;
  log: DeliveryLog;
  replay: Replay;
  /** The attempts of another process on the same store. */
  otherRound(transport: Transport): AttemptRunner;
  /** Runs one round until its attempts have ended. Returns their number. */
  round(most?: number): Promise<number>;
  endpoint(more?: Partial<CreateRequest>): Promise<string>;
  /** Appends messages with the next sequence numbers. Returns their ids. */
  tell(count: number, more?: Partial<MessageDraft>): Promise<string[]>;
  deliveries(): Promise<Delivery[]>;
}

/** The tests of a file share a database, because creating one takes longer than most of them. */
const START = Date.parse('2026-03-01T00:00:00Z');
const clock = new FakeClock(START);
let shared: TestStore | undefined;
afterAll(() => shared?.close());

async function emptied(): Promise<TestStore> {
  clock.set(START);
  shared ??= await openTestStore(clock);
  await clear(shared.store);
  rmSync(join(shared.settings.dataDir, 'archive'), { recursive: true, force: true });
  return shared;
}

export async function startSending(
  given: Partial<DeliverySettings> = {},
  transport: Transport = new ScriptedTransport(),
): Promise<Sending> {
  const settings = { ...DELIVERY_DEFAULTS, perEndpointInFlight: 8, ...given };
  const randomness = new SeededRandomness(7);
  const opened = await emptied();
  const { store } = opened;
  const claims = new Claims(store, clock, settings);
  const settlement = new Settlement(store, clock, randomness, settings, LINKS);
  const vault = new Vault(Buffer.alloc(32, 5), randomness);
  const keyring = new Keyring(vault, randomness);
  const destinations = new DestinationSettings(vault, settings);
  const mailServer = new MailServer(store, vault, clock, settings);
  const smtp = new SmtpTransport(settings);
  const senderBy = (by: Transport) => new Sender(by, smtp, mailServer, keyring, destinations);
  const makeRound = (by: Transport) =>
    new AttemptRunner(claims, senderBy(by), new SettlementBatches(settlement), clock);
  const round = makeRound(transport);
  const courier = new Courier(round, claims, clock, new SchedulerRegistry(), settings);
  const outbox = new Outbox(new FanOut(store, courier, clock), store);
  const endpoints = new Endpoints(store, courier, clock, destinations);
  const enrolment = new EndpointRegistration(store, clock, randomness, keyring, destinations);
  const trialMessages = new TrialMessages(clock, randomness, LINKS, new MessageSamples());
  let sequence = 0;
  return {
    opened,
    clock,
    transport: transport as ScriptedTransport,
    outbox,
    claims,
    settlement,
    endpoints,
    enrolment,
    pings: new Ping(store, courier, clock, trialMessages),
    keyring,
    mailServer,
    smtp,
    log: new DeliveryLog(store, courier, clock),
    replay: new Replay(store, courier, clock),
    otherRound: makeRound,
    round: async (most = 64) => {
      const attempts = await round.start(most);
      await Promise.all(attempts);
      return attempts.length;
    },
    endpoint: async (more = {}) => {
      const request = createSchema.parse({ url: 'https://example.org/hook', ...more });
      return (await enrolment.create(request)).endpoint.id;
    },
    tell: (count, more = {}) => {
      const drafts = Array.from({ length: count }, () => ({
        id: newId('msg', clock, randomness),
        agreementId: 'pact',
        sequence: ++sequence,
        type: 'milestone.overdue' as const,
        milestoneId: null,
        parties: [],
        themes: [],
        hypothetical: false,
        createdAt: clock.now(),
        data: { number: sequence },
        ...more,
      }));
      return store.write(async (tx) => (await outbox.append(tx, drafts)).map(({ id }) => id));
    },
    deliveries: () =>
      store.read((tx) =>
        selectRows(tx, DeliveryEntity, 'WHERE true ORDER BY message_id, endpoint_id', []),
      ),
  };
}
