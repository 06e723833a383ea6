import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MAX_ATTEMPTS, RETRY_WAITS_MS } from '../../src/delivery/retry-schedule';
import { DATABASE, describeStored } from '../support/databases';
import { runs } from '../support/runs';
import { rejected, type Sending, startSending, WELL } from './fixture';

const HOUR = 3_600_000;

/** One step of a run. Outcomes are taken from a list, repeatedly. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ tell: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 6, arbitrary: fc.record({ round: fc.integer({ min: 1, max: 16 }) }) },
  // A process dies with these attempts in flight, posted or not.
  { weight: 2, arbitrary: fc.record({ crash: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 4, arbitrary: fc.record({ toNext: fc.constant(true) }) },
  { weight: 3, arbitrary: fc.record({ jump: fc.integer({ min: -2 * HOUR, max: 30 * HOUR }) }) },
  { weight: 1, arbitrary: fc.record({ ping: fc.constant(true) }) },
  { weight: 1, arbitrary: fc.record({ takeBack: fc.constant(true) }) },
);
const outcomes = fc.array(fc.constantFrom(200, 500, 503, 404, 429, 0), {
  minLength: 1,
  maxLength: 12,
});

type Step = Partial<Record<'tell' | 'round' | 'crash' | 'jump', number>> &
  Partial<Record<'toNext' | 'ping' | 'takeBack', boolean>>;

/** Delivery under random outcomes, crashes and clocks, with the invariants of every step. */
class Treatment {
  readonly told = new Map<string, number>();
  /** The number of posts of each message. */
  readonly posted = new Map<string, number>();
  private readonly finished = new Map<string, string>();

  constructor(
    private readonly sending: Sending,
    private readonly endpoint: string,
    answers: readonly number[],
  ) {
    let next = 0;
    sending.transport.answer = ({ headers }) => {
      const id = headers['webhook-id'] as string;
      this.posted.set(id, (this.posted.get(id) ?? 0) + 1);
      const status = answers[next++ % answers.length] as number;
      if (status === 200) return WELL;
      if (status === 0) return { ...rejected(0), outcome: 'unreachable', statusCode: null };
      return rejected(status, status === 429 ? '90' : undefined);
    };
  }

  async take(one: Step): Promise<void> {
    const { sending } = this;
    if (one.tell !== undefined) this.note(await sending.tell(one.tell));
    if (one.round !== undefined) await this.roundOf(one.round);
    if (one.crash !== undefined) await sending.claims.take(one.crash);
    if (one.jump !== undefined) sending.clock.advance(one.jump);
    if (one.takeBack) await sending.claims.releaseAbandoned();
    if (one.ping && (await this.enabled())) this.note([await sending.pings.send(this.endpoint)]);
    if (one.toNext) await this.toNext();
    await this.check();
  }

  /** Lets the receiver answer and runs until nothing waits. */
  async heal(): Promise<void> {
    this.sending.transport.answer = ({ headers }) => {
      const id = headers['webhook-id'] as string;
      this.posted.set(id, (this.posted.get(id) ?? 0) + 1);
      return WELL;
    };
    if (!(await this.enabled())) {
      await this.sending.endpoints.change(this.endpoint, { state: 'enabled' });
    }
    while (await this.toNext()) await this.sending.round();
    await this.check();
    for (const row of await this.sending.deliveries()) {
      assert.ok(['delivered', 'failed'].includes(row.state));
      // A delivery fails only after all attempts of the schedule; a crash counts as an attempt.
      if (row.state === 'failed') assert.ok(row.fence >= MAX_ATTEMPTS);
    }
  }

  private note(ids: readonly string[]): void {
    for (const id of ids) this.told.set(id, this.sending.clock.now());
  }

  private async roundOf(most: number): Promise<void> {
    const now = this.sending.clock.now();
    const before = new Map((await this.sending.deliveries()).map((row) => [row.messageId, row]));
    const { failingSince } = await this.sending.endpoints.read(this.endpoint);
    const started = await this.sending.round(most);
    // One attempt at a time while the endpoint fails.
    if (failingSince !== null) assert.ok(started <= 1);
    const released = (await this.sending.endpoints.read(this.endpoint)).failingSince === null;
    for (const row of await this.sending.deliveries()) {
      const tried = row.attempts > (before.get(row.messageId)?.attempts ?? 0);
      if (!tried || row.state !== 'pending' || released) continue;
      const rung = RETRY_WAITS_MS[row.attempts - 1] as number;
      const least = row.releases > (before.get(row.messageId)?.releases ?? 0) ? 0 : rung;
      assert.ok(row.nextAttemptAt - now >= least);
      assert.ok(row.nextAttemptAt - now <= Math.max(rung * 1.1, 90_000));
    }
  }

  private async toNext(): Promise<boolean> {
    const next = await this.sending.claims.nextInstant();
    if (next === undefined) return false;
    this.sending.clock.set(Math.max(next, this.sending.clock.now()));
    return true;
  }

  private async enabled(): Promise<boolean> {
    return (await this.sending.endpoints.read(this.endpoint)).state === 'enabled';
  }

  /** No delivery vanishes or is duplicated, finished ones stay finished, none is attempted too often. */
  private async check(): Promise<void> {
    const rows = await this.sending.deliveries();
    const stored = rows.map((row) => row.messageId).sort();
    assert.equal(stored.join(' '), [...this.told.keys()].sort().join(' '));
    for (const row of rows) {
      const was = this.finished.get(row.messageId);
      if (was !== undefined) assert.equal(row.state, was);
      if (row.state !== 'pending') this.finished.set(row.messageId, row.state);
      // The claim after ten crashes sends nothing, and the delivery fails.
      assert.ok(row.attempts <= MAX_ATTEMPTS + 1);
      assert.ok((this.posted.get(row.messageId) ?? 0) <= row.fence);
      assert.ok(row.releases <= 3);
    }
  }
}

describeStored(`the retry schedule under random events on ${DATABASE}`, () => {
  const RUNS = runs(DATABASE === 'sqlite' ? 12 : 4, 150);

  it('is never exceeded, and no delivery vanishes, whatever the outcomes, crashes and clocks', async () => {
    let steps = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }),
        outcomes,
        async (all, answers) => {
          const sending = await startSending();
          const treatment = new Treatment(sending, await sending.endpoint(), answers);
          for (const one of all) await treatment.take(one);
          await treatment.heal();
          steps += all.length;
        },
      ),
      { numRuns: RUNS, endOnFailure: true },
    );
    process.stdout.write(
      `ladder, ${RUNS} treatments of ${steps} steps, ${DATABASE}: lost 0, doubled 0\n`,
    );
  }, 1_800_000);
});
