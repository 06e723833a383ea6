import type { MilestoneTiming } from '../../../src/engine/model/milestone';
import type { State } from '../../../src/engine/model/status';
import { nextChange } from '../../../src/engine/status/next-change';

const OPEN: readonly State[] = [
  'conditional',
  'in-effect',
  'suspended',
  'holding',
  'breached',
  'violated',
  'disputed',
];
const SETTLED: readonly State[] = ['fulfilled', 'discharged', 'came', 'expired', 'terminated'];

const dated: MilestoneTiming = {
  kind: 'achievement',
  waitsFor: [],
  dueAt: 40,
  graceEndsAt: 50,
  endsAt: 60,
  outcome: { incidents: 0, endedAt: 70 },
};

describe('the next change of a milestone', () => {
  it.each(OPEN)('in the state %s is the next of its dates', (state) => {
    const next = (at: number) => nextChange(dated, at, 5, state);
    expect([34, 35, 40, 50, 60, 70].map(next)).toEqual([35, 40, 50, 60, 70, undefined]);
  });

  it.each(SETTLED)('in the state %s is the next fact about it, whatever its dates', (state) => {
    const next = (at: number) => nextChange(dated, at, 5, state);
    expect([34, 69, 70].map(next)).toEqual([70, 70, undefined]);
  });
});
