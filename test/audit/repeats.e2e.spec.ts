import { MergedEntries } from '../../src/audit/merged-entries';
import type { PresentedEntry } from '../../src/audit/present';
import { POLICY } from '../../src/config/policy';
import { run } from '../../src/store/sql/sql';
import { Store } from '../../src/store/store';
import { ask, FIRST, newToken } from '../access/fixture';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { runs } from '../support/runs';
import { itAlone, startTestService, type TestService } from '../support/service';

const REPEATS = runs(300, 3_000);
const SESSIONS = runs(125, 3_000);
const SIGNING = '/v1/agreements/first/signing';

describeStored(`what one caller repeats, on ${DATABASE}`, () => {
  const clock = new FakeClock('2026-01-10T12:00:00Z');
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(clock, { openToThisMachine: false });
    await service.call('POST', '/v1/agreements', FIRST);
  });
  afterAll(() => service.end());

  const entries = async (actor: string): Promise<PresentedEntry[]> => {
    await service.app.get(MergedEntries).flush();
    const path = `/v1/audit?limit=1000&outcome=written&actor=${actor}`;
    return (await service.call<{ items: PresentedEntry[] }>('GET', path)).body.items;
  };
  const sessions = async (): Promise<number> => {
    const { rows } = await service.app
      .get(Store)
      .read((tx) =>
        run<{ total: number }>(
          tx,
          "SELECT COUNT(*) AS total FROM token WHERE kind = 'session'",
          [],
        ),
      );
    return Number(rows[0]?.total);
  };

  itAlone(
    'a signing that is set already is counted, not recorded each time',
    async () => {
      const token = await newToken(service, { role: 'monitor', name: 'repeating' });
      const set = (date: string) => ask(service, token, 'PUT', SIGNING, { date });
      expect((await set('2026-01-05')).status).toBe(200);
      let next = 0;
      const repeat = async (): Promise<void> => {
        while (next++ < REPEATS) expect((await set('2026-01-05')).status).toBe(200);
      };
      await Promise.all(Array.from({ length: 20 }, repeat));
      const written = await entries('repeating');
      expect(written.map(({ times }) => times)).toEqual([1, 1, REPEATS - 1]);
      expect(written[2]).toMatchObject({ method: 'PUT', path: SIGNING, status: null });
      // A change is recorded with it, as ever.
      expect((await set('2026-01-06')).status).toBe(200);
      expect(await entries('repeating')).toHaveLength(4);
    },
    600_000,
  );

  itAlone(
    'sessions are bounded for each token, and so are new ones in a minute',
    async () => {
      const { sessionsPerToken, sessionsPerTokenPerMinute } = POLICY;
      const token = await newToken(service, { role: 'reader', name: 'opening' });
      const other = await newToken(service, { role: 'reader', name: 'other' });
      const open = (by: string) => ask(service, by, 'POST', '/v1/session');
      const cookieOf = ({ headers }: { headers: Record<string, string> }) =>
        headers['set-cookie']?.split(';')[0] as string;
      const kept = cookieOf(await open(other));
      const first = cookieOf(await open(token));
      // Ids of one millisecond have no order.
      clock.advance(1);
      let refused = 0;
      for (let i = 1; i < SESSIONS; i++) {
        const { status, headers } = await open(token);
        if (status === 200) continue;
        expect([status, headers['retry-after']]).toEqual([429, '60']);
        refused += 1;
        clock.advance(60_000);
      }
      expect(refused).toBe(Math.floor((SESSIONS - 1) / (sessionsPerTokenPerMinute + 1)));
      expect(await sessions()).toBe(sessionsPerToken + 1);
      const as = async (cookie: string) =>
        (await fetch(`${service.url}/v1/session`, { headers: { cookie } })).status;
      // The oldest of this token has ended, an older one of another token has not.
      expect([await as(first), await as(kept)]).toEqual([401, 200]);
    },
    600_000,
  );

  itAlone(
    'sessions are removed when they end: signed out, expired, or with their token',
    async () => {
      clock.advance(POLICY.sessionMs);
      const token = await newToken(service, { role: 'reader', name: 'ending' });
      const { headers } = await ask(service, token, 'POST', '/v1/session');
      // Those of before have expired.
      expect(await sessions()).toBe(1);
      const cookie = headers['set-cookie']?.split(';')[0] as string;
      const out = await fetch(`${service.url}/v1/session`, {
        method: 'DELETE',
        headers: { cookie },
      });
      expect([out.status, await sessions()]).toEqual([204, 0]);
      clock.advance(60_000);
      await ask(service, token, 'POST', '/v1/session');
      expect(await sessions()).toBe(1);
      const id = `token_${token.split('_')[1]}`;
      expect((await service.call('DELETE', `/v1/tokens/${id}`)).status).toBe(204);
      expect(await sessions()).toBe(0);
    },
  );
});
