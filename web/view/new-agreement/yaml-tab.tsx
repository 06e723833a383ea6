import { useRef } from 'preact/hooks';
import type { Fault } from '../../state/api';
import { latest } from '../../state/new-agreement/check';
import { change, work } from '../../state/new-agreement/work';
import { newWords } from '../../words/new-agreement';

/** The document as YAML, and its faults; each leads to its line. */
export function YamlTab() {
  const w = newWords();
  const area = useRef<HTMLTextAreaElement>(null);
  const faults = latest.value?.faults ?? [];
  return (
    <div class="yaml">
      <label class="stacked">
        <span class="unseen">YAML</span>
        <textarea
          ref={area}
          class="code"
          rows={24}
          wrap="off"
          spellcheck={false}
          value={work.value?.yaml}
          aria-describedby="yaml-faults"
          onInput={({ currentTarget }) => change({ yaml: currentTarget.value })}
        />
      </label>
      <section id="yaml-faults" class="faults" aria-live="polite">
        <h3>
          {faults.length > 0
            ? w.faults(faults.length)
            : latest.value?.answer
              ? w.sound
              : w.checking}
        </h3>
        <ol>
          {faults.map((fault, i) => (
            <li key={`${fault.pointer} ${i}`}>
              <button
                type="button"
                class="plain-link"
                disabled={fault.line === undefined}
                onClick={() => showLine(area.current, fault)}
              >
                {fault.line === undefined ? fault.pointer : w.at(fault.line, fault.column ?? 1)}
              </button>
              <p lang="en">{fault.detail}</p>
              {fault.expected !== undefined && (
                <p class="hint" lang="en">
                  {w.expected(fault.expected)}
                </p>
              )}
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

/** Selects from the place of a fault to the end of its line. */
function showLine(area: HTMLTextAreaElement | null, { line = 1, column = 1 }: Fault): void {
  if (area === null) return;
  const lines = area.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const end = start + (lines[line - 1]?.length ?? 0);
  area.focus();
  area.setSelectionRange(Math.min(start + column - 1, end), end);
  const height = Number.parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, (line - 4) * height);
}
