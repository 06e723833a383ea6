import { SignInCodeRow } from '../../src/access/sign-in/sign-in-code.entity';
import { Tokens } from '../../src/access/token/tokens';
import { POLICY } from '../../src/config/policy';
import { selectRows } from '../../src/store/sql/rows';
import { Store } from '../../src/store/store';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';
import { ask, newToken } from './fixture';
import { rawRequest } from './raw-request';

const BROWSER = { accept: 'text/html,application/xhtml+xml' };
const clock = new FakeClock(Date.parse('2026-01-10T12:00:00Z'));

describeStored(`a sign-in link, on ${DATABASE}`, () => {
  let service: TestService;
  let host: string;
  beforeAll(async () => {
    service = await startTestService(clock, { openToThisMachine: false });
    ({ host } = new URL(service.url));
  });
  afterAll(() => service.end());

  const follow = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    rawRequest(service.url, method, path, { host, ...headers });
  const link = async () => new URL((await service.signInLink()).url).pathname;
  const whoIs = async (cookie: string) =>
    JSON.parse((await follow('/v1/session', { cookie })).body) as object;

  it('opens a session once and redirects to a clean address', async () => {
    const path = await link();
    const answer = await follow(path, BROWSER);
    expect([answer.status, answer.headers.location]).toEqual([303, '/']);
    expect(answer.headers['cache-control']).toBe('no-store');
    const cookie = answer.headers['set-cookie'] as string;
    expect(cookie).toMatch(
      /^pacta_session_[0-9a-f]{12}=[^;]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/,
    );
    expect(await whoIs(cookie)).toMatchObject({ name: 'operator', role: 'admin' });
    const again = await follow(path);
    expect([again.status, again.headers['set-cookie']]).toEqual([401, undefined]);
    expect(again.body).toContain('npx pacta open');
    const browser = await follow(path, BROWSER);
    expect([browser.status, browser.headers.location]).toEqual([303, '/?link=old']);
    // In the browser that it signed in, it redirects to the page again.
    const signedIn = await follow(path, { ...BROWSER, cookie });
    expect([signedIn.status, signedIn.headers.location]).toEqual([303, '/']);
  });

  it('is valid for ten minutes, and not a millisecond longer', async () => {
    const [one, other] = [await link(), await link()];
    clock.advance(POLICY.signInCodeMs - 1);
    expect((await follow(one)).status).toBe(303);
    clock.advance(1);
    expect((await follow(other)).status).toBe(401);
  });

  it('signs in one of fifty browsers that follow it at once', async () => {
    const path = await link();
    const answers = await Promise.all(Array.from({ length: 50 }, () => follow(path)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(49);
  });

  it('is not used up by HEAD requests', async () => {
    const path = await link();
    const looked = await follow(path, {}, 'HEAD');
    expect([looked.status, looked.headers['set-cookie']]).toEqual([303, undefined]);
    expect((await follow(path)).status).toBe(303);
    expect((await follow(path, {}, 'HEAD')).status).toBe(401);
  });

  it('signs in the holder of the token that created it, with its rights and no longer than it', async () => {
    const made = await service.call<{ id: string; token: string }>('POST', '/v1/tokens', {
      name: 'Anna',
      role: 'monitor',
    });
    const links = () => ask(service, made.body.token, 'POST', '/v1/session/links');
    const { status, body } = await links();
    expect(status).toBe(201);
    const { url, expiresAt } = JSON.parse(body) as { url: string; expiresAt: string };
    expect(url.startsWith(`${service.url}/sign-in/`)).toBe(true);
    expect(Date.parse(expiresAt)).toBe(clock.now() + POLICY.signInCodeMs);
    const cookie = (await follow(new URL(url).pathname)).headers['set-cookie'] as string;
    expect(await whoIs(cookie)).toMatchObject({ kind: 'token', name: 'Anna', role: 'monitor' });
    const later = JSON.parse((await links()).body).url as string;
    await service.app.get(Tokens).revoke(made.body.id);
    expect((await follow(new URL(later).pathname)).status).toBe(401);
  });

  it('is created neither without a token nor by a session', async () => {
    expect((await ask(service, undefined, 'POST', '/v1/session/links')).status).toBe(401);
    const cookie = (await follow(await link())).headers['set-cookie'] as string;
    expect((await follow('/v1/session/links', { cookie }, 'POST')).status).toBe(409);
  });

  it('has a code that is in no answer, audit entry or row', async () => {
    const path = await link();
    const code = path.split('/')[2] as string;
    await follow(path);
    const spelled = await follow(`/sign-%69n/${code}?a=b`);
    expect(spelled.body).not.toContain(code);
    const { body } = await service.call('GET', '/v1/audit?limit=1000');
    expect(JSON.stringify(body)).toContain('/sign-in/:code');
    expect(JSON.stringify(body)).not.toContain(code);
    const rows = await service.app.get(Store).read((tx) => selectRows(tx, SignInCodeRow, '', []));
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(code);
  });

  it.each(['', 'x', '0'.repeat(24), '0'.repeat(5_000), '%00', '..%2f..'])(
    'nothing else is one: "%s"',
    async (code) => {
      const { status, headers } = await follow(`/sign-in/${code}`);
      expect([400, 401, 404, 414, 422]).toContain(status);
      expect(headers['set-cookie']).toBeUndefined();
    },
  );
});

describeStored(`the cookie of a session, on ${DATABASE}`, () => {
  const signIn = async (more: object, headers: Record<string, string>) => {
    const service = await startTestService(clock, { openToThisMachine: false, ...more });
    try {
      const token = await newToken(service, {});
      const answer = await rawRequest(service.url, 'POST', '/v1/session', {
        host: '127.0.0.1',
        authorization: `Bearer ${token}`,
        ...headers,
      });
      expect(answer.status).toBe(200);
      return answer.headers['set-cookie'] as string;
    } finally {
      await service.end();
    }
  };
  const TRUSTED = { trustedProxies: ['127.0.0.0/8'] };

  it.each([
    ['plain http under a name of the network', {}, { host: 'pacta.lan:3210' }, false],
    ['plain http on this machine', {}, { host: 'localhost:3210' }, false],
    ['https, as a trusted proxy says', TRUSTED, { 'x-forwarded-proto': 'https' }, true],
    [
      'https on this machine’s own name, the same',
      TRUSTED,
      { host: 'localhost', 'x-forwarded-proto': 'https' },
      true,
    ],
    ['https, in capitals', TRUSTED, { 'x-forwarded-proto': 'HTTPS' }, true],
    ['https, as anybody may say', {}, { 'x-forwarded-proto': 'https' }, false],
    [
      'https, as the browser says of its page behind a proxy that is not named',
      {},
      { host: 'pacta.example', origin: 'https://pacta.example' },
      true,
    ],
    [
      'https, the same where the settings name the page',
      { publicUrl: 'https://pacta.example' },
      { origin: 'https://pacta.example' },
      true,
    ],
    ['plain http, as the browser says', {}, { host: 'a.lan', origin: 'http://a.lan' }, false],
  ])('over %s', async (_, more, headers, secure) => {
    expect((await signIn(more, headers)).includes('; Secure')).toBe(secure);
  });
});

describeStored(`the cookie’s name, on ${DATABASE}`, () => {
  /** The cookies that a browser keeps for one host: by name, for all ports. */
  class Jar {
    private readonly cookies = new Map<string, string>();

    async send(service: TestService, method: string, headers: Record<string, string> = {}) {
      const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(`${service.url}/v1/session`, {
        method,
        headers: { ...headers, ...(cookie === '' ? {} : { cookie }) },
      });
      const [, name = '', value = '', rest = ''] =
        /^([^=]+)=([^;]*)(.*)$/.exec(answer.headers.get('set-cookie') ?? '') ?? [];
      if (rest.includes('Max-Age=0')) this.cookies.delete(name);
      else if (name !== '') this.cookies.set(name, value);
      return answer.status;
    }

    async signIn(service: TestService): Promise<number> {
      const token = await newToken(service, {});
      const authorization = `Bearer ${token}`;
      return this.send(service, 'POST', { authorization });
    }

    names(): string[] {
      return [...this.cookies.keys()];
    }
  }

  it('differs between installations, so that two on one host do not sign each other out', async () => {
    const own = { openToThisMachine: false };
    const [one, other] = [await startTestService(clock, own), await startTestService(clock, own)];
    try {
      const browser = new Jar();
      expect(await browser.signIn(one)).toBe(200);
      expect(await browser.signIn(other)).toBe(200);
      expect(new Set(browser.names()).size).toBe(2);
      expect(await browser.send(one, 'GET')).toBe(200);
      expect(await browser.send(other, 'GET')).toBe(200);
      expect(await browser.send(other, 'DELETE')).toBe(204);
      expect(await browser.send(one, 'GET')).toBe(200);
      expect(await browser.send(other, 'GET')).toBe(401);
    } finally {
      await one.end();
      await other.end();
    }
  });

  it('stays the same for replicas and restarts, whatever the port', async () => {
    const first = await startTestService(clock, { openToThisMachine: false });
    const browser = new Jar();
    expect(await browser.signIn(first)).toBe(200);
    await first.close();
    const again = await startTestService(clock, { openToThisMachine: false }, first.settings);
    try {
      expect(new URL(again.url).port).not.toBe(new URL(first.url).port);
      expect(await browser.send(again, 'GET')).toBe(200);
    } finally {
      await again.close();
      await first.end();
    }
  });
});
