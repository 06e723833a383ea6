import type { Word } from './words';

/** What a definition in parentheses may have beside the defined term in quotes. */
const BESIDE: ReadonlySet<string> = new Set(
  'the this each a an such date day period term hereinafter herein referred to as called collectively together respectively being and or , "'.split(
    ' ',
  ),
);
const QUOTES: ReadonlySet<string> = new Set(['"', "'"]);
/** Words that begin a reference to a definition elsewhere: "(as defined below)". */
const ELSEWHERE = /^as (?:defined|referred|described|specified|set) /;

/** The words of a text without definitions in parentheses, such as `(the "Effective Date")` and "(as defined in Article 1)". */
export function withoutDefinitions(words: readonly Word[]): readonly Word[] {
  if (!words.some(({ text }) => text === '(')) return words;
  const kept: Word[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    const length =
      word?.text === '(' ? referenceLength(words, at, kept) || definitionLength(words, at) : 0;
    if (length > 0) at += length - 1;
    else if (word !== undefined) kept.push(word);
  }
  return kept;
}

const CLAUSES: ReadonlySet<string> = new Set(
  'point points paragraph paragraphs subparagraph sub-paragraph article articles section sections clause clauses sub-clause item letter annex condition'.split(
    ' ',
  ),
);

/** The "(b)" of "point (b)" and the "(2)" and "(a)" of "Article 5(2)(a)": three words; 0 for others. */
function referenceLength(words: readonly Word[], from: number, kept: readonly Word[]): number {
  const inner = words[from + 1]?.text ?? '';
  if (words[from + 2]?.text !== ')' || !/^(?:[a-z]{1,4}|\d{1,3})$/.test(inner)) return 0;
  const before = kept.at(-1)?.text ?? '';
  const numbered = /^(?:\d+[a-z]?|[a-z])$/.test(before) && CLAUSES.has(kept.at(-2)?.text ?? '');
  return numbered || CLAUSES.has(before) ? 3 : 0;
}

/** The most words that a definition has. */
const MOST_WORDS = 20;

/** The number of words of a definition whose parenthesis begins here; 0 if there is none. */
function definitionLength(words: readonly Word[], from: number): number {
  let quoted = false;
  let terms = 0;
  let plain = true;
  for (let at = from + 1; at < Math.min(words.length, from + MOST_WORDS); at++) {
    const { text } = words[at] ?? { text: '' };
    if (text === '(') return 0;
    if (text === ')') {
      const inside = words.slice(from + 1, at);
      const defined = terms > 0 && !quoted && plain;
      const elsewhere = ELSEWHERE.test(`${inside.map((one) => one.text).join(' ')} `);
      return defined || elsewhere ? at - from + 1 : 0;
    }
    if (QUOTES.has(text)) {
      if (quoted) terms++;
      quoted = !quoted;
    } else if (!(quoted || BESIDE.has(text))) plain = false;
  }
  return 0;
}
