import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AGREEMENT, Served } from '../faults/served';
import { workersOf } from '../support/workers';

// Each worker is a process of its own; the machine may be busy.
jest.setTimeout(180_000);

const TASKS = join(__dirname, '..', 'support', 'greedy-tasks.cjs');

describe('a task in a worker', () => {
  let dataDir: string;
  let service: Served;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'pacta-greedy-'));
    service = new Served(dataDir, {
      NODE_OPTIONS: `--require ${TASKS}`,
      PACTA_WORKER_SECONDS: '5',
      PACTA_WORKER_MEGABYTES: '300',
    });
    await service.start();
    await service.call('POST', '/v1/agreements', AGREEMENT);
  });
  afterAll(async () => {
    await service.end('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  it.each([
    ['that allocates two gigabytes of buffers', 'buffers', 'memory'],
    ['that fills the heap', 'heap', 'memory'],
    ['that builds a huge text', 'string', 'memory'],
    ['that never ends', 'endless', 'seconds'],
  ])('%s is ended, and others are answered meanwhile', async (_, task, limit) => {
    const greedy = service.call('POST', `/v1/agreements/check?task=${task}`, AGREEMENT);
    const others: (number | undefined)[] = [];
    do {
      others.push((await service.call('GET', '/v1/agreements/pact/milestones'))?.status);
    } while ((await Promise.race([greedy, Promise.resolve('running')])) === 'running');
    expect(await greedy).toMatchObject({
      status: 422,
      body: { errors: [{ detail: expect.stringContaining(limit) }] },
    });
    expect(others.length).toBeGreaterThan(3);
    expect(new Set(others)).toEqual(new Set([200]));
    expect((await service.call('POST', '/v1/agreements/check', AGREEMENT))?.status).toBe(200);
    expect(workersOf(service.pid).length).toBeLessThanOrEqual(2);
  });
});
