import { Lexicon } from '../text/lexicon';
import { isNumberWord } from '../text/number-words';
import { UNIT_FORMS } from '../text/unit-words';

/** Words around a period that limit it, describe it, or add nothing to it. */

export type Bound = 'most' | 'least' | 'none';

export const BOUNDS = new Lexicon<Bound>([
  [
    'not more than|no more than|not longer than|no longer than|not exceeding|not to exceed|at most|up to|maximum of|max',
    'most',
  ],
  [
    'not less than|no less than|not fewer than|no fewer than|at least|minimum of|not shorter than|no shorter than|least',
    'least',
  ],
  ['exactly|precisely', 'none'],
]);

const KINDS =
  'further|additional|initial|fixed|total|continuous|uninterrupted|consecutive|successive|single|new|equal|like|renewed|extended|same|following|next|subsequent|remaining|coming|ensuing';
const NAMES =
  'period|term|duration|time limit|time-limit|space|interval|span|window|deadline|limit';

/** "a further period of", "an initial term of not more than". */
export const PERIOD_OF = new Lexicon<Bound>(
  NAMES.split('|').flatMap((name): [string, Bound][] => [
    [`${name} of|${name} of exactly|${name} of grace of`, 'none'],
    [`maximum ${name} of|${name} not exceeding|${name} of up to|${name} of at most`, 'most'],
    [`${name} of not more than|${name} of no more than|${name} not longer than`, 'most'],
    [`${name} not to exceed|${name} of maximum|${name} no longer than`, 'most'],
    [`minimum ${name} of|${name} of not less than|${name} of no less than`, 'least'],
    [`${name} of at least|${name} of minimum of|${name} not less than`, 'least'],
  ]),
);
const PERIODS: ReadonlySet<string> = new Set(NAMES.split(/[ |]/));
export const QUALIFIERS: ReadonlySet<string> = new Set(KINDS.split('|'));
/** Also before "period of". */
const PERIOD_QUALIFIERS: ReadonlySet<string> = new Set([
  ...QUALIFIERS,
  ...'grace cure notice transitional interim short'.split(' '),
]);
export const TAILS: ReadonlySet<string> = new Set([...NAMES.split('|'), 'notice', 'time', 'delay']);

/** How many words may stand before "period of". */
export const MOST_ADJECTIVES = 4;
/** Words before "period" that say which of several it is, or that it is none. */
const NO_ADJECTIVES: ReadonlySet<string> = new Set(
  'each every no not any another other some same this that such previous preceding last final first second third fourth half before after until within from to in on by of or and for during maximum minimum without except excluding including unless never non earlier later than more less fewer minus plus least most only double again about approximately over under roughly but if when where which nor neither either beyond exceeding following next'.split(
    ' ',
  ),
);

/** "probationary", "initial fixed": a word that describes a period and changes nothing. */
export function isAdjective(word: string): boolean {
  const describes = /^[a-z]{3,}(?:-[a-z]+)*$/.test(word) && !NO_ADJECTIVES.has(word);
  return (
    PERIOD_QUALIFIERS.has(word) ||
    (describes && !isNumberWord(word) && !UNIT_FORMS.has(word) && !PERIODS.has(word))
  );
}
