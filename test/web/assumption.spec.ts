import {
  FACT_KINDS,
  type FactKindRule,
  UNSCHEDULED_KINDS,
} from '../../src/engine/model/fact-kinds';
import { ASSUMABLE_KINDS } from '../../web/state/what-if/assumption';

describe('assumptions of a link', () => {
  it('may be of every kind of fact about an obligation that the schedule reads and that needs only a time', () => {
    const unscheduled: readonly string[] = UNSCHEDULED_KINDS;
    const expected = Object.entries<FactKindRule>(FACT_KINDS)
      .filter(
        ([, { of, requiresOneOf }]) => of.includes('obligation') && requiresOneOf === undefined,
      )
      .map(([kind]) => kind)
      .filter((kind) => !unscheduled.includes(kind));
    expect([...ASSUMABLE_KINDS].sort()).toEqual(expected.sort());
  });
});
