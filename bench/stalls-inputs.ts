/** Documents at the limits in the shapes that cost most, and what is asked of them. */

const OBLIGATIONS = 10_000;

const flat = (id: string, due: (i: number) => string, n = OBLIGATIONS): string =>
  JSON.stringify({
    id,
    title: id,
    zone: 'Europe/Kyiv',
    events: { signing: { title: 'Signing' } },
    obligations: Array.from({ length: n }, (_, i) => ({
      id: `o${i}`,
      title: `Obligation ${i}`,
      due: due(i),
    })),
  });

const flatOf = (one: string, count: number): string =>
  `{"id":"a","title":"A","zone":"UTC","obligations":[${Array(count).fill(one).join()}]}`;
const unknownKeys = (count: number): string => {
  const keys = Array.from({ length: count }, (_, i) => `"k${i}":1`);
  return flatOf(`{"id":"b","title":"B","due":"on signing",${keys.join()}}`, 1);
};
/** As many entries as the limit. */
export const FLAT = flat('flat', (i) => `within ${(i % 900) + 1} days of signing`);
/** Chains as long as the limit. */
const CHAIN_LENGTH = 100;
const CHAINS = flat('chains', (i) =>
  i % CHAIN_LENGTH === 0 ? 'on signing' : `within 1 day of o${i - 1}.due`,
);
/** Layers of which each entry is dated from all of the layer before. */
const LAYER = 12;
const DIAMOND = flat(
  'diamond',
  (i) => {
    const before = Math.floor(i / LAYER - 1) * LAYER;
    if (before < 0) return 'on signing';
    const names = Array.from({ length: LAYER }, (_, k) => `o${before + k}.due`);
    return `within 1 day of later of (${names.join(' and ')})`;
  },
  LAYER * CHAIN_LENGTH,
);
/** Almost 20,000 dates, the limit: each entry that repeats has 1,100 at most. */
const DAILY = JSON.stringify({
  id: 'daily',
  title: 'daily',
  zone: 'Europe/Kyiv',
  obligations: Array.from({ length: 18 }, (_, i) => ({
    id: `o${i}`,
    title: `Report ${i}`,
    due: 'every 1 day from signing until 2080-01-01',
  })),
});
const EVER = JSON.stringify({
  id: 'ever',
  title: 'ever',
  zone: 'Europe/Kyiv',
  obligations: Array.from({ length: 900 }, (_, i) => ({
    id: `o${i}`,
    title: 'Report',
    due: 'every 1 day from signing until 2200-01-01',
  })),
});
export const FACTS = JSON.stringify(
  Array.from({ length: OBLIGATIONS }, (_, i) => ({
    was: `o${i}.fulfilled`,
    at: '2025-12-01',
    reason: 'Bench',
  })),
);
const BAD_FACTS = `[${'{a},'.repeat(5_000)}]`;
export const DAY = (date: string): string => JSON.stringify({ date });
const SIGNED = DAY('2025-11-27');

export type Step = readonly [
  name: string,
  method: string,
  path: string,
  body?: string,
  type?: string,
];

const yaml = (name: string, body: string): Step => [
  `check ${name}`,
  'POST',
  '/v1/agreements/check',
  body,
  'application/yaml',
];

/** What is asked of each agreement at the limits. */
const about = (id: string, name: string): Step[] => [
  [
    `preview signing ${name}`,
    'PUT',
    `/v1/agreements/${id}/signing?preview=true`,
    DAY('2025-12-27'),
  ],
  [`schedule of ${name}`, 'GET', `/v1/agreements/${id}/schedule?signing=2025-12-01`],
  [
    `sensitivity of ${name}, a month`,
    'GET',
    `/v1/agreements/${id}/sensitivity?from=2025-12-01&to=2026-01-01`,
  ],
  [`as of, ${name}`, 'GET', `/v1/agreements/${id}/milestones?asOf=2025-12-31&limit=10`],
  [`export of ${name}`, 'GET', `/v1/agreements/${id}/milestones.csv`],
  [`plan of ${name}`, 'GET', `/v1/agreements/${id}/plan`],
  [`roll-up of ${name}`, 'GET', `/v1/agreements/${id}/rollup`],
  [`report on ${name}`, 'GET', `/v1/agreements/${id}/report?from=2025-11-28&to=2025-11-29`],
  [`calendar of ${name}`, 'GET', `/v1/agreements/${id}/calendar.ics`],
  [`plain page of ${name}`, 'GET', `/plain/${id}`],
  [
    `rehearsal of alerts of ${name}`,
    'POST',
    `/v1/agreements/${id}/alert-policy/rehearsal`,
    JSON.stringify({ from: '2025-11-27T00:00:00Z', to: '2026-11-27T00:00:00Z', rules: [] }),
  ],
  [
    `alert policy of ${name}`,
    'PUT',
    `/v1/agreements/${id}/alert-policy`,
    JSON.stringify({ rules: [] }),
  ],
];

/** What is asked of many agreements at once, none of which is large: 200 of 200 milestones each. */
export const MANY: readonly string[] = Array.from({ length: 200 }, (_, n) =>
  flat(`many${n}`, (i) => `by 20${26 + (n % 5)}-0${1 + (i % 9)}-${10 + (i % 18)}`, 200),
);

export const OF_MANY: readonly Step[] = [
  ['200 × 200: all as of', 'GET', '/v1/milestones?asOf=2027-01-01&limit=10'],
  ['200 × 200: summary as of', 'GET', '/v1/summary?asOf=2027-01-01'],
  ['200 × 200: all as of, CSV', 'GET', '/v1/milestones.csv?asOf=2027-01-01'],
  ['200 × 200: summary', 'GET', '/v1/summary'],
  ['200 × 200: all, CSV', 'GET', '/v1/milestones.csv'],
  ['200 × 200: all, JSON', 'GET', '/v1/milestones.json'],
];

/** Every heavy route at its limits, in the shapes that cost most. */
export const STEPS: readonly Step[] = [
  ['check flat', 'POST', '/v1/agreements/check', FLAT],
  ['check chains', 'POST', '/v1/agreements/check', CHAINS],
  ['check a diamond', 'POST', '/v1/agreements/check', DIAMOND],
  ['check every day', 'POST', '/v1/agreements/check', DAILY],
  ['check 900 times every day', 'POST', '/v1/agreements/check', EVER],
  ['check 10,000 empty obligations', 'POST', '/v1/agreements/check', flatOf('{}', 10_000)],
  ['check 10,000 unknown keys', 'POST', '/v1/agreements/check', unknownKeys(10_000)],
  yaml('60,000 commas as YAML', `[${','.repeat(60_000)}`),
  yaml('1.4 MB of question marks', '? '.repeat(700_000)),
  yaml('1.4 MB of dashes', '- '.repeat(700_000)),
  yaml('1.4 MB of quotes', '"'.repeat(1_400_000)),
  yaml('1.4 MB of line breaks', '\n'.repeat(1_400_000)),
  yaml('1.4 MB of commas', ','.repeat(1_400_000)),
  ['check deep JSON', 'POST', '/v1/agreements/check', `${'['.repeat(1_500)}${']'.repeat(1_500)}`],
  ['add flat', 'POST', '/v1/agreements', FLAT],
  ['sign flat', 'PUT', '/v1/agreements/flat/signing', SIGNED],
  ['add chains', 'POST', '/v1/agreements', CHAINS],
  ['sign chains', 'PUT', '/v1/agreements/chains/signing', SIGNED],
  ['add a diamond', 'POST', '/v1/agreements', DIAMOND],
  ['sign the diamond', 'PUT', '/v1/agreements/diamond/signing', SIGNED],
  ['add every day', 'POST', '/v1/agreements', DAILY],
  ['sign every day', 'PUT', '/v1/agreements/daily/signing', SIGNED],
  [
    'import facts as bad YAML',
    'POST',
    '/v1/agreements/flat/facts/import',
    BAD_FACTS,
    'application/yaml',
  ],
  ['import 10,000 facts', 'POST', '/v1/agreements/flat/facts/import', FACTS],
  ...about('flat', 'flat'),
  ...about('chains', 'chains'),
  ...about('diamond', 'the diamond'),
  ...about('daily', 'every day'),
  ['all as of', 'GET', '/v1/milestones?asOf=2025-12-31&limit=10'],
  ['all as of, CSV', 'GET', '/v1/milestones.csv?asOf=2025-12-31'],
  ['all, CSV', 'GET', '/v1/milestones.csv'],
  ['all, JSON', 'GET', '/v1/milestones.json'],
  ['summary as of', 'GET', '/v1/summary?asOf=2025-12-31'],
];
