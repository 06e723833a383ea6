import { verify } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ScheduleModule } from '@nestjs/schedule';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Webhook } from 'standardwebhooks';
import { Clock } from '../../src/base/clock';
import { newId, Randomness } from '../../src/base/randomness';
import { DEFAULT_LIMITS, LIMITS } from '../../src/config/policy';
import { SETTINGS } from '../../src/config/token';
import { DeliveryModule } from '../../src/delivery/delivery.module';
import { DELIVERY_SETTINGS, deliverySettings } from '../../src/delivery/delivery-settings';
import { Courier } from '../../src/delivery/queue/courier';
import { ProblemFilter } from '../../src/http/problem.filter';
import { QueryGuard } from '../../src/http/query.guard';
import { validationPipe } from '../../src/http/validation';
import { Outbox } from '../../src/outbox/outbox';
import { OutboxModule } from '../../src/outbox/outbox.module';
import { PublicUrl } from '../../src/outbox/public-url';
import { Store } from '../../src/store/store';
import { DATABASE, describeStored, openTestStore, type TestStore } from '../support/databases';
import { described, type Given, undocumented, validatorOf } from '../support/described';
import { FakeClock } from '../support/fake-clock';
import { LINKS } from '../support/links';
import { SeededRandomness } from '../support/seeded-randomness';
import { until } from '../support/until';
import {
  answering,
  type Behaviour,
  parseRequest,
  type Receiver,
  startReceiver,
} from './hostile-receiver';

interface Served {
  app: NestFastifyApplication;
  /** Answers that do not match the OpenAPI description. */
  wrong: readonly string[];
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: Answered }>;
  tell(count: number): Promise<string[]>;
}

const api = described();

/** The fields of an answer that the tests read. */
interface Answered {
  [key: string]: unknown;
  id: string;
  secret: string;
  delivery: string;
  next: string | null;
  items: Answered[];
  errors: { pointer: string; detail: string }[];
}

/** Delivery over real HTTP, with the courier's loop running. */
async function serve(opened: TestStore, clock: Clock): Promise<Served> {
  const randomness = new SeededRandomness(Number(process.hrtime.bigint() % 1_000_000n));
  const settings = deliverySettings({
    allowedNetworks: ['127.0.0.0/8'],
    shutdownMs: 1_000,
  });
  @Global()
  @Module({
    providers: [
      { provide: Clock, useValue: clock },
      { provide: Randomness, useValue: randomness },
      { provide: Store, useValue: opened.store },
      { provide: DELIVERY_SETTINGS, useValue: settings },
      { provide: SETTINGS, useValue: { ...opened.settings, limits: DEFAULT_LIMITS } },
      { provide: PublicUrl, useValue: LINKS },
    ],
    exports: [Clock, Randomness, Store, DELIVERY_SETTINGS, SETTINGS, PublicUrl],
  })
  class Foundation {}
  @Module({
    imports: [Foundation, ScheduleModule.forRoot(), OutboxModule, DeliveryModule],
    providers: [
      { provide: APP_FILTER, useClass: ProblemFilter },
      { provide: APP_GUARD, useClass: QueryGuard },
      { provide: APP_PIPE, useFactory: validationPipe },
    ],
  })
  class Root {}
  const app = await NestFactory.create<NestFastifyApplication>(Root, new FastifyAdapter(), {
    logger: ['error'],
    abortOnError: false,
  });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const fault = await validatorOf(api);
  const misdescribed = (method: string, path: string, given: Given): string[] => {
    const { pathname } = new URL(path, url);
    const known = Object.keys(api.paths).find((one) =>
      new RegExp(`^${one.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
    );
    const told = given.status < 300 && known !== undefined;
    const what = told ? undocumented(api, fault, [method.toLowerCase(), known], given) : '';
    return what === '' ? [] : [what];
  };
  const wrong: string[] = [];
  let sequence = 0;
  return {
    app,
    wrong,
    call: async (method, path, body) => {
      const response = await fetch(`${url}${path}`, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const text = await response.text();
      const type = response.headers.get('content-type') ?? '';
      wrong.push(...misdescribed(method, path, { status: response.status, type, text }));
      return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
    },
    tell: (count) =>
      opened.store.write(async (tx) => {
        const drafts = Array.from({ length: count }, () => ({
          id: newId('msg', clock, randomness),
          agreementId: `pact-${randomness.bytes(8).toString('hex')}`,
          sequence: ++sequence,
          type: 'milestone.overdue' as const,
          milestoneId: null,
          parties: [],
          themes: [],
          hypothetical: false,
          createdAt: clock.now(),
          data: {},
        }));
        return (await app.get(Outbox).append(tx, drafts)).map(({ id }) => id);
      }),
  };
}

describeStored(`/v1/webhooks on ${DATABASE}`, () => {
  let opened: TestStore;
  let clock: FakeClock;
  let served: Served;
  let receiver: Receiver;
  let behaviour: Behaviour;
  beforeAll(async () => {
    clock = new FakeClock(Date.now());
    opened = await openTestStore(clock);
    served = await serve(opened, clock);
    receiver = await startReceiver((socket, self) => behaviour(socket, self));
  });
  beforeEach(() => {
    behaviour = answering(204);
    receiver.requests.length = 0;
  });
  afterAll(async () => {
    await served.app.close();
    await receiver.close();
    await opened.close();
  });

  const create = async (more: object = {}) =>
    (await served.call('POST', '/v1/webhooks', { url: receiver.url, ...more })).body;
  const delivered = (endpoint: string, id: string, state = 'delivered') =>
    until(async () => {
      const { body } = await served.call('GET', `/v1/webhooks/${endpoint}/deliveries/${id}`);
      return body.state === state ? body : undefined;
    });

  it('shows the secret once, and signs with it', async () => {
    const endpoint = await create({ description: 'newsroom' });
    expect(endpoint.secret).toMatch(/^whsec_/);
    const { body: read } = await served.call('GET', `/v1/webhooks/${endpoint.id}`);
    expect(read).toMatchObject({ id: endpoint.id, state: 'enabled', description: 'newsroom' });
    expect(JSON.stringify(read)).not.toContain('whsec_');
    const [id = ''] = await served.tell(1);
    expect(await delivered(endpoint.id, id)).toMatchObject({
      state: 'delivered',
      attempts: 1,
      lastStatusCode: 204,
      message: { type: 'milestone.overdue' },
      log: [{ number: 1, outcome: 'delivered', statusCode: 204 }],
    });
    const { headers, body } = parseRequest(receiver.requests[0] as string);
    expect(headers['webhook-id']).toBe(id);
    expect(() => new Webhook(endpoint.secret).verify(body, headers)).not.toThrow();
    await served.call('DELETE', `/v1/webhooks/${endpoint.id}`);
  });

  it('rotates the secret, signs with both until the overlap ends, and publishes the public key', async () => {
    const endpoint = await create();
    const path = `/v1/webhooks/${endpoint.id}`;
    const rotated = await served.call('POST', `${path}/rotate`, { overlapHours: 1 });
    expect(rotated).toMatchObject({ status: 200, body: { id: endpoint.id } });
    expect(rotated.body.secret).not.toBe(endpoint.secret);
    const [id = ''] = await served.tell(1);
    await delivered(endpoint.id, id);
    const { headers, body } = parseRequest(receiver.requests[0] as string);
    for (const { secret } of [endpoint, rotated.body]) {
      expect(() => new Webhook(secret).verify(body, headers)).not.toThrow();
    }
    const signed = Buffer.from(`${id}.${headers['webhook-timestamp']}.${body}`);
    const signatures = (headers['webhook-signature'] ?? '')
      .split(' ')
      .filter((part) => part.startsWith('v1a,'))
      .map((part) => Buffer.from(part.slice(4), 'base64'));
    const published = await served.call('GET', `${path}/public-key`);
    const keys = published.body.keys as { pem: string; until: string | null }[];
    expect(keys.map((key) => key.until === null)).toEqual([true, false]);
    for (const [i, { pem }] of keys.entries()) {
      expect(verify(null, signed, pem, signatures[i] as Buffer)).toBe(true);
    }
    clock.advance(3_600_000);
    expect((await served.call('GET', `${path}/public-key`)).body.keys).toHaveLength(1);
    expect((await served.call('POST', `${path}/rotate`, { secret: 'whsec_eA==' })).status).toBe(
      422,
    );
    await served.call('DELETE', path);
  });

  it('sends as soon as the transaction commits, without polling', async () => {
    const endpoint = await create();
    await served.tell(1);
    // Without a wake the courier would look again after a minute, longer than this test waits.
    await until(() => receiver.requests[0]);
    await served.call('DELETE', `/v1/webhooks/${endpoint.id}`);
  });

  it('pings, redelivers under the same id, and lists by state and page', async () => {
    const endpoint = await create();
    const ping = await served.call('POST', `/v1/webhooks/${endpoint.id}/ping`);
    expect(ping.status).toBe(202);
    await delivered(endpoint.id, ping.body.delivery);
    const path = `/v1/webhooks/${endpoint.id}/deliveries`;
    expect((await served.call('POST', `${path}/${ping.body.delivery}/redeliver`)).status).toBe(202);
    const ids = () => receiver.requests.map((text) => parseRequest(text).headers['webhook-id']);
    await until(() => (receiver.requests.length === 2 ? true : undefined));
    expect(ids()).toEqual([ping.body.delivery, ping.body.delivery]);
    await delivered(endpoint.id, ping.body.delivery);
    await served.tell(4);
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page = await served.call('GET', `${path}?limit=2${next && `&cursor=${next}`}`);
      seen.push(...page.body.items.map((item) => item.id));
      next = page.body.next;
    }
    expect(new Set(seen).size).toBe(5);
    expect(seen).toEqual([...seen].sort().toReversed());
    expect((await served.call('GET', `${path}?state=superseded`)).body.items).toEqual([]);
    expect((await served.call('GET', `${path}?type=ping&code=204`)).body.items.length).toBe(1);
    expect((await served.call('GET', `${path}?type=milestone.late`)).status).toBe(422);
    expect((await served.call('GET', `${path}?since=yesterday`)).status).toBe(422);
    const own = `/v1/webhooks/${endpoint.id}`;
    const range = { what: 'everything', since: '2000-01-01T00:00:00Z' };
    expect((await served.call('POST', `${own}/replay`, range)).status).toBe(202);
    expect((await served.call('POST', `${own}/replay`, { what: 'all' })).status).toBe(422);
    expect(
      (await served.call('GET', `${own}/counts?since=2000-01-01T00:00:00Z`)).body,
    ).toMatchObject({ deliveries: { failed: 0 }, attempts: { successRate: 1 } });
    await served.call('DELETE', `/v1/webhooks/${endpoint.id}`);
    expect((await served.call('GET', path)).status).toBe(404);
  });

  it('answers as OpenAPI describes, also with a success rate between 0 and 1', async () => {
    behaviour = answering(500);
    const endpoint = await create();
    const [id = ''] = await served.tell(1);
    const path = `/v1/webhooks/${endpoint.id}`;
    await until(async () => (await served.call('GET', path)).body.failingSince ?? undefined);
    behaviour = answering(200);
    await served.call('POST', `${path}/ping`);
    await delivered(endpoint.id, id);
    const { body } = await served.call('GET', `${path}/counts`);
    const { successRate } = body.attempts as { successRate: number };
    expect(successRate).toBeGreaterThan(0);
    expect(successRate).toBeLessThan(1);
    await served.call('DELETE', path);
    expect(served.wrong).toEqual([]);
  });

  it('retries by the schedule, and holds while disabled', async () => {
    behaviour = answering(500);
    const endpoint = await create();
    const [id = ''] = await served.tell(1);
    const path = `/v1/webhooks/${endpoint.id}`;
    await until(async () => {
      const { body } = await served.call('GET', path);
      return body.failingSince === null ? undefined : body;
    });
    expect((await served.call('PATCH', path, { state: 'disabled' })).body).toMatchObject({
      state: 'disabled',
      disabledReason: 'by-request',
    });
    await delivered(endpoint.id, id, 'held');
    expect((await served.call('POST', `${path}/ping`)).status).toBe(409);
    expect((await served.call('POST', `${path}/deliveries/${id}/redeliver`)).status).toBe(409);
    behaviour = answering(200);
    await served.call('PATCH', path, { state: 'enabled' });
    expect(await delivered(endpoint.id, id)).toMatchObject({
      log: [{ statusCode: 500 }, { statusCode: 200 }],
    });
    await served.call('DELETE', path);
  });

  it('sends by itself what becomes due later', async () => {
    behaviour = answering(503);
    const endpoint = await create();
    const [id = ''] = await served.tell(1);
    await until(() => receiver.requests[0]);
    await delivered(endpoint.id, id, 'pending');
    behaviour = answering(200);
    await until(async () => {
      const { body } = await served.call('GET', `/v1/webhooks/${endpoint.id}`);
      return body.failingSince === null ? undefined : true;
    });
    clock.advance(60_000);
    served.app.get(Courier).wake();
    await delivered(endpoint.id, id);
    await served.call('DELETE', `/v1/webhooks/${endpoint.id}`);
  });

  it.each([
    ['a URL with credentials', { url: 'https://a:b@example.org/' }, '/url'],
    ['another scheme', { url: 'ftp://example.org/' }, '/url'],
    ['a private address', { url: 'https://10.0.0.1/' }, '/url'],
    ['a private address in disguise', { url: 'https://[::ffff:a00:1]/' }, '/url'],
    ['no URL at all', { url: 'newsroom' }, '/url'],
    ['no URL given', {}, '/url'],
    ['a short secret', { url: 'https://example.org/', secret: 'whsec_c2hvcnQ=' }, '/secret'],
    [
      'neither hypothetical nor actual',
      { url: 'https://example.org/', includeHypothetical: false, includeActual: false },
      '/includeActual',
    ],
    ['no room at all', { url: 'https://example.org/', maxInFlight: 0 }, '/maxInFlight'],
    ['an unknown type', { url: 'https://example.org/', types: ['milestone.late'] }, '/types/0'],
    ['an unknown key', { url: 'https://example.org/', typse: [] }, '/typse'],
  ])('refuses %s with a pointer and writes nothing', async (_what, body, pointer) => {
    const before = (await served.call('GET', '/v1/webhooks')).body.items.length;
    const answer = await served.call('POST', '/v1/webhooks', body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error) => error.pointer)).toContain(pointer);
    expect((await served.call('GET', '/v1/webhooks')).body.items.length).toBe(before);
  });

  it('refuses a body over the limit and names the limit', async () => {
    const long = { url: 'https://example.org/', description: 'x'.repeat(LIMITS.bodyBytes.value) };
    const answer = await served.call('POST', '/v1/webhooks', long);
    expect(answer.status).toBe(413);
    expect(answer.body.errors).toEqual([
      expect.objectContaining({
        pointer: '',
        expected: expect.stringContaining(`at most ${LIMITS.bodyBytes.value} bytes`),
      }),
    ]);
  });

  it('refuses unknown query parameters and unknown webhooks', async () => {
    expect((await served.call('GET', '/v1/webhooks?stat=x')).status).toBe(422);
    expect((await served.call('GET', '/v1/webhooks/ep_x')).status).toBe(404);
    expect((await served.call('PATCH', '/v1/webhooks/ep_x', {})).status).toBe(404);
    expect((await served.call('DELETE', '/v1/webhooks/ep_x')).status).toBe(404);
    expect((await served.call('POST', '/v1/webhooks/ep_x/ping')).status).toBe(404);
    expect((await served.call('GET', '/v1/webhooks/ep_x/deliveries/msg_x')).status).toBe(404);
  });

  it('is described in OpenAPI', () => {
    const config = new DocumentBuilder().setOpenAPIVersion('3.1.0').build();
    const document = SwaggerModule.createDocument(served.app, config);
    expect(Object.keys(document.paths).sort()).toEqual([
      '/v1/mail-server',
      '/v1/secrets/rekey',
      '/v1/webhooks',
      '/v1/webhooks/{id}',
      '/v1/webhooks/{id}/counts',
      '/v1/webhooks/{id}/deliveries',
      '/v1/webhooks/{id}/deliveries/{delivery}',
      '/v1/webhooks/{id}/deliveries/{delivery}/redeliver',
      '/v1/webhooks/{id}/ping',
      '/v1/webhooks/{id}/public-key',
      '/v1/webhooks/{id}/replay',
      '/v1/webhooks/{id}/rotate',
      '/v1/webhooks/{id}/test',
    ]);
    expect(JSON.stringify(document.paths['/v1/webhooks']?.post)).toContain('includeHypothetical');
  });
});
