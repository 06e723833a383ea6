import { loaded } from '../state/plan';
import { supposing } from '../state/what-if';
import { say, weekDay } from '../words/format';

/** Beside a what-if: what follows is told of the signing that is set, whichever it is. */
export function NotSupposed() {
  if (!supposing.value) return null;
  const set = loaded.value?.plan.facts.findLast(
    ({ kind, subject }) => kind === 'occurred' && subject === 'signing',
  );
  const { notSupposed, signing } = say.value;
  return (
    <p class="hint">{notSupposed(set === undefined ? signing.noneInForce : weekDay(set.day))}</p>
  );
}
