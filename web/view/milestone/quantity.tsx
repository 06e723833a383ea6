import type { Milestone } from '../../../src/engine/model/milestone';
import { deliveredOf } from '../../../src/engine/status/delivered';
import { allTexts, count } from '../../words/format';

/** How much of the quantity owed was delivered, what remains, and whether the pace meets the deadline. */
export function Quantity({ of }: { of: Milestone }) {
  const found = deliveredOf(of);
  if (found === undefined) return null;
  const w = allTexts.value.quantity;
  const { owed, unit, delivered, remaining, over, fulfilledBy, pace } = found;
  const parts = [
    `${w.of(count(delivered), count(owed))} ${unit}`.trim(),
    over > 0 && w.over(count(over)),
    fulfilledBy === 'fact' && w.byFact,
    remaining > 0 && w.remaining(count(remaining)),
  ].filter(Boolean);
  return (
    <section>
      <h3>{w.title}</h3>
      <p>
        {parts.join('; ')}
        {pace !== undefined && `; ${w.pace(percent(pace.share), percent(pace.time), pace.onTrack)}`}
      </p>
    </section>
  );
}

const percent = (share: number): string => `${count(Math.round(share * 100))} %`;
