import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isDirectoryTaken } from '../../src/store/directory/directory-lock';
import { PACT } from '../support/agreements';
import { FakeClock } from '../support/fake-clock';
import { runPacta } from '../support/killed-calls';
import { startTestService, temporaryDirectory } from '../support/service';

const AGREEMENT = { ...PACT, events: { poll: { title: 'Poll', repeats: true } } };

describe('a lock file that is deleted while the service runs', () => {
  const directory = temporaryDirectory();
  afterAll(directory.remove);

  it('allows no second process, and the next start succeeds', async () => {
    const dataDir = directory.path;
    const serve = () => runPacta(['serve'], { PACTA_DATA_DIR: dataDir, PACTA_PORT: '0' });
    const service = await startTestService(new FakeClock('2026-01-10T00:00:00Z'), {}, { dataDir });
    await service.call('POST', '/v1/agreements', AGREEMENT);
    rmSync(join(dataDir, 'pacta.lock'));
    const statuses: number[] = [];
    const writing = async () => {
      for (let i = 0; i < 40; i++) {
        const body = { event: 'poll', at: `2026-01-09T00:${String(i).padStart(2, '0')}:00Z` };
        statuses.push((await service.call('POST', '/v1/agreements/pact/facts', body)).status);
      }
    };
    const [second] = await Promise.all([serve(), writing()]);
    expect(second).toMatchObject({ status: 1 });
    expect(second.printed).toContain(
      `in use by process ${process.pid}. The file pacta.lock was deleted while a process uses the database.`,
    );
    expect(statuses).toEqual(Array(40).fill(201));
    // The refused one left a lock file, which is as little the one that guards the data.
    expect(existsSync(join(dataDir, 'pacta.lock'))).toBe(true);
    expect(await serve()).toMatchObject({ status: 1 });
    expect(isDirectoryTaken(dataDir)).toBe(true);
    await service.end();
    expect(isDirectoryTaken(dataDir)).toBe(false);
    const next = await startTestService(new FakeClock('2026-01-11T00:00:00Z'), {}, { dataDir });
    expect((await next.call('GET', '/v1/agreements/pact')).status).toBe(200);
    await next.end();
    expect(isDirectoryTaken(dataDir)).toBe(false);
  }, 120_000);
});
