import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { components, paths } from '../../examples/client/pacta';
import { FIRST } from '../access/fixture';
import { DATABASE } from '../support/databases';
import { described } from '../support/described';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

const GENERATED = join(__dirname, '../../examples/client/pacta.d.ts');

/** What GET answers at an address, and what may be asked there, by the generated types. */
type Got<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': infer R } } } };
}
  ? R
  : never;
type Asked<P extends keyof paths> = paths[P] extends { get: { parameters: infer Q } } ? Q : never;

interface Parameters {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
}

const describeOnce = DATABASE === 'sqlite' ? describe : describe.skip;

describeOnce('a client by the generated types', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(new FakeClock(Date.parse('2026-01-20T12:00:00Z')));
    await service.call('POST', '/v1/agreements', FIRST);
    await service.call('PUT', '/v1/agreements/first/signing', { date: '2026-01-09' });
    await service.sweep();
  });
  afterAll(() => service.end());

  async function get<P extends keyof paths>(path: P, asked: Asked<P>): Promise<Got<P>> {
    const { path: named = {}, query = {} } = asked as Parameters;
    const address = path.replace(/\{(\w+)\}/g, (_, key: string) =>
      encodeURIComponent(named[key] as string),
    );
    const search = new URLSearchParams(query as Record<string, string>);
    return (await service.call<Got<P>>('GET', `${address}?${search.toString()}`)).body;
  }

  it('reads milestones, one with its derivation, and the summary', async () => {
    const page = await get('/v1/milestones', { query: { status: 'overdue' } });
    const [milestone] = page.items;
    const dueOn: string | null | undefined = milestone?.dueOn;
    expect(dueOn).toBe('2026-01-14');
    const detail = await get('/v1/milestones/{id}', { path: { id: milestone?.id ?? '' } });
    const steps: components['schemas']['Step'][] = detail.derivation;
    expect(steps.map(({ to }) => to)).toContain(dueOn);
    const { agreements } = await get('/v1/summary', {});
    expect(agreements[0]?.counts).toMatchObject({ overdue: 1 });
  });

  it('knows every address and every schema of the description', () => {
    const generated = readFileSync(GENERATED, 'utf8');
    const { paths: addresses, components: parts } = described();
    const names = [
      ...Object.keys(addresses).map((path) => `"${path}": {`),
      ...Object.keys(parts.schemas).map((name) => `        ${name}: `),
    ];
    expect(names.filter((name) => !generated.includes(name))).toEqual([]);
  });
});
