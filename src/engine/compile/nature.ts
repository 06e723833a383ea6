import type { OccasionNature } from '../model/document';
import type { Nature } from '../model/milestone';
import type { Every, MomentExpr, MomentName } from '../phrase/tree';
import type { ParsedTiming } from './compile-timing';

export const OCCASION_NATURES = [
  'beginning',
  'end',
  'moment',
] as const satisfies readonly OccasionNature[];

const BEGINNING_MOMENTS: readonly (MomentName | undefined)[] = ['starts', 'started', 'opens'];
const END_MOMENTS: readonly (MomentName | undefined)[] = [
  'ends',
  'ended',
  'original-ends',
  'latest',
  'notice-closes',
];

/** Words of titles and ids, as regular expressions, in the languages of the page. `docs/status.md` lists them. */
const BEGINNING_WORDS = [
  'entry into force',
  'enters? into force',
  'in force',
  'takes? effect',
  'effective',
  'appl(?:y|ies|ication)',
  'begin(?:s|ning)?',
  'starts?',
  'commence(?:s|ment)?',
  'на(?:бра|бира|бут|бува)\\p{L}* чинності',
  'початок',
  'почина\\p{L}*',
  'вступ\\p{L}* в силу',
  'начало',
  'начина\\p{L}*',
];
const END_WORDS = [
  'end(?:s|ing)?',
  'expir(?:y|es|ation)',
  'terminat(?:es|ion)',
  'lapses?',
  'ceases?',
  'закінч\\p{L}*',
  'заверш\\p{L}*',
  'припин\\p{L}*',
  'кінець',
  'сплива\\p{L}*',
  'оконч\\p{L}*',
  'заканчива\\p{L}*',
  'прекращ\\p{L}*',
  'истеч\\p{L}*',
  'истека\\p{L}*',
  'конец',
];

const anyOf = (words: readonly string[]): RegExp =>
  new RegExp(`(?<!\\p{L})(?:${words.join('|')})(?!\\p{L})`, 'iu');
const BEGINS = anyOf(BEGINNING_WORDS);
const ENDS = anyOf(END_WORDS);

/**
 * The nature of an entry that nobody can be late with. An entry that only opens is a right. An entry with a target and
 * no deadline is a goal. For an occasion the first of these decides: the key `marks`; the moment that its phrase names
 * (`falls: term.ends` is an end); words of its title or id. An occasion with words of a beginning and of an end, or with
 * neither, is a moment.
 * @param named the title and the id of the entry.
 * @returns undefined for what is owed.
 */
export function natureOf(
  timed: ParsedTiming & { cases?: readonly ParsedTiming[] },
  marks: OccasionNature | undefined,
  named: string,
): Nature | undefined {
  const { due, holds, falls, opens, cases = [] } = timed;
  if (due !== undefined || holds !== undefined) return undefined;
  if (falls === undefined && timed.target !== undefined) return 'goal';
  const phrases = [timed, ...cases].flatMap((one) => one.falls ?? []);
  const [first, ...others] = phrases.map(natureOfPhrase);
  if (phrases.length === 0) {
    return cases.length === 0 && falls === undefined && opens !== undefined ? 'right' : undefined;
  }
  if (marks !== undefined) return marks;
  if (first !== undefined && others.every((one) => one === first)) return first;
  return natureOfWords(named.replaceAll('-', ' '));
}

/** The nature of a phrase that only names a moment, or several moments of the same nature. */
function natureOfPhrase(expr: MomentExpr | Every): Nature | undefined {
  switch (expr.type) {
    case 'ref':
      if (BEGINNING_MOMENTS.includes(expr.moment)) return 'beginning';
      return END_MOMENTS.includes(expr.moment) ? 'end' : undefined;
    case 'limited':
      return natureOfPhrase(expr.of);
    case 'pick': {
      const [first, ...others] = expr.of.map(natureOfPhrase);
      return others.every((one) => one === first) ? first : undefined;
    }
    default:
      return undefined;
  }
}

function natureOfWords(text: string): Nature {
  const [begins, ends] = [BEGINS.test(text), ENDS.test(text)];
  if (begins === ends) return 'moment';
  return begins ? 'beginning' : 'end';
}
