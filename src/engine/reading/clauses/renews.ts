import { nameAnchor } from '../anchors/anchors';
import { readPlain } from '../moments/moments';
import { Lexicon } from '../text/lexicon';
import { Asked, type TextCursor } from '../text/text-cursor';
import { readLength } from '../values/lengths';
import { readTimes } from './terms';

/** Reads `renews`: a term that goes on unless a notice ends it. */

/** "shall automatically renew": the words before the period. */
const RENEWING: ReadonlySet<string> = new Set(
  'shall will may be is are automatically tacitly thereafter renew renews renewed renewing extend extends extended continue continues prolonged prolong by tacit agreement renewal this the term itself and then in force to , for like'.split(
    ' ',
  ),
);
const PERIODS = new Lexicon<true>([
  [
    'further|successive|additional|consecutive|like|equal|subsequent|new|renewal|terms of|periods of|term of|period of|further periods of|successive periods of|additional periods of|successive terms of|further terms of|periods|terms|period|term|each|each of|extension',
    true,
  ],
]);
/** "from year to year". */
const TO_NEXT = new Lexicon<string>(
  ['year', 'month', 'week', 'quarter'].map((unit) => [
    `from ${unit} to ${unit}|${unit} to ${unit}|on ${unit} to ${unit} basis|on ${unit}-to-${unit} basis|${unit}-to-${unit}`,
    `1 ${unit}`,
  ]),
);

/** The phrase of `renews`: "for successive periods of one year unless notice is given three months before its end". */
export function readRenews(cursor: TextCursor): string | undefined {
  const found = readPeriod(cursor);
  if (found === undefined) return undefined;
  const { length } = found;
  const times = found.times ?? readTimes(cursor);
  cursor.takeOne(',');
  if (cursor.takeOne('unless') === undefined && !cursor.take('except', 'where'))
    return cursor.missed('"unless" and the event that ends it');
  const ending = cursor.attempt(() => readNoticeGiven(cursor)) ?? readEvent(cursor);
  if (ending === undefined) return undefined;
  const { unless, before } = ending;
  return `for ${length}${times} unless ${unless}${before === undefined ? '' : ` ${before} before`}`;
}

function readPeriod(cursor: TextCursor): { length: string; times?: string } | undefined {
  for (let next = TO_NEXT.match(cursor.peek); ; next = TO_NEXT.match(cursor.peek)) {
    if (next !== undefined) {
      cursor.position += next.length;
      return { length: next.value };
    }
    if (!RENEWING.has(cursor.peek())) break;
    cursor.position++;
  }
  askSamePeriod(cursor);
  const count = cursor.attempt(() => {
    const number = cursor.takeCardinal();
    return number !== undefined && cursor.takeFrom(PERIODS) !== undefined ? number : undefined;
  });
  while (cursor.takeFrom(PERIODS) !== undefined) cursor.skipArticles();
  const length = readLength(cursor);
  while (cursor.takeFrom(PERIODS) !== undefined);
  if (length === undefined || length.bound !== undefined) return undefined;
  if (count === undefined) return { length: length.text };
  return { length: length.text, times: count === 1 ? ' once' : ` ${count} times` };
}

/** "for the same period": how long is that? */
function askSamePeriod(cursor: TextCursor): void {
  const from = cursor.position;
  cursor.skipArticles();
  if (
    cursor.takeOne('same', 'similar', 'equal', 'like') &&
    cursor.takeOne('period', 'term', 'duration')
  ) {
    if (cursor.takeOne('of') === undefined) {
      throw new Asked('how long is that period', cursor.spanFrom(from), [
        { text: 'one year', means: 'a year, say: write the length of the first period' },
      ]);
    }
  }
  cursor.position = from;
}

interface Ending {
  unless: string;
  before?: string | undefined;
}

/** Who gives a notice, and how. */
const GIVING: ReadonlySet<string> = new Set(
  "either any one a an the of party parties them other others gives give given giving serves served serve provides provided provide delivers delivered notifies notified has have been is was sent sends sooner in writing written prior previous by to at upon on with terminated cancelled denounced landlord tenant customer supplier provider client employer employee lessor lessee , '".split(
    ' ',
  ),
);
const OF_WHAT = new Lexicon<true>([
  [
    'of non-renewal|of its intention not to renew|of intention not to renew|of its intent not to renew|of termination|of its intention to terminate|of intention to terminate|of denunciation|of cancellation|not to renew|of its decision not to renew|of its wish to terminate|to contrary|of its desire to terminate|of its desire not to renew|of its intention to denounce|of its intent to terminate|to terminate|of its election not to renew|of its intent to terminate initiative|of intent to terminate|of intent not to renew|of its intention to withdraw|of its intention',
    true,
  ],
]);
const LIMITS = new Lexicon<true>([
  ['not later than|no later than|not less than|no less than|at least|not fewer than', true],
]);
const BEFORE = new Lexicon<true>([['before|prior to|in advance of|preceding', true]]);

/** "either party gives notice of non-renewal at least sixty days before the end of the then-current term". */
function readNoticeGiven(cursor: TextCursor): Ending | undefined {
  let notice: string | undefined;
  let before: string | undefined;
  while (!cursor.atEnd) {
    const limit = cursor.takeFrom(LIMITS) !== undefined;
    const length = cursor.attempt(() => readLength(cursor));
    if (length !== undefined) {
      if (before !== undefined) return undefined;
      before = length.text;
      if (length.tail === 'notice') notice = noticeNamed(cursor);
    } else if (limit) return undefined;
    else if (cursor.takeOne('notice') !== undefined) {
      notice = noticeNamed(cursor);
    } else if (cursor.takeFrom(BEFORE) !== undefined) {
      if (!takeItsEnd(cursor)) return undefined;
      break;
    } else if (GIVING.has(cursor.peek())) cursor.position++;
    else return undefined;
  }
  return notice === undefined ? undefined : { unless: notice, before };
}

/** The event that is the notice: "notice of non-renewal", or where the document has no such event, the notice. */
function noticeNamed(cursor: TextCursor): string | undefined {
  // "notice in writing" is the notice.
  const from = cursor.position - (cursor.peek(-1) === 'writing' ? 3 : 1);
  const bare = refsOf(cursor, from);
  cursor.takeFrom(OF_WHAT);
  const whole = refsOf(cursor, from);
  if (whole.sure !== undefined) return whole.sure;
  return whole.others.every((ref) => ref === bare.sure) ? bare.sure : undefined;
}

/** What the words from one to the last that was read name: the only event, and others that are alike. */
function refsOf(cursor: TextCursor, from: number) {
  const words = cursor.words.slice(from, cursor.position);
  const lower = words.map(({ text }) => text);
  const raw = words.map((word) => word.raw);
  const found = cursor.names.find(cursor.written(cursor.spanFrom(from)), nameAnchor(lower, raw));
  const refs = (found?.refs ?? []).map(({ ref }) => ref);
  const sure = refs.length === 1 && found?.similar === undefined ? refs[0] : undefined;
  return { sure, others: refs };
}

const GIVEN = new Lexicon<true>([
  [
    'is given|has been given|is received|has been received|given|is served|is delivered|not later than|no later than|not less than|no less than|at least',
    true,
  ],
]);

/** "notice of termination is given six months before its expiry": any event of the document. */
function readEvent(cursor: TextCursor): Ending | undefined {
  const early = cursor.attempt(() => readLength(cursor)?.text);
  cursor.stops = new Set(['is', 'has', 'given', 'not', 'no', 'at', 'before', 'prior']);
  const unless = readPlain(cursor, 1)?.text;
  if (unless === undefined) return undefined;
  while (cursor.takeFrom(GIVEN) !== undefined);
  const before = early ?? cursor.attempt(() => readLength(cursor)?.text);
  if (before !== undefined && cursor.takeFrom(BEFORE) !== undefined) takeItsEnd(cursor);
  return { unless, before };
}

const TERM: ReadonlySet<string> = new Set(
  'of the each current then then-current such that any its initial relevant respective period term renewal agreement contract date this , or renewed extended lease as case may be applicable successive'.split(
    ' ',
  ),
);

/** "the expiry of the current term", after "before". */
function takeItsEnd(cursor: TextCursor): boolean {
  return (
    cursor.attempt(() => {
      cursor.skipArticles();
      cursor.takeOne('its', 'their', 'such');
      const end = cursor.takeOne('expiry', 'expiration', 'end', 'expires');
      if (end === undefined) return undefined;
      cursor.skip(TERM);
      return true;
    }) ?? false
  );
}
