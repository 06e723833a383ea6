import { newId } from '../../src/base/randomness';
import type { CreateRequest } from '../../src/delivery/endpoint/endpoint-schema';
import { KIND_NAMES } from '../../src/delivery/format/kind';
import { Attempt } from '../../src/delivery/queue/attempt.entity';
import type { MessageDraft } from '../../src/outbox/messages';
import { selectRows } from '../../src/store/sql/rows';
import { DATABASE, describeStored } from '../support/databases';
import { SeededRandomness } from '../support/seeded-randomness';
import { rejected, type Sending, startSending, WELL } from './fixture';

const SLACK: Partial<CreateRequest> = {
  kind: 'slack',
  url: 'https://hooks.slack.com/services/T0/B0/X',
  maxPerMinute: null,
};

describeStored(`groups on ${DATABASE}`, () => {
  let sending: Sending;
  const randomness = new SeededRandomness(3);
  let sequence = 0;
  beforeEach(async () => {
    sequence = 0;
    sending = await startSending();
  });

  const draft = (number: number, more: Partial<MessageDraft> = {}): MessageDraft => ({
    id: newId('msg', sending.clock, randomness),
    agreementId: 'pact',
    sequence: ++sequence,
    type: 'milestone.overdue',
    milestoneId: `pact/m${number}`,
    parties: [],
    themes: [],
    hypothetical: false,
    createdAt: sending.clock.now(),
    data: {
      agreement: 'pact',
      agreementTitle: 'Pact',
      text: `Pact: “M${number}” is overdue.`,
      translations: { uk: `Pact: «M${number}»: прострочено.` },
      url: `https://pacta.example.org/?agreement=pact&milestone=m${number}`,
      reason: 'The commission met',
      milestone: { id: `pact/m${number}`, title: `M${number}`, dueOn: '2026-03-01' },
    },
    ...more,
  });
  /** Writes messages in one change. */
  const write = (...drafts: MessageDraft[]) =>
    sending.opened.store.write((tx) => sending.outbox.append(tx, drafts));
  const several = (count: number, more: Partial<MessageDraft> = {}) =>
    Array.from({ length: count }, (_, i) => draft(i + 1, more));
  const states = async () => (await sending.deliveries()).map(({ state }) => state);
  /** Until nothing is due, whatever the limits of a moment are. */
  const drain = async () => {
    for (let idle = 0; idle < 2; sending.clock.advance(60_000)) {
      idle = (await sending.round()) === 0 ? idle + 1 : 0;
    }
  };
  const bodies = () => sending.transport.posts.map(({ body }) => body);

  it('sends one message with a list, and settles each delivery with it', async () => {
    await sending.endpoint({ ...SLACK, language: 'uk' });
    await write(...several(3));
    expect(await sending.round()).toBe(1);
    expect(await states()).toEqual(['delivered', 'delivered', 'delivered']);
    const [body = ''] = bodies();
    expect(JSON.parse(body)).toMatchObject({
      blocks: [
        { text: { text: 'Pact: прострочено — 3' } },
        {
          fields: expect.arrayContaining([
            {
              type: 'plain_text',
              emoji: false,
              text: 'Дати:\n• Pact: «M1»: прострочено.\n• Pact: «M2»: прострочено.\n• Pact: «M3»: прострочено.',
            },
            { type: 'plain_text', emoji: false, text: 'Причина:\nThe commission met' },
          ]),
        },
        { elements: [{ url: 'https://pacta.example.org/?agreement=pact' }] },
      ],
    });
    const log = await sending.opened.store.read((tx) => selectRows(tx, Attempt, '', []));
    expect(log).toHaveLength(3);
    expect(new Set(log.map(({ startedAt }) => startedAt)).size).toBe(1);
  });

  it('sends each message alone to programs', async () => {
    await sending.endpoint();
    await sending.endpoint({ kind: 'pagerduty', url: undefined, routingKey: 'a'.repeat(32) });
    await write(...several(3));
    await drain();
    expect(bodies()).toHaveLength(6);
  });

  it.each(KIND_NAMES.filter((kind) => kind !== 'email'))(
    'a destination of the kind %s gets one message or each',
    async (kind) => {
      const settings: Record<string, Partial<CreateRequest>> = {
        telegram: { token: '1:a', chat: '-1' },
        ntfy: { topic: 'pacta' },
        matrix: { baseUrl: 'https://m.example.org', room: '!r:m.example.org', token: 't' },
        gotify: { baseUrl: 'https://g.example.org', token: 't' },
        pagerduty: { routingKey: 'a'.repeat(32) },
        template: { url: 'https://example.org/', template: '{{ text | json }}' },
        alertmanager: { baseUrl: 'https://a.example.org' },
        'google-chat': { url: 'https://chat.googleapis.com/v1/spaces/A/messages?key=k&token=t' },
        slack: SLACK,
        teams: { url: 'https://x.westeurope.logic.azure.com/workflows/w?sig=s' },
        discord: { url: 'https://discord.com/api/webhooks/1/x' },
      };
      await sending.endpoint({
        url: undefined,
        ...(settings[kind] ?? { url: 'https://example.org/' }),
        kind,
        maxPerMinute: null,
      });
      await write(...several(12));
      await sending.round();
      const programs = ['webhook', 'cloudevents', 'template', 'pagerduty', 'alertmanager'];
      const whole = bodies().join('');
      if (programs.includes(kind)) expect(bodies().length).toBeGreaterThan(1);
      else {
        expect(bodies()).toHaveLength(1);
        // Ten are listed, whatever else is shown.
        for (const number of [1, 10]) expect(whole).toContain(`M${number}`);
        expect(whole).toContain('and 2 more');
        expect(whole).not.toContain('M11');
      }
    },
  );

  it('has a group for each agreement, type and sort of fact, of fifty at most', async () => {
    await sending.endpoint(SLACK);
    await write(
      ...several(2),
      ...several(2, { agreementId: 'other' }),
      ...several(2, { type: 'milestone.due-soon' }),
      ...several(2, { hypothetical: true }),
      draft(9, { milestoneId: null, type: 'schedule.changed' }),
    );
    await drain();
    expect(bodies()).toHaveLength(5);
    await write(...several(120));
    await drain();
    expect(bodies()).toHaveLength(8);
    expect((await states()).every((state) => state === 'delivered')).toBe(true);
  });

  it('keeps the group and its id over attempts, and counts a failure once', async () => {
    const id = await sending.endpoint({
      kind: 'matrix',
      url: undefined,
      baseUrl: 'https://m.example.org',
      room: '!r:m.example.org',
      token: 't',
    });
    const answers = [rejected(500), rejected(500), WELL];
    sending.transport.answer = () => answers.shift() ?? WELL;
    const [first] = await write(...several(3));
    await sending.round();
    expect(await sending.endpoints.read(id)).toMatchObject({ failures: 1 });
    for (let i = 0; i < 2; i++) {
      sending.clock.advance(600_000);
      await sending.round();
    }
    const urls = sending.transport.posts.map(({ url }) => url.split('/').at(-1));
    const group = first?.id.replace('msg_', 'grp_');
    expect(urls).toEqual([group, group, group]);
    expect(await states()).toEqual(['delivered', 'delivered', 'delivered']);
    expect((await sending.log.list(id, {}, 10)).map((one) => one.group)).toEqual([
      group,
      group,
      group,
    ]);
  });

  it('leaves out what was withdrawn meanwhile, and sends the last one alone', async () => {
    await sending.endpoint(SLACK);
    const messages = await write(...several(3));
    const withdraw = (i: number) =>
      sending.opened.store.write((tx) => sending.outbox.withdraw(tx, [messages[i]?.id ?? '']));
    sending.transport.answer = () => rejected(500);
    await withdraw(0);
    await sending.round();
    expect(bodies()[0]).toContain('overdue — 2');
    await withdraw(1);
    sending.clock.advance(600_000);
    sending.transport.answer = () => WELL;
    await sending.round();
    expect(bodies()[1]).toContain('“M3” is overdue.');
    expect(bodies()[1]).not.toContain('—');
    expect((await states()).sort()).toEqual(['delivered', 'superseded', 'superseded']);
  });

  it('is claimed by one process, and due again as a whole after its crash', async () => {
    await sending.endpoint(SLACK);
    await write(...several(20));
    const taken = await Promise.all(Array.from({ length: 6 }, () => sending.claims.take(64)));
    expect(taken.flat()).toHaveLength(1);
    sending.clock.advance(60_000);
    expect(await sending.round()).toBe(1);
    expect(bodies()[0]).toContain('overdue — 20');
    expect(new Set(await states())).toEqual(new Set(['delivered']));
    // The result of the process that died counts no more.
    const [stale] = taken.flat();
    if (stale === undefined) throw new Error('nothing was claimed');
    const at = { startedAt: sending.clock.now(), endedAt: sending.clock.now() };
    await sending.settlement.settle([{ claim: stale, result: rejected(500), ...at }]);
    expect(new Set(await states())).toEqual(new Set(['delivered']));
  });

  it('sends one delivery again alone', async () => {
    const id = await sending.endpoint(SLACK);
    const [, second] = await write(...several(3));
    await sending.round();
    sending.clock.advance(60_000);
    await sending.log.redeliver(id, second?.id ?? '');
    await sending.round();
    expect(bodies()[1]).toContain('“M2” is overdue.');
    expect(bodies()[1]).not.toContain('M3');
  });

  it('counts once against the limit of messages a minute', async () => {
    await sending.endpoint({ ...SLACK, maxPerMinute: 1 });
    await write(...several(10));
    expect(await sending.round()).toBe(1);
    await write(draft(11));
    expect(await sending.round()).toBe(0);
    sending.clock.advance(60_000);
    expect(await sending.round()).toBe(1);
  });
});
