import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Gate, type Route } from '../../src/access/gate';
import { describesOnly, mayAct, ROLES, type Role } from '../../src/access/rule';
import { SIGN_IN_ROUTE } from '../../src/access/token/request-token';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { figure } from '../support/figures';
import { startTestService, type TestService } from '../support/service';
import { ask, FIRST, newToken, SECOND } from './fixture';

/** The grant of a token in relation to the agreement of the request. */
const GRANTS = { every: null, own: ['first'], other: ['second'] } as const;
type Grant = keyof typeof GRANTS;

describeStored(`every route, role and grant, on ${DATABASE}`, () => {
  const clock = new FakeClock(Date.parse('2026-01-10T12:00:00Z'));
  let service: TestService;
  let routes: readonly Route[];
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    service = await startTestService(clock, { openToThisMachine: false });
    for (const document of [FIRST, SECOND]) await service.call('POST', '/v1/agreements', document);
    for (const id of ['first', 'second']) {
      await service.call('PUT', `/v1/agreements/${id}/signing`, { date: '2026-01-09' });
    }
    clock.advance(10 * 86_400_000);
    await service.sweep();
    for (const role of ROLES.toReversed()) {
      for (const grant of Object.keys(GRANTS) as Grant[]) {
        if (role === 'admin' && grant !== 'every') continue;
        const agreements = GRANTS[grant] === null ? null : [...GRANTS[grant]];
        tokens.set(`${role} ${grant}`, await newToken(service, { role, agreements }));
      }
    }
    // HEAD has the handler and the rule of GET.
    routes = service.app.get(Gate).routes.filter(({ method }) => method !== 'HEAD');
  });
  afterAll(() => service.end());

  const pathOf = ({ pattern, rule }: Route, agreement: string): string => {
    const scope = typeof rule?.scope === 'object' ? rule.scope : {};
    return pattern.replace(/:(\w+)/g, (_, name: string) => {
      if ('agreement' in scope && scope.agreement === name) return agreement;
      if ('other' in scope && scope.other === name) return agreement;
      if ('milestone' in scope && scope.milestone === name) return `${agreement}%2Fduty`;
      return name === 'path' ? 'duty' : 'none';
    });
  };

  const request = (route: Route, token: string | undefined, agreement = 'first') =>
    ask(
      service,
      token,
      route.method,
      pathOf(route, agreement),
      ['POST', 'PUT', 'PATCH'].includes(route.method) ? {} : undefined,
    );

  const expected = ({ pattern, rule }: Route, role: Role, grant: Grant): number | 'let in' => {
    // The code is what authorises this route; this one is invalid.
    if (pattern === SIGN_IN_ROUTE) return 401;
    if (rule === undefined || rule.role === 'anyone') return 'let in';
    if (!mayAct(role, rule.role)) return 403;
    if (rule.scope === 'all') return grant === 'every' ? 'let in' : 403;
    return typeof rule.scope === 'object' && grant === 'other' ? 404 : 'let in';
  };

  it('every route has a rule, or only describes the service', () => {
    expect(routes.length).toBeGreaterThan(50);
    const uncovered = routes.filter(
      ({ rule, pattern }) => rule === undefined && !describesOnly(pattern),
    );
    expect(uncovered).toEqual([]);
  });

  it('a rule names only parameters of its path', () => {
    for (const { pattern, rule } of routes) {
      if (typeof rule?.scope !== 'object') continue;
      const named = Object.values(rule.scope).map((name) => `:${name}`);
      expect(pattern.split('/')).toEqual(expect.arrayContaining(named));
    }
  });

  it('a request without a token is refused where a rule requires one', async () => {
    const unexpected: string[] = [];
    for (const route of routes) {
      if (route.rule === undefined || route.rule.role === 'anyone') continue;
      for (const token of [undefined, 'pacta_no', `pacta_${'0'.repeat(26)}_${'x'.repeat(43)}`]) {
        const { status } = await request(route, token);
        if (status !== 401) unexpected.push(`${route.method} ${route.pattern}: ${status}`);
      }
    }
    expect(unexpected).toEqual([]);
  });

  it.each([...ROLES])(
    'a token of the role %s is let in where its rule says, and nowhere else',
    async (role) => {
      const unexpected: string[] = [];
      let asked = 0;
      for (const grant of Object.keys(GRANTS) as Grant[]) {
        const token = tokens.get(`${role} ${grant}`);
        if (token === undefined) continue;
        for (const route of routes) {
          const { status, body } = await request(route, token);
          const wanted = expected(route, role, grant);
          const refused = status === 401 || status === 403;
          const right = wanted === 'let in' ? !refused && status < 500 : status === wanted;
          const leaks =
            grant === 'other' && route.rule?.scope === 'granted' && body.includes('first');
          asked += 1;
          if (!right || leaks) {
            unexpected.push(
              `${grant} ${route.method} ${route.pattern}: ${status} ${body.slice(0, 200)}`,
            );
          }
        }
      }
      expect(asked).toBeGreaterThanOrEqual(routes.length);
      figure(
        26,
        `${asked} requests as ${role} to ${routes.length} routes, ${DATABASE}: unexpected answers ${unexpected.length}`,
      );
      expect(unexpected).toEqual([]);
    },
  );

  it('HEAD is answered like GET, also for an endless stream', async () => {
    const unexpected: string[] = [];
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      for (const token of [undefined, tokens.get('admin every')]) {
        const { status: get } = await request(route, token);
        const { status, body } = await request({ ...route, method: 'HEAD' }, token);
        if (status !== get || body !== '') unexpected.push(`${route.pattern}: ${get}, ${status}`);
      }
    }
    expect(unexpected).toEqual([]);
  });

  it('an agreement that is not granted gives the same answer as one that does not exist', async () => {
    const other = tokens.get('editor other');
    const seen = (body: string) => body.replaceAll('never', 'first');
    for (const route of routes.filter(({ rule }) => typeof rule?.scope === 'object')) {
      if (route.rule?.role === 'admin') continue;
      const hidden = await request(route, other);
      const missing = await request(route, other, 'never');
      expect(`${route.method} ${seen(missing.body)}`).toBe(`${route.method} ${hidden.body}`);
    }
  });

  it('a comparison needs both agreements, and tells nothing of one that is not granted', async () => {
    const own = tokens.get('reader own');
    const all = tokens.get('reader every');
    const compare = (token: string | undefined, from: string, to: string) =>
      ask(service, token, 'GET', `/v1/agreements/${from}/compare/${to}`);
    expect((await compare(all, 'first', 'second')).status).toBe(200);
    const seen = (id: string) => (id === 'second' ? 'never' : id);
    for (const [from, to] of [
      ['first', 'second'],
      ['second', 'first'],
    ] as const) {
      const hidden = await compare(own, from, to);
      const absent = await compare(own, seen(from), seen(to));
      expect(hidden.status).toBe(404);
      expect(hidden.body.replaceAll('second', 'never')).toBe(absent.body);
    }
  });

  it('answers about several agreements contain only the granted ones', async () => {
    const own = tokens.get('reader own');
    const all = tokens.get('reader every');
    for (const path of ['agreements', 'milestones', 'alerts', 'changes', 'summary']) {
      const whole = (await ask(service, all, 'GET', `/v1/${path}`)).body;
      const part = (await ask(service, own, 'GET', `/v1/${path}`)).body;
      expect([path, whole.includes('"second')]).toEqual([path, true]);
      expect([path, part.includes('"second'), part.includes('"first')]).toEqual([
        path,
        false,
        true,
      ]);
    }
    const none = await ask(service, own, 'GET', '/v1/alerts?agreement=second');
    expect(JSON.parse(none.body).items).toEqual([]);
    const { items } = JSON.parse((await ask(service, all, 'GET', '/v1/alerts')).body);
    const hidden = items.find((alert: { agreement: string }) => alert.agreement === 'second').id;
    expect((await ask(service, own, 'GET', `/v1/alerts/${hidden}`)).status).toBe(404);
    const monitor = tokens.get('monitor own');
    const answer = await ask(service, monitor, 'POST', `/v1/alerts/${hidden}/acknowledge`, {});
    expect(answer.status).toBe(404);
  });

  it('a service with a route that has no rule does not start', () => {
    const fastify = new FastifyAdapter().getInstance();
    service.app.get(Gate).register(fastify);
    expect(() => fastify.get('/v1/new', () => 'open to all')).toThrow('GET /v1/new has no @Access');
  });
});
