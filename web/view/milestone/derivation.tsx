import type { Milestone } from '../../../src/engine/model/milestone';
import type { Step } from '../../../src/engine/model/step';
import { told } from '../../state/detail';
import { sayAll } from '../../words/format';
import { NotReplayed, NotSupposed } from '../signing/actual-signing-note';

/** How the date came about, in numbered steps, each with its rule and the days that were passed over. */
export function Derivation({ milestone }: { milestone: Milestone }) {
  const w = sayAll.value;
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
      <Readings />
    </section>
  );
}

/** Other readings of the same words, as far as they give another day. */
function Readings() {
  const found = told.answer.value?.alternatives ?? [];
  if (found.length === 0) return null;
  return (
    <details>
      <summary>{sayAll.value.drawer.readings(found.length)}</summary>
      {/* The service tells them; of a what-if they would be other days. */}
      <NotSupposed />
      <NotReplayed />
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
      <summary>{sayAll.value.drawer.skipped(skipped.length)}</summary>
      <ul>
        {skipped.map((one) => (
          <li key={String(one)}>{String(one)}</li>
        ))}
      </ul>
    </details>
  );
}
