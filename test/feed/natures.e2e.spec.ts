import { allTold } from '../support/all-told';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

interface Milestone {
  id: string;
  status: string;
  state: string;
  timeliness: string;
  nature: string;
  dueOn: string | null;
  comesAt: string | null;
}

const AGREEMENT = `
id: pact
title: Pact
zone: Europe/Brussels
obligations:
  - {id: in-force, title: Entry into force, falls: 2024-08-01}
  - {id: applies, title: The pact applies, falls: 1 day after (24 months after in-force.due)}
  - {id: day, title: Implementation Day, falls: 2026-08-02}
  - {id: expiry, title: Expiry, falls: 2026-08-02}
  - {id: entry, title: The party may enter, opens: 2026-08-02}
  - {id: report, title: Report, due: by 2026-08-02}
`;

describeStored(`beginnings, ends and rights beside a deadline, on ${DATABASE}`, () => {
  const clock = new FakeClock('2026-07-01T00:00:00Z');
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
  const statuses = async () =>
    Object.fromEntries(Object.entries(await list()).map(([id, { status }]) => [id, status]));
  const text = async (path: string) => await (await fetch(`${service.url}${path}`)).text();
  const reach = async (at: string) => {
    clock.set(Date.parse(at));
    await service.sweep();
  };

  it('have their nature and the instant at which they come', async () => {
    const found = await list();
    expect(Object.values(found).map(({ nature, comesAt }) => [nature, comesAt])).toEqual([
      ['beginning', '2024-07-31T22:00:00Z'],
      ['beginning', '2026-08-01T22:00:00Z'],
      ['moment', '2026-08-01T22:00:00Z'],
      ['end', '2026-08-02T22:00:00Z'],
      ['right', '2026-08-01T22:00:00Z'],
      ['deadline', null],
    ]);
    expect(found.applies?.dueOn).toBe('2026-08-02');
  });

  it('beginnings come at the start of their day, ends when it is over', async () => {
    expect(await statuses()).toMatchObject({ 'in-force': 'took-effect', applies: 'upcoming' });
    await reach('2026-08-01T21:59:59Z');
    expect(await statuses()).toMatchObject({
      applies: 'due-soon',
      day: 'due-soon',
      entry: 'due-soon',
    });
    await reach('2026-08-02T10:00:00Z');
    expect(await statuses()).toEqual({
      'in-force': 'took-effect',
      applies: 'took-effect',
      day: 'came',
      expiry: 'due-soon',
      entry: 'open',
      report: 'due-soon',
    });
    await reach('2026-08-02T22:00:00Z');
    expect(await statuses()).toMatchObject({ expiry: 'expired', report: 'overdue' });
    expect((await list()).entry).toMatchObject({ timeliness: 'open', state: 'in-effect' });
  });

  it('are announced in advance, and never as overdue', async () => {
    await allTold(service);
    const { items } = (
      await service.call<{ items: { type: string; data: { milestone?: Milestone } }[] }>(
        'GET',
        '/v1/changes?limit=500',
      )
    ).body;
    const told = items.flatMap(({ type, data }) =>
      data.milestone === undefined
        ? []
        : [`${type.slice('milestone.'.length)} ${data.milestone.id}`],
    );
    expect(told.sort()).toEqual([
      'due-soon pact/applies',
      'due-soon pact/day',
      'due-soon pact/entry',
      'due-soon pact/expiry',
      'due-soon pact/report',
      'overdue pact/report',
    ]);
  });

  it('are counted and filtered by their statuses', async () => {
    const { body } = await service.call<{ agreements: { counts: object }[] }>('GET', '/v1/summary');
    expect(body.agreements[0]?.counts).toMatchObject({
      'took-effect': 2,
      came: 1,
      open: 1,
      expired: 1,
      overdue: 1,
      undated: 0,
    });
    const path = '/v1/milestones?status=took-effect,open&state=came,in-effect';
    const { items } = (await service.call<{ items: Milestone[] }>('GET', path)).body;
    expect(items.map(({ id }) => id)).toEqual(['pact/in-force', 'pact/applies', 'pact/entry']);
  });

  it('have these words in the calendar, on the plain page, in the report and in the table', async () => {
    const calendar = (await text('/v1/agreements/pact/calendar.ics')).replaceAll('\r\n ', '');
    for (const said of [
      'SUMMARY:takes effect: The pact applies',
      'SUMMARY:ends: Expiry',
      'SUMMARY:opens: The party may enter',
      'Status: took effect\\nIn effect from 2026-08-01T22:00:00Z',
      'Status: ended\\nOver from 2026-08-02T22:00:00Z',
      'Status: open\\nOpen from 2026-08-01T22:00:00Z',
      'Status: overdue\\nLate from 2026-08-02T22:00:00Z',
    ]) {
      expect(calendar).toContain(said);
    }
    const plain = await text('/plain/pact');
    for (const said of ['took effect', 'came', 'ended', 'open since 2026-08-02']) {
      expect(plain).toContain(said);
    }
    expect(plain).not.toContain('took-effect');
    const report = await text('/v1/agreements/pact/report?from=2026-08-01&to=2026-08-31&format=md');
    expect(report).toMatch(/The pact applies .*took effect/);
    const csv = await text('/v1/agreements/pact/milestones.csv');
    expect(csv.split('\n')[0]).toContain('nature,comesAt');
  });
});
