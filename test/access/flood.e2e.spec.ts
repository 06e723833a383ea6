import { POLICY } from '../../src/config/policy';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { runs } from '../support/runs';
import { startTestService, type TestService } from '../support/service';
import { newToken } from './fixture';
import { rawRequest } from './raw-request';

/** The number of networks of callers without a token. The long run fills the table of addresses. */
const NETWORKS = runs(2_000, 114_000);
const AT_ONCE = 50;

describeStored(`many addresses with wrong tokens behind a trusted proxy, on ${DATABASE}`, () => {
  const clock = new FakeClock('2026-01-10T12:00:00Z');
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(clock, {
      openToThisMachine: false,
      trustedProxies: ['127.0.0.0/8'],
    });
  });
  afterAll(() => service.end());

  const ask = async (token: string, address: string): Promise<number> =>
    (
      await rawRequest(service.url, 'GET', '/v1/session', {
        authorization: `Bearer ${token}`,
        'x-forwarded-for': address,
      })
    ).status;
  const wrong = (i: number): string => `pacta_${String(i).padStart(26, '0')}_${'A'.repeat(43)}`;

  it('do not use up the limits of valid tokens', async () => {
    const known = await newToken(service, { role: 'reader' });
    const admin = await newToken(service, { role: 'admin' });
    expect(await ask(known, '192.0.2.1')).toBe(200);
    const statuses = new Map<number, number>();
    let next = 0;
    const flood = async (): Promise<void> => {
      for (let i = next++; i < NETWORKS; i = next++) {
        const address = `2001:${(i >> 16).toString(16)}:${(i & 0xffff).toString(16)}::1`;
        const status = await ask(wrong(i), address);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, flood));
    expect([...statuses.keys()].every((status) => status === 401 || status === 429)).toBe(true);
    expect(await ask(known, '192.0.2.1')).toBe(200);
    // This token was not used before: it is looked up during the flood.
    expect(await ask(admin, '2001:0:1::1')).toBe(200);
  }, 600_000);

  it('are one caller if they are in one IPv6 network, where a valid token is not refused', async () => {
    clock.advance(60_000);
    const holder = await newToken(service, { role: 'reader' });
    const seen: number[] = [];
    for (let i = 0; i <= POLICY.requestsPerAddressPerMinute; i++) {
      seen.push(await ask(wrong(i), `2001:db8:7:7::${i.toString(16)}`));
    }
    expect([seen.at(0), seen.at(-2), seen.at(-1)]).toEqual([401, 401, 429]);
    expect(await ask(holder, '2001:db8:7:7::1')).toBe(200);
  }, 120_000);
});
