import { replaying } from '../../state/plan';
import { hasAssumptions, recordedSigning } from '../../state/what-if/what-if';
import { allTexts, weekDay } from '../../words/format';

/** Shown during a what-if above what ignores it. */
export function RecordedOnlyNote() {
  if (!hasAssumptions.value) return null;
  const set = recordedSigning.value;
  return (
    <p class="hint">{allTexts.value.recordedOnly(set === undefined ? '' : weekDay(set.day))}</p>
  );
}

/** Shown while another day is chosen above what is of the present. */
export function PresentOnlyNote() {
  return replaying.value ? <p class="hint">{allTexts.value.presentOnly}</p> : null;
}
