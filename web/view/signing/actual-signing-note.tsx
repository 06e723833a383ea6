import { replaying } from '../../state/plan';
import { recordedSigning, supposing } from '../../state/what-if/what-if';
import { sayAll, weekDay } from '../../words/format';

/** During a what-if: what follows comes from what is recorded. */
export function NotSupposed() {
  if (!supposing.value) return null;
  const set = recordedSigning.value;
  return <p class="hint">{sayAll.value.notSupposed(set === undefined ? '' : weekDay(set.day))}</p>;
}

/** While another day is shown: what follows is of the present all the same. */
export function NotReplayed() {
  return replaying.value ? <p class="hint">{sayAll.value.notReplayed}</p> : null;
}
