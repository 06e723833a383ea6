import { replaying } from '../../state/plan';
import { recordedSigning, supposing } from '../../state/what-if/what-if';
import { say, weekDay } from '../../words/format';

/** Beside a what-if: what follows comes from what is recorded. */
export function NotSupposed() {
  if (!supposing.value) return null;
  const set = recordedSigning.value;
  const { notSupposed } = say.value;
  return <p class="hint">{notSupposed(set === undefined ? '' : weekDay(set.day))}</p>;
}

/** Beside another day: what follows is of the present all the same. */
export function NotReplayed() {
  return replaying.value ? <p class="hint">{say.value.notReplayed}</p> : null;
}
