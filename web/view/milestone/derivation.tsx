import type { Milestone } from '../../../src/engine/model/milestone';
import type { Step } from '../../../src/engine/model/step';
import { serviceDetail } from '../../state/detail';
import { allTexts } from '../../words/format';
import { PresentOnlyNote, RecordedOnlyNote } from '../shared/notes';
import { Calendars } from './calendars';

/** The numbered steps to the date, each with its source and the days off that it passed over. */
export function Derivation({ milestone }: { milestone: Milestone }) {
  const w = allTexts.value;
  return (
    <section>
      <h3>{w.drawer.derived}</h3>
      <ol class="derivation">
        {milestone.derivation.map((step, i) => (
          <li key={`${i} ${step.rule}`}>
            {step.text}
            <Skipped step={step} />
            <cite>{step.citation}</cite>
          </li>
        ))}
      </ol>
      <Calendars />
      <Readings />
    </section>
  );
}

/** Other readings of the same words that give another day. */
function Readings() {
  const found = serviceDetail.answer.value?.alternatives ?? [];
  if (found.length === 0) return null;
  return (
    <details>
      <summary>{allTexts.value.drawer.readings(found.length)}</summary>
      {/* They come from the service, which does not know the what-if. */}
      <RecordedOnlyNote />
      <PresentOnlyNote />
      <ul lang="en">
        {found.map(({ reading, on, text }) => (
          <li key={`${reading} ${on}`}>{text}</li>
        ))}
      </ul>
    </details>
  );
}

function Skipped({ step }: { step: Step }) {
  const skipped = step.by?.skipped;
  if (!Array.isArray(skipped) || skipped.length === 0) return null;
  return (
    <details>
      <summary>{allTexts.value.drawer.skipped(skipped.length)}</summary>
      <ul>
        {skipped.map((one) => (
          <li key={String(one)}>{String(one)}</li>
        ))}
      </ul>
    </details>
  );
}
