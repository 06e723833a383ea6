import fc from 'fast-check';
import { luxonZones } from '../../../src/base/zones';
import { compile } from '../../../src/engine/compile/compile';
import type { Fact } from '../../../src/engine/model/fact';
import type { Milestone } from '../../../src/engine/model/milestone';
import { IncrementalSchedule } from '../../../src/engine/schedule/incremental';
import { schedule } from '../../../src/engine/schedule/schedule';
import { documentWith, facts, timing } from '../../support/any-agreement';
import { runs } from '../../support/runs';

const options = { zones: luxonZones, calendars: new Map() };

/** The milestone without its projection, which single entries leave out. */
const unprojected = (milestone: Milestone) => ({ ...milestone, projectedOn: undefined });

const DAY_MS = 86_400_000;

/** An obligation that one of two cases of a later one supersedes. */
const byCase = fc.constant({
  cases: [
    { when: 'crisis', due: 'within 9 days of signing', supersedes: 'exit' },
    { due: 'within 5 days of signing', supersedes: 'report' },
  ],
});

describe('milestones of single entries while facts are added and removed', () => {
  it('are those of the whole schedule at every step', () => {
    let compared = 0;
    const steps = facts.chain((given) => {
      const own = given.map((fact, i): Fact => ({ ...fact, id: `f${i}` }));
      const taken = fc.subarray(own).map((some) => new Set(some));
      return fc.tuple(fc.constant(own), taken);
    });
    const anyTiming = fc.oneof({ weight: 6, arbitrary: timing }, { weight: 1, arbitrary: byCase });
    fc.assert(
      fc.property(anyTiming, timing, steps, (a, b, [given, taken]) => {
        const result = compile(documentWith(a, b));
        if (!result.ok) return;
        const { agreement } = result;
        const incremental = new IncrementalSchedule(agreement, [], options);
        const known: Fact[] = [];
        const compare = (at: number): void => {
          const whole = schedule(agreement, known, { ...options, at, derivations: false });
          for (const path of agreement.byPath.keys()) {
            const own = whole.milestones.filter((one) => one.path === path).map(unprojected);
            expect(incremental.milestonesAt(path, at).map(unprojected)).toEqual(own);
            compared += own.length;
          }
        };
        for (const fact of given) {
          incremental.add(fact);
          known.push(fact);
          compare(fact.day * DAY_MS);
        }
        for (const fact of taken) {
          incremental.remove(fact);
          known.splice(known.indexOf(fact), 1);
          compare((fact.day + 400) * DAY_MS);
        }
      }),
      { numRuns: runs(300, 4_000) },
    );
    expect(compared).toBeGreaterThan(1_000);
  });
});
