import { low, type Token, WordTable } from '../layout/tokens';
import type { Found } from './found';

type Vague = NonNullable<Found['vague']>;

/** Words that fix no time, each with the kind of vagueness. */
const VAGUE = new WordTable<Vague>([
  ['immediately|forthwith|instantly|immediate', 'at-once'],
  ['automatically and immediately', 'at-once'],
  ['immediately and automatically', 'at-once'],
  ['with immediate effect', 'at-once'],
  ['at once', 'at-once'],
  ['henceforth|henceforward|hereafter', 'from-now'],
  ['from now on', 'from-now'],
  ['without undue|any|unreasonable|further? delay', 'soon'],
  ['without undue delay', 'soon'],
  ['promptly|prompt|swiftly|expeditiously|quickly|speedily|rapidly|urgently', 'soon'],
  [
    'as soon|quickly|early|promptly|rapidly|speedily as is? reasonably? possible|practicable|practical|feasible',
    'soon',
  ],
  ['as soon as may be', 'soon'],
  ['as soon as it|they can', 'soon'],
  ['at the earliest possible|practicable|convenient? date|time|moment|opportunity', 'soon'],
  ['at an? early|earliest date|opportunity|stage', 'soon'],
  ['with all|due|the? utmost? speed|dispatch|haste|urgency', 'soon'],
  ['with the least possible delay', 'soon'],
  ['in a timely manner|fashion', 'soon'],
  ['in good|due time|course', 'soon'],
  ['timely', 'soon'],
  ['within a reasonable time|period', 'soon'],
  ['in the near|nearest|foreseeable future', 'soon'],
  ['in the coming|next|following days|weeks|months|years|hours', 'soon'],
  ['shortly|soon', 'soon'],
  ['early|speedy|swift|rapid|expeditious|urgent', 'soon'],
  ['at the earliest', 'soon'],
  ['in a phased|gradual|staged manner|way|fashion', 'gradual'],
  ['in successive stages|phases|steps', 'gradual'],
  ['continuous|continued|uninterrupted', 'lasting'],
  ['eventually|ultimately', 'later'],
  ['subsequently|thereafter|afterwards', 'later'],
  ['at a later|subsequent|future date|stage|time', 'later'],
  ['gradually|progressively|incrementally|gradual|progressive|phased', 'gradual'],
  ['in stages|phases', 'gradual'],
  ['step by step', 'gradual'],
  ['step - by - step', 'gradual'],
  ['over time', 'gradual'],
  ['permanently|indefinitely|perpetually|permanent|indefinite|perpetual', 'lasting'],
  ['in perpetuity', 'lasting'],
  ['long - term', 'lasting'],
  ['for ever', 'lasting'],
  ['at all times', 'lasting'],
  ['temporarily|provisionally|temporary', 'temporary'],
  ['for the time being', 'temporary'],
  ['regularly|periodically|continuously|continually|regular', 'repeated'],
  ['on a regular|continuing|ongoing|permanent|periodic basis', 'repeated'],
  ['at regular intervals', 'repeated'],
  ['from time to time', 'repeated'],
  ['simultaneously|concurrently', 'together'],
  ['at the same time', 'together'],
  ['at any time|moment', 'any-time'],
]);

/** Adjectives count only before a noun that a duty could be about. */
const ADJECTIVES = new Set([
  'immediate',
  'early',
  'speedy',
  'swift',
  'rapid',
  'expeditious',
  'urgent',
  'continuous',
  'continued',
  'uninterrupted',
  'prompt',
  'timely',
  'gradual',
  'progressive',
  'phased',
  'permanent',
  'indefinite',
  'perpetual',
  'temporary',
  'regular',
]);
/** Names in which these words are no time. */
const NO_TIME =
  /^(?:warning|stages?|years?|than|environs|vicinity|surroundings|family|area|neighbou?rhood|superior|members?|mission|representative|representatives|secretariat|meetings?|court|elections?|residence|resident|residents|staff|commission|committee|delivery|course|objective|neighbou?rs?|predecessor|successor|possession|and)$/;

export function vagueAt(tokens: readonly Token[], i: number): Found | undefined {
  const words = VAGUE.at(tokens, i);
  if (words === undefined) return undefined;
  if (ADJECTIVES.has(low(tokens, i)) && words.to === i + 1) {
    const next = low(tokens, words.to);
    if (NO_TIME.test(next) || !/^[a-z]/.test(next)) return undefined;
  }
  // "simultaneously with" and "immediately after" are anchored.
  return {
    relation: 'vague',
    range: { from: i, to: words.to },
    rule: 'words that fix no time',
    vague: words.value,
  };
}
