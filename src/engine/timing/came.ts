import type { Item } from '../compile/item';
import { evaluateCondition } from '../evaluate/condition';
import { addProvisionalOn, type Context } from '../evaluate/context';
import { type Value, waiting } from '../model/value';

/** The day of an occasion whose conditions are met (`when`, `unless`); while they are not, it waits for them. */
export function cameValue(item: Item, context: Context): Value | undefined {
  let value = context.moment(item, 'due');
  for (const key of ['when', 'unless'] as const) {
    const cond = item[key];
    if (cond === undefined || !value?.known) continue;
    const { met, waitsFor, hypothetical } = evaluateCondition(cond, item, context);
    if (met !== (key === 'when')) {
      return waitsFor.length > 0 ? waiting(...waitsFor) : waiting(`${item.path}.came`);
    }
    const either = value.hypothetical || hypothetical;
    value = addProvisionalOn({ ...value, hypothetical: either }, waitsFor, undefined);
  }
  return value;
}
