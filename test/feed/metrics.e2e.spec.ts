import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DATABASE, describeStored } from '../support/databases';
import { readExposition } from '../support/exposition';
import { FakeClock } from '../support/fake-clock';
import { itAlone, startTestService, type TestService } from '../support/service';

const GRAFANA = join(__dirname, '../../examples/grafana');

interface Rules {
  groups: { rules: { alert: string; expr: string }[] }[];
}

/** The shipped rules about deliveries and endpoints that fire on these samples: `NAME{LABELS} > NUMBER`, with or without max(). */
function firing(samples: ReadonlyMap<string, number>): string[] {
  const { groups } = parse(readFileSync(join(GRAFANA, 'pacta.rules.yaml'), 'utf8')) as Rules;
  const form =
    /^(?:max\()?(pacta_(?:deliveries|endpoints|oldest)\w*)(?:\{(\w+)=~?"([^"]*)"\})?\)? > (\d+)$/;
  const rules = groups.flatMap((group) => group.rules).filter(({ expr }) => form.test(expr));
  expect(rules).toHaveLength(3);
  return rules
    .filter(({ expr }) => {
      const [, name, label, values = '', bound] = form.exec(expr) ?? [];
      const keys =
        label === undefined
          ? [`${name}{}`]
          : values.split('|').map((value) => `${name}{${label}="${value}"}`);
      for (const key of keys) expect([key, samples.has(key)]).toEqual([key, true]);
      return keys.some((key) => (samples.get(key) ?? 0) > Number(bound));
    })
    .map(({ alert }) => alert);
}

interface Dashboard {
  panels: { targets: { expr: string }[] }[];
}

describeStored(`the metrics on ${DATABASE}`, () => {
  const clock = new FakeClock('2026-01-01T00:00:00Z');
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(clock);
    await service.call('POST', '/v1/webhooks', { url: 'http://127.0.0.1:9/' });
    await service.call(
      'POST',
      '/v1/agreements',
      'id: pact\ntitle: Pact\nzone: UTC\nobligations: [{id: a, title: A, due: by 2026-01-02}]',
    );
  });
  afterAll(() => service.end());

  const scrape = async () => {
    const response = await fetch(`${service.url}/metrics`);
    return { response, ...readExposition(await response.text()) };
  };

  it('follow the exposition format: every family has help and type, histograms are complete', async () => {
    const { response, families } = await scrape();
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(families.get('pacta_http_request_duration_seconds')).toBe('histogram');
  });

  it('contain every metric that examples/grafana uses', async () => {
    await service.call('GET', '/v1/summary');
    const { samples } = await scrape();
    const rules = parse(readFileSync(join(GRAFANA, 'pacta.rules.yaml'), 'utf8')) as Rules;
    const dashboard = JSON.parse(
      readFileSync(join(GRAFANA, 'pacta.dashboard.json'), 'utf8'),
    ) as Dashboard;
    const asked = [
      ...rules.groups.flatMap((group) => group.rules.map(({ expr }) => expr)),
      ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ];
    expect(asked.length).toBeGreaterThan(15);
    const keys = [...samples.keys()];
    const unknown = asked.flatMap((expr) =>
      [...expr.matchAll(/(pacta_\w+)(?:\{([^}]*)\})?/g)].flatMap(([whole, name, matchers = '']) => {
        // Which HTTP statuses occurred so far is chance; every other label has all of its values.
        const exact = [...matchers.matchAll(/\w+="[^"]*"/g)].map(([label]) => label);
        const found = keys.some(
          (key) => key.startsWith(`${name}{`) && exact.every((label) => key.includes(label)),
        );
        return found ? [] : [whole];
      }),
    );
    expect(unknown).toEqual([]);
  });

  it('count milestones by status, every status present', async () => {
    clock.set('2026-01-01T00:00:00Z');
    const { samples } = await scrape();
    expect(samples.get('pacta_milestones{status="due-soon"}')).toBe(1);
    expect(samples.get('pacta_milestones{status="overdue"}')).toBe(0);
    clock.set('2026-01-03T00:00:00Z');
    await service.sweep();
    const later = (await scrape()).samples;
    expect(later.get('pacta_milestones{status="overdue"}')).toBe(1);
    expect(later.get('pacta_deliveries{state="pending"}')).toBeGreaterThan(0);
    expect(later.get('pacta_oldest_pending_delivery_seconds{}')).toBe(2 * 86_400);
  });

  it('count messages of a webhook disabled on purpose as held, not pending, and no alert fires', async () => {
    const { body } = await service.call<{ items: { id: string }[] }>('GET', '/v1/webhooks');
    const endpoint = `/v1/webhooks/${body.items[0]?.id}`;
    const before = (await scrape()).samples;
    const waiting = before.get('pacta_deliveries{state="pending"}') ?? 0;
    expect(waiting).toBeGreaterThan(0);
    expect(before.get('pacta_deliveries{state="held"}')).toBe(0);
    await service.call('PATCH', endpoint, { state: 'disabled' });
    clock.advance(30 * 86_400_000);
    await service.sweep();
    const { samples } = await scrape();
    expect(samples.get('pacta_deliveries{state="pending"}')).toBe(0);
    expect(samples.get('pacta_deliveries{state="held"}')).toBe(waiting);
    expect(samples.get('pacta_oldest_pending_delivery_seconds{}')).toBe(0);
    expect(samples.get('pacta_endpoints{state="disabled"}')).toBe(1);
    expect(samples.get('pacta_endpoints_disabled{reason="by-request"}')).toBe(1);
    expect(firing(samples)).toEqual([]);
    // Messages that wait for an enabled endpoint count, from when they were written.
    await service.call('PATCH', endpoint, { state: 'enabled' });
    const again = (await scrape()).samples;
    expect(again.get('pacta_deliveries{state="held"}')).toBe(0);
    expect(firing(again)).toContain('PactaDeliveriesWait');
  });

  itAlone('have durations of requests by route, never by address', async () => {
    await service.call('GET', '/v1/agreements/pact/milestones');
    await service.call('GET', '/v1/agreements/elsewhere/milestones');
    const { samples } = await scrape();
    const routes = [...samples.keys()].filter((key) => key.startsWith('pacta_http_'));
    expect(routes.join('\n')).toContain('route="/v1/agreements/:id/milestones"');
    expect(routes.join('\n')).not.toContain('elsewhere');
  });
});
