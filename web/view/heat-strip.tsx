import { heat, slider } from '../state/heat';
import { count, days, say } from '../words/format';

/** Steps of darkness; a strip of a hundred shades says no more. */
const SHADES = 5;

/** Conflicts by day of signing, under the slider: the darker, the more. */
export function HeatStrip() {
  const w = say.value;
  const found = heat.value;
  const { from, to } = slider.value;
  const total = to - from + 1;
  const counts = found?.from === from ? found.counts : [];
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  const best = counts.filter((n) => n === low).length;
  return (
    <svg class="heat" width="100%" height="12" role="img" aria-label={labelOf()}>
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

  function labelOf(): string {
    if (counts.length === 0) return w.heat.counting;
    if (low === high) return w.heat.same(count(low));
    return w.heat.range(count(low), count(high), days(best));
  }
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
