import { POLICY } from '../../src/config/policy';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { REPLICAS, startTestService, type TestService } from '../support/service';
import { ask, newToken } from './fixture';

const HELD = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

describeStored(`the headers of every answer, on ${DATABASE}`, () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(new FakeClock(Date.parse('2026-01-10T12:00:00Z')));
  });
  afterAll(() => service.end());

  it.each(['/v1/agreements', '/v1/agreements/none', '/nowhere', '/v1/events', '/health/live'])(
    '%s: nothing may be run, framed, guessed or loaded elsewhere',
    async (path) => {
      const { headers } = await ask(service, undefined, 'GET', path);
      expect(headers).toMatchObject(HELD);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).not.toContain('script-src');
    },
  );

  it('Swagger UI loads scripts from its own address only, and has none inline', async () => {
    const page = await ask(service, undefined, 'GET', '/docs');
    expect(page.status).toBe(200);
    const policy = page.headers['content-security-policy'];
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    const scripts = page.body.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toMatch(/src=['"]\.?\//);
    const part = await ask(service, undefined, 'GET', '/docs/swagger-ui-init.js');
    expect(part.status).toBe(200);
  });

  it('contain no stack and no path of the machine', async () => {
    const bodies = ['{', '[', '"\\u0000"', '{"__proto__": {"admin": true}}', '{"constructor": 1}'];
    for (const body of bodies) {
      const { text, status } = await fetch(`${service.url}/v1/agreements/none/facts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      }).then(async (answer) => ({ status: answer.status, text: await answer.text() }));
      expect(status).toBeLessThan(500);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).not.toMatch(/node_modules|\.ts:|\.js:|at [A-Z]\w+\./);
    }
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('name the time to wait after too many requests without a token', async () => {
    await newToken(service, { role: 'admin' });
    const allowed = POLICY.requestsPerAddressPerMinute;
    // Each replica reports its count at the latest after a twentieth of the limit.
    for (let i = 0; i < allowed * (1 + (REPLICAS - 1) / 20); i += 50) {
      await Promise.all(
        Array.from({ length: 50 }, () => ask(service, undefined, 'GET', '/v1/agreements')),
      );
    }
    const refused = await ask(service, undefined, 'GET', '/v1/agreements');
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60']);
    expect(refused.body).toContain(`More than ${allowed} requests`);
    expect((await ask(service, undefined, 'GET', '/health/live')).status).toBe(200);
  });
});
