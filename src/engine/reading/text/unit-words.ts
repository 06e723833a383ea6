import { UNIT_WORDS } from '../../phrase/words';

/** What a word for a unit means: a unit of the language, and its multiple. A fortnight is 2 weeks. */
interface UnitForm {
  unit: string;
  times: number;
}

const SHORT: Readonly<Record<string, string>> = {
  min: 'minute',
  mins: 'minute',
  h: 'hour',
  hr: 'hour',
  hrs: 'hour',
  d: 'day',
  wk: 'week',
  wks: 'week',
  mth: 'month',
  mths: 'month',
  yr: 'year',
  yrs: 'year',
};

const OTHER: Readonly<Record<string, UnitForm>> = {
  fortnight: { unit: 'week', times: 2 },
  fortnights: { unit: 'week', times: 2 },
  biennium: { unit: 'year', times: 2 },
  triennium: { unit: 'year', times: 3 },
  decade: { unit: 'year', times: 10 },
  decades: { unit: 'year', times: 10 },
  century: { unit: 'year', times: 100 },
  centuries: { unit: 'year', times: 100 },
};

/** The units that are one word. */
export const UNIT_FORMS: ReadonlyMap<string, UnitForm> = new Map<string, UnitForm>([
  ...[...UNIT_WORDS].map(([word, unit]): [string, UnitForm] => [word, { unit, times: 1 }]),
  ...Object.entries(SHORT).map(([word, unit]): [string, UnitForm] => [word, { unit, times: 1 }]),
  ...Object.entries(OTHER),
]);

/** The months in each unit that has a whole number of them. */
export const UNIT_MONTHS: ReadonlyMap<string, number> = new Map([
  ['month', 1],
  ['quarter', 3],
  ['half-year', 6],
  ['year', 12],
]);

/** Adjectives of a unit that change nothing: calendar days are days. */
export const PLAIN_ADJECTIVES: ReadonlySet<string> = new Set([
  'calendar',
  'consecutive',
  'successive',
  'continuous',
  'natural',
  'running',
  'full',
  'whole',
  'complete',
  'entire',
  'further',
  'more',
  'additional',
  'solar',
  'local',
  'single',
]);

/** Years whose last day a company or a state sets for itself. */
export const SET_YEARS: ReadonlySet<string> = new Set(
  'fiscal financial accounting tax budget budgetary business'.split(' '),
);

/** Words before "day" that make it a working day. */
export const WORKING: ReadonlySet<string> = new Set(['working', 'business', 'banking', 'bank']);

/** Words before "day" that name days of another calendar, or count in another way: a reader has to say which. */
export const OTHER_DAYS: ReadonlySet<string> = new Set([
  'trading',
  'court',
  'judicial',
  'juridical',
  'school',
  'sitting',
  'session',
  'parliamentary',
  'clear',
]);
