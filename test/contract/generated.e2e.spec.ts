import fc from 'fast-check';
import { FIRST, newToken } from '../access/fixture';
import { anyRequest } from '../support/any-request';
import { DATABASE, describeStored } from '../support/databases';
import { described, undocumented, validatorOf } from '../support/described';
import { FakeClock } from '../support/fake-clock';
import { figure } from '../support/figures';
import { runs } from '../support/runs';
import { startTestService, type TestService } from '../support/service';

const REQUESTS = runs(150, 20_000);
/** An endless stream is told about in the tests of changes. */
const WITHOUT = ['get /v1/events'];

describeStored(`requests made from the description, on ${DATABASE}`, () => {
  const clock = new FakeClock(Date.parse('2026-01-10T12:00:00Z'));
  let service: TestService;
  let token: string;

  beforeAll(async () => {
    service = await startTestService(clock);
    token = await newToken(service, { role: 'admin' });
  });
  afterAll(() => service.end());

  const sent = (method: string, url: string, headers: Record<string, string>, body: unknown) =>
    service.app
      .getHttpAdapter()
      .getInstance()
      .inject({
        method: method.toUpperCase() as 'GET',
        url,
        headers: {
          ...headers,
          host: 'localhost',
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      });

  it(`${REQUESTS} requests: no answer is undocumented, none is a failure of the service`, async () => {
    const api = described();
    const fault = await validatorOf(api);
    const statuses = new Map<number, number>();
    let count = 0;
    await fc.assert(
      fc.asyncProperty(anyRequest(api, WITHOUT), async ({ method, path, url, headers, body }) => {
        if (count++ % 50 === 0) {
          // What was removed comes back, and nobody has asked too often.
          clock.advance(60_000);
          await service.call('POST', '/v1/agreements', FIRST, { authorization: `Bearer ${token}` });
        }
        const answer = await sent(method, url, headers, body);
        statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
        const given = {
          status: answer.statusCode,
          type: String(answer.headers['content-type'] ?? ''),
          text: answer.body,
        };
        expect(undocumented(api, fault, [method, path], given)).toBe('');
        expect(answer.statusCode).toBeLessThan(500);
      }),
      { numRuns: REQUESTS, endOnFailure: true },
    );
    // Requests that are all refused would prove nothing.
    const answered = [...statuses].reduce((sum, [at, n]) => sum + (at < 300 ? n : 0), 0);
    expect(answered).toBeGreaterThan(REQUESTS / 20);
    figure(
      24,
      `${count} generated requests, ${DATABASE}: ${answered} of them carried out, undocumented answers 0, 5xx 0`,
    );
  }, 900_000);
});
