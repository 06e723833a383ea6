import { TokenRow } from '../../src/access/token/token.entity';
import { Tokens } from '../../src/access/token/tokens';
import { POLICY } from '../../src/config/policy';
import { selectRows } from '../../src/store/sql/rows';
import { Store } from '../../src/store/store';
import { DATABASE, describeStored, emptyDatabase } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { itAlone, REPLICAS, startTestService, type TestService } from '../support/service';
import { until } from '../support/until';
import { ask, FIRST, newToken, SECOND } from './fixture';
import { rawRequest } from './raw-request';

/** Waits until it is refused: another replica needs a moment to receive the notice. */
async function ended(status: () => Promise<number>): Promise<void> {
  if (REPLICAS === 1) expect(await status()).toBe(401);
  else await until(async () => (await status()) === 401 || undefined);
}

describeStored(`tokens, on ${DATABASE}`, () => {
  const clock = new FakeClock(Date.parse('2026-01-10T12:00:00Z'));
  let service: TestService;
  let admin: string;

  beforeAll(async () => {
    service = await startTestService(clock, { openToThisMachine: false });
    for (const document of [FIRST, SECOND]) await service.call('POST', '/v1/agreements', document);
    const { body } = await service.call<{ token: string }>('POST', '/v1/tokens', {
      name: 'me',
      role: 'admin',
    });
    admin = body.token;
  });
  afterAll(() => service.end());

  const make = async (body: object): Promise<{ id: string; token: string }> => {
    const answer = await ask(service, admin, 'POST', '/v1/tokens', body);
    expect(answer.status).toBe(201);
    return JSON.parse(answer.body);
  };
  const get = async (token: string | undefined, path = '/v1/agreements') =>
    (await ask(service, token, 'GET', path)).status;

  it('are required from the first request on, also on this machine', async () => {
    expect(await get(undefined)).toBe(401);
    expect(await get(admin)).toBe(200);
    const refused = await ask(service, undefined, 'GET', '/v1/agreements');
    expect(refused.headers['www-authenticate']).toBe('Bearer realm="pacta"');
  });

  it('are shown once and stored as a hash only', async () => {
    const { token } = await make({ name: 'shown once' });
    // The alphabet of the secret contains the underscore.
    const secret = token.split('_').slice(2).join('_');
    const rows = await service.app.get(Store).read((tx) => selectRows(tx, TokenRow, '', []));
    expect(JSON.stringify(rows)).not.toContain(secret);
    const { body } = await ask(service, admin, 'GET', '/v1/tokens');
    expect(body).toContain('shown once');
    expect(body).not.toContain(secret);
    expect(body).not.toContain(rows[0]?.hash);
  });

  it('end when they expire, and at once when they are revoked', async () => {
    const { token } = await make({ name: 'short', expiresAt: '2026-01-10T12:01:00Z' });
    expect(await get(token)).toBe(200);
    clock.advance(60_000);
    expect(await get(token)).toBe(401);
    const { id, token: other } = await make({ name: 'other' });
    expect(await get(other)).toBe(200);
    expect((await ask(service, admin, 'DELETE', `/v1/tokens/${id}`)).status).toBe(204);
    expect(await get(other)).toBe(401);
    expect((await ask(service, admin, 'DELETE', '/v1/tokens/token_none')).status).toBe(404);
  });

  it('are refused if the id is another token’s and the secret is right', async () => {
    const one = (await make({ name: 'one' })).token.split('_');
    const two = (await make({ name: 'two' })).token.split('_');
    expect(await get(`pacta_${one[1]}_${two[2]}`)).toBe(401);
  });

  it.each([
    [{ name: '' }, '/name'],
    [{ name: 'x', role: 'king' }, '/role'],
    [{ name: 'x', agreements: [] }, '/agreements'],
    [{ name: 'x', agreements: ['never'] }, '/agreements/0'],
    [{ name: 'x', role: 'admin', agreements: ['first'] }, '/agreements'],
    [{ name: 'x', kind: 'feed' }, '/agreements'],
    [{ name: 'x', kind: 'feed', agreements: ['first'], role: 'monitor' }, '/role'],
    [{ name: 'x', expiresAt: 'soon' }, '/expiresAt'],
    [{ name: 'x', expires: 'soon' }, '/expires'],
  ])('%j is refused with its fault', async (body, pointer) => {
    const answer = await ask(service, admin, 'POST', '/v1/tokens', body);
    expect(answer.status).toBe(422);
    expect(JSON.parse(answer.body).errors[0].pointer).toBe(pointer);
  });

  itAlone('are cached: a hundred requests read no token', async () => {
    const { token } = await make({ name: 'dashboard' });
    await get(token, '/v1/session');
    const reads = jest.spyOn(service.app.get(Store), 'read');
    for (let i = 0; i < 100; i++) expect(await get(token, '/v1/session')).toBe(200);
    expect(reads).not.toHaveBeenCalled();
    reads.mockRestore();
  });

  it('record their last use to the hour, not at every request', async () => {
    const { id, token } = await make({ name: 'used' });
    const lastUse = async () => (await service.app.get(Tokens).find(id))?.lastUsedAt;
    expect(await lastUse()).toBeNull();
    await get(token);
    const first = clock.now();
    await until(async () => (await lastUse()) === first || undefined);
    clock.advance(POLICY.tokenUseStepMs - 1);
    await get(token);
    await service.app.get(Store).write(async () => undefined);
    expect(await lastUse()).toBe(first);
    clock.advance(1);
    await get(token);
    await until(async () => (await lastUse()) === clock.now() || undefined);
  });

  it('are exchanged for a cookie (HttpOnly, SameSite=Strict) that ends with them', async () => {
    const { id, token } = await make({ name: 'page', role: 'monitor' });
    const begun = await ask(service, token, 'POST', '/v1/session');
    expect(begun.status).toBe(200);
    const [pair, ...attributes] = (begun.headers['set-cookie'] as string).split('; ');
    expect(attributes).toEqual(['Path=/', 'HttpOnly', 'SameSite=Strict', 'Max-Age=43200']);
    const host = new URL(service.url).host;
    const by = (method: string, path: string, more: Record<string, string> = {}) =>
      rawRequest(service.url, method, path, { host, cookie: pair as string, ...more });
    expect(JSON.parse((await by('GET', '/v1/session')).body)).toMatchObject({ role: 'monitor' });
    // A session is not a bearer token and creates no further sessions.
    expect(await get((pair as string).split('=')[1])).toBe(401);
    expect((await by('POST', '/v1/session')).status).toBe(409);
    const elsewhere = { origin: 'https://evil.example' };
    expect((await by('DELETE', '/v1/agreements/first/signing', elsewhere)).status).toBe(403);
    expect((await by('DELETE', '/v1/session')).status).toBe(204);
    await ended(async () => (await by('GET', '/v1/session')).status);
    const again = await ask(service, token, 'POST', '/v1/session');
    const cookie = (again.headers['set-cookie'] as string).split('; ')[0] as string;
    await ask(service, admin, 'DELETE', `/v1/tokens/${id}`);
    await ended(async () => (await by('GET', '/v1/session', { cookie })).status);
  });

  it('of feed URLs read the feeds of one agreement and nothing else, until they are revoked', async () => {
    const { id, token } = await make({ name: 'calendar', kind: 'feed', agreements: ['first'] });
    const at = (path: string) => get(undefined, `${path}?feed=${token}`);
    expect(await at('/v1/agreements/first/calendar.ics')).toBe(200);
    expect(await at('/v1/agreements/second/calendar.ics')).toBe(404);
    expect(await at('/v1/agreements/first')).toBe(401);
    expect(await at('/v1/agreements')).toBe(401);
    expect(await get(token, '/v1/agreements/first/calendar.ics')).toBe(401);
    const { body } = await ask(
      service,
      undefined,
      'GET',
      `/v1/agreements/first?fee%64=${token}&a=1`,
    );
    expect(JSON.parse(body).instance).toBe('/v1/agreements/first?a=1');
    await ask(service, admin, 'DELETE', `/v1/tokens/${id}`);
    await ended(() => at('/v1/agreements/first/calendar.ics'));
  });
});

describeStored(`requests without a token, on ${DATABASE}`, () => {
  const clock = new FakeClock(Date.parse('2026-01-10T12:00:00Z'));

  it('with public reading see no actor and no endpoint, and write nothing', async () => {
    const service = await startTestService(clock, {
      host: '0.0.0.0',
      publicRead: true,
      openToThisMachine: false,
    });
    const admin = await newToken(service, { role: 'admin' });
    const as = (token: string | undefined, method: string, path: string, body?: unknown) =>
      ask(service, token, method, path, body);
    const document = {
      id: 'first',
      title: 'T',
      zone: 'UTC',
      obligations: [{ id: 'duty', title: 'D', due: 'within 5 days of signing' }],
    };
    expect((await as(admin, 'POST', '/v1/agreements', document)).status).toBe(201);
    const signing = { date: '2026-01-09', actor: 'Desk officer' };
    await as(admin, 'PUT', '/v1/agreements/first/signing', signing);
    const facts = '/v1/agreements/first/facts';
    expect((await as(admin, 'GET', facts)).body).toContain('Desk officer');
    for (const path of [
      facts,
      '/v1/changes',
      '/v1/alerts',
      '/v1/milestones/first/duty',
      '/v1/agreements/first/signing',
    ]) {
      const { status, body } = await as(undefined, 'GET', path);
      expect([path, status]).toEqual([path, 200]);
      expect(body).not.toContain('Desk officer');
    }
    expect((await as(undefined, 'GET', facts)).body).toContain('"hash":null');
    for (const path of ['/v1/webhooks', '/v1/tokens', '/metrics', '/v1/events']) {
      expect([path, (await as(undefined, 'GET', path)).status]).toEqual([path, 401]);
    }
    expect((await as(undefined, 'PUT', '/v1/agreements/first/signing', signing)).status).toBe(401);
    expect((await as(undefined, 'POST', '/v1/agreements/check', document)).status).toBe(401);
    await service.end();
  });

  if (DATABASE === 'postgres') {
    it('a token that one replica revoked is refused by the others within seconds', async () => {
      const { settings, remove } = await emptyDatabase();
      const one = await startTestService(clock, {}, settings);
      const other = await startTestService(clock, {}, settings);
      await newToken(one, { role: 'admin' });
      const token = await newToken(one, {});
      expect((await ask(other, token, 'GET', '/v1/agreements')).status).toBe(200);
      const id = `token_${token.split('_')[1]}`;
      await one.app.get(Tokens).revoke(id);
      expect((await ask(one, token, 'GET', '/v1/agreements')).status).toBe(401);
      clock.advance(POLICY.tokenKeptMs);
      expect((await ask(other, token, 'GET', '/v1/agreements')).status).toBe(401);
      await one.end();
      await other.end();
      await remove();
    });
  }
});
