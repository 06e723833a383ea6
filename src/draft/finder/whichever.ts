import { low, type Token, WordTable } from '../layout/tokens';
import type { Found, StatedMoment } from './found';
import { momentAt } from './moments';

const WHICHEVER = new WordTable<'earlier' | 'later'>([
  [
    ',? whichever event? is|occurs|comes|happens|falls|expires the? first|earlier|earliest|sooner|soonest|shorter',
    'earlier',
  ],
  [
    ',? whichever event? is|occurs|comes|happens|falls|expires the? last|later|latest|longer',
    'later',
  ],
]);

/** "24 months from delivery or 18 months from commissioning, whichever occurs first": combines two moments. */
export function whichever(tokens: readonly Token[], found: Found): Found {
  const { to } = found.range;
  const first = endOf(found);
  const at = low(tokens, to) === ',' ? to + 1 : to;
  if (first === undefined || !/^(?:or|and)$/.test(low(tokens, at))) return found;
  const again = /^(?:by|on|within|until|for)$/.test(low(tokens, at + 1));
  const second = momentAt(tokens, again ? at + 2 : at + 1);
  const which = second && WHICHEVER.at(tokens, second.to);
  if (second === undefined || which === undefined) return found;
  const { length: _length, ...rest } = found;
  return {
    ...rest,
    relation: RELATIONS[found.relation] ?? found.relation,
    range: { from: found.range.from, to: which.to },
    rule: `the ${which.value} of two moments`,
    moment: { type: 'pick', which: which.value, of: [first, second.value] },
  };
}

/** What a length with a beginning becomes when its end is picked from two. */
const RELATIONS: Readonly<Partial<Record<Found['relation'], Found['relation']>>> = {
  for: 'until',
  within: 'by',
};

function endOf({ relation, length, moment }: Found): StatedMoment | undefined {
  if (moment === undefined) return undefined;
  if (relation === 'for' || relation === 'within') {
    return length === undefined ? undefined : { type: 'shift', length, side: 'after', of: moment };
  }
  return /^(?:by|before|on|until)$/.test(relation) ? moment : undefined;
}
