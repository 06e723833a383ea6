import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { luxonZones, type Offsets } from '../../src/base/zones';
import { PROJECT_ROOT } from '../../src/config/root';
import type { Fact } from '../../src/engine/model/fact';
import { tableZones } from '../../web/zones';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

const AGREEMENT = `
id: pact
title: Pact
zone: Europe/Kyiv
calendars: [ua]
parties: {a: {name: A, zone: Pacific/Apia}, b: {name: B}}
obligations:
  - {id: vote, ref: "1", title: Vote <b>, obligor: a, due: within 10 days of signing}
  - {id: later, title: Later, obligor: b, due: within 3 working days of vote.fulfilled, zone: America/New_York}
`;

interface Plan {
  document: { id: string };
  facts: Fact[];
  calendars: { id: string }[];
  zones: Record<string, Offsets>;
  asOf: number;
}

describeStored(`the page and its plan, on ${DATABASE}`, () => {
  const clock = new FakeClock('2026-01-01T00:00:00Z');
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(clock);
    await service.call('POST', '/v1/agreements', AGREEMENT);
    clock.advance(86_400_000);
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-02' });
  });
  afterAll(() => service.end());

  it('a plan has document, facts, calendars and the offsets of every zone named', async () => {
    const { status, body } = await service.call<Plan>('GET', '/v1/agreements/pact/plan');
    expect(status).toBe(200);
    expect(body.document.id).toBe('pact');
    expect(body.facts.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'occurred signing',
    ]);
    expect(body.calendars.map(({ id }) => id)).toEqual(['ua']);
    expect(Object.keys(body.zones).sort()).toEqual([
      'America/New_York',
      'Europe/Kyiv',
      'Pacific/Apia',
    ]);
  });

  it('a plan of the past has what was known then', async () => {
    const { body } = await service.call<Plan>(
      'GET',
      '/v1/agreements/pact/plan?knownAt=2026-01-01T12:00:00Z&asOf=2026-02-01',
    );
    expect(body.facts).toEqual([]);
    expect(new Date(body.asOf).toISOString()).toBe('2026-01-31T22:00:00.000Z');
    const early = await service.call('GET', '/v1/agreements/pact/plan?knownAt=2025-12-01');
    expect(early.status).toBe(404);
  });

  it('the table of offsets agrees with the zones at and around clock changes', async () => {
    const { body } = await service.call<Plan>('GET', '/v1/agreements/pact/plan');
    const zones = tableZones(body.zones);
    const differing: string[] = [];
    for (const [zone, table] of Object.entries(body.zones)) {
      for (const { from } of table.slice(-160).filter((_, i) => i % 4 === 0)) {
        const { day } = luxonZones.localOf(from, zone);
        for (let d = day - 1; d <= day + 1; d++) {
          for (let minute = 0; minute <= 1_440; minute += 30) {
            if (zones.instantAt(d, minute, zone) !== luxonZones.instantAt(d, minute, zone)) {
              differing.push(`${zone} day ${d} minute ${minute}`);
            }
          }
        }
        const around = [from - 1, from, from + 3_599_999];
        for (const at of around)
          expect(zones.localOf(at, zone)).toEqual(luxonZones.localOf(at, zone));
      }
    }
    expect(differing).toEqual([]);
  });

  it('without script there is a table, with titles as text', async () => {
    const list = await (await fetch(`${service.url}/plain`)).text();
    expect(list).toContain('<a href="/plain/pact"');
    const response = await fetch(`${service.url}/plain/pact`);
    const text = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(text).toContain('Vote &lt;b&gt;');
    expect(text).toContain('<time>2026-01-12</time>');
    expect(text).toContain('hypothetical signing');
  });

  it('the page has a Content-Security-Policy that allows no other origin', async () => {
    const response = await fetch(`${service.url}/?agreement=pact&signing=2026-02-01`);
    const built = existsSync(join(PROJECT_ROOT, 'dist', 'web', 'index.html'));
    expect(response.status).toBe(built ? 200 : 404);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect((await fetch(`${service.url}/assets/..%2Findex.html`)).status).toBe(404);
  });
});
