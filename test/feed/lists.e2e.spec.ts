import { Gate, type Route } from '../../src/access/gate';
import { type RawAnswer, rawRequest } from '../access/raw-request';
import { allTold } from '../support/all-told';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { addressOf, asked, type Planted, plant } from '../support/planted';
import { startTestService, type TestService } from '../support/service';

interface ListPage {
  items?: unknown[];
  next?: string | null;
}

/** Streams, or computed for every request. */
const NEVER_THE_SAME = ['/v1/events', '/metrics'];

describeStored(`the same request sent twice, on ${DATABASE}`, () => {
  const clock = new FakeClock(0);
  let service: TestService;
  let planted: Planted;
  let routes: readonly Route[];

  beforeAll(async () => {
    service = await startTestService(clock);
    planted = await plant(service, clock);
    await allTold(service);
    routes = service.app
      .get(Gate)
      .routes.filter(
        ({ method, pattern, rule }) =>
          method === 'GET' && rule !== undefined && !NEVER_THE_SAME.includes(pattern),
      );
  });
  afterAll(() => service.end());

  const get = (path: string, encoding?: string): Promise<RawAnswer> =>
    rawRequest(service.url, 'GET', path, {
      host: new URL(service.url).host,
      authorization: `Bearer ${planted.admin}`,
      ...(encoding === undefined ? {} : { 'accept-encoding': encoding }),
    });
  const told = ({ status, headers, body }: RawAnswer) => {
    const { date: _, ...rest } = headers;
    return { status, headers: rest, body };
  };
  const pathOf = (route: Route): string => addressOf(route, planted, 'first');

  it.each(['gzip, deflate', undefined])(
    'is answered alike, header by header, by every route, for a client that takes %s',
    async (encoding) => {
      const seen = new Map<number, number>();
      for (const route of routes) {
        const path = pathOf(route);
        const [first, second] = [await get(path, encoding), await get(path, encoding)];
        expect({ path, ...told(second) }).toEqual({ path, ...told(first) });
        expect({ path, ...told(await get(path, encoding)) }).toEqual({ path, ...told(first) });
        seen.set(first.status, (seen.get(first.status) ?? 0) + 1);
      }
      // A route that answers only with errors would prove nothing.
      expect(seen.get(200)).toBeGreaterThan(35);
    },
  );

  it('returns the same pages of every list both times', async () => {
    const lists: string[] = [];
    for (const route of routes) {
      const path = pathOf(route);
      const whole = await get(asked(path, 'limit=1000'));
      const { items, next } = pageOf(whole);
      if (items === undefined || next === undefined) continue;
      lists.push(route.pattern);
      expect({ path, many: items.length > 2 }).toEqual({ path, many: true });
      for (const limit of [1, 2]) {
        const first = await walk(asked(path, `limit=${limit}`));
        const second = await walk(asked(path, `limit=${limit}`));
        expect({ path, limit, pages: second.map(told) }).toEqual({
          path,
          limit,
          pages: first.map(told),
        });
        expect(second.flatMap((page) => pageOf(page).items)).toEqual(items);
        for (const page of second) checkLink(page);
      }
    }
    expect(lists).toEqual(expect.arrayContaining(['/v1/milestones', '/v1/audit', '/v1/changes']));
    expect(lists.length).toBeGreaterThan(9);
  });

  it('refuses a cursor that the list did not issue', async () => {
    const lists: string[] = [];
    const given: string[] = [];
    for (const route of routes) {
      const path = pathOf(route);
      const { items, next } = pageOf(await get(asked(path, 'limit=1')));
      if (items === undefined || typeof next !== 'string' || path === '/v1/changes') continue;
      lists.push(path);
      given.push(next);
    }
    const made = ['x', 'AAAA', 'null', '%00', Buffer.from('first').toString('base64url') + '=='];
    const answers: unknown[] = [];
    for (const [n, path] of lists.entries()) {
      const own = String(given[n]);
      // Lists with the same sort key have similar cursors.
      const others = given.filter((one) => !sameForm(own, one));
      for (const cursor of [...made, `${own}AAAA`, ...others]) {
        const text = Buffer.from(cursor, 'base64url').toString();
        const { status, body } = await get(asked(path, `cursor=${cursor}`));
        const pointer = status === 422 ? JSON.parse(body).errors[0].pointer : undefined;
        // Any id may belong to an agreement that has been removed.
        const couldBe = path === '/v1/agreements' && /^[a-z0-9-]+$/.test(text);
        if (!couldBe && (status !== 422 || !['/cursor', ''].includes(pointer))) {
          answers.push({ path, cursor: text, status });
        }
      }
      expect((await get(asked(path, `cursor=${own}`))).status).toBe(200);
    }
    expect(answers).toEqual([]);
    expect(lists.length).toBeGreaterThan(8);
  });

  it('keeps the link to the next page in a cached answer', async () => {
    const path = '/v1/milestones?limit=3';
    const [first, second] = [await get(path), await get(path)];
    expect(first.headers.link).toMatch(/^<\/v1\/milestones\?limit=3&cursor=[\w-]+>; rel="next"$/);
    expect(second.headers.link).toBe(first.headers.link);
  });

  async function walk(path: string): Promise<RawAnswer[]> {
    const answers: RawAnswer[] = [];
    const parameter = path.startsWith('/v1/changes') ? 'since' : 'cursor';
    for (let at = path; answers.length < 1_000; ) {
      const answer = await get(at);
      answers.push(answer);
      const { next, items, more } = JSON.parse(answer.body);
      if (next === null || more === false || items === undefined) return answers;
      at = asked(path, `${parameter}=${encodeURIComponent(next)}`);
    }
    throw new Error(`${path} has no end`);
  }
});

/** The parts are undefined for an answer that is not a list. */
function pageOf({ status, headers, body }: RawAnswer): ListPage {
  const json = headers['content-type']?.startsWith('application/json') ?? false;
  return status === 200 && json ? JSON.parse(body) : {};
}

/** If a page has the next page in a header, it is the one of the body. */
function checkLink(page: RawAnswer): void {
  const { link } = page.headers;
  if (link === undefined) return;
  const [, address = ''] = /^<([^>]+)>; rel="next"$/.exec(link) ?? [];
  expect(new URL(address, 'http://here').searchParams.get('cursor')).toBe(pageOf(page).next);
}

/** Whether two cursors have the same kind of key: equal apart from letters and digits. */
function sameForm(one: string, other: string): boolean {
  const [a, b] = [one, other].map((cursor) =>
    Buffer.from(cursor, 'base64url')
      .toString()
      .replace(/[A-Z0-9]{26}/g, 'ID')
      .replace(/\d+/g, 'N'),
  );
  return a === b;
}
