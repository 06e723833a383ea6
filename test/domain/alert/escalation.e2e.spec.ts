import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import {
  startTestReceiver,
  startTestService,
  type TestReceiver,
  type TestService,
} from '../../support/service';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const AGREEMENT = `
id: pact
title: Pact
zone: Europe/Kyiv
parties: {a: {name: A}, b: {name: B}}
obligations:
  - {id: withdrawal, title: Withdrawal, obligor: a, due: within 60 days of signing}
  - {id: elections, title: Elections, obligor: b, due: within 100 days of signing}
`;

interface Delivery {
  id: string;
  type: string;
  escalation: number | null;
  createdAt: string;
}

interface Alert {
  id: string;
  type: string;
  escalatedTo: string | null;
  at: string;
}

describeStored(`an escalation chain on ${DATABASE}`, () => {
  let clock: FakeClock;
  let service: TestService;
  let receiver: TestReceiver;
  let deputy: string;
  let head: string;

  beforeAll(async () => {
    receiver = await startTestReceiver();
    clock = new FakeClock('2026-01-01T00:00:00Z');
    service = await startTestService(clock);
  });
  beforeEach(async () => {
    await service.clear();
    clock.set(Date.parse('2026-01-01T00:00:00Z'));
    await service.call('POST', '/v1/agreements', AGREEMENT);
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-01' });
    deputy = await destination();
    head = await destination();
  });
  afterAll(async () => {
    await service.end();
    await receiver.close();
  });

  const destination = async (more: object = { onlyEscalations: true }) =>
    (await service.call<{ id: string }>('POST', '/v1/webhooks', { url: receiver.url, ...more }))
      .body.id;
  const policy = (rules: object[]) =>
    service.call('PUT', '/v1/agreements/pact/alert-policy', { rules });
  const chain = (...kinds: string[]) => ({
    escalate: {
      ...(kinds.length === 0 ? {} : { kinds }),
      chain: [
        { after: 'PT4H', to: deputy },
        { after: 'P1D', to: head },
      ],
    },
  });
  const dueAt = async (path: string) =>
    Date.parse(
      (await service.call<{ dueAt: string }>('GET', `/v1/milestones/pact/${path}`)).body.dueAt,
    );
  const reach = async (instant: number) => {
    clock.set(instant);
    await service.sweep();
  };
  /** What a destination was sent, oldest first: type, and its place in the chain. */
  const sentTo = async (id: string) =>
    (await service.call<{ items: Delivery[] }>('GET', `/v1/webhooks/${id}/deliveries`)).body.items
      .map(({ type, escalation }) => `${type.replace('milestone.', '')} ${escalation ?? '-'}`)
      .toReversed();
  const overdue = async () =>
    (
      await service.call<{ items: Alert[] }>(
        'GET',
        '/v1/alerts?milestone=pact/withdrawal&type=milestone.overdue',
      )
    ).body.items;

  it('passes an alert that nobody acknowledges to each destination once, at its time', async () => {
    await policy([chain()]);
    const due = await dueAt('withdrawal');
    await reach(due);
    await reach(due + 4 * HOUR - 1);
    expect([await sentTo(deputy), await sentTo(head)]).toEqual([[], []]);
    await reach(due + 4 * HOUR);
    await reach(due + 5 * HOUR);
    expect([await sentTo(deputy), await sentTo(head)]).toEqual([['overdue 1'], []]);
    await reach(due + DAY);
    await reach(due + 20 * DAY);
    expect([await sentTo(deputy), await sentTo(head)]).toEqual([['overdue 1'], ['overdue 2']]);
    expect((await overdue()).map(({ escalatedTo }) => escalatedTo)).toEqual([head, deputy, null]);
  });

  it('says since when nobody has acknowledged it, in a sentence of its own instant', async () => {
    await policy([chain()]);
    const due = await dueAt('withdrawal');
    await reach(due);
    await reach(due + DAY);
    const { body } = await service.call<{ items: { id: string }[] }>(
      'GET',
      `/v1/webhooks/${head}/deliveries`,
    );
    const one = await service.call<{ message: { data: object } }>(
      'GET',
      `/v1/webhooks/${head}/deliveries/${body.items[0]?.id}`,
    );
    expect(one.body.message.data).toMatchObject({
      text: expect.stringContaining('2 days ago'),
      escalation: {
        place: 2,
        length: 2,
        since: new Date(due).toISOString(),
        zone: 'Europe/Kyiv',
      },
    });
  });

  it.each([
    {
      what: 'an acknowledgement',
      act: async () => {
        const [alert] = await overdue();
        return service.call('POST', `/v1/alerts/${alert?.id}/acknowledge`, {});
      },
    },
    {
      what: 'a fulfilment',
      act: () =>
        service.call('POST', '/v1/agreements/pact/facts', {
          was: 'withdrawal.fulfilled',
          at: new Date(clock.now()).toISOString(),
        }),
    },
    {
      what: 'another date',
      act: () => service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-02-01' }),
    },
    {
      what: 'a pause',
      act: () => service.call('PUT', '/v1/agreements/pact/standing', { standing: 'paused' }),
    },
    {
      what: 'an obligation that is removed',
      act: () =>
        service.call('PUT', '/v1/agreements/pact', AGREEMENT.replace(/.*withdrawal.*\n/, ''), {
          'if-match': '*',
        }),
    },
    {
      what: 'a policy without a chain',
      act: () => policy([{ escalate: null }]),
    },
  ])('escalates nothing after $what', async ({ act }) => {
    await policy([chain()]);
    const due = await dueAt('withdrawal');
    await reach(due);
    await reach(due + 5 * HOUR);
    expect((await act()).status).toBeLessThan(300);
    for (const days of [1, 2, 3]) await reach(due + days * DAY);
    expect((await sentTo(deputy)).filter((one) => one.endsWith('1'))).toEqual(['overdue 1']);
    expect(await sentTo(head)).toEqual([]);
  });

  it('passes what follows only to those who were told', async () => {
    await policy([chain()]);
    const due = await dueAt('withdrawal');
    await reach(due);
    await reach(due + 4 * HOUR);
    const [alert] = await overdue();
    await service.call('POST', `/v1/alerts/${alert?.id}/acknowledge`, {});
    await service.call('POST', '/v1/agreements/pact/facts', {
      was: 'withdrawal.fulfilled',
      at: new Date(clock.now()).toISOString(),
    });
    expect((await sentTo(deputy)).sort()).toEqual([
      'alert.acknowledged -',
      'fulfilled-late -',
      'overdue 1',
    ]);
    expect(await sentTo(head)).toEqual([]);
  });

  it('withdraws what still waits for its destination when somebody acknowledges', async () => {
    await service.call('PATCH', `/v1/webhooks/${deputy}`, { state: 'disabled' });
    await policy([chain()]);
    const due = await dueAt('withdrawal');
    await reach(due);
    await reach(due + 4 * HOUR);
    const states = async () =>
      (
        await service.call<{ items: { state: string; type: string }[] }>(
          'GET',
          `/v1/webhooks/${deputy}/deliveries?type=milestone.overdue`,
        )
      ).body.items.map(({ state }) => state);
    expect(await states()).toEqual(['held']);
    const [alert] = await overdue();
    await service.call('POST', `/v1/alerts/${alert?.id}/acknowledge`, {});
    expect(await states()).toEqual(['superseded']);
  });

  it('counts from the alert where the service was stopped, and sends to each destination', async () => {
    await policy([chain()]);
    const due = await dueAt('withdrawal');
    await reach(due + 3 * DAY);
    expect([await sentTo(deputy), await sentTo(head)]).toEqual([[], []]);
    await reach(due + 5 * DAY);
    expect([await sentTo(deputy), await sentTo(head)]).toEqual([['overdue 1'], ['overdue 2']]);
  });

  it('a snooze puts the chain off', async () => {
    await policy([chain()]);
    const due = await dueAt('withdrawal');
    await reach(due);
    const [alert] = await overdue();
    await service.call('POST', `/v1/alerts/${alert?.id}/snooze`, {
      until: new Date(due + 2 * DAY).toISOString(),
    });
    await reach(due + 2 * DAY + 4 * HOUR - 1);
    expect([await sentTo(deputy), await sentTo(head)]).toEqual([[], []]);
    await reach(due + 2 * DAY + 4 * HOUR);
    await reach(due + 3 * DAY);
    expect([await sentTo(deputy), await sentTo(head)]).toEqual([['overdue 1'], ['overdue 2']]);
  });

  it('ends the chain of an alert before the deadline with the deadline', async () => {
    await policy([chain('due-soon', 'upcoming')]);
    const due = await dueAt('withdrawal');
    await reach(due - 5 * HOUR);
    expect([await sentTo(deputy), await sentTo(head)]).toEqual([[], []]);
    await reach(due - HOUR);
    await reach(due);
    await reach(due + 2 * DAY);
    expect([await sentTo(deputy), await sentTo(head)]).toEqual([['due-soon 1'], []]);
  });

  it('keeps a destination’s agreements and its wish for no hypothetical messages', async () => {
    const other = await destination({ agreements: ['another'] });
    const real = await destination({ includeHypothetical: false });
    const all = await destination({});
    await service.call('PUT', '/v1/agreements/pact/signing', {
      date: '2026-01-01',
      hypothetical: true,
    });
    await policy([
      { escalate: { chain: [other, real, all].map((to) => ({ after: 'PT1H', to })) } },
    ]);
    const due = await dueAt('withdrawal');
    await reach(due);
    await reach(due + HOUR);
    expect([await sentTo(other), await sentTo(real)]).toEqual([[], []]);
    expect((await sentTo(all)).slice(-2)).toEqual(['overdue -', 'overdue 3']);
  });

  it('a replay of missed messages leaves escalations to others out', async () => {
    await policy([chain()]);
    const due = await dueAt('withdrawal');
    await reach(due);
    await reach(due + 4 * HOUR);
    const late = await destination({ types: ['milestone.overdue'] });
    await service.call('POST', `/v1/webhooks/${late}/replay`, {
      what: 'missed',
      since: '2026-01-01T00:00:00Z',
    });
    expect(await sentTo(late)).toEqual(['overdue -']);
  });

  it('a dry run lists the escalations that follow if nobody acknowledges', async () => {
    const rules = [
      { leads: ['P30D'], repeat: { every: 'P2D', most: 2 }, ...chain('due-soon', 'overdue') },
    ];
    const span = { from: '2026-01-01T00:00:00Z', to: '2026-05-01T00:00:00Z' };
    const { body } = await service.call<{ items: Alert[] }>(
      'POST',
      '/v1/agreements/pact/alert-policy/rehearsal',
      { ...span, rules },
    );
    await policy(rules);
    for (let at = Date.parse(span.from); at < Date.parse(span.to); at += HOUR) await reach(at);
    const sent = (await service.call<{ items: Alert[] }>('GET', '/v1/alerts?limit=1000')).body
      .items;
    const line = ({ at, type, escalatedTo }: Alert) => `${at} ${type} ${escalatedTo}`;
    expect(sent.map(line).sort()).toEqual(body.items.map(line).sort());
    expect(sent.filter(({ escalatedTo }) => escalatedTo !== null)).toHaveLength(8);
  });

  it('refuses a destination that is not there, one twice, and times out of order', async () => {
    const unknown = await policy([{ escalate: { chain: [{ after: 'PT1H', to: 'ep_none' }] } }]);
    expect(unknown.status).toBe(422);
    expect(unknown.body.errors).toMatchObject([
      { pointer: '/rules/0/escalate/chain/0/to', detail: 'there is no destination "ep_none"' },
    ]);
    const { body } = await policy([
      {
        escalate: {
          chain: [
            { after: 'P1D', to: deputy },
            { after: 'PT1H', to: deputy },
          ],
        },
      },
    ]);
    expect(body.errors.map(({ pointer }) => pointer)).toEqual([
      '/rules/0/escalate/chain/1/after',
      '/rules/0/escalate/chain/1/to',
    ]);
  });

  const describeReplicas = DATABASE === 'postgres' ? describe : describe.skip;

  describeReplicas('with several replicas', () => {
    it('sends it once', async () => {
      await policy([chain()]);
      const others = await Promise.all(
        [1, 2].map(() => startTestService(clock, {}, service.settings)),
      );
      try {
        const all = [service, ...others];
        const due = await dueAt('withdrawal');
        for (const at of [due, due + 4 * HOUR, due + DAY, due + 2 * DAY]) {
          clock.set(at);
          await Promise.all(all.map(({ sweep }) => sweep()));
        }
      } finally {
        for (const { close } of others) await close();
      }
      expect([await sentTo(deputy), await sentTo(head)]).toEqual([['overdue 1'], ['overdue 2']]);
    });
  });
});
