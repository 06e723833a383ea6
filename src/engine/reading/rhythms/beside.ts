import { Lexicon } from '../text/lexicon';
import type { TextCursor } from '../text/text-cursor';
import { PLAIN_ADJECTIVES, UNIT_FORMS } from '../text/unit-words';

/** Reads words beside a repetition: its subject, and its first period or payment. */

/** ", for the preceding week": the subject of a report sets no date. */
export function noteSubject(cursor: TextCursor): void {
  const from = cursor.position;
  cursor.takeOne(',');
  const about = cursor.takeFrom(ABOUT);
  cursor.skipArticles();
  cursor.takeOne('immediately');
  const side =
    about &&
    cursor.takeOne(
      'preceding',
      'previous',
      'prior',
      'past',
      'current',
      'following',
      'coming',
      'next',
    );
  cursor.skip(PLAIN_ADJECTIVES);
  if (side === undefined || !UNIT_FORMS.has(cursor.peek())) {
    cursor.position = from;
    return;
  }
  cursor.position++;
  cursor.notes.push(`"${cursor.written(cursor.spanFrom(from)).replace(/^,\s*/, '')}" sets no date`);
}

const ABOUT = new Lexicon<true>([
  [
    'for|in respect of|with respect to|covering|relating to|concerning|in relation to|regarding|on',
    true,
  ],
]);

/** "with the first such period beginning on", "the first payment being due on". */
export function readFirst(cursor: TextCursor): 'from' | 'starting on' | undefined {
  cursor.takeOne('with');
  cursor.skipArticles();
  if (cursor.takeOne('first') === undefined) return undefined;
  const noun = cursor.position;
  while (cursor.position < noun + MOST_NOUNS && !FIRST_VERBS.has(cursor.peek())) cursor.position++;
  const period = cursor.words.slice(noun, cursor.position).some(isPeriodNoun);
  const verb = cursor.position;
  cursor.skip(FIRST_VERBS);
  if (cursor.position === verb) return undefined;
  cursor.takeOne('on', 'upon', 'from', 'with', 'by', 'no', 'not');
  return period ? 'from' : 'starting on';
}

/** The most words that name the first period or payment. */
export const MOST_NOUNS = 5;
const FIRST_VERBS: ReadonlySet<string> = new Set(
  'beginning commencing starting being to be is due made payable falling paid submitted begins commences'.split(
    ' ',
  ),
);

function isPeriodNoun({ text }: { text: string }): boolean {
  return /^(?:period|interval|month|year|quarter|term)$/.test(text);
}
