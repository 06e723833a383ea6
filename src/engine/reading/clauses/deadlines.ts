import { inside, type Moment } from '../moments/moment';
import { readAlternatives, readLimits, readMoment, readPlain } from '../moments/moments';
import {
  askDayOfEvent,
  askScope,
  askSide,
  askWhetherIncluded,
  askWhichUnit,
  insteadOf,
} from '../moments/questions';
import { LATEST, SIDES } from '../moments/relations';
import { readRough } from '../moments/rough-days';
import { endsHere, readRoll, rolled } from '../moments/tails';
import { readEvery, readThereafter } from '../rhythms/every';
import { askAtMost } from '../rhythms/rhythm-questions';
import { Lexicon } from '../text/lexicon';
import { Asked, type TextCursor, Unread } from '../text/text-cursor';
import { UNIT_FORMS, WORKING } from '../text/unit-words';
import { type Length, readLength } from '../values/lengths';
import { isAdjective, MOST_ADJECTIVES } from '../values/period-words';
import { ABOUT, BESIDE, RELATIONS, type Relation } from './deadline-words';
import { readNet, readNotice } from './notice';
import { readVague } from './vague';
import { askIfWindow, askOpening, askWindow } from './windows';

/** The phrase of `due`. */
export function readDue(cursor: TextCursor): string | undefined {
  askAtMost(cursor);
  if (readVague(cursor)) return 'undated';
  return (
    cursor.attempt(() => readAlongside(cursor)) ??
    cursor.attempt(() => readNotice(cursor)) ??
    cursor.attempt(() => readNet(cursor)) ??
    cursor.attempt(() => readEvery(cursor)) ??
    cursor.attempt(() => withRoll(cursor, readDeadline(cursor)))
  );
}

/** A date with what it rolls to: "or, if that day is not a Business Day, the next Business Day". */
export function withRoll(cursor: TextCursor, phrase: string | undefined): string | undefined {
  if (phrase === undefined) return undefined;
  const rolls = cursor.attempt(() => {
    const way = readRoll(cursor);
    return way && rolled(phrase, way);
  });
  return rolls ?? phrase;
}

function readAlongside(cursor: TextCursor): string | undefined {
  const word = cursor.takeFrom(BESIDE);
  const path = word && readPlain(cursor, 1)?.text;
  if (path === undefined) return undefined;
  const of = /^([a-z0-9-]+(?:\.[a-z0-9-]+)*?)\.(?:due|fulfilled)$/.exec(path)?.[1];
  return of === undefined ? undefined : `alongside ${of}`;
}

/** Reads a relation; the "at" of "at 18:00" and of "at least" is none. */
export function takeRelation(cursor: TextCursor): Relation | undefined {
  const before = cursor.position;
  const relation = cursor.takeFrom(RELATIONS);
  if (relation === 'by' || relation === 'within') cursor.takeOne(',');
  // "the beginning of June" is a day.
  if (relation === 'from' && cursor.peek() === 'of') {
    cursor.position = before;
    return undefined;
  }
  if (relation !== 'at') return relation;
  const next = cursor.peek(cursor.peek() === 'the' ? 1 : 0);
  if (/^(?:end|beginning|start|expiry|expiration|close|conclusion|opening)$/.test(next))
    return 'on';
  if (!/^(?:\d|noon|midnight|midday|least|most)/.test(cursor.peek())) return relation;
  cursor.position--;
  return undefined;
}

/** "100 days" alone: from when? */
function askFromBare(cursor: TextCursor): undefined {
  if (readLength(cursor) === undefined || !endsHere(cursor)) return undefined;
  const end = cursor.words[cursor.position - 1]?.end ?? cursor.text.length;
  const instead = insteadOf(cursor, (sample) => ` after ${sample}`);
  throw new Asked('from which moment does the period run', { start: end, end }, instead);
}

const EXCEED = new Lexicon<true>([
  ['exceed|last longer than|be longer than|take longer than|last more than|take more than', true],
]);

/** "in no case should the proceedings exceed", "shall not exceed": the words before a period that is a limit. */
function takeExceed(cursor: TextCursor): boolean {
  const found = cursor.attempt(() => {
    const denied = cursor.take('in', 'no', 'case') || cursor.take('in', 'no', 'event');
    if (!denied && !/^(?:shall|should|may|must|will|not|does|do)$/.test(cursor.peek()))
      return undefined;
    let not = denied;
    for (let i = 0; i < MOST_EXCEEDING; i++) {
      if (cursor.takeFrom(EXCEED) !== undefined) return not ? true : undefined;
      if (/^(?:,|;|by|on|before|after|within)$/.test(cursor.peek())) return undefined;
      not ||= cursor.peek() === 'not' || cursor.peek() === 'never';
      cursor.position++;
    }
    return undefined;
  });
  return found ?? false;
}

/** How many words may stand before "exceed". */
const MOST_EXCEEDING = 8;

/** A deadline that is no repetition, and no window. */
function readDeadline(cursor: TextCursor): string | undefined {
  const from = cursor.position;
  const phrase = readOnce(cursor);
  if (phrase !== undefined) askOpening(cursor, phrase, from);
  return phrase;
}

function readOnce(cursor: TextCursor): string | undefined {
  if (takeExceed(cursor)) return readWithin(cursor);
  const from = cursor.position;
  askIfWindow(cursor);
  cursor.attempt(() => askAbout(cursor));
  const relation = takeRelation(cursor);
  if (relation === 'within') return readWithin(cursor);
  if (relation === 'in' && cursor.peek() === 'the') {
    const within = cursor.attempt(() => readWithin(cursor));
    if (within !== undefined) return within;
  }
  if (relation === 'by' && cursor.takeOne('within') !== undefined) return readWithin(cursor);
  const repeated = cursor.attempt(() => readRepeated(cursor));
  if (repeated !== undefined) return repeated;
  const moment = readMoment(cursor) ?? cursor.attempt(() => askFromBare(cursor));
  if (moment === undefined) return undefined;
  const late = cursor.attempt(() => {
    cursor.takeOne(',');
    return cursor.takeFrom(LATEST);
  });
  const early = cursor.attempt(() => {
    cursor.takeOne(',');
    return cursor.take('at', 'the', 'earliest') || cursor.take('at', 'earliest') || undefined;
  });
  const limits = readLimits(cursor);
  const said = early === undefined ? (late ?? relation) : 'earliest';
  return `${withRelation(cursor, said, moment, { from, limits })}${limits}`;
}

/** "on or about 1 October": on that day, or by it? A period that is only about so long is no period. */
function askAbout(cursor: TextCursor): undefined {
  const from = cursor.position;
  if (cursor.takeFrom(ABOUT) === undefined) return undefined;
  const at = cursor.spanFrom(from);
  if (readPlain(cursor) === undefined) return undefined;
  throw new Asked(`how near is "${cursor.written(at)}"`, at, [
    { text: 'on', means: 'on that day itself' },
    { text: 'by', means: 'on that day at the latest' },
  ]);
}

/** A first deadline and a rhythm: "by 31 December 2027 and every three years thereafter". */
function readRepeated(cursor: TextCursor): string | undefined {
  const first = readPlain(cursor);
  if (first === undefined) return undefined;
  cursor.attempt(() => {
    cursor.takeOne(',');
    return cursor.takeFrom(LATEST);
  });
  return readThereafter(cursor, inside(first.text));
}

function withRelation(
  cursor: TextCursor,
  relation: Relation | undefined,
  moment: Moment,
  { from, limits }: { from: number; limits: string },
): string {
  const { text, bound, end } = moment;
  const later = / after /.test(text);
  switch (relation) {
    case 'in':
      // "in two weeks after X" is that day.
      return later && !/\d{4}$/.test(text) ? text : `in ${text}`;
    case 'by':
    case 'on':
    case 'at':
      return `${relation} ${text}`;
    case 'from':
      return `on ${text}`;
    case 'before':
      return `${end ? 'by' : 'before'} ${text}`;
    case undefined:
      break;
    default:
      return refuseEarliest(cursor, moment, from, limits);
  }
  if (bound === 'most' && later) return `by ${text}`;
  if (bound === 'least' && !later) return `by ${text}`;
  if (bound !== undefined) return refuseEarliest(cursor, moment, from, limits);
  if (isRef(text)) {
    const at = cursor.spanFrom(from);
    throw new Asked('is it due on that moment, or by it', at, [
      { text: `on ${text}`, means: 'on its day' },
      { text: `by ${text}`, means: 'on its day at the latest' },
    ]);
  }
  return /^at \d|\d (?:after|before) |^\d+ /.test(text) || text.startsWith('exactly')
    ? text
    : `on ${text}`;
}

function isRef(text: string): boolean {
  return /^(?:its |last |\d+(?:st|nd|rd|th) )?[a-z][a-z0-9.-]*$/.test(text);
}

/** A deadline sets the latest time; the words give the earliest, and perhaps the latest after it. */
function refuseEarliest(cursor: TextCursor, { text }: Moment, from: number, limits: string): never {
  const at = cursor.spanFrom(from);
  const latest = / but not after (.+)$/.exec(`${text}${limits}`)?.[1];
  const earliest = text.replace(/ but not after .+$/, '');
  if (latest !== undefined) askWindow(earliest, latest, at);
  throw new Asked('is there a deadline after the earliest time', at, [
    {
      text: 'undated',
      means: `that it has no deadline; the earliest time stands beside it as "opens: ${earliest}"`,
    },
  ]);
}

/** "within the first three months of 2027": of a month or a year, the part is meant as often as the time after it. */
function askPartOf(cursor: TextCursor, length: Length, { text }: Moment): void {
  if (length.alone !== undefined || !/^(?:[A-Za-z]+ )*\d{4}$/.test(text)) return;
  throw new Asked(`does the period begin with ${text} or end after it`, cursor.spanFrom(0), [
    {
      text: `by 1 day before ${length.text} after first day of ${text}`,
      means: 'it begins with it',
    },
    { text: `by ${length.text} after ${text}`, means: 'it is counted from then' },
  ]);
}

/** "within the month of June 2027", "during the first quarter of 2027": the time itself, not a length. */
function readNamedTime(cursor: TextCursor): string | undefined {
  const rough = readRough(cursor);
  // "within 2000 hours of"
  if (rough === undefined || UNIT_FORMS.has(cursor.peek()) || WORKING.has(cursor.peek()))
    return undefined;
  return `in ${rough.text}${readLimits(cursor)}`;
}

/** After "within": a period and what it counts from. */
function readWithin(cursor: TextCursor): string | undefined {
  const from = cursor.position;
  const named = cursor.attempt(() => readNamedTime(cursor));
  if (named !== undefined) return named;
  const length = readLength(cursor);
  if (length === undefined) askHowLong(cursor, from);
  if (length === undefined) return cursor.missed('a period such as 30 days');
  if (length.bound === 'least') {
    throw new Unread(
      '"within" sets an upper limit, not a lower one',
      'a period without "at least"',
      cursor.spanFrom(from),
    );
  }
  const sideAt = cursor.position;
  askSide(cursor);
  const side = cursor.attempt(() => {
    cursor.takeOne(',');
    return cursor.take('of') ? 'after' : cursor.takeFrom(SIDES);
  });
  if (side === undefined || side === 'then') return askWhatFrom(cursor, sideAt, side !== undefined);
  // "within the first year of the term" begins with it.
  const first = cursor.words.slice(from, sideAt).some(({ text }) => text === 'first');
  const read = () => readPlain(cursor);
  const plain = first ? cursor.preferring('starts', read) : read();
  if (plain === undefined) return undefined;
  const other = side === 'after' ? readOther(cursor, length, plain) : undefined;
  if (other !== undefined) return other;
  const limits = readLimits(cursor);
  const of = limits === '' ? plain : { text: `${inside(plain.text)}${limits}` };
  askScope(cursor, `${length.text} after`, of, { from: 0, sideAt, lead: 'by ' });
  if (side === 'after') {
    const which = cursor.words[sideAt]?.text === 'of' ? 'of' : 'after';
    const lead = { from: 0, lead: 'by ' };
    if (which === 'of') askPartOf(cursor, length, of);
    askWhichUnit(cursor, length, of, { ...lead, side: which });
    askDayOfEvent(cursor, length, of, { ...lead, sideAt });
  }
  if (side === 'before') askWindowBefore(cursor, length, of, from);
  if (side === 'beginning') askWhetherIncluded(cursor, length, of, { from: 0, lead: 'by ' });
  const shift = `${length.text} after ${inside(of.text)}`;
  return readThereafter(cursor, shift) ?? `within ${length.text} of ${of.text}`;
}

/** "within 30 days of X or by Y, whichever is earlier": the deadline is the earlier of the two. */
function readOther(cursor: TextCursor, length: Length, of: Moment): string | undefined {
  const shift = `${length.text} after ${inside(of.text)}`;
  const joined = cursor.position;
  const { text } = readAlternatives(cursor, { text: shift }, 0);
  if (text === shift) return undefined;
  const [, which, second = ''] = /^(later|earlier) of \(.+? and ([^()]+)\)$/.exec(text) ?? [];
  const said = cursor.words
    .slice(joined, joined + 4)
    .some((word) => /^(?:by|on|within|at)$/.test(word.text));
  // Of "30 days of X or Y" the period may belong to both events.
  if (which !== undefined && !said && isRef(second)) {
    throw new Asked('does the period belong to both moments', cursor.spanFrom(0), [
      { text: `by ${text}`, means: 'to the first alone' },
      { text: `within ${length.text} of ${which} of (${of.text} and ${second})`, means: 'to both' },
    ]);
  }
  return `by ${text}${readLimits(cursor)}`;
}

/** "within the period laid down in Article 5": how long is it? */
function askHowLong(cursor: TextCursor, from: number): void {
  cursor.skipArticles();
  for (let i = 0; i < MOST_ADJECTIVES && isAdjective(cursor.peek()); i++) cursor.position++;
  const named =
    cursor.takeOne('period', 'time-limit', 'deadline', 'timeframe', 'time') !== undefined;
  if (named && !/^(?:of|between|beginning|commencing|starting|from|to)$/.test(cursor.peek())) {
    const at = { start: 0, end: cursor.text.length };
    throw new Asked(
      'how long is that period',
      at,
      cursor.names.samples.slice(0, 2).map((sample) => ({
        text: `within 30 days of ${sample}`,
        means: `30 days from ${sample}, say: write what the text it names has`,
      })),
    );
  }
  cursor.position = from;
}

function askWhatFrom(cursor: TextCursor, sideAt: number, pointing: boolean): undefined {
  if (!pointing && !endsHere(cursor) && !thereafter(cursor)) {
    return cursor.missed('"of" or "after" and a moment');
  }
  const end = cursor.words[sideAt - 1]?.end ?? cursor.text.length;
  const at = pointing ? cursor.spanFrom(sideAt) : { start: end, end };
  const lead = pointing ? '' : ' ';
  throw new Asked(
    'from which moment does the period run',
    at,
    insteadOf(cursor, (sample) => `${lead}of ${sample}`),
  );
}

/** "and every six months thereafter". */
function thereafter(cursor: TextCursor): boolean {
  const from = cursor.position;
  const follows = readThereafter(cursor, 'signing') !== undefined;
  cursor.position = from;
  return follows;
}

/** "within 30 days before X" has two ends. */
function askWindowBefore(cursor: TextCursor, length: Length, of: Moment, from: number): never {
  const at = { ...cursor.spanFrom(from), start: 0 };
  askWindow(`${length.text} before ${inside(of.text)}`, of.text, at);
}
