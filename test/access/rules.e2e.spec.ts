import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Gate } from '../../src/access/gate';
import { describesOnly } from '../../src/access/rule';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

describeStored(`the rules of the routes, on ${DATABASE}`, () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(new FakeClock(Date.parse('2026-01-10T12:00:00Z')));
  });
  afterAll(() => service.end());

  it('every route has one, or only describes the service', () => {
    const { routes } = service.app.get(Gate);
    expect(routes.length).toBeGreaterThan(50);
    const uncovered = routes.filter(
      ({ rule, pattern }) => rule === undefined && !describesOnly(pattern),
    );
    expect(uncovered).toEqual([]);
  });

  it('a rule names a parameter that its path has', () => {
    for (const { pattern, rule } of service.app.get(Gate).routes) {
      if (typeof rule?.reach !== 'object') continue;
      expect(pattern.split('/')).toContain(`:${Object.values(rule.reach)[0]}`);
    }
  });

  it('a service with a route that has none does not start', () => {
    const fastify = new FastifyAdapter().getInstance();
    service.app.get(Gate).stand(fastify);
    expect(() => fastify.get('/v1/new', () => 'open to all')).toThrow('GET /v1/new has no @Access');
  });
});
