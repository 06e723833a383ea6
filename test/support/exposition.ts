/** A sample by the specification of the text exposition format. */
const SAMPLE =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\n"])*",?)*)\})? ([Nn]a[Nn]|[+-]Inf|[+-]?[\d.]+(?:e[+-]?\d+)?)$/;
const HEAD = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/;
const TYPES = ['counter', 'gauge', 'histogram', 'summary', 'untyped'];

export interface Exposition {
  /** By name and labels: `pacta_milestones{status="overdue"}`; without labels `name{}`. */
  samples: Map<string, number>;
  /** The type of each family. */
  families: Map<string, string>;
}

/**
 * Parses Prometheus' text format strictly, independently of the library that writes it.
 * @throws Error for an invalid line, a family without help and type before its samples, a repeated family or sample, a
 * counter below zero, and a histogram whose buckets do not grow to its count.
 */
export function readExposition(text: string): Exposition {
  if (!text.endsWith('\n')) throw new Error('The last line has no end');
  const samples = new Map<string, number>();
  const families = new Map<string, string>();
  const helped = new Set<string>();
  for (const line of text.slice(0, -1).split('\n')) {
    const [, keyword, name = '', rest = ''] = HEAD.exec(line) ?? [];
    if (keyword === 'HELP') {
      if (helped.has(name)) throw new Error(`help twice: ${name}`);
      helped.add(name);
    } else if (keyword === 'TYPE') {
      if (!TYPES.includes(rest) || families.has(name)) throw new Error(`type of ${name}: ${rest}`);
      families.set(name, rest);
    } else if (line !== '') {
      readSample(line, samples, families, helped);
    }
  }
  for (const [name, type] of families) if (type === 'histogram') checkHistogram(name, samples);
  return { samples, families };
}

function readSample(
  line: string,
  samples: Map<string, number>,
  families: ReadonlyMap<string, string>,
  helped: ReadonlySet<string>,
): void {
  const [, name, labels = '', value = ''] = SAMPLE.exec(line) ?? [];
  if (name === undefined) throw new Error(`no sample: ${line}`);
  const family = families.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/, '');
  if (!families.has(family) || !helped.has(family)) throw new Error(`no help or type: ${line}`);
  const key = `${name}{${labels}}`;
  if (samples.has(key)) throw new Error(`twice: ${key}`);
  const number = Number(value.replace('Inf', 'Infinity'));
  if (families.get(family) === 'counter' && !(number >= 0)) throw new Error(`counter: ${line}`);
  samples.set(key, number);
}

function checkHistogram(name: string, samples: ReadonlyMap<string, number>): void {
  const buckets = new Map<string, { le: number; count: number }[]>();
  for (const [key, count] of samples) {
    if (!key.startsWith(`${name}_bucket{`)) continue;
    const [, le = ''] = /le="([^"]+)"/.exec(key) ?? [];
    const rest = key
      .slice(`${name}_bucket`.length)
      .replace(/le="[^"]+",?/, '')
      .replace(',}', '}');
    const own = buckets.get(rest) ?? [];
    own.push({ le: Number(le.replace('Inf', 'Infinity')), count });
    buckets.set(rest, own);
  }
  for (const [labels, own] of buckets) {
    const grows = own.every(
      ({ le, count }, i) =>
        i === 0 || (le > (own[i - 1]?.le ?? 0) && count >= (own[i - 1]?.count ?? 0)),
    );
    const whole =
      own.at(-1)?.le === Infinity && own.at(-1)?.count === samples.get(`${name}_count${labels}`);
    if (!grows || !whole) throw new Error(`histogram ${name}${labels}`);
  }
}
