import { SchedulerRegistry } from '@nestjs/schedule';
import { POLICY } from '../../../src/config/policy';
import type { Sweep } from '../../../src/domain/transition/sweep';
import { Sweeper } from '../../../src/domain/transition/sweeper';
import type { Store } from '../../../src/store/store';
import { FakeClock } from '../../support/fake-clock';

const NOW = Date.parse('2026-01-05T10:00:00Z');

/** The loop around a sweep that answers as told, with what it asked for in the order in which it did. */
class World {
  readonly clock = new FakeClock(NOW);
  readonly timers = new SchedulerRegistry();
  readonly heard: string[] = [];
  /** How many are due at each look, or what the look fails with. */
  batches: (number | Error)[] = [];
  wakeAt: number | undefined;
  /** Whether each sweep was whole. */
  whole = true;
  /** What the other replicas would do by telling. */
  told: () => void = () => undefined;
  /** Runs while a batch is judged. */
  meanwhile: () => void = () => undefined;
  /** Runs after the next instant was read, before it is known. */
  meanwhileAsked: () => void = () => undefined;

  private readonly sweep = {
    batch: async () => {
      this.heard.push('batch');
      await Promise.resolve();
      this.meanwhile();
      const due = this.batches.shift() ?? 0;
      if (typeof due !== 'number') throw due;
      return due;
    },
    nextWake: async () => {
      const { wakeAt } = this;
      await Promise.resolve();
      this.meanwhileAsked();
      return wakeAt;
    },
    isWhole: () => this.whole,
  } as unknown as Sweep;

  private readonly store = {
    replicas: {
      onNotice: (topic: string, told: () => void) => {
        this.heard.push(`listens to ${topic}`);
        this.told = told;
        return () => this.heard.push('listens no more');
      },
      notify: (topic: string) => this.heard.push(`tells ${topic}`),
    },
  } as unknown as Store;

  readonly sweeper = new Sweeper(this.sweep, this.clock, this.timers, this.store);

  /** For how long the loop sleeps now; undefined where it does not. */
  get sleeps(): number | undefined {
    if (!this.timers.doesExist('timeout', 'sweeper')) return undefined;
    return this.timers.getTimeout('sweeper')._idleTimeout;
  }

  /** Until the loop has nothing left to do but to sleep. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  }

  async begun(): Promise<void> {
    this.sweeper.onApplicationBootstrap();
    await this.settled();
  }
}

describe('the sweeper', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.sweeper.onApplicationShutdown());

  it('sweeps at the start, and again until nothing is due', async () => {
    world.batches = [3, 1, 0];
    await world.begun();
    expect(world.heard).toEqual(['listens to deadlines', 'batch', 'batch', 'batch']);
    expect(world.sweeper.lastSweptAt).toBe(NOW);
  });

  it.each<[string, number | undefined, number]>([
    ['until the next instant', NOW + 5_000, 5_000],
    ['a minute where that is later', NOW + 3_600_000, POLICY.sweepLongestSleepMs],
    ['a minute where there is none', undefined, POLICY.sweepLongestSleepMs],
    ['no longer than it must where that is past', NOW - 5_000, 1],
  ])('sleeps %s', async (_name, wakeAt, expected) => {
    world.wakeAt = wakeAt;
    await world.begun();
    expect(world.sleeps).toBe(expected);
  });

  it.each([true, false])('tells that a sweep was whole: %s', async (whole) => {
    world.whole = whole;
    const listener = jest.fn();
    world.sweeper.onWhole(listener);
    await world.begun();
    expect(listener).toHaveBeenCalledTimes(whole ? 1 : 0);
  });

  it('sweeps again after its pause', async () => {
    await world.begun();
    world.heard.length = 0;
    world.timers.getTimeout('sweeper')._onTimeout();
    await world.settled();
    expect(world.heard).toEqual(['batch']);
    expect(world.sleeps).toBe(POLICY.sweepLongestSleepMs);
  });

  it('is woken by a write, and wakes the other replicas', async () => {
    await world.begun();
    world.heard.length = 0;
    world.sweeper.wake();
    await world.settled();
    expect(world.heard).toEqual(['batch', 'tells deadlines']);
    world.told();
    await world.settled();
    expect(world.heard).toEqual(['batch', 'tells deadlines', 'batch']);
    expect(world.sleeps).toBe(POLICY.sweepLongestSleepMs);
  });

  it.each(['meanwhile', 'meanwhileAsked'] as const)(
    'looks once more, and never twice at a time, after a look in which it was woken: %s',
    async (when) => {
      let woken = 0;
      world[when] = () => {
        if (woken++ > 0) return;
        world.wakeAt = NOW + 5_000;
        world.told();
      };
      await world.begun();
      expect(world.heard.filter((one) => one === 'batch')).toHaveLength(2);
      expect(world.sleeps).toBe(5_000);
    },
  );

  it('tries again after a failure with a doubling pause, until a sweep succeeds', async () => {
    world.batches = [
      new Error('first'),
      new Error('second'),
      new Error('third'),
      0,
      new Error('new'),
    ];
    const slept: (number | undefined)[] = [];
    world.sweeper.onApplicationBootstrap();
    for (let look = 0; look < 5; look++) {
      await world.settled();
      slept.push(world.sleeps);
      world.told();
    }
    expect(slept).toEqual([250, 500, 1_000, POLICY.sweepLongestSleepMs, 250]);
  });

  it('never pauses longer after failures than without', async () => {
    world.batches = Array.from({ length: 30 }, () => new Error('again'));
    world.sweeper.onApplicationBootstrap();
    for (let look = 0; look < 30; look++) {
      await world.settled();
      world.told();
    }
    await world.settled();
    expect(world.sleeps).toBe(POLICY.sweepLongestSleepMs);
    expect(world.sweeper.lastSweptAt).toBe(NOW);
  });

  it('stops if it was never started', async () => {
    await world.sweeper.onApplicationShutdown();
    expect(world.heard).toEqual([]);
  });

  it('stops after the sweep in progress', async () => {
    world.batches = [1, 1, 1];
    world.meanwhile = () => void world.sweeper.onApplicationShutdown();
    await world.begun();
    expect(world.heard).toEqual(['listens to deadlines', 'batch', 'listens no more']);
    expect(world.sleeps).toBeUndefined();
    world.sweeper.wake();
    await world.settled();
    expect(world.heard.filter((one) => one === 'batch')).toHaveLength(1);
  });
});
