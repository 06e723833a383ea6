import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { figure } from '../support/figures';
import { temporaryDirectory } from '../support/service';
import { AGREEMENT, Served } from './served';
import { type Traced, trace, withoutTracing } from './tracer';

const MISSING = withoutTracing();
/** What a database that fails may be answered with. */
const REFUSED = [503, 507];

/** What is stored, read past the service. */
function stored(dataDir: string): { reasons: Set<string>; integrity: string } {
  const database = new Database(join(dataDir, 'pacta.sqlite'), { readonly: true });
  const rows = database.prepare("SELECT reason FROM fact WHERE subject = 'poll'").all();
  const [check] = database.pragma('integrity_check') as { integrity_check: string }[];
  database.close();
  const reasons = new Set((rows as { reason: string }[]).map(({ reason }) => reason));
  return { reasons, integrity: check?.integrity_check ?? 'nothing' };
}

const traced = MISSING === undefined ? describe : describe.skip;
if (MISSING !== undefined) process.stdout.write(`skipped: tests 2, 5, 6 and 7, for ${MISSING}\n`);

let directory: ReturnType<typeof temporaryDirectory>;
let served: Served;
let attached: Traced | undefined;
const log = () => join(directory.path, 'strace.log');
const inject = async (fault: string, call = fault.split(':')[0]) => {
  attached = await trace(served.pid, ['-e', `trace=${call}`, '-e', `inject=${fault}`], log());
  return attached;
};
const lost = () => {
  const { reasons, integrity } = stored(served.dataDir);
  expect(integrity).toBe('ok');
  return [...served.acknowledged].filter((reason) => !reasons.has(reason));
};
const begin = async (dataDir: string) => {
  served = new Served(dataDir);
  await served.start();
  expect((await served.call('POST', '/v1/agreements', AGREEMENT))?.status).toBe(201);
};

beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(async () => {
  await attached?.end();
  attached = undefined;
  await served.end('SIGKILL');
  directory.remove();
});

/** An agreement stored before its deadline passes; a busy machine is given more and more time. */
async function soonDue(): Promise<string> {
  for (let leadMs = 5_000; ; leadMs *= 2) {
    const id = `soon-${Date.now()}`;
    const due = new Date(Date.now() + leadMs).toISOString().replace(/\.\d+/, '');
    const obligations = [{ id: 'soon', title: 'Soon', due: `at ${due}` }];
    await served.call('POST', '/v1/agreements', { id, title: id, zone: 'UTC', obligations });
    const { history } = await served.read<{ history: { deadlines: { recordedAt: string }[] } }>(
      `/v1/milestones/${id}/soon`,
    );
    if ((history.deadlines[0]?.recordedAt ?? '') < due) return id;
  }
}

traced('the disk under the service', () => {
  it('killed at every n-th fsync it loses nothing that was acknowledged', async () => {
    const KILLS = 60;
    await begin(join(directory.path, 'data'));
    for (let n = 1; n <= KILLS; n++) {
      const { end } = await inject(`fsync:signal=KILL:when=${n}`);
      while ((await served.write()) !== undefined);
      await served.died();
      await end();
      expect(lost()).toEqual([]);
      await served.start();
    }
    figure(
      2,
      `SIGKILL at the n-th fsync, n = 1 to ${KILLS}, ${served.acknowledged.size} writes acknowledged: missing 0, integrity ok ${KILLS}/${KILLS}`,
    );
  }, 1_200_000);

  it.each([
    [5, 'a write', 'pwrite64'],
    [6, 'an fsync', 'fsync'],
  ] as const)(
    'test %i: where %s fails, nothing it was for is acknowledged, and the next one is served',
    async (number, _, call) => {
      const TIMES = call === 'fsync' ? 8 : 40;
      await begin(join(directory.path, 'data'));
      let refused = 0;
      let failed = 0;
      for (const error of ['EIO', 'ENOSPC']) {
        for (let n = 1; n <= TIMES; n++) {
          const { injected, end } = await inject(`${call}:error=${error}:when=${n}`);
          for (let i = 0; i < 8; i++) {
            const status = await served.write();
            expect([201, ...REFUSED]).toContain(status);
            if (status !== 201) refused++;
          }
          await end();
          if (injected()) failed++;
          expect(await served.write()).toBe(201);
        }
      }
      expect(failed).toBeGreaterThan(TIMES);
      expect(refused).toBeGreaterThan(TIMES / 2);
      await served.end('SIGKILL');
      expect(lost()).toEqual([]);
      figure(
        number,
        `EIO and ENOSPC at the n-th ${call}, ${failed} times: ${refused} writes refused with 503, ${served.acknowledged.size} acknowledged, of these lost 0, served again at once ${2 * TIMES}/${2 * TIMES}`,
      );
    },
    1_200_000,
  );

  it('a slow disk makes writes slow and keeps the clock going', async () => {
    await begin(join(directory.path, 'data'));
    for (const delayMs of [50, 500]) {
      const id = await soonDue();
      const { end } = await inject(`fsync:delay_enter=${delayMs * 1_000}`);
      const took: number[] = [];
      const told = async () => {
        const { items } = await served.read<{ items: { type: string }[] }>(
          `/v1/alerts?agreement=${id}`,
        );
        return items.some(({ type }) => type === 'milestone.overdue');
      };
      // As long as it takes: what is measured is the writes', what is asked only that the sweep lives.
      while (took.length < 30 || !(await told())) {
        const started = performance.now();
        expect(await served.write()).toBe(201);
        took.push(performance.now() - started);
      }
      await end();
      took.sort((a, b) => a - b);
      const p99 = took[Math.ceil(took.length * 0.99) - 1] as number;
      figure(
        7,
        `fsync slower by ${delayMs} ms: p99 of ${took.length} writes ${p99.toFixed(0)} ms, the sweep alive`,
      );
    }
  }, 300_000);
});

const small = (at: string) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', at]).status === 0;

describe('a disk that fills up', () => {
  it('is answered with a reason, and with success once there is room again', async () => {
    const dataDir = join(directory.path, 'small');
    mkdirSync(dataDir);
    if (!small(dataDir)) {
      process.stdout.write('skipped: test 4, for no tmpfs may be mounted here\n');
      served = new Served(dataDir);
      await served.start();
      return;
    }
    try {
      const ballast = join(dataDir, 'ballast');
      await begin(dataDir);
      const { bavail, bsize } = statfsSync(dataDir);
      writeFileSync(ballast, Buffer.alloc(bavail * bsize - 1_500_000));
      const answers = new Map<number | undefined, number>();
      while ((answers.get(503) ?? 0) + (answers.get(507) ?? 0) < 50) {
        const status = await served.write();
        expect([201, ...REFUSED]).toContain(status);
        answers.set(status, (answers.get(status) ?? 0) + 1);
      }
      const refusal = await served.call('POST', '/v1/agreements', { ...AGREEMENT, id: 'other' });
      expect(REFUSED).toContain(refusal?.status);
      expect(String(refusal?.body.detail)).toMatch(/disk/);
      expect((await served.call('GET', '/v1/agreements/pact/milestones'))?.status).toBe(200);
      rmSync(ballast);
      expect(await served.write()).toBe(201);
      await served.end('SIGKILL');
      expect(lost()).toEqual([]);
      figure(
        4,
        `disk full: ${answers.get(201)} writes acknowledged, then 50 refused with a reason and reads answered; written again once there was room, acknowledged lost 0`,
      );
    } finally {
      await served.end('SIGKILL');
      spawnSync('umount', [dataDir]);
    }
  }, 300_000);
});
