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

  it('are lines of the exposition format, each family with its help and type, histograms whole', async () => {
    const { response, families } = await scrape();
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(families.get('pacta_http_request_duration_seconds')).toBe('histogram');
  });

  it('are all that the dashboard and the alert rules of examples/grafana ask for', async () => {
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
        // Which statuses have been answered so far is chance; every other label has all of its values.
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

  itAlone('time requests by route, never by address', async () => {
    await service.call('GET', '/v1/agreements/pact/milestones');
    await service.call('GET', '/v1/agreements/elsewhere/milestones');
    const { samples } = await scrape();
    const routes = [...samples.keys()].filter((key) => key.startsWith('pacta_http_'));
    expect(routes.join('\n')).toContain('route="/v1/agreements/:id/milestones"');
    expect(routes.join('\n')).not.toContain('elsewhere');
  });
});
