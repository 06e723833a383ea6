import { FIRST } from '../access/fixture';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

type Write = readonly [method: string, path: string, body?: unknown];

/** Every write that reads If-Match, `n` making each another one. */
const WRITES: Readonly<Record<string, (n: number) => Write>> = {
  amend: (n) => ['PUT', '/v1/agreements/first', `${FIRST}\nnote: version ${n}\n`],
  'set a signing': (n) => [
    'PUT',
    '/v1/agreements/first/signing',
    { date: `2026-01-0${1 + (n % 9)}` },
  ],
  'record a fact': (n) => [
    'POST',
    '/v1/agreements/first/facts',
    { was: 'duty.progress', level: n % 3, at: '2026-01-09', note: String(n) },
  ],
  'import facts': (n) => [
    'POST',
    '/v1/agreements/first/facts/import',
    [{ agreement: 'note', at: '2026-01-09', note: `import ${n}` }],
  ],
  'change the standing': (n) => [
    'PUT',
    '/v1/agreements/first/standing',
    { standing: n % 2 === 0 ? 'paused' : 'active' },
  ],
};

describeStored(`conditions of requests, on ${DATABASE}`, () => {
  let service: TestService;
  let n = 0;
  beforeAll(async () => {
    service = await startTestService(new FakeClock(Date.parse('2026-01-10T12:00:00Z')));
    await service.call('POST', '/v1/agreements', FIRST);
  });
  afterAll(() => service.end());

  const revision = async (): Promise<number> =>
    (await service.call<{ revision: number }>('GET', '/v1/agreements/first')).body.revision;
  const write = async (name: string, ifMatch: string) => {
    n += 1;
    const [method, path, body] = (WRITES[name] as (n: number) => Write)(n);
    return service.call(method, path, body, { 'if-match': ifMatch });
  };

  const HOLDS: readonly [string, (revision: number) => string][] = [
    ['the tag', (at) => `"${at}"`],
    ['the tag as a proxy that compresses rewrites it', (at) => `W/"${at}"`],
    ['the tag of one of its milestones', (at) => `W/"${at}-abcdefghij"`],
    ['a list with it', (at) => `"${at - 1}", W/"${at}" ,"other"`],
    ['a list without spaces', (at) => `"x,y","${at}"`],
    ['any', () => '*'],
  ];
  const FAILS: readonly [string, (revision: number) => string][] = [
    ['an older tag', (at) => `"${at - 1}"`],
    ['an older weak tag', (at) => `W/"${at - 1}"`],
    ['a list of older ones', (at) => `"${at - 1}", "${at + 1}"`],
    ['a tag of another service', () => '"abc"'],
    ['a weak tag of another service', () => 'W/"686897696a7c876b7e"'],
    ['a number without quotes', (at) => `${at}`],
    ['nothing at all', () => ''],
    ['what only looks like any', () => '"*"'],
  ];

  it.each(Object.keys(WRITES))(
    'to %s: If-Match holds for the present version only',
    async (name) => {
      for (const [what, header] of HOLDS) {
        const { status } = await write(name, header(await revision()));
        expect({ what, done: status < 300 }).toEqual({ what, done: true });
      }
      for (const [what, header] of FAILS) {
        const before = await revision();
        const { status, body } = await write(name, header(before));
        expect({ what, status }).toEqual({ what, status: 412 });
        expect(body.detail).toContain(`at revision ${before}`);
        // The example is accepted.
        expect(body.errors[0]?.example).toBe(`If-Match: "${before}"`);
        expect(await revision()).toBe(before);
      }
    },
  );

  it('to remove: the same', async () => {
    await service.call('POST', '/v1/agreements', FIRST.replace('id: first', 'id: gone'));
    const remove = (ifMatch: string) =>
      service.call('DELETE', '/v1/agreements/gone?confirm=gone', undefined, {
        'if-match': ifMatch,
      });
    expect((await remove('W/"7"')).status).toBe(412);
    expect((await remove('"7", W/"1"')).status).toBe(204);
  });

  it.each([
    '/v1/agreements/first',
    '/v1/milestones/first/duty',
    '/v1/milestones',
    '/v1/agreements/first/calendar.ics',
  ])('%s: If-None-Match names its tag, weak or strong, alone or among others', async (path) => {
    const get = (header?: string) =>
      fetch(
        service.url + path,
        header === undefined ? {} : { headers: { 'if-none-match': header } },
      );
    const tag = String((await get()).headers.get('etag'));
    const opaque = tag.replace(/^W\//, '');
    for (let again = 0; again < 2; again += 1) {
      for (const held of [opaque, `W/${opaque}`, `"x", ${tag}`, `W/"a,b",${opaque}`, '*']) {
        expect([held, (await get(held)).status]).toEqual([held, 304]);
      }
      for (const other of ['"x"', opaque.slice(1, -1), `"x${opaque.slice(1)}`, '']) {
        expect([other, (await get(other)).status]).toEqual([other, 200]);
      }
    }
  });
});
