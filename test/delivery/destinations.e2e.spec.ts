import { FakeClock } from '../support/fake-clock';
import { type Receivers, startReceivers } from '../support/receivers';
import { startTestService, type TestService } from '../support/service';

interface Problem {
  detail: string;
  errors: { pointer: string; detail: string; expected?: string; example?: string }[];
}
interface Endpoint {
  id: string;
  kind: string;
  url: string;
  language: string;
  state: string;
  maxPerMinute: number | null;
  types: string[];
  secret?: string;
}
interface Trial {
  delivered: boolean;
  statusCode: number | null;
  words: string;
  error: string | null;
  advice: string | null;
}

const MAIL = { host: 'smtp.example.org', port: 587, from: 'pacta@example.org' };

describe('destinations over HTTP', () => {
  let service: TestService;
  let receivers: Receivers;
  beforeAll(async () => {
    service = await startTestService(new FakeClock(Date.parse('2026-03-01T12:00:00Z')));
    receivers = await startReceivers();
  });
  afterAll(async () => {
    await receivers.stop();
    await service.end();
  });

  const create = (body: object) => service.call<Endpoint & Problem>('POST', '/v1/webhooks', body);

  it('creates a webhook where no kind is given, as before', async () => {
    const { status, body } = await create({ url: 'http://127.0.0.1:9/' });
    expect([status, body.kind, body.url, body.maxPerMinute]).toEqual([
      201,
      'webhook',
      'http://127.0.0.1:9/',
      null,
    ]);
    expect(body.secret).toMatch(/^whsec_/);
  });

  it('creates a chat without showing its address or a secret, at the pace of the service', async () => {
    const url = `${receivers.url}/slack/services/T/B/very-secret`;
    const { status, body } = await create({ kind: 'slack', url, language: 'ru' });
    expect([status, body.kind, body.language, body.maxPerMinute]).toEqual([201, 'slack', 'ru', 60]);
    expect(body.url).toBe(`${receivers.url}/…`);
    expect(JSON.stringify(body)).not.toContain('secret');
    const rotated = await service.call<Problem>('POST', `/v1/webhooks/${body.id}/rotate`, {});
    expect([rotated.status, rotated.body.detail]).toEqual([
      409,
      expect.stringContaining('"slack" are not signed'),
    ]);
  });

  it.each<[object, string, string, string]>([
    [{ kind: 'slack' }, '/url', 'is missing', '{"kind": "slack"'],
    [{ kind: 'telegram', token: '1:a' }, '/chat', 'is missing', '{"kind": "telegram"'],
    [{ kind: 'pagerduty', routingKey: 'short' }, '/routingKey', '32 letters and digits', ''],
    [{ kind: 'email', to: 'nobody' }, '/to', 'one e-mail address', ''],
    [{ kind: 'email', to: 'a@example.org\r\nBcc: b@example.org' }, '/to', '', ''],
    [{ kind: 'gotify', baseUrl: 'https://g.example', token: 'a\r\nb' }, '/token', '', ''],
    [
      { kind: 'ntfy', topic: 'x', chat: '1' },
      '/chat',
      'of the kind "ntfy" has no "chat"',
      '{"kind": "ntfy"',
    ],
    [{ kind: 'fax', url: 'https://example.org' }, '/kind', 'one of webhook, slack, teams', ''],
    [
      { url: 'https://hooks.slack.com/services/T/B/X' },
      '/kind',
      'this is an address of Slack',
      '{"kind": "slack"',
    ],
    [
      { kind: 'slack', url: 'https://discord.com/api/webhooks/1/x' },
      '/kind',
      'this is an address of Discord',
      '{"kind": "discord"',
    ],
    [
      { url: 'https://prod-1.westeurope.logic.azure.com/workflows/w' },
      '/kind',
      'this is an address of Teams',
      '{"kind": "teams"',
    ],
    [{ kind: 'slack', url: 'http://10.0.0.1/x' }, '/url', '10.0.0.1 is not a public address', ''],
    [
      { kind: 'ntfy', topic: 'x', baseUrl: 'http://10.0.0.1' },
      '/baseUrl',
      '10.0.0.1 is not a public address',
      '',
    ],
    [{ kind: 'alertmanager', baseUrl: 'ftp://a.example' }, '/baseUrl', 'scheme "ftp:"', ''],
    [
      { kind: 'matrix', baseUrl: 'not a url', room: '!a:b', token: 't' },
      '/baseUrl',
      'is not a URL',
      '',
    ],
    [
      { kind: 'pagerduty', routingKey: 'a'.repeat(32), types: ['schedule.changed'] },
      '/types/0',
      'cannot express schedule.changed',
      '',
    ],
  ])('refuses %j, naming the field and an example', async (body, pointer, detail, example) => {
    const before = await service.call<{ items: unknown[] }>('GET', '/v1/webhooks');
    const { status, body: problem } = await create(body);
    const fault = problem.errors[0];
    expect([status, fault?.pointer]).toEqual([422, pointer]);
    expect(`${fault?.detail} ${fault?.expected}`).toContain(detail);
    expect(fault?.example ?? '').toContain(example);
    const after = await service.call<{ items: unknown[] }>('GET', '/v1/webhooks');
    expect(after.body.items).toEqual(before.body.items);
  });

  it.each<[string, object, Partial<Trial>]>([
    [
      'slack',
      { url: '/slack/services/ok' },
      { delivered: true, statusCode: 200, words: 'ok', error: null },
    ],
    [
      'slack',
      { url: '/slack/services/gone' },
      {
        delivered: false,
        statusCode: 404,
        words: 'no_service',
        advice: expect.stringContaining('Create a new one'),
      },
    ],
    ['discord', { url: '/discord/api/webhooks/1/x' }, { delivered: true, statusCode: 200 }],
    [
      'telegram',
      { baseUrl: '/telegram', token: '1:a', chat: '-404' },
      {
        delivered: false,
        words: 'Bad Request: chat not found',
        advice: expect.stringContaining('id of the chat'),
      },
    ],
    ['webhook', { url: '/webhook' }, { delivered: true, statusCode: 204 }],
    [
      'webhook',
      { url: '/nothing' },
      { delivered: false, statusCode: 404, words: 'No such service' },
    ],
  ])('a trial answers at once what %s said %j', async (kind, given, expected) => {
    const settings = Object.fromEntries(
      Object.entries(given).map(([key, value]) => [
        key,
        key === 'url' || key === 'baseUrl' ? `${receivers.url}${value}` : value,
      ]),
    );
    const { body } = await create({ kind, ...settings });
    const trial = await service.call<Trial>('POST', `/v1/webhooks/${body.id}/test`);
    expect([trial.status, trial.body]).toEqual([200, expect.objectContaining(expected)]);
    const log = await service.call<{ items: unknown[] }>(
      'GET',
      `/v1/webhooks/${body.id}/deliveries`,
    );
    expect(log.body.items).toEqual([]);
  });

  it('a trial about a milestone has the message of its present status, and links to it', async () => {
    const yaml =
      'id: pact\ntitle: Pact\nzone: Europe/Kyiv\nparties: {a: {name: Ukraine}}\nevents: {signing: {title: Signature}}\nobligations:\n  - {id: elections, title: Elections, obligor: a, due: by 2026-02-20}\n';
    expect((await service.call('POST', '/v1/agreements', yaml)).status).toBe(201);
    const { body } = await create({
      kind: 'teams',
      url: `${receivers.url}/teams/w?sig=1`,
      types: ['milestone.overdue'],
    });
    const at = `/v1/webhooks/${body.id}/test`;
    receivers.forget();
    const trial = await service.call<Trial>('POST', at, { milestone: 'pact/elections' });
    expect(trial.body).toMatchObject({ delivered: true, statusCode: 202 });
    const [printed] = await receivers.tells('teams');
    expect(printed).toContain(
      '“Elections”, owed by Ukraine, is overdue: it was due by 20 February 2026',
    );
    expect(printed).toContain('?agreement=pact&milestone=elections');
    const missing = await service.call<Problem>('POST', at, { milestone: 'pact/nothing' });
    expect([missing.status, missing.body.detail]).toEqual([
      404,
      'There is no milestone "pact/nothing".',
    ]);
  });

  it('changes settings one by one, and keeps the kind', async () => {
    const { body } = await create({
      kind: 'ntfy',
      topic: 'first',
      baseUrl: `${receivers.url}/ntfy`,
    });
    const at = `/v1/webhooks/${body.id}`;
    expect((await service.call('PATCH', at, { topic: 'protected' })).status).toBe(200);
    const refused = await service.call<Trial>('POST', `${at}/test`);
    expect(refused.body).toMatchObject({ delivered: false, words: 'forbidden' });
    expect((await service.call('PATCH', at, { token: 'tk_1', language: 'uk' })).status).toBe(200);
    expect((await service.call<Trial>('POST', `${at}/test`)).body.delivered).toBe(true);
    expect((await service.call('PATCH', at, { kind: 'slack' })).status).toBe(422);
    const foreign = await service.call<Problem>('PATCH', at, { chat: '1' });
    expect([foreign.status, foreign.body.errors[0]?.pointer]).toEqual([422, '/chat']);
  });

  it('keeps one mail server, without showing its password', async () => {
    const none = await service.call<Problem>('GET', '/v1/mail-server');
    expect([none.status, none.body.detail]).toEqual([
      404,
      expect.stringContaining('PUT /v1/mail-server'),
    ]);
    const { body: mailbox } = await create({ kind: 'email', to: 'a@example.org' });
    const unsent = await service.call<Trial>('POST', `/v1/webhooks/${mailbox.id}/test`);
    expect(unsent.body).toMatchObject({ delivered: false, error: 'No mail server is set' });

    const set = await service.call('PUT', '/v1/mail-server', {
      ...MAIL,
      user: 'u',
      password: 'p4ss',
    });
    expect([set.status, JSON.stringify(set.body)]).toEqual([
      200,
      expect.not.stringContaining('p4ss'),
    ]);
    expect(set.body).toMatchObject({ ...MAIL, security: 'starttls', hasPassword: true });

    const local = { ...MAIL, host: '127.0.0.1', port: receivers.mailPort, security: 'none' };
    expect((await service.call('PUT', '/v1/mail-server', local)).status).toBe(200);
    const sent = await service.call<Trial>('POST', `/v1/webhooks/${mailbox.id}/test`);
    expect(sent.body).toMatchObject({
      delivered: true,
      statusCode: 250,
      words: '250 2.0.0 Ok: queued',
    });
    const [printed] = await receivers.tells('email');
    expect(printed).toContain('This is a test message from Pacta.');
    expect((await service.call('DELETE', '/v1/mail-server')).status).toBe(204);
  });

  it.each<[object, string]>([
    [{ ...MAIL, host: '10.0.0.1' }, '/host'],
    [{ ...MAIL, security: 'none' }, '/security'],
    [{ ...MAIL, user: 'u' }, '/password'],
    [{ ...MAIL, host: 'smtp://x' }, '/host'],
    [{ ...MAIL, fromName: 'A\r\nBcc: b@example.org' }, '/fromName'],
    [{ ...MAIL, port: 0 }, '/port'],
  ])('refuses the mail server %j', async (body, pointer) => {
    const { status, body: problem } = await service.call<Problem>('PUT', '/v1/mail-server', body);
    expect([status, problem.errors[0]?.pointer]).toEqual([422, pointer]);
  });
});
