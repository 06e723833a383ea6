import { StoredResponses } from '../../src/idempotency/stored-responses';
import { run } from '../../src/store/sql/sql';
import { Store } from '../../src/store/store';
import { ask, FIRST, newToken } from '../access/fixture';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { figure } from '../support/figures';
import { runs } from '../support/runs';
import { startTestService, type TestService } from '../support/service';

const DAY = 86_400_000;
const ENDPOINT = { url: 'http://127.0.0.1:9/hook' };
/** How many send the same at once. */
const SENDERS = 50;
const ROUNDS = runs(2, 200);

interface Endpoint {
  id: string;
  secret: string;
}

describeStored(`a repeated request with the same key, on ${DATABASE}`, () => {
  const clock = new FakeClock(Date.parse('2026-01-10T12:00:00Z'));
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService(clock);
  });
  afterEach(() => service.clear());
  afterAll(() => service.end());

  const post = <T = Endpoint>(key: string, path = '/v1/webhooks', body: unknown = ENDPOINT) =>
    service.call<T>('POST', path, body, { 'idempotency-key': key });
  const count = async (table: string): Promise<number> => {
    const { rows } = await service.app
      .get(Store)
      .read((tx) => run<{ n: number | string }>(tx, `SELECT COUNT(*) AS n FROM ${table}`, []));
    return Number(rows[0]?.n);
  };

  it('gets the same response and is carried out once', async () => {
    const first = await post('one');
    const again = await post('one');
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await count('endpoint')).toBe(1);
  });

  it('gets the same status and entity tag', async () => {
    await service.call('POST', '/v1/agreements', FIRST);
    const fact = { event: 'signing', at: '2026-01-09' };
    const first = await post('fact', '/v1/agreements/first/facts', fact);
    await service.call('PUT', '/v1/agreements/first/signing', { date: '2026-01-08' });
    const again = await post('fact', '/v1/agreements/first/facts', fact);
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
  });

  it(`of ${SENDERS} at once one is carried out, ${ROUNDS} times: one object per key`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const answers = await Promise.all(
        Array.from({ length: SENDERS }, () => post(`round-${round}`)),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      const fresh = answers.filter(({ headers }) => headers.get('idempotent-replayed') === null);
      expect(fresh).toHaveLength(1);
    }
    const objects = await count('endpoint');
    figure(
      27,
      `${ROUNDS} keys, each sent ${SENDERS} times at once, ${DATABASE}: objects ${objects}`,
    );
    expect(objects).toBe(ROUNDS);
  });

  it('is refused under the key of another request', async () => {
    await post('one');
    const other = await service.call(
      'POST',
      '/v1/webhooks',
      { url: 'http://127.0.0.1:9/other' },
      {
        'idempotency-key': 'one',
      },
    );
    expect([other.status, other.body.errors[0]?.pointer]).toEqual([422, '/Idempotency-Key']);
    expect(await count('endpoint')).toBe(1);
  });

  it('has the same key with and without quotation marks; a malformed key is refused', async () => {
    const first = await post('"one"');
    const again = await post('one');
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    for (const key of ['', 'a b', 'a"b', 'x'.repeat(256)]) {
      expect((await post(key)).status).toBe(422);
    }
  });

  it('is carried out again after a refusal, which is not stored', async () => {
    const fact = { event: 'signing', at: '2026-01-09' };
    expect((await post('one', '/v1/agreements/first/facts', fact)).status).toBe(404);
    await service.call('POST', '/v1/agreements', FIRST);
    expect((await post('one', '/v1/agreements/first/facts', fact)).status).toBe(201);
  });

  it('is not stored where it writes nothing: a preview, a check', async () => {
    await service.call('POST', '/v1/agreements', FIRST);
    const fact = { event: 'signing', at: '2026-01-09' };
    const preview = await post('one', '/v1/agreements/first/facts?preview=true', fact);
    const check = await post('one', '/v1/agreements/check', FIRST);
    const real = await post('one', '/v1/agreements/first/facts', fact);
    expect([preview.status, check.status, real.status]).toEqual([200, 200, 201]);
  });

  it('is a new request after 24 hours; expired responses leave no row', async () => {
    const first = await post('one');
    clock.advance(DAY - 1);
    expect((await post('one')).body.id).toBe(first.body.id);
    clock.advance(1);
    expect((await post('one')).body.id).not.toBe(first.body.id);
    clock.advance(DAY);
    const store = service.app.get(Store);
    const responses = service.app.get(StoredResponses);
    expect(await store.write((tx) => responses.purge(tx))).toBe(false);
    expect(await count('kept_answer')).toBe(0);
  });

  it('stores no secret that the database alone reveals', async () => {
    const { body } = await post('one');
    const { rows } = await service.app
      .get(Store)
      .read((tx) => run<object>(tx, 'SELECT * FROM kept_answer', []));
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(body.secret);
    expect(JSON.stringify(rows)).not.toContain(body.id);
  });

  it('is another request if another caller sends it', async () => {
    const one = await newToken(service, { role: 'admin' });
    const two = await ask(service, one, 'POST', '/v1/tokens', {
      name: 'two',
      role: 'admin',
    });
    const as = (token: string) =>
      service.call<Endpoint>('POST', '/v1/webhooks', ENDPOINT, {
        authorization: `Bearer ${token}`,
        'idempotency-key': 'one',
      });
    const [first, second] = [await as(one), await as(JSON.parse(two.body).token)];
    expect(second.body.id).not.toBe(first.body.id);
    expect((await as(one)).body).toEqual(first.body);
  });
});

describeStored(`${SENDERS} writers at once with the same If-Match, on ${DATABASE}`, () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(new FakeClock(Date.parse('2026-01-10T12:00:00Z')));
    await service.call('POST', '/v1/agreements', FIRST);
  });
  afterAll(() => service.end());

  const etag = async (): Promise<string> =>
    (await service.call('GET', '/v1/agreements/first')).headers.get('etag') as string;

  it.each([
    ['amend', (n: number) => ['PUT', '/v1/agreements/first', `${FIRST}\nnote: version ${n}\n`]],
    [
      'apply a preview',
      (n: number) => ['PUT', '/v1/agreements/first/signing', { date: `2026-01-0${(n % 9) + 1}` }],
    ],
    [
      'record',
      (n: number) => [
        'POST',
        '/v1/agreements/first/facts',
        { was: 'duty.fulfilled', at: `2026-01-0${(n % 9) + 1}` },
      ],
    ],
  ] as const)('%s: one wins, the rest are told the present version', async (name, request) => {
    const version = await etag();
    const answers = await Promise.all(
      Array.from({ length: SENDERS }, (_, n) => {
        const [method, path, body] = request(n) as [string, string, unknown];
        return service.call(method, path, body, { 'if-match': version });
      }),
    );
    const now = await etag();
    const losers = answers.filter(({ status }) => status === 412);
    const winners = answers.filter(({ status }) => status < 300).length;
    figure(
      29,
      `${SENDERS} at once ${name}, ${DATABASE}: winners ${winners}, told 412 ${losers.length}`,
    );
    expect([winners, losers.length]).toEqual([1, SENDERS - 1]);
    expect(new Set(losers.map(({ body }) => body.errors[0]?.example))).toEqual(
      new Set([`If-Match: ${now}`]),
    );
  });
});
