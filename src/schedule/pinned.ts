import { pinStep } from './clause-steps';
import type { Item } from './compile';
import { parseDay } from './epoch-day';
import type { Context } from './evaluate';
import { known } from './known';
import type { Value } from './value';

/**
 * A last day that was agreed to stay where it is: whatever it was counted from may move or be unknown, and
 * nothing that is still open can move it. The latest pin recorded counts.
 */
export function pinned(value: Value | undefined, item: Item, context: Context): Value | undefined {
  const only = { party: item.party, ordinal: item.ordinal ?? item.each };
  const fact = context.facts.of('pinned', item.path, only).at(-1);
  if (fact?.to === undefined) return value;
  const day = parseDay(fact.to);
  if (day === undefined) return value;
  const from = value?.known ? value : undefined;
  return {
    ...known(context, { day, sharp: false }, () => [
      ...(from?.steps ?? []),
      pinStep(from?.day, day, fact),
    ]),
    hypothetical: fact.hypothetical === true,
  };
}
