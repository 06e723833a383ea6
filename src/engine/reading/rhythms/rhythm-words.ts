import { Lexicon } from '../text/lexicon';

/** The wordings of repetitions. */

/** Adverbs and phrases of repetition, by the rhythm that they mean. */
export const ADVERBS = new Lexicon<string>([
  ['hourly', '1 hour'],
  ['daily|once a day|once per day|per day|each day|every day|on daily basis', '1 day'],
  [
    'weekly|once a week|once per week|each week|every week|on weekly basis|at weekly intervals',
    '1 week',
  ],
  [
    'fortnightly|every fortnight|each fortnight|once a fortnight|on fortnightly basis|at fortnightly intervals',
    '2 weeks',
  ],
  [
    'monthly|once a month|once per month|each month|every month|on monthly basis|at monthly intervals|once each month|once every month',
    '1 month',
  ],
  [
    'quarterly|each quarter|every quarter|once a quarter|once per quarter|on quarterly basis|at quarterly intervals',
    '1 quarter',
  ],
  [
    'half-yearly|semi-annually|semiannually|semi-annual|on half-yearly basis|on semi-annual basis|at half-yearly intervals|every half-year|each half-year|every half year|every semester',
    '1 half-year',
  ],
  [
    'annually|yearly|annual|once a year|once per year|once every year|once each year|each year|every year|per annum|on annual basis|on yearly basis|at annual intervals|at yearly intervals|per year',
    '1 year',
  ],
  [
    'biennially|every other year|every second year|on biennial basis|once every two years',
    '2 years',
  ],
  ['every other day|every second day', '2 days'],
  ['every other week|every second week', '2 weeks'],
  ['every other month|every second month', '2 months'],
  ['triennially', '3 years'],
  ['quinquennially', '5 years'],
]);

/** Words that some use for twice in a unit and others for once in two units. */
export const TWO_RHYTHMS = new Lexicon<readonly [each: string, twice: string, means: string]>([
  ['bi-weekly|biweekly', ['2 weeks', 'week on Monday', 'week']],
  ['bi-monthly|bimonthly', ['2 months', 'month on day 15', 'month']],
  [
    'biannually|bi-annually|biannual|bi-annual',
    ['6 months', 'year on 1 January and 1 July', 'year'],
  ],
  ['twice a month|twice monthly|twice per month', ['15 days', 'month on day 15', 'month']],
  ['twice a week|twice weekly|twice per week', ['3 days', 'week on Monday', 'week']],
]);

/** "once in each calendar year": a unit of the calendar. */
export const CALENDAR_UNITS = new Lexicon<'year' | 'quarter' | 'month'>(
  (['year', 'quarter', 'month'] as const).map((unit) => [
    ['', 'once ', 'once in ', 'once during ', 'once per ', 'in ', 'during ', 'once a ', 'within ']
      .flatMap((lead) =>
        lead.trim().endsWith('per') || lead === 'once a '
          ? [`${lead}calendar ${unit}`]
          : [`${lead}each calendar ${unit}`, `${lead}every calendar ${unit}`],
      )
      .join('|'),
    unit,
  ]),
);

export const A_YEAR = new Lexicon<true>([
  [
    'a year|per year|each year|every year|yearly|annually|in each year|in every year|in any year|per annum|in each calendar year|each calendar year|per calendar year|during each year|during each calendar year|in any calendar year|year',
    true,
  ],
]);

export const AT_MOST = new Lexicon<true>([
  [
    'not more than once|no more than once|at most once|not more often than|no more often than|not more frequently than|no more frequently than|not more than twice|no more than twice|at most twice|only once|only once in|not more than three times|no more than three times',
    true,
  ],
]);

/** What may stand before a rhythm: it repeats at least that often, so each interval is a deadline. */
export const LEADS = new Lexicon<true>([
  [
    'at least|not less than|no less than|not less often than|at minimum|at intervals of not more than|at intervals not exceeding|at intervals of no more than|at intervals of|in intervals of|at regular intervals of',
    true,
  ],
]);

export const EVERY = new Lexicon<true>([
  ['every|each|once every|once in every|once each|once in|at least every', true],
]);

/** "each year", after a day: "by 30 April of each year". */
export const OF_EACH = new Lexicon<'year' | 'month' | 'quarter' | 'half-year' | 'week'>([
  [
    'of each year|of every year|each year|every year|of each calendar year|of every calendar year|in each year|in every year|each calendar year|of each and every year|every calendar year|annually|yearly|of any year|in any year|of each succeeding calendar year|of each subsequent year|of each following year',
    'year',
  ],
  [
    'of each month|of every month|each month|every month|of each calendar month|of every calendar month|in each month|monthly|of any month',
    'month',
  ],
  [
    'of each quarter|of every quarter|each quarter|every quarter|of each calendar quarter|of every calendar quarter|quarterly',
    'quarter',
  ],
  ['of each half-year|of every half-year|of each half year', 'half-year'],
  ['of each week|of every week|each week|every week|weekly', 'week'],
]);

export const RELATIONS = new Lexicon<true>([
  [
    'on or before|no later than|not later than|by|on|at|before end of|at latest by|at latest on|at latest|until',
    true,
  ],
]);

export const QUARTER_DAYS = new Lexicon<true>([
  [
    'usual quarter days|quarter days|each of usual quarter days|usual english quarter days|each usual quarter day|each quarter day|every quarter day',
    true,
  ],
]);

export const STARTING = new Lexicon<'from' | 'starting on'>([
  [
    'from|after|following|as from|as of|since|counted from|counting from|with effect from|thereafter from|from and after|upon|beginning after|starting after|commencing after|starting from|beginning from|beginning as of',
    'from',
  ],
  [
    'starting on|beginning on|commencing on|starting|beginning|commencing|starting with|beginning with|commencing with|first time on|for first time on|first on|with first on|first being on|first of them on|first such report being due on|first due on|first being due on',
    'starting on',
  ],
]);

export const THEREAFTER = new Lexicon<true>([
  [
    'thereafter|after that|after that date|subsequently|from then on|afterwards|following that date|after such date',
    true,
  ],
]);
