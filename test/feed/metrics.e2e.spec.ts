import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

/** The exposition format, as its specification writes a sample. */
const SAMPLE =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\n"])*",?)*)\})? (\S+)$/;

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
    const lines = (await response.text()).trimEnd().split('\n');
    const samples = new Map<string, number>();
    for (const line of lines) {
      if (line === '' || line.startsWith('# HELP ') || line.startsWith('# TYPE ')) continue;
      const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
      if (name === undefined) throw new Error(`no sample: ${line}`);
      samples.set(`${name}{${labels}}`, Number(value));
    }
    return { response, lines, samples };
  };

  it('are lines of the exposition format, each family with its help and type', async () => {
    const { response, lines, samples } = await scrape();
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const typed = new Set(
      lines.filter((line) => line.startsWith('# TYPE ')).map((line) => line.split(' ')[2]),
    );
    const families = [...samples.keys()].map((key) => key.slice(0, key.indexOf('{')));
    const untyped = families.filter(
      (name) => !typed.has(name) && !typed.has(name.replace(/_(?:bucket|sum|count)$/, '')),
    );
    expect(untyped).toEqual([]);
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

  it('time requests by route, never by address', async () => {
    await service.call('GET', '/v1/agreements/pact/milestones');
    await service.call('GET', '/v1/agreements/elsewhere/milestones');
    const { samples } = await scrape();
    const routes = [...samples.keys()].filter((key) => key.startsWith('pacta_http_'));
    expect(routes.join('\n')).toContain('route="/v1/agreements/:id/milestones"');
    expect(routes.join('\n')).not.toContain('elsewhere');
  });
});
