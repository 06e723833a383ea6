import { Gate, type Route } from '../../src/access/gate';
import { SIGN_IN_ROUTE } from '../../src/access/token/request-token';
import { SessionCookie } from '../../src/access/token/session-cookie';
import { SystemClock } from '../../src/base/clock';
import { DATABASE } from '../support/databases';
import { PROXIES, type Proxy, startProxy, withProgram } from '../support/proxies';
import { startTestService, type TestService } from '../support/service';
import { FIRST } from './fixture';
import { rawRequest } from './raw-request';

const MARKER = 'The first pact';

/** Host names of a caller. A proxy passes them on, or replaces them with the service's own. */
const HOSTS = ['pacta.example', '127.0.0.1:3210', 'localhost'];

const isOpen = ({ rule, pattern }: Route): boolean =>
  rule === undefined || (rule.role === 'anyone' && pattern !== SIGN_IN_ROUTE);

// The gate decides the same on either database (rules.e2e.spec.ts).
const describeOnce = DATABASE === 'sqlite' ? describe : describe.skip;

describeOnce.each(PROXIES)('a stranger behind $name, as its manual begins', (program) => {
  withProgram(program.command, () => {
    let service: TestService;
    let proxy: Proxy;
    let routes: readonly Route[];

    beforeAll(async () => {
      // Default settings except for the address.
      service = await startTestService(new SystemClock(), { openToThisMachine: false });
      await service.call('POST', '/v1/agreements', FIRST);
      proxy = await startProxy(program, service.url);
      routes = service.app.get(Gate).routes;
    });
    afterAll(async () => {
      await proxy?.stop();
      await service.end();
    });

    const through = (
      method: string,
      path: string,
      headers: Record<string, string>,
      body?: string,
    ) => {
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      return rawRequest(proxy.url, method, path, { ...type, ...headers }, body);
    };
    const written = async () => {
      const { body } = await service.call<{ items: object[] }>(
        'GET',
        '/v1/audit?outcome=written&limit=1000',
      );
      return body.items;
    };

    it('reads nothing and writes nothing, on every route and under every name', async () => {
      const before = await written();
      const unexpected: string[] = [];
      let asked = 0;
      for (const host of HOSTS) {
        for (const route of routes) {
          const path = route.pattern
            .replace(/:(id|agreement)\b/g, 'first')
            .replace(/:\w+/g, 'duty')
            .replace('*', 'x');
          const body = ['POST', 'PUT', 'PATCH'].includes(route.method) ? '{}' : undefined;
          const answer = await through(route.method, path, { host }, body);
          asked += 1;
          const refused = answer.status === 401;
          if (!(isOpen(route) || refused) || answer.body.includes(MARKER)) {
            unexpected.push(`${host}: ${route.method} ${route.pattern}: ${answer.status}`);
          }
        }
      }
      process.stdout.write(
        `${asked} requests of a stranger through ${program.name} to ${routes.length} routes: unexpected allows ${unexpected.length}\n`,
      );
      expect(asked).toBeGreaterThan(200);
      expect(unexpected).toEqual([]);
      expect(await written()).toEqual(before);
    });

    it('creates no token and has no role, whatever headers are added', async () => {
      const wish = JSON.stringify({ role: 'admin', name: 'stranger' });
      for (const more of [
        {},
        { 'x-forwarded-for': '127.0.0.1' },
        { forwarded: 'for=127.0.0.1;host=localhost' },
        { 'x-real-ip': '127.0.0.1' },
        { 'x-forwarded-host': 'localhost', 'x-forwarded-proto': 'https' },
        { authorization: 'Bearer ' },
        { cookie: `${service.app.get(SessionCookie).name}=` },
      ]) {
        const headers = { host: 'pacta.example', ...more };
        expect((await through('GET', '/v1/session', headers)).status).toBe(401);
        expect((await through('POST', '/v1/tokens', headers, wish)).status).toBe(401);
      }
    });

    it('is distinguished from the operator’s page, which may write under PACTA_PUBLIC_URL', async () => {
      const publicUrl = 'http://pacta.example';
      const named = await startTestService(new SystemClock(), {
        openToThisMachine: false,
        publicUrl,
      });
      const own = await startProxy(program, named.url);
      const write = async (origin: string) => {
        const answer = await rawRequest(
          own.url,
          'POST',
          '/v1/tokens',
          {
            host: 'pacta.example',
            origin,
            authorization: `Bearer ${named.operator.text}`,
            'content-type': 'application/json',
          },
          JSON.stringify({ name: 'Anna' }),
        );
        return answer.status;
      };
      expect(await write('http://pacta.example')).toBe(201);
      expect(await write('http://evil.example')).toBe(403);
      expect((await named.signInLink()).url).toMatch(/^http:\/\/pacta\.example\/sign-in\//);
      await own.stop();
      await named.end();
    });

    it('is distinguished from the operator, who signs in through it by a link', async () => {
      const { url } = await service.signInLink();
      const host = 'pacta.example';
      const followed = await through('GET', new URL(url).pathname, { host });
      expect(followed.status).toBe(303);
      const [cookie = ''] = (followed.headers['set-cookie'] ?? '').split(';');
      const { body } = await through('GET', '/v1/session', { host, cookie });
      expect(JSON.parse(body)).toMatchObject({ name: 'operator', role: 'admin' });
      const authorization = `Bearer ${service.operator.text}`;
      const seen = await through('GET', '/v1/agreements', { host, authorization });
      expect(seen.body).toContain(MARKER);
    });
  });
});
