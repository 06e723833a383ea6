import { allTold } from '../support/all-told';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

interface Milestone {
  id: string;
  status: string;
  dueOn: string | null;
  dueOnEarliest: string | null;
  opensOn: string | null;
  opensOnLatest: string | null;
  startsOn: string | null;
  startsOnLatest: string | null;
  endsOn: string | null;
  endsOnEarliest: string | null;
}

const AGREEMENT = `
id: pact
title: Pact
zone: UTC
parties: {north: {name: North}, south: {name: South}}
events: {handover: {title: Handover}}
obligations:
  - {id: understanding, title: Memorandum, obligor: [north, south], due: by June 2026}
  - {id: report, title: Report, obligor: north, due: within 30 days of handover}
  - {id: entry, title: Entry, opens: in second half of 2026}
  - {id: ban, title: Ban, holds: from handover until 2027}
  - {id: exact, title: Exact, due: by 2026-06-30}
`;

describeStored(`days known only roughly, on ${DATABASE}`, () => {
  const clock = new FakeClock('2026-05-01T00:00:00Z');
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(clock);
    await service.call('POST', '/v1/agreements', AGREEMENT);
  });
  afterAll(() => service.end());

  const list = async () => {
    const path = '/v1/agreements/pact/milestones';
    const { items } = (await service.call<{ items: Milestone[] }>('GET', path)).body;
    return Object.fromEntries(items.map((one) => [one.id.slice('pact/'.length), one]));
  };
  const text = async (path: string) => await (await fetch(`${service.url}${path}`)).text();
  const reach = async (at: string) => {
    clock.set(Date.parse(at));
    await service.sweep();
  };
  const record = (fact: object) => service.call<object>('POST', '/v1/agreements/pact/facts', fact);

  it('have both ends; an exact day has one', async () => {
    expect(await list()).toMatchObject({
      understanding: { dueOn: '2026-06-30', dueOnEarliest: '2026-06-01' },
      entry: { opensOn: '2026-07-01', opensOnLatest: '2026-12-31' },
      report: { dueOn: null, dueOnEarliest: null },
      exact: { dueOn: '2026-06-30', dueOnEarliest: null },
    });
  });

  it('follow from an event that is recorded by its month, and is shown by it', async () => {
    const { status, body } = await record({ event: 'handover', at: '2026-03' });
    expect([status, body]).toMatchObject([
      201,
      { occurredOn: '2026-03-31', occurredMonth: '2026-03', occurredAt: null },
    ]);
    expect(await list()).toMatchObject({
      report: { dueOn: '2026-04-30', dueOnEarliest: '2026-03-31', status: 'overdue' },
      ban: {
        startsOn: '2026-03-01',
        startsOnLatest: '2026-03-31',
        endsOn: '2027-12-31',
        endsOnEarliest: '2027-01-01',
        status: 'holding',
      },
    });
    const { body: one } = await service.call<{ derivation: { text: string }[] }>(
      'GET',
      '/v1/milestones/pact%2Freport',
    );
    expect(one.derivation[0]?.text).toContain(
      'between Sunday 1 March 2026 and Tuesday 31 March 2026',
    );
  });

  it.each([
    [{ event: 'signing', at: '2026-06' }, '/at', 'is in the future'],
    [{ event: 'signing', at: '2026-13' }, '/at', '"2026-13" is not a date'],
    [{ was: 'exact.fulfilled', at: '2026-04' }, '/at', 'is a month, and a day is needed here'],
  ])('%j is refused', async (fact, pointer, detail) => {
    const { status, body } = await record(fact);
    expect([status, body]).toMatchObject([
      422,
      { errors: [{ pointer, detail: expect.stringContaining(detail) }] },
    ]);
  });

  it('the month of a signing is set, and none is kept where a day replaces it', async () => {
    const path = '/v1/agreements/pact/signing';
    const asked = { date: '2026-02', hypothetical: false };
    expect((await service.call('PUT', path, asked)).body).toMatchObject({
      date: '2026-02-28',
      month: '2026-02',
    });
    expect((await service.call('PUT', path, asked)).body).toMatchObject({ changed: false });
    const day = { date: '2026-02-28', hypothetical: false };
    expect((await service.call('PUT', path, day)).body).toMatchObject({ month: null });
  });

  it('are announced before the earliest day and overdue after the latest, in words that name both', async () => {
    await reach('2026-05-25T12:00:00Z');
    expect(await list()).toMatchObject({ understanding: { status: 'upcoming' } });
    await reach('2026-05-26T00:00:00Z');
    expect(await list()).toMatchObject({
      understanding: { status: 'due-soon' },
      exact: { status: 'upcoming' },
    });
    await reach('2026-06-30T23:59:00Z');
    expect(await list()).toMatchObject({ understanding: { status: 'due-soon' } });
    await reach('2026-07-01T00:00:00Z');
    expect(await list()).toMatchObject({
      understanding: { status: 'overdue' },
      entry: { status: 'open' },
    });
    await allTold(service);
    const { items } = (
      await service.call<{ items: { type: string; data: { text: string } }[] }>(
        'GET',
        '/v1/changes?limit=500',
      )
    ).body;
    const told = items.map(({ data }) => data.text);
    expect(told).toEqual(
      expect.arrayContaining([
        'Pact was signed on a day between 1 February 2026 and 28 February 2026.',
        'Pact: “Memorandum”, owed by North and South, is due by a day between 1 June 2026 and 30 June 2026 (at the latest in 35 days).',
        'Pact: “Memorandum”, owed by North and South, is overdue: it was due by a day between 1 June 2026 and 30 June 2026 and no fulfilment is recorded.',
        'Pact: “Entry” opens on a day between 1 July 2026 and 31 December 2026 (at the latest in 184 days).',
      ]),
    );
  });

  it('stand in calendar and CSV as roughly as they are known', async () => {
    const calendar = (await text('/v1/agreements/pact/calendar.ics')).replaceAll('\r\n ', '');
    expect(calendar).toContain('SUMMARY:at the latest: Memorandum');
    expect(calendar).toContain('Known only roughly: between 2026-06-01 and 2026-06-30');
    expect(calendar).toContain('SUMMARY:at the earliest: opens: Entry');
    expect(calendar).toContain('SUMMARY:Exact');
    const [head = '', first = ''] = (await text('/v1/agreements/pact/milestones.csv')).split(
      '\r\n',
    );
    expect(head).toContain('dueOnEarliest,opensOnLatest,startsOnLatest,endsOnEarliest');
    expect(first).toContain('2026-06-01');
  });
});
