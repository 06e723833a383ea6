import { conflictCounts, slider } from '../../state/what-if/conflicts';
import { count, texts } from '../../words/format';

/** Number of shades. */
const SHADES = 5;

/** A strip under the slider: the darker a signing day, the more dates to check. `ConflictStripText` says so in words. */
export function ConflictStrip() {
  const found = conflictCounts.value;
  const { from, to } = slider.value;
  const total = to - from + 1;
  const counts = found?.from === from ? found.counts : [];
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  return (
    <svg class="conflict-strip" width="100%" height="12" aria-hidden="true">
      {runs(counts.map((n) => shade(n, low, high))).map(({ at, length, value }) => (
        <rect
          key={at}
          class={`shade-${value}`}
          x={`${(100 * at) / total}%`}
          width={`${(100 * length) / total}%`}
          height="12"
        />
      ))}
    </svg>
  );
}

export function ConflictStripText() {
  const w = texts.value.conflictStrip;
  const found = conflictCounts.value;
  const counts = found?.from === slider.value.from ? found.counts : [];
  if (counts.length === 0) return <>{w.counting}</>;
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  return <>{low === high ? w.same(low) : w.range(count(low), count(high))}</>;
}

function shade(n: number, low: number, high: number): number {
  return high === low ? 0 : Math.round(((n - low) / (high - low)) * (SHADES - 1));
}

/** Joins neighbours of one value. */
function runs(values: readonly number[]): { at: number; length: number; value: number }[] {
  const found: { at: number; length: number; value: number }[] = [];
  for (const [at, value] of values.entries()) {
    const last = found.at(-1);
    if (last?.value === value) last.length += 1;
    else found.push({ at, length: 1, value });
  }
  return found;
}
