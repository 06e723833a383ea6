/** Measurements of one period of the soak. */
export interface Stretch {
  minutes: number;
  residentMb: number;
  handles: number;
  /** Milliseconds, by kind of request. */
  p99: Readonly<Record<string, number>>;
}

/** How much a value grows in an hour: the least-squares line through the samples after the first fifth. */
export function slopePerHour(
  samples: readonly Stretch[],
  valueOf: (one: Stretch) => number,
): number {
  const settled = samples.slice(Math.floor(samples.length / 5));
  const mean = (of: (one: Stretch) => number) =>
    settled.reduce((sum, one) => sum + of(one), 0) / settled.length;
  const [x, y] = [mean((one) => one.minutes), mean(valueOf)];
  let [above, below] = [0, 0];
  for (const one of settled) {
    above += (one.minutes - x) * (valueOf(one) - y);
    below += (one.minutes - x) ** 2;
  }
  return below === 0 ? 0 : (above / below) * 60;
}

const WIDTH = 900;
const HEIGHT = 190;
const LEFT = 70;
const RIGHT = 190;
const COLOURS = ['#1f5fa8', '#b3541e', '#2c7a3f', '#7a3f8f', '#8a6d00', '#a3243b', '#44606b'];

interface Line {
  name: string;
  values: readonly number[];
}

/** One SVG: memory, handles, and the p99 of every kind of request, over time. */
export function picture(samples: readonly Stretch[]): string {
  const kinds = Object.keys(samples[0]?.p99 ?? {});
  const panels = [
    panel('resident memory, MB', [
      { name: 'memory', values: samples.map((one) => one.residentMb) },
    ]),
    panel('open handles', [{ name: 'handles', values: samples.map((one) => one.handles) }]),
    panel(
      'p99 by kind of request, ms',
      kinds.map((name) => ({ name, values: samples.map((one) => one.p99[name] ?? 0) })),
    ),
  ];
  const minutes = samples.at(-1)?.minutes ?? 0;
  const places = panels.map(
    (drawn, i) => `<g transform="translate(0 ${i * (HEIGHT + 40)})">${drawn}</g>`,
  );
  const height = panels.length * (HEIGHT + 40) + 30;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>${places.join('\n')}
<text x="${LEFT}" y="${height - 12}">0</text><text x="${WIDTH - RIGHT}" y="${height - 12}" text-anchor="end">${minutes.toFixed(0)} minutes</text>
</svg>\n`;
}

function panel(title: string, lines: readonly Line[]): string {
  const most = Math.max(...lines.flatMap(({ values }) => values), 1) * 1.1;
  const drawn = lines.map(({ name, values }, i) => {
    const colour = COLOURS[i % COLOURS.length];
    const step = (WIDTH - LEFT - RIGHT) / Math.max(1, values.length - 1);
    const points = values.map(
      (value, at) =>
        `${(LEFT + at * step).toFixed(1)},${(30 + HEIGHT - (value / most) * HEIGHT).toFixed(1)}`,
    );
    const label = `<text x="${WIDTH - RIGHT + 12}" y="${44 + i * 18}" fill="${colour}">${name} ${(values.at(-1) ?? 0).toFixed(1)}</text>`;
    return `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${points.join(' ')}"/>${label}`;
  });
  const rules = [0, 0.5, 1].map((part) => {
    const y = 30 + HEIGHT - (part / 1.1) * HEIGHT;
    const value = ((most / 1.1) * part).toFixed(most < 20 ? 1 : 0);
    return `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}" stroke="#ddd"/><text x="${LEFT - 8}" y="${y + 4}" text-anchor="end">${value}</text>`;
  });
  return `<text x="${LEFT}" y="18" font-weight="bold">${title}</text>${rules.join('')}${drawn.join('')}`;
}
