import { createHash } from 'node:crypto';
import { run } from '../../src/store/sql/sql';
import { Store } from '../../src/store/store';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

const AGREEMENT = `
id: pact
title: "Pact <script>alert(1)</script> | *of* two"
zone: Europe/Kyiv
parties: {a: {name: A}, b: {name: B}}
obligations:
  - {id: in-time, ref: "1", title: In time, obligor: a, theme: troops, due: within 5 days of signing}
  - {id: late, ref: "2", title: Late, obligor: [a, b], theme: troops, due: within 10 days of signing}
  - {id: missed, ref: "3", title: Missed, obligor: b, theme: politics, due: within 20 days of signing}
  - {id: later, ref: "4", title: Later, obligor: b, due: within 80 days of signing}
  - {id: calm, ref: "5", title: Calm, obligor: a, holds: from signing}
  - {id: prompt, ref: "6", title: Prompt, obligor: b, due: undated}
`;

interface Entry {
  milestone: string;
  doneOn: string | null;
  daysLate: number | null;
  evidence: { title: string }[];
}

interface Report {
  partial: boolean;
  hypothetical: boolean;
  asOf: string;
  fellDue: Record<'onTime' | 'late' | 'missed' | 'otherwise', Entry[]>;
  stillOpen: Entry[];
  doneBesides: Entry[];
  held: object[];
  incidents: { kind: string; subject: string }[];
  recordedLate: { kind: string; subject: string }[];
  ahead: Entry[];
  undated: object[];
  basis: { documentHash: string; ledgerHead: string | null };
}

describeStored(`a periodic report on ${DATABASE}`, () => {
  const clock = new FakeClock('2026-01-01T00:00:00Z');
  let service: TestService;
  const record = (was: string, at: string, more = {}) =>
    service.call('POST', '/v1/agreements/pact/facts', { was, at, ...more });

  beforeAll(async () => {
    service = await startTestService(clock);
    await service.call('POST', '/v1/agreements', AGREEMENT);
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-01' });
    clock.set('2026-01-20T12:00:00Z');
    await record('in-time.fulfilled', '2026-01-04', {
      evidence: [
        { title: 'Minutes', url: 'https://example.org/minutes?a=1&b=2' },
        { title: 'Trap', url: 'https://example.org/trap' },
      ],
    });
    await record('late.fulfilled', '2026-01-14');
    await record('calm.breached', '2026-01-16', { reason: 'shelling | at *night*' });
    clock.set('2026-02-10T12:00:00Z');
    await record('calm.breached', '2026-01-28', { actor: 'a monitor' });
    await service.sweep();
    // As stored by an earlier version, which accepted any URL.
    const store = service.app.get(Store);
    await store.write((tx) =>
      run(tx, `UPDATE fact SET evidence = REPLACE(evidence, ?, ?)`, [
        'https://example.org/trap',
        'javascript:alert(1)',
      ]),
    );
  });
  afterAll(() => service.end());

  const report = async (query: string) =>
    (await service.call<Report>('GET', `/v1/agreements/pact/report?${query}`)).body;
  const names = (entries: readonly Entry[]) => entries.map(({ milestone }) => milestone.slice(5));

  it('has what was due, met, late and missed as of the end of the period', async () => {
    const january = await report('from=2026-01-01&to=2026-01-31');
    expect(january).toMatchObject({ partial: false, hypothetical: true });
    expect(january.asOf).toBe('2026-01-31T22:00:00Z');
    const { onTime, late, missed, otherwise } = january.fellDue;
    expect([onTime, late, missed, otherwise].map(names)).toEqual([
      ['in-time'],
      ['late'],
      ['missed'],
      [],
    ]);
    expect(late[0]).toMatchObject({ doneOn: '2026-01-14', daysLate: 3, obligors: ['A', 'B'] });
    expect(missed[0]?.daysLate).toBe(10);
    expect(onTime[0]?.evidence.map(({ title }) => title)).toEqual(['Minutes', 'Trap']);
    expect(names(january.ahead)).toEqual(['later']);
    expect(january.undated).toHaveLength(1);
    expect(january.basis.documentHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('lists separately what was recorded after the period, and can leave it out', async () => {
    const january = await report('from=2026-01-01&to=2026-01-31');
    expect(january.incidents.map(({ kind }) => kind)).toEqual(['occurred', 'breached']);
    expect(january.held).toMatchObject([
      { milestone: 'pact/calm', status: 'breached', breaches: 2 },
    ]);
    expect(january.incidents[0]).toMatchObject({ subject: 'signing', hypothetical: true });
    expect(january.recordedLate).toMatchObject([{ kind: 'breached', subject: 'calm' }]);
    const then = await report('from=2026-01-01&to=2026-01-31&knownAt=2026-02-01T00:00:00Z');
    expect(then.incidents.map(({ kind }) => kind)).toEqual(['occurred', 'breached']);
    expect(then.recordedLate).toEqual([]);
  });

  it('says that the period has not ended', async () => {
    const february = await report('from=2026-02-01&to=2026-02-28');
    expect(february).toMatchObject({ partial: true, asOf: '2026-02-10T12:00:00Z' });
    expect(names(february.fellDue.missed)).toEqual([]);
    expect(names(february.stillOpen)).toEqual(['missed']);
    const half = await report('from=2026-01-01&to=2026-01-31&knownAt=2026-01-20T13:00:00Z');
    expect(half).toMatchObject({ partial: true, asOf: '2026-01-20T13:00:00Z' });
  });

  it('counts a fulfilment on the first day of the period, and none on the day after it', async () => {
    const before = await report('from=2026-01-01&to=2026-01-13');
    expect(names(before.fellDue.late)).toEqual([]);
    expect(before.fellDue.missed).toMatchObject([
      { milestone: 'pact/late', status: 'overdue', doneOn: null, daysLate: 2 },
    ]);
    expect(names((await report('from=2026-01-14&to=2026-01-15')).doneBesides)).toEqual(['late']);
  });

  it('counts days late by the calendar, for open obligations up to the last day of the period', async () => {
    const late = async (to: string) =>
      (await report(`from=2026-01-11&to=${to}`)).fellDue.missed.map(({ daysLate }) => daysLate);
    expect(await late('2026-01-11')).toEqual([0]);
    expect(await late('2026-01-12')).toEqual([1]);
  });

  it('escapes texts of the agreement in Markdown and HTML', async () => {
    const text = async (format: string) => {
      const response = await fetch(
        `${service.url}/v1/agreements/pact/report?from=2026-01-01&to=2026-01-31&format=${format}`,
      );
      const policy = response.headers.get('content-security-policy') ?? '';
      return { type: response.headers.get('content-type'), policy, body: await response.text() };
    };
    const html = await text('html');
    expect(html.type).toBe('text/html; charset=utf-8');
    const style = /<style>([^]*?)<\/style>/.exec(html.body)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(html.policy).toContain(`style-src 'sha256-${hash}'`);
    expect(html.body).toContain('Pact &lt;script&gt;');
    expect(html.body).not.toMatch(/<script|href="javascript|style="/);
    expect(html.body).toContain('href="https://example.org/minutes?a=1&amp;b=2"');
    const markdown = await text('md');
    expect(markdown.type).toBe('text/markdown; charset=utf-8');
    expect(markdown.body).toContain('# Pact &lt;script>alert(1)&lt;/script> \\| \\*of\\* two');
    expect(markdown.body).toContain('Hypothetical');
    const lines = markdown.body.split('\n').filter((line) => line.startsWith('| 3 '));
    expect(lines).toEqual([expect.stringContaining('| Missed | B | 2026-01-21 |')]);
  });

  it('refuses an invalid period, with every fault', async () => {
    const bad = async (query: string) =>
      (await service.call('GET', `/v1/agreements/pact/report?${query}`)).body.errors.map(
        ({ pointer }) => pointer,
      );
    expect(await bad('from=soon&to=2026-13-01')).toEqual(['/from', '/to']);
    expect(await bad('from=2026-01-31&to=2026-01-01')).toEqual(['/to']);
    expect(await bad('from=2027-01-01&to=2027-02-01')).toEqual(['/from']);
    expect(await bad('from=2026-01-10&to=2026-01-31&knownAt=2026-01-05')).toEqual(['/from']);
  });

  it('roll-ups count by party, theme and kind, with percentages', async () => {
    const { body } = await service.call<{
      groups: {
        key: string | null;
        milestones: number;
        statuses: Record<string, { count: number; percent: number | null }>;
        kept: { due: number; late: { count: number; percent: number } };
      }[];
    }>('GET', '/v1/agreements/pact/rollup?by=party&asOf=2026-02-01');
    expect(body.groups.map(({ key, milestones }) => [key, milestones])).toEqual([
      ['a', 3],
      ['b', 4],
    ]);
    expect(body.groups[1]?.statuses.overdue).toEqual({ count: 1, percent: 25 });
    expect(body.groups[0]?.kept).toMatchObject({ due: 2, late: { count: 1, percent: 50 } });
    const themes = await service.call<{ groups: { key: string | null }[] }>(
      'GET',
      '/v1/agreements/pact/rollup?by=theme',
    );
    expect(themes.body.groups.map(({ key }) => key)).toEqual(['politics', 'troops', null]);
  });
});
