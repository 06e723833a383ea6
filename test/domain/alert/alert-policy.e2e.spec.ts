import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import { startTestService, type TestService } from '../../support/service';

const HOUR = 3_600_000;

const AGREEMENT = `
id: pact
title: Pact
zone: UTC
parties: {a: {name: A}, b: {name: B}}
events: {deposit: {title: Deposit}}
obligations:
  - {id: withdrawal, title: Withdrawal, obligor: a, theme: troops, due: within 60 days of signing, grace: 72 hours}
  - {id: elections, title: Elections, obligor: b, theme: politics, due: within 100 days of signing}
  - {id: report, title: Report, obligor: b, theme: politics, due: within 10 days of deposit}
`;

interface Alert {
  id: string;
  milestone: string;
  type: string;
  version: number;
  step: number;
  at: string;
  state: string;
  answers: { kind: string; note: string | null }[];
}

describeStored(`an alert policy on ${DATABASE}`, () => {
  let clock: FakeClock;
  let service: TestService;

  beforeAll(async () => {
    clock = new FakeClock('2026-01-01T00:00:00Z');
    service = await startTestService(clock);
  });
  beforeEach(async () => {
    await service.clear();
    clock.set(Date.parse('2026-01-01T00:00:00Z'));
    await service.call('POST', '/v1/agreements', AGREEMENT);
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-01' });
  });
  afterAll(() => service.end());

  const policy = (rules: object[]) =>
    service.call('PUT', '/v1/agreements/pact/alert-policy', { rules });
  const alerts = async (query = '') =>
    (await service.call<{ items: Alert[] }>('GET', `/v1/alerts${query}`)).body.items;
  /** What was told of a milestone, oldest first: `type step@day`. */
  const told = async (path: string) =>
    (await alerts(`?milestone=pact/${path}`))
      .sort((a, b) => a.version - b.version || a.at.localeCompare(b.at))
      .map(({ type, step, at }) => `${type.replace('milestone.', '')} ${step}@${at.slice(0, 10)}`);
  const reach = async (day: string) => {
    clock.set(Date.parse(`${day}T00:00:00Z`));
    await service.sweep();
  };

  it('sends one alert for each lead time before a deadline', async () => {
    await policy([{ leads: ['P30D', 'P1D'] }]);
    // Due within 60 days of 1 January: late from 3 March on.
    for (const day of ['2026-01-31', '2026-02-01', '2026-02-24', '2026-03-02', '2026-03-02']) {
      await reach(day);
    }
    expect(await told('withdrawal')).toEqual([
      'upcoming 43200@2026-02-01',
      'due-soon 0@2026-02-24',
      'upcoming 1440@2026-03-02',
    ]);
  });

  it('sends reminders while overdue up to the limit, and none after an acknowledgement', async () => {
    await policy([{ repeat: { every: 'P1D', most: 3 } }]);
    for (let day = 6; day <= 12; day++) await reach(`2026-03-${String(day).padStart(2, '0')}`);
    expect(await told('withdrawal')).toEqual([
      'overdue 0@2026-03-06',
      'overdue 1@2026-03-07',
      'overdue 2@2026-03-08',
      'overdue 3@2026-03-09',
    ]);
    await reach('2026-04-12');
    const [overdue] = await alerts('?milestone=pact/elections&type=milestone.overdue');
    const answered = await service.call<Alert>('POST', `/v1/alerts/${overdue?.id}/acknowledge`, {
      note: 'the commission has been called',
      actor: 'a monitor',
    });
    expect(answered).toMatchObject({ status: 200, body: { state: 'acknowledged' } });
    const before = await told('elections');
    await reach('2026-04-20');
    expect(await told('elections')).toEqual(before);
    expect((await alerts('?open=true')).map(({ milestone }) => milestone)).not.toContain(
      'pact/elections',
    );
  });

  it('a snooze stops reminders until its end, then sends one', async () => {
    await policy([{ repeat: { every: 'P1D', most: 20 } }]);
    await reach('2026-03-06');
    const [overdue] = await alerts('?milestone=pact/withdrawal');
    const answer = await service.call<Alert>('POST', `/v1/alerts/${overdue?.id}/snooze`, {
      until: '2026-03-10T09:00:00Z',
      note: 'talks on Tuesday',
    });
    expect(answer.body).toMatchObject({ state: 'snoozed' });
    for (const day of ['2026-03-07', '2026-03-08', '2026-03-10']) await reach(day);
    expect(await told('withdrawal')).toEqual(['overdue 0@2026-03-06']);
    clock.set(Date.parse('2026-03-10T09:00:00Z'));
    await service.sweep();
    await reach('2026-03-11');
    expect(await told('withdrawal')).toEqual([
      'overdue 0@2026-03-06',
      'overdue 1000000@2026-03-10',
      'overdue 5@2026-03-11',
    ]);
  });

  it('a more specific rule overrides a general one, key by key', async () => {
    await policy([
      { obligation: 'elections', leads: ['P20D'] },
      { leads: ['P30D'], mute: ['due-soon'] },
      { party: 'a', leads: [] },
    ]);
    await reach('2026-04-10');
    expect(await told('withdrawal')).toEqual(['overdue 0@2026-03-06']);
    expect(await told('elections')).toEqual(['upcoming 28800@2026-03-23']);
  });

  it('a new policy announces the latest step before now of an upcoming deadline', async () => {
    await reach('2026-02-20');
    await policy([{ leads: ['P30D', 'P12D'] }]);
    await reach('2026-02-21');
    expect(await told('withdrawal')).toEqual(['upcoming 17280@2026-02-20']);
  });

  it('a new policy announces nothing of a deadline that has passed', async () => {
    await reach('2026-03-08');
    await policy([{ repeat: { every: 'P1D', most: 2 }, leads: ['P30D'] }]);
    await reach('2026-03-20');
    expect(await told('withdrawal')).toEqual(['overdue 0@2026-03-06']);
  });

  it('sends an alert for a milestone that is undated for too long, and when it gets its date', async () => {
    await policy([{ undatedAfter: 'P30D', clockStarted: true }]);
    await reach('2026-02-01');
    expect(await told('report')).toEqual(['undated 1@2026-01-31']);
    await service.call('POST', '/v1/agreements/pact/facts', { event: 'deposit', at: '2026-02-01' });
    expect((await told('report')).at(-1)).toBe('redated 0@2026-02-01');
  });

  it('sends an alert with both dates when an announced date moves', async () => {
    await reach('2026-02-24');
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-02-01' });
    expect(await told('withdrawal')).toEqual(['due-soon 0@2026-02-24', 'redated 0@2026-02-24']);
    expect((await alerts('?open=false')).map(({ state }) => state)).toEqual(['superseded']);
  });

  it('refuses all rules that name something unknown at once, and sets nothing', async () => {
    const { status, body } = await policy([
      { obligation: 'electons', leads: ['P7D'] },
      { party: 'c', leads: ['P7D'] },
    ]);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([
      { pointer: '/rules/0/obligation', detail: expect.stringContaining('mean "elections"') },
      { pointer: '/rules/1/party' },
    ]);
    const bad = await policy([{ leads: ['P1M', 'soon'], repeat: { every: 'PT1M', most: 3 } }]);
    expect(bad.body.errors.map(({ pointer }) => pointer)).toEqual([
      '/rules/0/leads/0',
      '/rules/0/leads/1',
      '/rules/0/repeat/every',
    ]);
    const read = await service.call<{ rules: object[] }>('GET', '/v1/agreements/pact/alert-policy');
    expect(read.body.rules).toEqual([]);
  });

  it('a dry run lists the alerts that the sweep then sends', async () => {
    const rules = [
      { leads: ['P30D', 'P1D'], repeat: { every: 'P2D', most: 2 }, undatedAfter: 'P45D' },
    ];
    const span = { from: '2026-01-01T00:00:00Z', to: '2026-05-01T00:00:00Z' };
    const rehearsal = await service.call<{ count: number; items: Alert[] }>(
      'POST',
      '/v1/agreements/pact/alert-policy/rehearsal',
      { ...span, rules },
    );
    expect(rehearsal.status).toBe(200);
    expect(await alerts()).toEqual([]);
    await policy(rules);
    for (let at = Date.parse(span.from); at < Date.parse(span.to); at += 12 * HOUR) {
      clock.set(at);
      await service.sweep();
    }
    const line = ({ type, milestone, step, at }: Alert) => `${at} ${milestone} ${type} ${step}`;
    expect((await alerts('?limit=1000')).map(line).sort()).toEqual(
      rehearsal.body.items.map(line).sort(),
    );
  });

  it.each([
    { standing: 'active', note: null },
    {
      standing: 'paused',
      note: 'Pact is paused and sends no alerts; the list is that of an active one.',
    },
    {
      standing: 'archived',
      note: 'Pact is archived and sends no alerts; the list is that of an active one.',
    },
  ])(
    'a dry run says of an agreement that is $standing what it assumes',
    async ({ standing, note }) => {
      await service.call('PUT', '/v1/agreements/pact/standing', { standing });
      const { body } = await service.call<{ count: number }>(
        'POST',
        '/v1/agreements/pact/alert-policy/rehearsal',
        { from: '2026-01-01T00:00:00Z', to: '2026-05-01T00:00:00Z' },
      );
      expect(body).toMatchObject({ standing, note });
      expect(body.count).toBeGreaterThan(0);
    },
  );

  it('refuses an answer to an alert about a superseded date', async () => {
    await reach('2026-02-24');
    const [alert] = await alerts();
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-02-01' });
    const { status } = await service.call('POST', `/v1/alerts/${alert?.id}/acknowledge`);
    expect(status).toBe(409);
    expect((await service.call('POST', '/v1/alerts/alert_none/acknowledge')).status).toBe(404);
  });
});
