import { conflicts, slider } from '../../state/what-if/conflicts';
import { count, say } from '../../words/format';

/** Steps of darkness; a strip of a hundred shades says no more. */
const SHADES = 5;

/** Dates to check by day of signing, under the slider: the darker, the more; `HeatWords` say so. */
export function HeatStrip() {
  const found = conflicts.value;
  const { from, to } = slider.value;
  const total = to - from + 1;
  const counts = found?.from === from ? found.counts : [];
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  return (
    <svg class="heat" width="100%" height="12" aria-hidden="true">
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

export function HeatWords() {
  const w = say.value.heat;
  const found = conflicts.value;
  const counts = found?.from === slider.value.from ? found.counts : [];
  if (counts.length === 0) return <>{w.counting}</>;
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  return <>{low === high ? w.same(low) : w.range(count(low), count(high))}</>;
}

function shade(n: number, low: number, high: number): number {
  return high === low ? 0 : Math.round(((n - low) / (high - low)) * (SHADES - 1));
}

/** Neighbours of one shade are drawn as one. */
function runs(values: readonly number[]): { at: number; length: number; value: number }[] {
  const found: { at: number; length: number; value: number }[] = [];
  for (const [at, value] of values.entries()) {
    const last = found.at(-1);
    if (last?.value === value) last.length += 1;
    else found.push({ at, length: 1, value });
  }
  return found;
}
