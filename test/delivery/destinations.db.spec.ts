import fc from 'fast-check';
import { redacted } from '../../src/base/redaction';
import { DELIVERY_DEFAULTS } from '../../src/delivery/delivery-settings';
import { KINDS } from '../../src/delivery/destination-kinds';
import type { CreateRequest } from '../../src/delivery/endpoint/endpoint-schema';
import { KIND_NAMES, type KindName } from '../../src/delivery/format/kind';
import { HttpTransport } from '../../src/delivery/transport/http-transport';
import type { AttemptResult } from '../../src/delivery/transport/transport';
import type { MessageDraft } from '../../src/outbox/messages';
import { run } from '../../src/store/sql/sql';
import { describeStored } from '../support/databases';
import { type Receivers, startReceivers } from '../support/receivers';
import { type Sending, startSending } from './fixture';

const ALLOWED = { allowedNetworks: ['127.0.0.0/8'] };
const PAGE = 'https://pacta.example.org/?agreement=pact&milestone=elections';
const EVIDENCE = 'https://archive.example/letter.pdf';

/** An overdue notice as the service writes it. */
const OVERDUE: Partial<MessageDraft> = {
  type: 'milestone.overdue',
  hypothetical: true,
  data: {
    agreement: 'pact',
    agreementTitle: 'Pact of the rivers',
    text: 'Pact of the rivers (hypothetical): “Elections”, owed by Ukraine, is overdue.',
    translations: {
      uk: 'Pact of the rivers (гіпотетично): «Elections»: прострочено.',
      ru: 'Pact of the rivers (гипотетически): «Elections»: просрочено.',
    },
    url: PAGE,
    who: [{ id: 'ukraine', name: 'Ukraine' }],
    reason: 'The commission met on 1 March',
    evidence: [{ title: 'Letter of the commission', url: EVIDENCE }],
    facts: [],
    at: '2026-03-08T00:00:00Z',
    milestone: { id: 'pact/elections', title: 'Elections', dueOn: '2026-03-07' },
  },
};

let receivers: Receivers;
beforeAll(async () => {
  receivers = await startReceivers();
});
afterAll(() => receivers.stop());

/** The settings of a destination of each kind on the receivers. */
function settingsOf(kind: KindName): Partial<CreateRequest> {
  const at = `${receivers.url}/${kind}`;
  switch (kind) {
    case 'slack':
      return { kind, url: `${at}/services/T0/B0/secret-of-slack` };
    case 'teams':
      return { kind, url: `${at}/workflows/w/triggers/manual/paths/invoke?sig=secret-of-teams` };
    case 'email':
      return { kind, to: 'monitor@example.org' };
    case 'discord':
      return { kind, url: `${at}/api/webhooks/1/secret-of-discord` };
    case 'mattermost':
      return { kind, url: `${at}/hooks/secret-of-mattermost` };
    case 'telegram':
      return { kind, baseUrl: at, token: '123:secret-of-telegram', chat: '-1001' };
    case 'ntfy':
      return { kind, baseUrl: at, topic: 'secret-of-ntfy' };
    case 'apprise':
      return { kind, url: `${at}/notify/secret-of-apprise` };
    case 'google-chat':
      return { kind, url: `${at}/v1/spaces/A/messages?key=k&token=secret-of-google-chat` };
    case 'matrix':
      return { kind, baseUrl: at, room: '!r:example.org', token: 'secret-of-matrix' };
    case 'gotify':
      return { kind, baseUrl: at, token: 'secret-of-gotify' };
    case 'pagerduty':
      return { kind, baseUrl: at, routingKey: '0123456789abcdef0123456789abcdef' };
    case 'alertmanager':
      return { kind, baseUrl: at, token: 'secret-of-alertmanager' };
    case 'template':
      return {
        kind,
        url: `${at}/secret-of-template`,
        headers: { authorization: 'Bearer secret-of-header' },
        template:
          '{"message": {{ text | json }}, "link": {{ url | json }}, "why": {{ details | json }}, "proof": {{ evidence | json }}}',
      };
    case 'cloudevents':
    case 'webhook':
      return { kind, url: `${at}/` };
  }
}

async function sending(): Promise<Sending> {
  const settings = { ...DELIVERY_DEFAULTS, ...ALLOWED };
  const started = await startSending(ALLOWED, new HttpTransport(settings));
  await started.mailServer.set({
    host: '127.0.0.1',
    port: receivers.mailPort,
    security: 'none',
    from: 'pacta@example.org',
    fromName: 'Pacta',
  });
  receivers.forget();
  return started;
}

const own = (settings: Partial<CreateRequest>) => ({ url: undefined, ...settings });

describeStored('destinations', () => {
  describe.each(KIND_NAMES)('%s', (kind) => {
    it('tells what is due, from whom, why, on what evidence, that it is hypothetical, and where', async () => {
      const on = await sending();
      await on.endpoint(own(settingsOf(kind)));
      await on.tell(1, OVERDUE);
      expect(await on.round()).toBe(1);
      expect(await on.deliveries()).toMatchObject([{ state: 'delivered', lastError: null }]);
      const [printed = ''] = await receivers.tells(kind);
      expect(printed).toContain('“Elections”, owed by Ukraine, is overdue');
      expect(printed).toContain('(hypothetical)');
      expect(printed).toContain(PAGE);
      expect(printed).not.toContain('MENTIONS');
      const brief = ['webhook', 'cloudevents', 'alertmanager', 'pagerduty'].includes(kind);
      if (brief) return;
      expect(printed).toContain('Ukraine');
      expect(printed).toContain('7 March 2026');
      expect(printed).toContain('The commission met on 1 March');
      expect(printed).toContain('Letter of the commission');
      if (!['ntfy', 'email', 'template'].includes(kind))
        expect(printed).toContain('Hypothetical: ');
    });

    it('speaks the language of the destination, in Cyrillic', async () => {
      const on = await sending();
      await on.endpoint(own({ ...settingsOf(kind), language: 'uk' }));
      await on.tell(1, OVERDUE);
      await on.round();
      const [printed = ''] = await receivers.tells(kind);
      expect(printed).toContain('«Elections»: прострочено.');
    });

    it('mentions nobody and reads no markup, whatever titles and notes contain', async () => {
      const on = await sending();
      await on.endpoint(own({ ...settingsOf(kind), maxPerMinute: null }));
      for (const hostile of HOSTILE) await on.tell(1, about(hostile));
      while ((await on.round()) > 0);
      const states = (await on.deliveries()).map(({ state, lastError }) => [state, lastError]);
      expect(states).toEqual(HOSTILE.map(() => ['delivered', null]));
      const printed = await receivers.tells(kind, HOSTILE.length);
      expect(printed.filter((one) => one.includes('MENTIONS'))).toEqual([]);
    });

    it('stores its settings encrypted and shows none of its secrets', async () => {
      const on = await sending();
      const id = await on.endpoint(own(settingsOf(kind)));
      const { rows } = await on.opened.store.read((tx) => run(tx, 'SELECT * FROM endpoint', []));
      const kept = JSON.stringify([rows, await on.endpoints.read(id)]);
      expect(kept).not.toContain(`secret-of-${kind}`);
      expect(kept).not.toContain('0123456789abcdef');
    });
  });

  it.each<[string, KindName, Partial<CreateRequest>, string, string]>([
    [
      'slack',
      'slack',
      { url: '/slack/gone' },
      'held',
      'Slack answered 404: no_service. The webhook was removed',
    ],
    [
      'slack',
      'slack',
      { url: '/slack/archived' },
      'held',
      'Slack answered 410: channel_is_archived. ',
    ],
    ['teams', 'teams', { url: '/teams/w?sig=' }, 'delivered', ''],
    [
      'teams',
      'teams',
      { url: '/teams/w' },
      'held',
      'Teams answered 401: DirectApiAuthorizationRequired: ',
    ],
    [
      'teams',
      'teams',
      { url: '/teams/off/w?sig=1' },
      'held',
      'Teams answered 400: WorkflowTriggerIsNotEnabled: ',
    ],
    [
      'discord',
      'discord',
      { url: '/discord/gone' },
      'held',
      'Discord answered 404: Unknown Webhook. ',
    ],
    [
      'mattermost',
      'mattermost',
      { url: '/mattermost/hooks/gone' },
      'held',
      'Mattermost answered 404: Unable to get the webhook.',
    ],
    [
      'telegram',
      'telegram',
      { baseUrl: '/telegram', token: 'wrong', chat: '1' },
      'held',
      'Telegram answered 404: Not Found. The token is not right',
    ],
    [
      'telegram',
      'telegram',
      { baseUrl: '/telegram', token: '1:a', chat: '-404' },
      'held',
      'Telegram answered 400: Bad Request: chat not found. ',
    ],
    [
      'telegram',
      'telegram',
      { baseUrl: '/telegram', token: '1:a', chat: '-403' },
      'held',
      'Telegram answered 403: Forbidden: bot was kicked',
    ],
    [
      'telegram',
      'telegram',
      { baseUrl: '/telegram', token: '1:a', chat: '-429' },
      'pending',
      'Telegram answered 429: Too Many Requests',
    ],
    [
      'ntfy',
      'ntfy',
      { baseUrl: '/ntfy', topic: 'protected' },
      'held',
      'ntfy answered 403: forbidden. The topic is protected',
    ],
    [
      'apprise',
      'apprise',
      { url: '/apprise/none' },
      'held',
      'Apprise answered 204. Apprise has no configuration with this key',
    ],
    [
      'apprise with a tag that it does not read',
      'apprise',
      { url: '/apprise/notify/key', tag: '<a>' },
      'held',
      'Apprise answered 400: Unsupported characters found in tag definition. Apprise does not accept this tag',
    ],
    [
      'apprise with a tag that no service has',
      'apprise',
      { url: '/apprise/notify/key', tag: 'nobody' },
      'pending',
      'Apprise answered 424: One or more notification could not be sent. A service behind Apprise failed, or none',
    ],
    [
      'matrix with a suspended account',
      'matrix',
      { baseUrl: '/matrix', room: '!suspended:example.org', token: 't' },
      'held',
      'Matrix answered 403: M_USER_SUSPENDED: ',
    ],
    [
      'google-chat',
      'google-chat',
      { url: '/google-chat/v1/spaces/A/messages' },
      'held',
      'Google Chat answered 401: Method requires an identity.',
    ],
    [
      'matrix',
      'matrix',
      { baseUrl: '/matrix', room: '!closed:example.org', token: 't' },
      'held',
      'Matrix answered 403: M_FORBIDDEN: ',
    ],
    [
      'gotify',
      'gotify',
      { baseUrl: '/gotify', token: 'wrong' },
      'held',
      'Gotify answered 401: you need to provide a valid access token',
    ],
    [
      'pagerduty',
      'pagerduty',
      { baseUrl: '/pagerduty', routingKey: '0'.repeat(32) },
      'held',
      'PagerDuty answered 400: Event object is invalid',
    ],
    [
      'email',
      'email',
      { to: 'nobody@example.org' },
      'held',
      'The mail server answered 550: 550 5.1.1 No such user here',
    ],
  ])('%s: what its refusal means (%#)', async (_title, kind, given, state, error) => {
    const on = await sending();
    const settings = Object.fromEntries(
      Object.entries(given).map(([key, value]) => [
        key,
        (key === 'url' || key === 'baseUrl') && typeof value === 'string'
          ? `${receivers.url}${value}`
          : value,
      ]),
    );
    const id = await on.endpoint(own({ kind, ...settings }));
    await on.tell(1, OVERDUE);
    await on.round();
    const [delivery] = await on.log.list(id, {}, 10);
    expect([delivery?.state, delivery?.lastError ?? '']).toEqual([
      state,
      expect.stringContaining(error),
    ]);
  });

  it('fails a message at once that the service will never accept', async () => {
    const on = await sending();
    const answer = { status: 400, body: 'invalid_blocks' };
    expect(KINDS.slack.read?.(answer)).toMatchObject({ verdict: 'refused' });
    const id = await on.endpoint(own(settingsOf('slack')));
    await on.tell(1, OVERDUE);
    const [claim] = await on.claims.take(1);
    const result: AttemptResult = {
      outcome: 'rejected',
      statusCode: 400,
      retryAfter: undefined,
      excerpt: 'invalid_blocks',
      error: 'Slack answered 400: invalid_blocks',
      refused: 'message',
      advice: 'Slack does not accept this message.',
    };
    const at = on.clock.now();
    if (claim === undefined) throw new Error('nothing was claimed');
    await on.settlement.settle([{ claim, result, startedAt: at, endedAt: at }]);
    const [delivery] = await on.log.list(id, {}, 10);
    expect(delivery).toMatchObject({
      state: 'failed',
      attempts: 1,
      lastError: 'Slack answered 400: invalid_blocks. Slack does not accept this message.',
    });
  });

  it('waits while its settings cannot be read, and is sent after they are set again', async () => {
    const on = await sending();
    const { topic, baseUrl } = settingsOf('ntfy');
    const id = await on.endpoint(own({ kind: 'ntfy', topic, baseUrl }));
    await on.opened.store.write((tx) =>
      run(tx, `UPDATE endpoint SET settings = 'sealed1.AAAA' WHERE id = ?`, [id]),
    );
    await on.tell(1, OVERDUE);
    await on.round();
    expect(await on.deliveries()).toMatchObject([
      { state: 'pending', lastError: expect.stringContaining('Set them again') },
    ]);
    await on.endpoints.change(id, { topic, baseUrl });
    on.clock.advance(60_000);
    await on.round();
    expect(await on.deliveries()).toMatchObject([{ state: 'delivered' }]);
  });

  it('opens, acknowledges and resolves one incident of a milestone by one key', async () => {
    const on = await sending();
    await on.endpoint(own({ ...settingsOf('pagerduty'), maxPerMinute: null }));
    await on.tell(1, OVERDUE);
    await on.tell(1, { ...OVERDUE, type: 'alert.acknowledged' });
    await on.tell(1, { ...OVERDUE, type: 'milestone.fulfilled-late' });
    await on.tell(1, { ...OVERDUE, type: 'schedule.changed' });
    while ((await on.round(1)) > 0);
    const printed = await receivers.tells('pagerduty', 3);
    const actions = new Set(
      printed.map((one) => /(trigger|acknowledge|resolve) \S+/.exec(one)?.[0]),
    );
    expect(actions).toEqual(
      new Set(['trigger', 'acknowledge', 'resolve'].map((one) => `${one} pacta:pact/elections`)),
    );
  });

  it('groups the mails of a milestone, names each attempt alike, and says how to end them', async () => {
    const on = await sending();
    await on.endpoint(own({ ...settingsOf('email'), maxPerMinute: null }));
    const [first] = await on.tell(1, OVERDUE);
    await on.tell(1, { ...OVERDUE, type: 'milestone.fulfilled-late' });
    await on.round();
    const printed = await receivers.tells('email', 2);
    const subjects = printed.map((one) => one.split('\n')[0]);
    expect(new Set(subjects)).toEqual(
      new Set(['email        250  to monitor@example.org: Pact of the rivers: Elections']),
    );
    expect(first).toBeDefined();
  });
});

/** Texts that mean something to one service or another. */
const HOSTILE = [
  '@everyone @here @channel @all <!channel> <!here> <@U012AB3CD> <#C012AB3CD> <users/all>',
  '**bold** _it_ ~~no~~ ||spoiler|| `code` [click](https://evil.example) # heading\n> quote\n- list',
  '<script>alert(1)</script><img src=x onerror=alert(1)><a href="https://evil.example">x</a> &amp; "quoted" \'q\'',
  'Subject\r\nBcc: victim@example.org\r\n\r\nbody\r\n.\r\nMAIL FROM:<evil@example.org>',
  '{{DATE(2017-02-14T06:00:00Z)}} ${env} {{7*7}} /start #tag $TICKER @room',
  'ישראל תקיים בחירות · ستجرى الانتخابات · Вибори — вже незабаром · 選挙 · 👩‍👩‍👧‍👦'.repeat(200),
  ...fc.sample(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6_000 }), {
    numRuns: 6,
    seed: 7,
  }),
];

function about(text: string): Partial<MessageDraft> {
  const line = text.replace(/\s+/g, ' ');
  return {
    type: 'milestone.overdue',
    data: {
      agreement: 'pact',
      agreementTitle: line,
      text: `${line} is overdue.`,
      translations: {},
      url: PAGE,
      who: Array.from({ length: 30 }, (_, i) => ({ id: `p${i}`, name: line })),
      reason: text,
      note: text,
      evidence: Array.from({ length: 20 }, () => ({ title: line, url: EVIDENCE })),
      milestone: { id: 'pact/elections', title: line, dueOn: '2026-03-07' },
    },
  };
}

describe('addresses in logs', () => {
  it.each([
    ['https://hooks.slack.com/services/T000/B000/abcdefgh', 'https://hooks.slack.com/services/…'],
    ['https://discord.com/api/webhooks/1234/abc-DEF_g', 'https://discord.com/api/webhooks/…'],
    [
      'https://api.telegram.org/bot123456:ABC-DEF/sendMessage',
      'https://api.telegram.org/bot…/sendMessage',
    ],
    [
      'https://x.logic.azure.com/workflows/w?api-version=1&sig=abc',
      'https://x.logic.azure.com/workflows/w?api-version=1&sig=…',
    ],
    [
      'https://hooks.slack.com/services/T000/B000/XXXX',
      'https://hooks.slack.com/services/T000/B000/XXXX',
    ],
    ['smtps://user:secret@smtp.example.org', 'smtps://…@smtp.example.org'],
  ])('%s', (address, shown) => {
    expect(redacted(`failed: ${address} x`)).toBe(`failed: ${shown} x`);
  });
});
