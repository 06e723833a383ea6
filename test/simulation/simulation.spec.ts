import { Logger } from '@nestjs/common';
import { emptyDatabase } from '../support/databases';
import { figure } from '../support/figures';
import { runs } from '../support/runs';
import { type Told, World } from './world';

/** `PACTA_SEED=n` replays the world that failed. */
const SEED = Number(process.env.PACTA_SEED ?? 20_261_123);
/** Years that one world lives: short lives find more beginnings and ends. */
const LIFE = 2;

describe('the service in a simulated world', () => {
  beforeAll(() => {
    // What it says of simulated faults is told to nobody.
    Logger.overrideLogger(false);
    jest.useFakeTimers({
      doNotFake: [
        'Date',
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setImmediate',
        'clearImmediate',
      ],
    });
  });
  afterAll(() => jest.useRealTimers());

  async function live(seed: number, years: number): Promise<Told> {
    const { settings, remove } = await emptyDatabase();
    try {
      return await new World(settings, seed).live(years);
    } catch (error) {
      const words = `PACTA_SEED=${seed} npx jest --selectProjects pure -- test/simulation`;
      throw new Error(`In the world of seed ${seed} (${words})`, { cause: error });
    } finally {
      await remove();
    }
  }

  it('keeps its promises through every fault, whatever the seed', async () => {
    const lives = runs(1, 50);
    const sum = { years: 0, steps: 0, faults: 0, arrivals: 0 };
    for (let i = 0; i < lives; i++) {
      const told = await live(SEED + i, runs(0.5, LIFE));
      for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += told[key];
    }
    figure(
      22,
      `simulation, ${sum.years.toFixed(1)} years, ${sum.steps} steps, ${sum.faults} faults, ${sum.arrivals} arrivals, seed ${SEED}: violations 0`,
    );
  }, 3_600_000);

  it('replays a seed step by step', async () => {
    const [once, again] = [await live(SEED, 0.1), await live(SEED, 0.1)];
    expect(again).toEqual(once);
  }, 300_000);
});
