import { readAgreement } from '../../../src/domain/agreement/document/loader';
import { run } from '../../../src/store/sql/sql';
import { Store } from '../../../src/store/store';
import { FakeClock } from '../../support/fake-clock';
import { startTestService, type TestService } from '../../support/service';

const DOCUMENT = `
id: peace
title: A peace
zone: Europe/Kyiv
parties: {a: {name: A}, b: {name: B, zone: Europe/Moscow}}
events: {observers: {title: Observers deployed}}
obligations:
  - {id: ceasefire, title: Ceasefire, obligor: [a, b], holds: from signing}
  - {id: withdrawal, title: Withdrawal, obligor: [a, b], due: within 30 days of signing}
  - {id: inspection, title: Inspection, obligor: a, due: within 2 weeks of withdrawal.fulfilled}
  - {id: report, title: Report, obligor: a, due: within 1 month of inspection.fulfilled but not after 2026-03-15}
  - {id: elections, title: Elections, obligor: b, due: within 100 days of signing}
  - {id: fund, title: Fund, obligor: a, due: by 2026-06-30}
`;

interface Milestone {
  id: string;
  dueOn: string | null;
  status: string;
  hypothetical: boolean;
  restsOnAssumption: boolean;
}
interface WhatIf {
  hypothetical: boolean;
  scenarios: {
    signing: string | null;
    hypothetical: boolean;
    milestones: Milestone[];
    conflicts: { kind: string; milestone: string }[];
    unplaced: { assume: string; waitsFor: string[] }[];
    comparison?: {
      with: string;
      signing: { from: string; to: string; days: number };
      differences: {
        id: string;
        change: string;
        dates: {
          from: string;
          to: string;
          days: number;
          reasons: { kind: string; text: string }[];
        }[];
        status: { from: string; to: string };
      }[];
      unmoved: { id: string; on: string; reasons: { text: string }[] }[];
      histogram: { days: number; milestones: number }[];
      newlyOverdue: string[];
      findings: { appear: { kind: string }[]; vanish: unknown[] };
      conflicts: { appear: unknown[]; vanish: unknown[] };
    };
  }[];
}

describe('what if', () => {
  const clock = new FakeClock('2025-12-01T09:00:00Z');
  let service: TestService;
  const at = '/v1/agreements/peace';

  beforeAll(async () => {
    service = await startTestService(clock);
  });
  afterAll(() => service.end());
  beforeEach(async () => {
    await service.clear();
    clock.set('2025-12-01T09:00:00Z');
    await service.call('POST', '/v1/agreements', DOCUMENT);
    await service.call('PUT', `${at}/signing`, { date: '2025-11-27' });
  });

  const ask = async (query: string): Promise<WhatIf> => {
    const { status, body } = await service.call<WhatIf>('GET', `${at}/schedule?${query}`);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  };
  const dues = (scenario: WhatIf['scenarios'][number] | undefined): Record<string, string | null> =>
    Object.fromEntries((scenario?.milestones ?? []).map(({ id, dueOn }) => [id.slice(6), dueOn]));

  it('answers for another signing date, all hypothetical, without writing', async () => {
    const before = await service.call('GET', at);
    const { hypothetical, scenarios } = await ask('signing=2025-12-25');
    expect(hypothetical).toBe(true);
    expect(scenarios).toHaveLength(1);
    expect(dues(scenarios[0])).toMatchObject({
      withdrawal: '2026-01-24',
      elections: '2026-04-04',
      fund: '2026-06-30',
    });
    for (const one of scenarios[0]?.milestones ?? []) expect(one.hypothetical).toBe(true);
    const fund = scenarios[0]?.milestones.find(({ id }) => id === 'peace/fund');
    expect(fund?.restsOnAssumption).toBe(false);
    expect((await service.call('GET', at)).body).toEqual(before.body);
    expect(
      (await service.call<{ items: unknown[] }>('GET', `${at}/facts`)).body.items,
    ).toHaveLength(1);
  });

  it('moves a fulfilment past its due date, and what waits for it', async () => {
    const late = (await ask('assume=withdrawal:%2BP14D')).scenarios[0];
    expect(dues(late)).toMatchObject({ withdrawal: '2025-12-27', inspection: '2026-01-24' });
    // A plus that was not encoded arrives as a space.
    expect((await ask('assume=withdrawal:+P14D')).scenarios[0]?.milestones).toEqual(
      late?.milestones,
    );
    const chained = (await ask('assume=withdrawal:P2W&assume=inspection:P1M')).scenarios[0];
    expect(dues(chained)).toMatchObject({ inspection: '2026-01-24', report: '2026-03-15' });
    const waiting = (await ask('assume=inspection:P1M')).scenarios[0];
    expect(waiting?.unplaced).toEqual([
      { assume: 'inspection:P1M', waitsFor: ['withdrawal.fulfilled'] },
    ]);
  });

  it('answers for several signing dates', async () => {
    const { scenarios } = await ask('signing=2025-12-25&signing=2026-01-31&assume=withdrawal:P0D');
    expect(scenarios.map(({ signing }) => signing)).toEqual(['2025-12-25', '2026-01-31']);
    expect(scenarios.map((one) => dues(one).inspection)).toEqual(['2026-02-07', '2026-03-16']);
  });

  it('compares with the baseline: both dates, the shift, and why it differs from the signing’s', async () => {
    const { scenarios } = await ask(
      'signing=2025-12-25&assume=withdrawal.fulfilled:2026-01-10&compare=baseline',
    );
    const { comparison } = scenarios[0] ?? {};
    expect(comparison).toMatchObject({
      with: 'baseline',
      signing: { from: '2025-11-27', to: '2025-12-25', days: 28 },
      unmoved: [
        { id: 'peace/report', on: '2026-03-15', reasons: [{ kind: 'fixed' }] },
        { id: 'peace/fund', on: '2026-06-30', reasons: [{ kind: 'fixed' }] },
      ],
      histogram: [
        { days: 0, milestones: 2 },
        { days: 28, milestones: 3 },
      ],
    });
    expect(comparison?.differences.map(({ id, change }) => [id, change])).toEqual([
      ['peace/ceasefire', 'moved'],
      ['peace/withdrawal', 'moved'],
      ['peace/inspection', 'dated'],
      ['peace/elections', 'moved'],
    ]);
  });

  it('compares with another signing date, another instant and a saved scenario', async () => {
    const signing = (await ask('signing=2026-01-31&compare=signing:2025-12-31')).scenarios[0]
      ?.comparison;
    expect(signing?.signing).toEqual({ from: '2025-12-31', to: '2026-01-31', days: 31 });
    const instant = (await ask('asOf=2026-01-10&compare=asOf:2025-12-20')).scenarios[0]?.comparison;
    expect(instant?.newlyOverdue).toEqual(['peace/withdrawal']);
    const saved = await service.call<{ id: string; link: string }>('POST', `${at}/scenarios`, {
      name: 'Late',
      assume: ['withdrawal:+P14D'],
    });
    const scenario = (await ask(`compare=scenario:${saved.body.id}`)).scenarios[0]?.comparison;
    expect(scenario?.differences.map(({ id, change }) => [id, change])).toEqual([
      ['peace/inspection', 'undated'],
    ]);
    const lost = await service.call('GET', `${at}/schedule?compare=scenario:scn_none`);
    expect(lost.status).toBe(404);
  });

  it('counts with another convention, another zone and other facts', async () => {
    expect(dues((await ask('convention=eu-1182-71')).scenarios[0])).toMatchObject({
      elections: '2026-03-09',
    });
    const { milestones } = (await ask('zone=America/New_York'))
      .scenarios[0] as WhatIf['scenarios'][number];
    expect(milestones.find(({ id }) => id === 'peace/fund')).toMatchObject({
      dueAt: '2026-07-01T04:00:00Z',
    });
    expect(dues((await ask('ledger=none')).scenarios[0])).toMatchObject({ elections: null });
  });

  it('reports all faults at once, each with its pointer and what was expected', async () => {
    const query = [
      ...Array.from({ length: 11 }, (_, i) => `signing=2026-01-${String(i + 1).padStart(2, '0')}`),
      'assume=withdrawl:P14D',
      'assume=elections.fulfiled:2026-01-01',
      'assume=fund:soon',
      'compare=base',
      'convention=eu-1182',
      'zone=Kyiv',
      'ledger=99',
      'blackout=2026-02-01..2026-01-01',
    ].join('&');
    const { status, body } = await service.call('GET', `${at}/schedule?${query}`);
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/assume/0',
      '/assume/1',
      '/assume/2',
      '/blackout/0',
      '/compare',
      '/convention',
      '/ledger',
      '/signing',
      '/zone',
    ]);
    const details = body.errors.map(({ detail }) => detail).join('\n');
    expect(details).toContain('did you mean "withdrawal"?');
    expect(details).toContain('did you mean "fulfilled"?');
    expect(details).toContain('11 scenarios side by side');
    const unknown = await service.call('GET', `${at}/schedule?asume=x`);
    expect(unknown.body.errors).toMatchObject([{ pointer: '/asume' }]);
  });
});

interface Scenario {
  id: string;
  name: string;
  link: string;
  ledger: string;
  fits: boolean;
  misfits: { pointer: string; detail: string }[];
  amendedSince: boolean;
  forkedFrom: string | null;
  assume: string[];
}

describe('saved scenarios', () => {
  const clock = new FakeClock('2025-12-01T09:00:00Z');
  let service: TestService;
  const at = '/v1/agreements/peace';

  beforeAll(async () => {
    service = await startTestService(clock);
  });
  afterAll(() => service.end());
  beforeEach(async () => {
    await service.clear();
    await service.call('POST', '/v1/agreements', DOCUMENT);
    await service.call('PUT', `${at}/signing`, { date: '2025-11-27' });
  });

  it('have a link whose answer stays the same while facts are recorded', async () => {
    const saved = await service.call<Scenario>('POST', `${at}/scenarios`, {
      name: 'Two weeks late',
      description: 'What the monitors fear',
      signing: '2025-12-25',
      assume: ['withdrawal:+P14D'],
    });
    expect(saved.status).toBe(201);
    expect(saved.body).toMatchObject({ fits: true, amendedSince: false, hypothetical: true });
    const first = await service.call<WhatIf>('GET', saved.body.link);
    expect(first.body.scenarios[0]).toMatchObject({ signing: '2025-12-25' });
    await service.call('POST', `${at}/facts`, { was: 'elections.fulfilled', at: '2025-11-30' });
    const again = await service.call<WhatIf>('GET', saved.body.link);
    expect(again.body.scenarios).toEqual(first.body.scenarios);
    const live = await service.call<WhatIf>(
      'GET',
      saved.body.link.replace(/ledger=\d+/, 'ledger=live'),
    );
    expect(live.body.scenarios).not.toEqual(first.body.scenarios);
  });

  it('are listed, replaced, forked and deleted, and raise no revision', async () => {
    const before = await service.call<{ revision: number }>('GET', at);
    const saved = await service.call<Scenario>('POST', `${at}/scenarios`, {
      name: 'A',
      assume: ['withdrawal:P1W'],
    });
    const path = `${at}/scenarios/${saved.body.id}`;
    await service.call('PUT', path, { name: 'B', assume: ['withdrawal:P2W'], ledger: 'none' });
    clock.advance(1);
    const fork = await service.call<Scenario>('POST', `${path}/fork`, { signing: '2026-01-01' });
    expect(fork.body).toMatchObject({
      name: 'B (copy)',
      assume: ['withdrawal:P2W'],
      ledger: 'none',
      forkedFrom: saved.body.id,
    });
    const listed = await service.call<{ items: Scenario[] }>('GET', `${at}/scenarios`);
    expect(listed.body.items.map(({ name }) => name)).toEqual(['B', 'B (copy)']);
    expect((await service.call('DELETE', path)).status).toBe(204);
    expect((await service.call('GET', path)).status).toBe(404);
    expect((await service.call<{ revision: number }>('GET', at)).body.revision).toBe(
      before.body.revision,
    );
  });

  it('are checked when they are saved', async () => {
    const { status, body } = await service.call('POST', `${at}/scenarios`, {
      name: 'Wrong',
      assume: ['withdrawl:P1W', 'signing:2026-01-01'],
      signing: 'tomorrow',
      ledger: 500,
    });
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer }) => pointer)).toEqual(['/ledger', '/assume/0', '/signing']);
  });

  it('say when an amendment removes what they assume', async () => {
    const saved = await service.call<Scenario>('POST', `${at}/scenarios`, {
      name: 'A',
      assume: ['fund.fulfilled:2026-01-01'],
    });
    await service.app.get(Store).write(async (tx) => {
      const without = DOCUMENT.replace(/.*id: fund.*\n/, '');
      const { document } = readAgreement(without, 'amended');
      await run(
        tx,
        'UPDATE agreement SET document = ?, document_hash = ?, document_version = 2 WHERE id = ?',
        [JSON.stringify(document), 'amended', 'peace'],
      );
    });
    const { body } = await service.call<Scenario>('GET', `${at}/scenarios/${saved.body.id}`);
    expect(body).toMatchObject({
      fits: false,
      amendedSince: true,
      misfits: [{ pointer: '/assume/0' }],
    });
    expect((await service.call('GET', body.link)).status).toBe(422);
  });
});

interface Sensitive {
  hypothetical: boolean;
  days: { signing: string; count: number; byKind: Record<string, number>; conflicts: unknown[] }[];
  slack: {
    milestone: string;
    dueOn: string;
    days: number | null;
    misses: { milestone: string; dueOn: string; chain: string[] } | null;
  }[];
}

describe('sensitivity', () => {
  let service: TestService;
  const at = '/v1/agreements/peace';

  beforeAll(async () => {
    service = await startTestService(new FakeClock('2025-12-01T09:00:00Z'));
    await service.call('POST', '/v1/agreements', DOCUMENT);
    await service.call('PUT', `${at}/signing`, { date: '2025-11-27' });
  });
  afterAll(() => service.end());

  it('gives the conflicts of each signing day, and the slack of each obligation', async () => {
    const { body } = await service.call<Sensitive>(
      'GET',
      `${at}/sensitivity?from=2025-11-24&to=2025-11-30`,
    );
    expect(body.hypothetical).toBe(true);
    expect(body.days).toHaveLength(7);
    expect(body.days[3]).toMatchObject({
      signing: '2025-11-27',
      count: 5,
      byKind: { 'non-working-day': 3, 'whose-midnight': 2 },
    });
    expect(body.slack.find(({ milestone }) => milestone === 'peace/withdrawal')).toMatchObject({
      dueOn: '2025-12-27',
      days: 64,
      misses: {
        milestone: 'peace/report',
        dueOn: '2026-03-15',
        chain: ['withdrawal.fulfilled', 'inspection.fulfilled', 'report.due'],
      },
    });
  });

  it('for a range of one day equals the what-if of that day', async () => {
    const { body } = await service.call<Sensitive>(
      'GET',
      `${at}/sensitivity?from=2025-12-25&to=2025-12-25`,
    );
    const single = await service.call<WhatIf>('GET', `${at}/schedule?signing=2025-12-25`);
    expect(body.days[0]?.conflicts).toEqual(single.body.scenarios[0]?.conflicts);
    expect(body.days[0]?.conflicts).not.toEqual([]);
  });

  it('is available as CSV, for days or slack', async () => {
    const days = await fetch(
      `${service.url}${at}/sensitivity?from=2025-11-27&to=2025-11-28&format=csv`,
    );
    expect(days.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const lines = (await days.text()).split('\n');
    expect(lines[0]).toBe(
      'signing,count,non-working-day,window-closed,blackout,whose-midnight,squeezed,conflicts',
    );
    expect(lines[1]).toMatch(
      /^2025-11-27,5,3,0,0,2,0,non-working-day peace\/withdrawal 2025-12-27 weekend; /,
    );
    const slack = await fetch(
      `${service.url}${at}/sensitivity?from=2025-11-27&to=2025-11-28&format=csv&table=slack`,
    );
    expect((await slack.text()).split('\n')[1]).toBe(
      'peace/withdrawal,2025-12-27,64,2,peace/report,2026-03-15,withdrawal.fulfilled > inspection.fulfilled > report.due',
    );
  });

  it('refuses a range over ten years with the limit, and reports other faults too', async () => {
    const { status, body } = await service.call(
      'GET',
      `${at}/sensitivity?from=2025-01-01&to=2035-01-02&at=25:00&zone=Kyiv`,
    );
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([
      { pointer: '/at' },
      {
        pointer: '/to',
        detail: 'the range has 3654 days',
        expected: '1 to 3653 days, at most ten years',
      },
      { pointer: '/zone' },
    ]);
  });
});
