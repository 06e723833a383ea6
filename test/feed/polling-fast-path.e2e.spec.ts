import { claimedId } from '../../src/access/token/token-text';
import { Tokens } from '../../src/access/token/tokens';
import { POLLED_ROUTES } from '../../src/feed/polling/polled-routes';
import { ask, FIRST, newToken, SECOND } from '../access/fixture';
import { type RawAnswer, rawRequest } from '../access/raw-request';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

/** An agreement whose id is a word that the cache could use for all agreements. */
const THIRD = FIRST.replace('id: first', 'id: all');

const PATHS = Object.keys(POLLED_ROUTES).map((pattern) =>
  pattern
    .replace(':agreement/:path', 'first/duty')
    .replace('/milestones/:id', '/milestones/first%2Fduty')
    .replace(':id', 'first')
    .replace(':other', 'second'),
);

const UNCHANGED = ['cache-control', 'connection', 'date', 'etag', 'last-modified', 'vary'];

describeStored(`a repeated poll, on ${DATABASE}`, () => {
  const clock = new FakeClock('2026-01-10T12:00:00Z');
  let service: TestService;
  let admin: string;
  beforeAll(async () => {
    service = await startTestService(clock);
    for (const document of [FIRST, SECOND, THIRD]) {
      await service.call('POST', '/v1/agreements', document);
    }
    admin = await newToken(service, { role: 'admin' });
  });
  afterAll(() => service.end());

  const poll = (token: string | undefined, path: string, more: Record<string, string> = {}) =>
    rawRequest(service.url, 'GET', path, {
      host: new URL(service.url).host,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...more,
    });
  const told = ({ status, headers, body }: RawAnswer) => ({
    status,
    headers: { ...headers, date: 'whenever it was' },
    body,
  });

  it.each(PATHS)('%s: has the same headers and body as the first answer', async (path) => {
    const first = await poll(admin, path);
    expect([first.status, first.headers.etag !== undefined]).toEqual([200, true]);
    const second = await poll(admin, path);
    expect(told(second)).toEqual(told(await poll(admin, path)));
    expect(second.body).toBe(first.body);
    const held = { 'if-none-match': String(first.headers.etag) };
    // The request of a followed link is answered by the framework.
    const slow = await poll(admin, path, { ...held, 'sec-fetch-site': 'none', cookie: 'a=b' });
    const quick = await poll(admin, path, held);
    expect(told(quick)).toEqual(told(slow));
    expect(quick.status).toBe(304);
    // Only the headers that RFC 9110, 15.4.5, requires: the client has the others.
    expect(Object.keys(quick.headers).sort()).toEqual(UNCHANGED);
    expect(told(second).headers).toEqual(told(first).headers);
  });

  it('with another token is answered by the rights of that token', async () => {
    await poll(admin, '/v1/milestones');
    await poll(admin, '/v1/agreements/second/milestones');
    const narrow = await newToken(service, { agreements: ['all'] });
    const { items } = JSON.parse((await poll(narrow, '/v1/milestones')).body);
    expect(items.map(({ id }: { id: string }) => id)).toEqual(['all/duty']);
    expect((await poll(narrow, '/v1/agreements/second/milestones')).status).toBe(404);
  });

  it('is refused as soon as its token is revoked or expired', async () => {
    const clear = async (wish: object) => {
      const token = await newToken(service, wish);
      for (let i = 0; i < 2; i++) expect((await poll(token, '/v1/summary')).status).toBe(200);
      return token;
    };
    const revoked = await clear({});
    await service.app.get(Tokens).revoke(String(claimedId(revoked)));
    expect((await poll(revoked, '/v1/summary')).status).toBe(401);
    const over = await clear({ expiresAt: clock.now() + 60_000 });
    clock.advance(60_000);
    expect((await poll(over, '/v1/summary')).status).toBe(401);
    expect((await poll(undefined, '/v1/summary')).status).toBe(401);
  });

  it('of another site in the browser is refused', async () => {
    await poll(admin, '/v1/summary');
    for (const site of [
      { origin: 'https://elsewhere.example' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      expect((await poll(admin, '/v1/summary', site)).status).toBe(403);
    }
  });

  it('has a new answer after a write', async () => {
    const path = '/v1/agreements/first/milestones';
    const before = await poll(admin, path);
    await ask(service, admin, 'PUT', '/v1/agreements/first/signing', { date: '2026-01-01' });
    const after = await poll(admin, path, { 'if-none-match': String(before.headers.etag) });
    expect(after.status).toBe(200);
    expect(after.body).toContain('"dueOn":"2026-01-06"');
  });
});
