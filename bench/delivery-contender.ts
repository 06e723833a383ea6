import { SchedulerRegistry } from '@nestjs/schedule';
import { Pool } from 'undici';
import { openDatabase } from '../src/app/database';
import { SystemClock } from '../src/base/clock';
import { newId, SystemRandomness } from '../src/base/randomness';
import { Vault } from '../src/base/vault';
import { deliverySettings } from '../src/delivery/delivery-settings';
import { DestinationSettings } from '../src/delivery/endpoint/destination-settings';
import { createSchema } from '../src/delivery/endpoint/endpoint-schema';
import { EndpointRegistration } from '../src/delivery/endpoint/registration';
import { MailServer } from '../src/delivery/mail/mail-server';
import { SmtpTransport } from '../src/delivery/mail/smtp-transport';
import { AttemptRunner } from '../src/delivery/queue/attempts';
import { Claims } from '../src/delivery/queue/claims';
import { Courier } from '../src/delivery/queue/courier';
import { FanOut } from '../src/delivery/queue/fan-out';
import { Sender } from '../src/delivery/queue/sender';
import { type EndedAttempt, Settlement } from '../src/delivery/queue/settlement';
import { SettlementBatches } from '../src/delivery/queue/settlement-batches';
import { Keyring, type SigningKey } from '../src/delivery/signing/keyring';
import { signedHeaders } from '../src/delivery/signing/signature';
import { HttpTransport } from '../src/delivery/transport/http-transport';
import { Outbox } from '../src/outbox/outbox';
import type { StoreSettings } from '../src/store/data-sources';
import { LINKS } from '../test/support/links';

export interface SentMessage {
  id: string;
  body: string;
}

/** A way to deliver messages: `prepare` stores them, `run` sends all of them and records the results. */
export interface Contender {
  prepare(messages: readonly SentMessage[]): Promise<void>;
  run(messages: readonly SentMessage[]): Promise<void>;
  close(): Promise<void>;
}

export const AT_A_TIME = 256;
const ENDPOINTS = 16;
const BODY_BYTES = 1_000;

const clock = new SystemClock();
const randomness = new SystemRandomness();
const vault = new Vault(Buffer.alloc(32, 1), randomness);
const keyring = new Keyring(vault, randomness);

export function newMessages(count: number): SentMessage[] {
  const data = { text: 'x'.repeat(BODY_BYTES - 70) };
  const body = JSON.stringify({ type: 'milestone.overdue', timestamp: clock.now(), data });
  return Array.from({ length: count }, () => ({ id: newId('msg', clock, randomness), body }));
}

/** Posts through one pool, signed as Pacta signs, for contenders without a client of their own. */
export function signedPost(pool: Pool, key: SigningKey) {
  return async ({ id, body }: SentMessage): Promise<void> => {
    const headers = {
      'content-type': 'application/json',
      ...signedHeaders(id, body, [key], clock.now()),
    };
    const answer = await pool.request({ method: 'POST', path: '/', headers, body });
    await answer.body.dump();
    if (answer.statusCode !== 204) throw new Error(`the receiver answered ${answer.statusCode}`);
  };
}

export function newKey(): SigningKey {
  return keyring.make();
}

/** Only the posts: the speed of a client that stores nothing. */
export function ceiling(post: (message: SentMessage) => Promise<void>): Contender {
  return {
    prepare: async () => undefined,
    run: async (messages) => {
      let next = 0;
      const work = async () => {
        for (let i = next++; i < messages.length; i = next++)
          await post(messages[i] as SentMessage);
      };
      await Promise.all(Array.from({ length: AT_A_TIME }, work));
    },
    close: async () => undefined,
  };
}

/** Resolves when the given number of deliveries is settled. */
class Counted extends Settlement {
  private left = 0;
  private done: () => void = () => undefined;

  next(count: number): Promise<void> {
    this.left = count;
    return new Promise((resolve) => {
      this.done = resolve;
    });
  }

  override async settle(ended: readonly EndedAttempt[]): Promise<void> {
    await super.settle(ended);
    this.left -= ended.length;
    if (this.left <= 0) this.done();
  }
}

/** The courier of the service, on a store of its own. */
export async function pacta(on: StoreSettings, receiverUrl: string): Promise<Contender> {
  const settings = deliverySettings({ allowedNetworks: ['127.0.0.0/8'] });
  const store = await openDatabase(on, clock);
  const claims = new Claims(store, clock, settings);
  const settlement = new Counted(store, clock, randomness, settings, LINKS);
  const transport = new HttpTransport(settings);
  const destinations = new DestinationSettings(vault, settings);
  const sender = new Sender(
    transport,
    new SmtpTransport(settings),
    new MailServer(store, vault, clock, settings),
    keyring,
    destinations,
  );
  const round = new AttemptRunner(claims, sender, new SettlementBatches(settlement), clock);
  const newCourier = () => new Courier(round, claims, clock, new SchedulerRegistry(), settings);
  // Not started yet, so that prepared deliveries wait for the run.
  const outbox = new Outbox(new FanOut(store, newCourier(), clock), store);
  const enrolment = new EndpointRegistration(store, clock, randomness, keyring, destinations);
  for (let i = 0; i < ENDPOINTS; i++) {
    await enrolment.create(createSchema.parse({ url: `${receiverUrl}/`, agreements: [`a${i}`] }));
  }
  let sequence = 0;
  return {
    prepare: async (messages) => {
      const drafts = messages.map(({ id, body }, i) => ({
        id,
        agreementId: `a${i % ENDPOINTS}`,
        sequence: ++sequence,
        type: 'milestone.overdue' as const,
        milestoneId: null,
        parties: [],
        themes: [],
        hypothetical: false,
        createdAt: clock.now(),
        data: JSON.parse(body).data,
      }));
      await store.write((tx) => outbox.append(tx, drafts));
    },
    run: async (messages) => {
      const done = settlement.next(messages.length);
      const courier = newCourier();
      await courier.onApplicationBootstrap();
      await done;
      await courier.beforeApplicationShutdown();
    },
    close: async () => {
      await transport.close();
      await store.close();
    },
  };
}
