import fc from 'fast-check';
import { run } from '../../../src/store/sql/sql';
import { Store } from '../../../src/store/store';
import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import { figure } from '../../support/figures';
import { runs } from '../../support/runs';
import { startTestService, type TestService } from '../../support/service';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2025-12-01T00:00:00Z');
/** So many times some twenty days end before the last day that may be signed on. */
const ROUNDS_OF_A_CLOCK = 2_500;
const OBLIGATIONS = Array.from({ length: 6 }, (_, i) => ({
  id: `o${i}`,
  title: `Obligation ${i}`,
  due: `within ${10 + i} days of signing`,
  ...(i % 2 === 0 ? {} : { grace: '30 hours' }),
}));

describeStored(`races of the sweep on ${DATABASE}`, () => {
  let clock: FakeClock;
  let service: TestService;
  let store: Store;
  let made = 0;
  beforeAll(async () => {
    clock = new FakeClock(START);
    service = await startTestService(clock);
    store = service.app.get(Store);
  });
  beforeEach(async () => {
    await service.clear();
    clock.set(START);
    await service.call('POST', '/v1/webhooks', { url: 'http://127.0.0.1:9/' });
  });
  afterAll(() => service.end());

  const rows = async <T>(sql: string, parameters: unknown[] = []) =>
    store.read(async (tx) => (await run<T>(tx, sql, parameters)).rows);
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const introduce = async () => {
    const id = `pact-${++made}`;
    await service.call('POST', '/v1/agreements', {
      id,
      title: id,
      zone: 'UTC',
      obligations: OBLIGATIONS,
    });
    return id;
  };
  const sign = async (id: string, at: number) => {
    const answer = await service.call('PUT', `/v1/agreements/${id}/signing`, { date: day(at) });
    expect(answer.status).toBe(200);
  };

  const parts = Array.from(
    { length: Math.ceil(runs(12, DATABASE === 'sqlite' ? 10_000 : 2_500) / ROUNDS_OF_A_CLOCK) },
    (_, i) => i,
  );
  it.each(parts)(
    're-dating races the sweep: nothing is told of a date that was superseded before (%i)',
    async () => {
      const ROUNDS = runs(12, ROUNDS_OF_A_CLOCK);
      const id = await introduce();
      let round = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: -14, max: 3 }), { minLength: 1, maxLength: 3 }),
          fc.integer({ min: 11 * 24, max: 20 * 24 }),
          fc.scheduler(),
          async (signings, hours, scheduler) => {
            // Of six deadlines counted anew the first is past by then, and none has been told of.
            await sign(id, clock.now());
            clock.advance(hours * HOUR);
            const now = clock.now();
            // Every other round the sweep has a start; otherwise chance decides who is first.
            const ahead = round++ % 2 === 0 ? [service.sweep()] : [];
            const started = [
              ...ahead,
              ...signings.map((days) =>
                scheduler.schedule(Promise.resolve()).then(() => sign(id, now + days * DAY)),
              ),
              scheduler.schedule(Promise.resolve()).then(() => service.sweep()),
              scheduler.schedule(Promise.resolve()).then(() => service.sweep()),
            ];
            await scheduler.waitFor(Promise.all(started));
          },
        ),
        { numRuns: ROUNDS, endOnFailure: true },
      );
      // What moved a date stands in the sequence, too: nothing about the old date may follow it.
      const wrong = await rows(
        `SELECT alert.id FROM alert
         JOIN message ON message.id = alert.message_id
         JOIN deadline ON deadline.milestone_id = alert.milestone_id
                      AND deadline.version = alert.version + 1
         JOIN (SELECT agreement_id, created_at, MAX(sequence) AS sequence
                 FROM message WHERE type = 'schedule.changed' GROUP BY agreement_id, created_at) AS moved
           ON moved.agreement_id = alert.agreement_id AND moved.created_at = deadline.recorded_at
        WHERE alert.kind IN ('due-soon', 'grace-started', 'overdue')
          AND message.sequence > moved.sequence`,
      );
      expect(wrong).toEqual([]);
      // What was told of a superseded date and not sent yet never is.
      const waiting = await rows(
        `SELECT delivery.message_id FROM delivery
         JOIN alert ON alert.message_id = delivery.message_id
         JOIN message ON message.id = alert.message_id AND message.milestone_id IS NOT NULL
         JOIN milestone ON milestone.id = alert.milestone_id
        WHERE delivery.state = 'pending' AND alert.version < milestone.version
          AND alert.kind IN ('due-soon', 'grace-started', 'overdue')`,
      );
      expect(waiting).toEqual([]);
      const told = await rows<{ kind: string }>(
        `SELECT DISTINCT alert.kind AS kind, milestone_id, version FROM alert WHERE agreement_id = ?`,
        [id],
      );
      expect(told.map(({ kind }) => kind)).toContain('overdue');
      const [superseded] = await rows<{ n: number }>(
        `SELECT COUNT(DISTINCT alert.version) AS n FROM alert JOIN milestone ON milestone.id = milestone_id
        WHERE alert.version < milestone.version`,
      );
      // Else no round would have raced for anything; on PostgreSQL those who sign are more often first.
      expect(Number(superseded?.n)).toBeGreaterThan(ROUNDS / 8);
      figure(
        18,
        `re-dating races the sweep, ${ROUNDS} rounds, ${told.length} alerts on ${superseded?.n} versions since superseded, ${DATABASE}: after they were superseded 0`,
      );
    },
    1_800_000,
  );

  it('with clock jumps of an hour, each step is sent once, none early, and no status goes back and forth', async () => {
    const JUMPS = runs(40, 2_000);
    const id = await introduce();
    await sign(id, clock.now());
    let furthest = clock.now();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(-HOUR, HOUR, 2 * HOUR, 9 * HOUR), async (jump) => {
        clock.advance(jump);
        furthest = Math.max(furthest, clock.now());
        await service.sweep();
        const early = await rows('SELECT id FROM alert WHERE agreement_id = ? AND at > ?', [
          id,
          furthest,
        ]);
        expect(early).toEqual([]);
      }),
      { numRuns: JUMPS, endOnFailure: true },
    );
    clock.set(Math.max(furthest, clock.now()) + 40 * DAY);
    await service.sweep();
    const kinds = await rows<{ kind: string; milestone_id: string }>(
      'SELECT kind, milestone_id FROM alert WHERE agreement_id = ? AND step = 0',
      [id],
    );
    const keys = kinds.map((alert) => `${alert.milestone_id} ${alert.kind}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => key.endsWith(' overdue')).length).toBe(OBLIGATIONS.length);
    const steps = await rows<{ milestone_id: string; to_status: string }>(
      'SELECT milestone_id, to_status FROM transition WHERE agreement_id = ? ORDER BY at, id',
      [id],
    );
    const passed = steps.map((step) => `${step.milestone_id} ${step.to_status}`);
    expect(new Set(passed).size).toBe(passed.length);
    figure(8, `clock jumps of hours, ${JUMPS} of them, ${DATABASE}: early 0, repeats 0, flaps 0`);
  }, 1_800_000);

  it('a thousand deadlines in one millisecond are each sent once, while requests are answered', async () => {
    const DUE = runs(1_000, 10_000);
    const id = `pact-${++made}`;
    const obligations = Array.from({ length: DUE }, (_, i) => ({
      id: `o${i}`,
      title: `O${i}`,
      due: 'within 3 days of signing',
    }));
    await service.call('POST', '/v1/agreements', { id, title: id, zone: 'UTC', obligations });
    await sign(id, clock.now());
    clock.advance(4 * DAY);
    const started = process.hrtime.bigint();
    const sweeping = { over: false };
    const swept = service.sweep().finally(() => {
      sweeping.over = true;
    });
    const waits: number[] = [];
    while (!sweeping.over) {
      const asked = process.hrtime.bigint();
      expect((await service.call('GET', '/health/live')).status).toBe(200);
      waits.push(Number(process.hrtime.bigint() - asked) / 1e6);
    }
    await swept;
    // A sweep that kept the process to itself would let none through but the first and the last.
    expect(waits.length).toBeGreaterThan(2);
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const [told] = await rows<{ n: number; ids: number }>(
      `SELECT COUNT(*) AS n, COUNT(DISTINCT milestone_id) AS ids FROM alert
        WHERE agreement_id = ? AND kind = 'overdue'`,
      [id],
    );
    expect([Number(told?.n), Number(told?.ids)]).toEqual([DUE, DUE]);
    const p99 = waits.sort((a, b) => a - b)[Math.ceil(waits.length * 0.99) - 1] ?? 0;
    figure(
      17,
      `${DUE} due in one millisecond, ${DATABASE}: told in ${seconds.toFixed(1)} s, each once; HTTP p99 meanwhile ${p99.toFixed(0)} ms`,
    );
  }, 1_800_000);
});
