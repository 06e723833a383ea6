import { SessionCookie } from '../../src/access/token/session-cookie';
import { QuietLogger } from '../../src/app/quiet-logger';
import { run } from '../../src/store/sql/sql';
import { Store } from '../../src/store/store';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService } from '../support/service';
import { FIRST, newToken } from './fixture';
import { rawRequest } from './raw-request';

/** Everything written to the output during `work`. */
async function written(work: () => Promise<void> | void): Promise<string> {
  const lines: string[] = [];
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((chunk) => {
      lines.push(String(chunk));
      return true;
    }),
  );
  try {
    await work();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return lines.join('');
}

describeStored(`what the service logs, on ${DATABASE}`, () => {
  it('contains no token, cookie, feed secret or webhook secret when requests fail', async () => {
    const service = await startTestService(new FakeClock(Date.parse('2026-01-10T12:00:00Z')));
    try {
      await service.call('POST', '/v1/agreements', FIRST);
      const { body } = await service.call<{ secret: string }>('POST', '/v1/webhooks', {
        url: 'http://127.0.0.1:9/hook',
      });
      const admin = await newToken(service, { role: 'admin' });
      const session = await newToken(service, { role: 'admin', kind: 'session' });
      const feed = await newToken(service, { kind: 'feed', agreements: ['first'] });
      const { host } = new URL(service.url);
      const logged = await written(async () => {
        await service.app.get(Store).write(async (tx) => {
          await run(tx, 'ALTER TABLE milestone RENAME TO elsewhere', []);
        });
        const statuses = [];
        for (const [path, headers] of [
          ['/v1/milestones', { authorization: `Bearer ${admin}` }],
          ['/v1/milestones', { cookie: `${service.app.get(SessionCookie).name}=${session}` }],
          [`/v1/agreements/first/calendar.ics?feed=${feed}`, {}],
        ] as const) {
          const answer = await rawRequest(service.url, 'GET', path, { host, ...headers });
          statuses.push(answer.status);
          expect(answer.body).not.toContain('pacta_');
        }
        expect(statuses).toEqual([500, 500, 500]);
      });
      expect(logged).toContain('Http');
      for (const secret of [admin, session, feed, body.secret]) {
        expect(logged).not.toContain(secret.slice(-20));
      }
    } finally {
      await service.end();
    }
  });

  it.each([false, true])('contains no secrets in any line, as JSON: %s', async (json) => {
    const token = `pacta_${'0'.repeat(26)}_${'x'.repeat(43)}`;
    const secrets = [
      token,
      `Bearer ${token}`,
      'whsec_c2VjcmV0c2VjcmV0c2VjcmV0',
      'postgres://pacta:hunter2hunter2@127.0.0.1/pacta',
      'https://user:hunter2hunter2@receiver.example/hook',
    ];
    const logger = new QuietLogger('Test', { json, colors: false });
    const logged = await written(() => {
      for (const secret of secrets) {
        logger.log(`with ${secret}`);
        logger.warn({ nested: { secret } });
        logger.error(new Error(`with ${secret}`), 'Room');
        logger.error('it failed', `Error: with ${secret}\n    at nowhere`, 'Room');
      }
    });
    expect(logged.match(/(with|nested)/g)?.length).toBeGreaterThanOrEqual(4 * secrets.length);
    expect(logged).not.toMatch(/x{20}|c2VjcmV0|hunter2/);
  });
});
