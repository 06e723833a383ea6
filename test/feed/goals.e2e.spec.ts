import { allTold } from '../support/all-told';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

interface Milestone {
  id: string;
  status: string;
  timeliness: string;
  nature: string;
  dueOn: string | null;
  targetOn: string | null;
  comesAt: string | null;
}

const AGREEMENT = `
id: annapolis
title: Joint Understanding
zone: UTC
parties: {israel: {name: Israel}, plo: {name: PLO}}
obligations:
  - {id: agreement, title: Agreement, obligor: [israel, plo], target: 2008-12-31}
  - {id: report, title: Report, obligor: israel, due: by 2008-12-31, target: 2008-12-20}
`;

describeStored(`a goal beside a deadline, on ${DATABASE}`, () => {
  const clock = new FakeClock('2008-11-27T00:00:00Z');
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(clock);
    await service.call('POST', '/v1/agreements', AGREEMENT);
  });
  afterAll(() => service.end());

  const list = async () => {
    const path = '/v1/agreements/annapolis/milestones';
    const { items } = (await service.call<{ items: Milestone[] }>('GET', path)).body;
    return Object.fromEntries(items.map((one) => [one.id.slice('annapolis/'.length), one]));
  };
  const told = async () => {
    await allTold(service);
    const { items } = (
      await service.call<{
        items: { type: string; data: { text: string; milestone?: Milestone } }[];
      }>('GET', '/v1/changes?limit=500')
    ).body;
    return items.flatMap(({ type, data }) =>
      data.milestone?.nature === 'goal' ? [`${type}: ${data.text}`] : [],
    );
  };
  const reach = async (at: string) => {
    clock.set(Date.parse(at));
    await service.sweep();
  };
  const text = async (path: string) => await (await fetch(`${service.url}${path}`)).text();

  it('has the day that is aimed at and no deadline', async () => {
    expect(await list()).toMatchObject({
      agreement: {
        nature: 'goal',
        status: 'upcoming',
        dueOn: null,
        targetOn: '2008-12-31',
        comesAt: '2009-01-01T00:00:00Z',
      },
      report: { nature: 'deadline', dueOn: '2008-12-31', targetOn: '2008-12-20' },
    });
  });

  it('is announced as a goal, and nobody is told that it is late', async () => {
    await reach('2008-12-25T00:00:00Z');
    expect(await list()).toMatchObject({ agreement: { status: 'due-soon' } });
    await reach('2009-01-01T00:00:00Z');
    expect(await list()).toMatchObject({
      agreement: { status: 'open', timeliness: 'open' },
      report: { status: 'overdue' },
    });
    await reach('2009-03-01T00:00:00Z');
    expect(await list()).toMatchObject({ agreement: { status: 'open' } });
    expect(await told()).toEqual([
      'milestone.due-soon: Joint Understanding: “Agreement”, a goal of Israel and PLO, is aimed for by 31 December 2008 (in 6 days).',
    ]);
  });

  it('stands in calendar, CSV and the page without script as a goal', async () => {
    const calendar = await text('/v1/agreements/annapolis/calendar.ics');
    expect(calendar).toContain('SUMMARY:goal: Agreement');
    expect(calendar).toContain('DTSTART;VALUE=DATE:20081231');
    expect(await text('/v1/agreements/annapolis/milestones.csv')).toContain('2008-12-31');
    expect(await text('/plain/annapolis')).toContain('goal not reached yet');
  });

  it('that is reached afterwards is met, not late', async () => {
    const facts = '/v1/agreements/annapolis/facts';
    await service.call('POST', facts, {
      was: 'agreement.fulfilled',
      by: 'israel',
      at: '2009-02-01',
    });
    await service.call('POST', facts, { was: 'agreement.fulfilled', by: 'plo', at: '2009-02-02' });
    expect(await list()).toMatchObject({ agreement: { status: 'met', timeliness: 'on-time' } });
    expect((await told()).at(-1)).toBe(
      'milestone.fulfilled: Joint Understanding: Israel and PLO fulfilled “Agreement” on 2 February 2009.',
    );
  });
});
