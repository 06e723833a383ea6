import { ConsoleLogger, Logger } from '@nestjs/common';
import { Refusal } from '../../../src/base/refusal';
import { Recorder } from '../../../src/domain/transition/recorder';
import { Sweep } from '../../../src/domain/transition/sweep';
import { Sweeper } from '../../../src/domain/transition/sweeper';
import { run } from '../../../src/store/sql/sql';
import { Store } from '../../../src/store/store';
import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import { figure } from '../../support/figures';
import { startTestService, type TestService } from '../../support/service';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const AGREEMENT = `
id: pact
title: Pact
zone: UTC
parties: {a: {name: A}, b: {name: B}}
obligations:
  - {id: first, title: First, due: within 10 days of signing}
  - {id: second, title: Second, obligor: [a, b], due: within 20 days of signing, grace: 48 hours}
`;

interface Detail {
  status: string;
  version: number;
  history: { transitions: { to: string; at: string; recordedAt: string }[]; deadlines: object[] };
}

describeStored(`the sweep on ${DATABASE}`, () => {
  const START = Date.parse('2025-12-01T00:00:00Z');
  const clock = new FakeClock(START);
  let service: TestService;
  let store: Store;
  let sweep: Sweep;

  beforeAll(async () => {
    service = await startTestService(clock);
    store = service.app.get(Store);
    sweep = service.app.get(Sweep);
    // Here nobody looks but the tests.
    await service.app.get(Sweeper).onApplicationShutdown();
  });
  afterAll(() => service.end());
  beforeEach(async () => {
    await service.clear();
    clock.set(START);
    await service.call('POST', '/v1/agreements', AGREEMENT);
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2025-12-01' });
  });

  const detail = async (path: string) =>
    (await service.call<Detail>('GET', `/v1/milestones/pact/${path}`)).body;
  const count = (table: string, where = 'true') =>
    store.read(async (tx) => {
      const { rows } = await run<{ n: number }>(
        tx,
        `SELECT COUNT(*) AS n FROM ${table} WHERE ${where}`,
        [],
      );
      return Number(rows[0]?.n);
    });

  const revisions = () =>
    store.read(async (tx) => {
      const { rows } = await run<{ id: string; revision: number }>(
        tx,
        'SELECT id, revision FROM agreement ORDER BY id',
        [],
      );
      return rows.map(({ id, revision }) => ({ id, revision: Number(revision) }));
    });

  it('writes nothing for what is not due', async () => {
    const revision = await count('transition');
    expect(await sweep.batch()).toBe(0);
    expect(await count('transition')).toBe(revision);
  });

  it('stamps a change with the instant at which it became true', async () => {
    clock.advance(11 * DAY + 5 * HOUR);
    await service.sweep();
    const { history } = await detail('first');
    expect(history.transitions.at(-1)).toMatchObject({
      to: 'overdue',
      at: '2025-12-12T00:00:00Z',
      recordedAt: '2025-12-12T05:00:00Z',
    });
  });

  it('processes a milestone once with concurrent sweeps', async () => {
    clock.advance(11 * DAY);
    await Promise.all(Array.from({ length: 8 }, () => sweep.batch()));
    expect(await count('alert', "kind = 'overdue'")).toBe(1);
    expect(await count('transition', "to_status = 'overdue'")).toBe(1);
    expect(await count('message', "type = 'milestone.overdue'")).toBe(1);
  });

  it('has no next instant without milestones', async () => {
    await service.clear();
    expect(await sweep.nextWake()).toBeUndefined();
  });

  it('raises the revision of each agreement with something due by one', async () => {
    await service.call('POST', '/v1/agreements', AGREEMENT.replace('id: pact', 'id: other'));
    await service.call('PUT', '/v1/agreements/other/signing', { date: '2025-12-01' });
    const before = await revisions();
    clock.advance(30 * DAY);
    // Two duties are due in each; and who comes later finds nothing to judge.
    await Promise.all(Array.from({ length: 8 }, () => sweep.batch()));
    const raised = before.map(({ id, revision }) => ({ id, revision: revision + 1 }));
    expect(await revisions()).toEqual(raised);
  });

  it.each<[string, Refusal, boolean]>([
    ['a database that fails ends the sweep', new Refusal('unavailable', 'full'), false],
    ['a milestone that is refused is put aside', new Refusal('invalid', 'no'), true],
  ])('%s', async (_name, refusal, aside) => {
    const watched = await sweep.nextWake();
    clock.advance(11 * DAY);
    let failures = 0;
    const failing: Store = Object.assign(Object.create(store), {
      write: (...asked: Parameters<Store['write']>) =>
        failures++ === 0 ? Promise.reject(refusal) : store.write(...asked),
    });
    const own = new Sweep(failing, service.app.get(Recorder), clock);
    const batch = own.batch().catch((error: unknown) => error);
    expect(await batch).toBe(aside ? 1 : refusal);
    expect(await sweep.nextWake()).toBe(aside ? clock.now() + 5 * 60_000 : watched);
  });

  it('postpones a row that throws, and processes all others in the same batch', async () => {
    const outcomes = await store.read(
      async (tx) =>
        (await run<{ id: string; outcome: string }>(tx, 'SELECT id, outcome FROM milestone', []))
          .rows,
    );
    const outcome = outcomes.find(({ id }) => id === 'pact/first')?.outcome;
    const write = (text: string | undefined) =>
      store.write((tx) =>
        run(tx, "UPDATE milestone SET outcome = ? WHERE id = 'pact/first'", [text]),
      );
    await write('{broken');
    clock.advance(23 * DAY);
    const written: unknown[][] = [];
    Logger.overrideLogger({
      log: () => undefined,
      warn: () => undefined,
      error: (...line: unknown[]) => written.push([line[0], line.at(-1)]),
    });
    // However many look at the same time, one of them passes it over and says so.
    const looks = await Promise.all(Array.from({ length: 4 }, () => sweep.batch()));
    Logger.overrideLogger(new ConsoleLogger());
    expect(looks).toContain(2);
    expect(written).toEqual([
      [
        expect.stringContaining(
          'pact/first cannot be processed and is postponed until 2025-12-24T00:05:00.000Z: ',
        ),
        'Sweep',
      ],
    ]);
    const others = await count('alert', "kind = 'overdue' AND milestone_id <> 'pact/first'");
    figure(36, `a row that throws, ${DATABASE}: others told in the same look ${others} of 1`);
    expect(others).toBe(1);
    expect(await count('alert', "milestone_id = 'pact/first'")).toBe(0);
    expect(await sweep.batch()).toBe(0);
    // Mended, it is judged at the next look, and what it missed is told.
    await write(outcome);
    expect(await sweep.nextWake()).toBe(clock.now() + 5 * 60_000);
    clock.advance(5 * 60_000);
    await service.sweep();
    expect(await count('alert', "kind = 'overdue' AND milestone_id = 'pact/first'")).toBe(1);
  });

  it('sends nothing early and repeats nothing after the clock was set back', async () => {
    clock.advance(11 * DAY);
    await service.sweep();
    clock.advance(-2 * DAY);
    await service.sweep();
    await service.call('POST', '/v1/agreements/pact/facts', {
      was: 'second.fulfilled',
      at: '2025-12-05',
      by: 'a',
    });
    clock.advance(3 * DAY);
    await service.sweep();
    expect((await detail('first')).status).toBe('overdue');
    expect(await count('alert', "kind = 'overdue'")).toBe(1);
    // What is recorded after the clock went back still stands behind what was recorded before.
    const at = await store.read(async (tx) =>
      (
        await run<{ recorded_at: number }>(tx, 'SELECT recorded_at FROM fact ORDER BY sequence', [])
      ).rows.map((row) => Number(row.recorded_at)),
    );
    expect(at).toEqual([...at].sort((a, b) => a - b));
  });

  it('ten concurrent signings leave one signing, and every version its own number', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        service.call('PUT', '/v1/agreements/pact/signing', { date: `2025-11-${10 + i}` }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const standing = await count(
      'fact',
      "subject = 'signing' AND kind = 'occurred' AND NOT EXISTS (SELECT 1 FROM fact r WHERE r.retracts = fact.id)",
    );
    expect(standing).toBe(1);
    const { version, history } = await detail('first');
    expect(history.deadlines).toHaveLength(version);
  });

  it('a fulfilment that is sent twice at once is recorded once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        service.call('POST', '/v1/agreements/pact/facts', {
          was: 'first.fulfilled',
          at: '2025-12-01',
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      200, 200, 200, 200, 201,
    ]);
  });

  it('an obligation of several parties is met when each has fulfilled it, and only they can', async () => {
    const record = (by: string) =>
      service.call('POST', '/v1/agreements/pact/facts', {
        was: 'second.fulfilled',
        at: '2025-12-01',
        by,
      });
    expect((await record('a')).status).toBe(201);
    expect((await detail('second')).status).toBe('upcoming');
    expect((await record('b')).status).toBe(201);
    expect((await detail('second')).status).toBe('met');
  });
});
