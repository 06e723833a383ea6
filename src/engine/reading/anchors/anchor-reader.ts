import type { Moment } from '../moments/moment';
import { LIMITS, WHICHEVER } from '../moments/relations';
import { tailAt } from '../moments/tails';
import { Lexicon } from '../text/lexicon';
import { isNumberWord } from '../text/number-words';
import { Asked, type TextCursor, Unread } from '../text/text-cursor';
import { UNIT_FORMS } from '../text/unit-words';
import type { Span } from '../text/words';
import { readLength } from '../values/lengths';
import { nameAnchor } from './anchors';
import { LEGAL_ACTS, LY_NOUNS } from './noun-words';

/** Words at which the words of an anchor end. */
const STOPS: ReadonlySet<string> = new Set(
  ', ; : ( ) . but until till unless while whichever after before within provided if following preceding prior inclusive exclusive excluding except save unless thereafter resuming restarting each every once twice starting beginning commencing and or onwards onward'.split(
    ' ',
  ),
);
/** Words that say a time and name no event. */
const TIMES: ReadonlySet<string> = new Set(
  'today tomorrow yesterday now noon midnight midday soon earlier next current mid early late approximately about around roughly spring summer autumn winter'.split(
    ' ',
  ),
);
/** Words that point back to something that the phrase does not name. */
const POINTERS: ReadonlySet<string> = new Set([
  ...'year month quarter week period'
    .split(' ')
    .flatMap((unit) => [`that ${unit}`, `such ${unit}`]),
  'that date',
  'such date',
  'that day',
  'such day',
  'that time',
  'such time',
  'this date',
  'this day',
  'the said date',
  'the same date',
  'the date',
  'date',
  'day',
  'the latter',
  'the former',
  'then',
  'thereof',
  'them',
  'this',
  'that',
  'the above date',
  'the aforesaid date',
]);

/** Reads the name of what a period counts from: an event, or a moment of an obligation. */
export function readAnchor(cursor: TextCursor): Moment | undefined {
  const from = cursor.position;
  const ref = readName(cursor);
  if (ref === undefined) return undefined;
  const plus = cursor.attempt(() => readPlus(cursor, ref, from));
  if (plus !== undefined) return plus;
  return cursor.attempt(() => readSecond(cursor, ref, from)) ?? { text: ref };
}

/** "D-Day plus 30", "D + 7", "signing plus 30 days". In trade, T + 2 counts working days. */
function readPlus(cursor: TextCursor, ref: string, from: number): Moment | undefined {
  const short = cursor.position - from === 1 ? (cursor.words[from]?.text ?? '') : '';
  if (cursor.takeOne('+', 'plus') === undefined) return undefined;
  const length = cursor.attempt(() => readLength(cursor)?.text);
  if (length !== undefined) return { text: `${length} after ${ref}` };
  const amount = cursor.takeCardinal();
  if (amount === undefined) return undefined;
  const units = { t: ['working days', 'days'], h: ['hours', 'days'] }[short];
  if (units === undefined) return { text: `${amount} days after ${ref}` };
  throw new Asked(
    `what does "${cursor.written(cursor.spanFrom(from))}" count`,
    cursor.spanFrom(from),
    units.map((unit) => ({ text: `${amount} ${unit} after ${ref}`, means: unit })),
  );
}

function readName(cursor: TextCursor): string | undefined {
  const from = cursor.position;
  const first = cursor.peek();
  const adverb = first.endsWith('ly') && !LY_NOUNS.has(first);
  if (adverb || BEGINS_NO_NAME.has(first)) return cursor.missed(cursor.names.expected);
  while (!cursor.atEnd && !isStop(cursor, from)) {
    // "the six (6) year Interim Period"
    const repeats = /^\($/.test(cursor.peek()) ? 3 : 1;
    cursor.position += repeats;
  }
  if (cursor.position === from) return cursor.missed(cursor.names.expected);
  const at = cursor.spanFrom(from);
  const words = cursor.words.slice(from, cursor.position);
  askShouldHave(cursor);
  return refOf(cursor, at, words);
}

const SHOULD_HAVE = new Lexicon<true>([
  [
    'should have become|should have been|should have known|should reasonably have become|should reasonably have been|ought to have become|ought to have been|ought reasonably to have become|ought to have known|ought reasonably to have been|could have become|could have been|should reasonably have known|is deemed to have become|should become',
    true,
  ],
]);

/** "became aware, or should have become aware, of": from what is known, or from what should have been. */
function askShouldHave(cursor: TextCursor): void {
  const from = cursor.position;
  cursor.takeOne(',');
  cursor.takeOne('(');
  if (cursor.takeOne('or') !== undefined && cursor.takeFrom(SHOULD_HAVE) !== undefined) {
    cursor.takeOne('aware');
    cursor.takeOne(')');
    cursor.takeOne(',');
    throw new Asked('does what should have been known count too', cursor.spanFrom(from), [
      {
        text: ' ',
        means:
          'only what is known; what should have been is an event of its own, in "earlier of ( … and … )"',
      },
    ]);
  }
  cursor.position = from;
}

/** "signature or ratification", "expiry or termination, whichever is earlier": one period from two events. */
function readSecond(cursor: TextCursor, first: string, from: number): Moment | undefined {
  if (cursor.lists > 0 || LIMITS.match(cursor.peek) !== undefined || tailAt(cursor) !== undefined)
    return undefined;
  const joiner = cursor.takeOne('or', 'and');
  if (joiner === undefined || cursor.stops.has(joiner) || isTimed(cursor, 0)) return undefined;
  if (NO_NAMES.has(cursor.peek())) return undefined;
  cursor.lists++;
  const second = readName(cursor);
  cursor.lists--;
  if (second === undefined) return undefined;
  const which = cursor.attempt(() => {
    cursor.takeOne(',');
    return cursor.takeFrom(WHICHEVER);
  });
  const both = `of (${first} and ${second})`;
  if (which !== undefined) return { text: `${which} ${both}` };
  throw new Asked('which of the two decides', cursor.spanFrom(from), [
    { text: `later ${both}`, means: 'the later of the two' },
    { text: `earlier ${both}`, means: 'the earlier of the two' },
  ]);
}

/** Words that no name begins with. */
const BEGINS_NO_NAME: ReadonlySet<string> = new Set(
  'as with without immediate permanently temporary long-term simultaneous not no less more than least most at by on in of for within is are was were shall will has have to from if where'.split(
    ' ',
  ),
);

/** Words that begin something other than a second name. */
const NO_NAMES: ReadonlySet<string> = new Set(
  'upon sooner earlier later before in on at by if when within until to from no not always shall will is are has thereafter then'.split(
    ' ',
  ),
);

function isStop(cursor: TextCursor, from: number): boolean {
  const word = cursor.peek();
  const next = cursor.peek(1);
  if (joinsActs(cursor)) return false;
  if (word === '(' && isAmount(next) && cursor.peek(2) === ')' && isAmount(cursor.peek(-1)))
    return false;
  // "the beginning of employment"
  const begins = /^(?:beginning|starting|commencing)$/.test(word) && next === 'of';
  if (STOPS.has(word)) return !begins;
  if (TIMES.has(word)) return true;
  if (word === 'later' || word === 'latest') return next !== 'of';
  if (cursor.stops.has(word) && cursor.position > from) return true;
  if (
    (word === 'no' || word === 'not' || word === 'in') &&
    /^(later|earlier|before|after|any|no|each|perpetuity)$/.test(next)
  ) {
    return true;
  }
  if (word === '+' || word === 'plus') return true;
  // "at least 55 Parties" are whose act it is.
  if (
    word === 'at' &&
    next === 'least' &&
    isAmount(cursor.peek(2)) &&
    !UNIT_FORMS.has(cursor.peek(3))
  )
    return false;
  if (word === 'for' || word === 'at' || word === 'on' || word === 'by') return isTimed(cursor, 1);
  if (word === 'as') return next === 'long' || next === 'of';
  return isAmount(word) && UNIT_FORMS.has(next);
}

function isAmount(word: string): boolean {
  return /^\d/.test(word) || isNumberWord(word);
}

/** "acceptance, approval or accession", "satisfied or waived" is one anchor. */
function joinsActs(cursor: TextCursor): boolean {
  const word = cursor.peek();
  if (word !== ',' && word !== 'or' && word !== 'and') return false;
  if (word === 'or' && /[a-z]ed$/.test(cursor.peek(-1)) && /[a-z]ed$/.test(cursor.peek(1)))
    return !ENDINGS.has(cursor.peek(1));
  const step = word === ',' && /^(or|and)$/.test(cursor.peek(1)) ? 2 : 1;
  return LEGAL_ACTS.has(cursor.peek(step)) && LEGAL_ACTS.has(cursor.peek(-1));
}

const ENDINGS: ReadonlySet<string> = new Set('expired terminated ended extended'.split(' '));

/** Whether a period, a day or a clock time begins so many words ahead. */
function isTimed(cursor: TextCursor, ahead: number): boolean {
  let at = ahead;
  while (/^(the|a|an)$/.test(cursor.peek(at))) at++;
  const word = cursor.peek(at);
  if (isAmount(word)) return true;
  return /^(period|further|term|noon|midnight|very|latest|earliest|least|most|each|every|end|beginning|initial|additional|successive|duration|maximum|minimum|so|as)$/.test(
    word,
  );
}

const OF_A_GROUP =
  'for what depends on which of several act, an event of its own such as all-deposited, declared under `events`';

function refOf(
  cursor: TextCursor,
  at: Span,
  words: readonly { text: string; raw: string }[],
): string {
  const text = cursor.written(at);
  if (POINTERS.has(words.map((word) => word.text).join(' '))) {
    if (cursor.antecedent !== undefined) return cursor.antecedent;
    const instead = cursor.names.samples.map((sample) => ({
      text: sample,
      means: `"${text}" is that of ${sample}`,
    }));
    throw new Asked(`what does "${text}" point to`, at, instead);
  }
  const raw = words.map((word) => word.raw);
  // "D + 7" counts from D-Day.
  if (raw.length === 1 && raw[0] === 'D') raw.push('Day');
  const named = nameAnchor(
    raw.map((word) => word.toLowerCase()),
    raw,
  );
  const found = cursor.names.find(text, named);
  const [only, ...others] = found?.refs ?? [];
  if (only === undefined) {
    const { expected } = cursor.names;
    throw named?.group
      ? new Unread(`no event is "${text}"`, `${OF_A_GROUP}; else ${expected}`, at)
      : new Unread(`"${text}" names nothing`, expected, at);
  }
  if (others.length === 0 && found?.similar === undefined) return only.ref;
  const preferred = [only, ...others].filter(({ ref }) => ref.endsWith(`.${cursor.prefers}`));
  if (found?.similar === undefined && preferred.length === 1) return preferred[0]?.ref ?? only.ref;
  const instead = [only, ...others].map(({ ref, means }) => ({ text: ref, means }));
  throw new Asked(`what does "${text}" name`, at, instead);
}
