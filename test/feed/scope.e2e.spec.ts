import { POLLED_ROUTES } from '../../src/feed/polling/polled-routes';
import { FIRST, newToken, SECOND } from '../access/fixture';
import { type RawAnswer, rawRequest } from '../access/raw-request';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

/** Polled answers about all agreements. */
const PATHS = Object.keys(POLLED_ROUTES).filter((pattern) => !pattern.includes(':'));

const HOUR = 3_600_000;

describeStored(`polls with a token for one agreement, on ${DATABASE}`, () => {
  const clock = new FakeClock('2026-01-10T12:00:00Z');
  let service: TestService;
  let admin: string;
  let holder: string;
  beforeAll(async () => {
    service = await startTestService(clock);
    admin = await newToken(service, { role: 'admin' });
    const headers = { authorization: `Bearer ${admin}` };
    // The other agreement has other midnights and other deadlines.
    const other = SECOND.replace('Europe/Kyiv', 'Asia/Tokyo');
    for (const document of [FIRST, other]) {
      await service.call('POST', '/v1/agreements', document, headers);
    }
    holder = await newToken(service, { agreements: ['first'] });
    await send('PUT', '/v1/agreements/first/signing', { date: '2026-01-10' });
  });
  afterAll(() => service.end());

  const send = async (method: string, path: string, body?: unknown): Promise<void> => {
    const headers = { authorization: `Bearer ${admin}` };
    const answer = await service.call(method, path, body, headers);
    expect({ path, done: answer.status < 300 }).toEqual({ path, done: true });
    await service.sweep();
  };
  const poll = (path: string, tag?: string): Promise<RawAnswer> =>
    rawRequest(service.url, 'GET', path, {
      host: new URL(service.url).host,
      authorization: `Bearer ${holder}`,
      ...(tag === undefined ? {} : { 'if-none-match': tag }),
    });
  const marksOf = ({ headers }: RawAnswer) => [headers.etag, headers['last-modified']];

  const OF_OTHERS: readonly [string, () => Promise<void>][] = [
    ['is signed', () => send('PUT', '/v1/agreements/second/signing', { date: '2026-01-08' })],
    [
      'gets a fact',
      () =>
        send('POST', '/v1/agreements/second/facts', {
          was: 'duty.progress',
          level: 1,
          at: '2026-01-09',
        }),
    ],
    ['has a midnight', async () => clock.set('2026-01-10T15:00:00Z')],
    [
      'has a deadline',
      async () => {
        clock.set('2026-01-13T15:00:00Z');
        await service.sweep();
      },
    ],
    [
      'is joined by a third',
      () => send('POST', '/v1/agreements', FIRST.replace('id: first', 'id: new')),
    ],
    ['is removed', () => send('DELETE', '/v1/agreements/second?confirm=second')],
  ];

  it('have ETags that another agreement does not change', async () => {
    expect(PATHS.length).toBeGreaterThan(5);
    for (const [what, happen] of OF_OTHERS) {
      // Midnights of the holder's own agreement have passed, so its tags are read again.
      const before = new Map<string, RawAnswer>();
      for (const path of PATHS) before.set(path, await poll(path));
      const at = clock.now();
      await happen();
      const crossed = dayIn('Europe/Kyiv', at) !== dayIn('Europe/Kyiv', clock.now());
      for (const path of PATHS) {
        const known = before.get(path) as RawAnswer;
        expect(known.headers.etag).toBeDefined();
        // Only answers with day counts may change at a midnight of their own agreement.
        if (crossed && POLLED_ROUTES[path]?.changesAt === 'midnight') continue;
        const now = await poll(path);
        expect({ what, path, marks: marksOf(now) }).toEqual({ what, path, marks: marksOf(known) });
        expect((await poll(path, known.headers.etag)).status).toBe(304);
      }
    }
  });

  it('have another ETag after a change of that agreement', async () => {
    const before = new Map<string, RawAnswer>();
    for (const path of PATHS) before.set(path, await poll(path));
    clock.advance(HOUR);
    await send('POST', '/v1/agreements/first/facts', {
      was: 'duty.progress',
      level: 2,
      at: '2026-01-12',
    });
    for (const path of PATHS) {
      const known = before.get(path) as RawAnswer;
      const now = await poll(path, known.headers.etag);
      expect([path, now.status]).toEqual([path, 200]);
      expect(now.headers['last-modified']).not.toBe(known.headers['last-modified']);
    }
  });
});

function dayIn(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short' }).format(at);
}
