import { Asked, type TextCursor } from '../text/text-cursor';
import type { Length } from '../values/lengths';
import { inside, type Moment } from './moment';

/** Questions about what a period counts from. */

export function insteadOf(cursor: TextCursor, text: (sample: string) => string) {
  return cursor.names.samples.map((sample) => ({
    text: text(sample),
    means: `counted from ${sample}`,
  }));
}

/** "30 days before or after X": on which side? */
export function askSide(cursor: TextCursor): void {
  const from = cursor.position;
  const both = cursor.take('before', 'or', 'after') || cursor.take('after', 'or', 'before');
  if (!both) return;
  throw new Asked('before or after it', cursor.spanFrom(from), [
    { text: 'after', means: 'after it' },
    { text: 'before', means: 'before it' },
  ]);
}

/** "30 days beginning on X": statutes count the day of X as the first, most agreements as day 0. */
export function askWhetherIncluded(
  cursor: TextCursor,
  length: Length,
  of: Moment,
  { from, lead = '' }: { from: number; lead?: string },
): never {
  const at = cursor.spanFrom(from);
  throw new Asked('does the period include the day that it begins on', at, [
    {
      text: `${lead}${length.text} after ${inside(of.text)}`,
      means: 'the day it begins on is not counted',
    },
    {
      text: `${lead}${lastDayOf(length.text, of.text)}`,
      means: 'the day it begins on is the first of them',
    },
  ]);
}

/** The last day of a period of which the day that it begins on is the first. */
export function lastDayOf(length: string, begins: string): string {
  const event = /^1 day after (.+)$/.exec(begins)?.[1];
  if (event !== undefined) return `${length} after ${event}`;
  const days = /^(\d+) days?$/.exec(length)?.[1];
  return days === undefined
    ? `1 day before ${length} after ${inside(begins)}`
    : `day ${days} of ${inside(begins)}`;
}

/** Units of the calendar; each has a last day. */
const OF_CALENDAR = /^1 (week|month|quarter|half-year|year)$/;

/**
 * "the month following X", "the week of X": asks whether it is a calendar month, or a month that begins with X.
 * For a calendar day X, the unit contains the day or begins with it.
 */
export function askWhichUnit(
  cursor: TextCursor,
  length: Length,
  of: Moment,
  { from, side, lead = '' }: { from: number; side: 'after' | 'of'; lead?: string },
): void {
  const unit = OF_CALENDAR.exec(length.text)?.[1];
  if (unit === undefined || length.alone === undefined) return;
  const at = cursor.spanFrom(from);
  const x = inside(of.text);
  const rough = /^(?:[A-Z][a-z]+ )?\d{4}$/.test(of.text);
  const day = rough ? `first day of ${x}` : x;
  const within = rough || /^\d{4}-\d\d-\d\d$/.test(of.text);
  // "the first month after X" begins with X.
  if (length.alone === 'first' && !within) return;
  const nth = side === 'of' ? `${unit} of ${day}` : `1st ${unit} after ${x}`;
  const whole = {
    text: `${lead}last day of the ${nth}`,
    means: `by the end of that ${unit} of the calendar`,
  };
  const first = { text: `${lead}day 7 of ${day}`, means: 'by the seventh day, that day counted' };
  const shift = { text: `${lead}${length.text} after ${x}`, means: `by a ${unit} after that` };
  const instead =
    side === 'after' || !within ? [shift, whole] : unit === 'week' ? [first, whole] : [whole];
  throw new Asked(`which ${unit} is "${cursor.written(at)}"`, at, instead);
}

/** "30 days from the day after X": statutes count that day as the first. */
export function askDayOfEvent(
  cursor: TextCursor,
  length: Length,
  of: Moment,
  { from, sideAt, lead = '' }: { from: number; sideAt: number; lead?: string },
): void {
  const event = /^1 day after (.+)$/.exec(of.text)?.[1];
  const side = cursor.words[sideAt]?.text ?? '';
  if (event === undefined || !COUNTING.has(side)) return;
  throw new Asked(`is the day after ${event} counted`, cursor.spanFrom(from), [
    { text: `${lead}${length.text} after ${event}`, means: 'the day after is the first of them' },
    {
      text: `${lead}${length.text} after ${inside(of.text)}`,
      means: 'the day after is not counted',
    },
  ]);
}

/** What "from" and its like begin with, unlike "after". */
const COUNTING: ReadonlySet<string> = new Set(
  'from as since counted counting calculated reckoned computed measured running to starting commencing beginning'.split(
    ' ',
  ),
);

function isAnniversary({ text }: { text: string }): boolean {
  return text === 'anniversary';
}

/** "after 31 December": some begin on that day, others on the next. A period after a moment is exact. */
export function askDayAfter(cursor: TextCursor, of: string, from: number): undefined {
  const anniversary = cursor.words.slice(from, cursor.position).some(isAnniversary);
  if (!anniversary && /^\d+ [a-z -]+ after /.test(of)) return undefined;
  throw new Asked('is it from that day or from the day after', cursor.spanFrom(from), [
    { text: `from ${of}`, means: 'from that day' },
    { text: `from 1 day after ${inside(of)}`, means: 'from the day after' },
  ]);
}

/**
 * "eight years from X or the date of Y, whichever is earlier": the period may belong to X alone, or to both.
 * @param shift the period and its side, such as "8 years after".
 */
export function askScope(
  cursor: TextCursor,
  shift: string,
  of: Moment,
  { from, sideAt, lead = '' }: { from: number; sideAt: number; lead?: string },
): void {
  const [, which, first, second] =
    /^(later|earlier) of \(([^() ]+(?: [^() ]+)?) and ([^() ]+(?: [^() ]+)?)\)$/.exec(of.text) ??
    [];
  const said = cursor.words.slice(sideAt, cursor.position).map(({ text }) => text);
  // "the later of X and Y" belongs together.
  if (which === undefined || !said.includes('whichever')) return;
  const other = said.slice(said.lastIndexOf('or') + 1);
  if (!/^(?:the )?(?:date|day|time|moment) /.test(other.join(' '))) return;
  throw new Asked('does the period belong to both moments', cursor.spanFrom(from), [
    {
      text: `${lead}${which} of (${shift} ${first} and ${second})`,
      means: 'to the first alone',
    },
    { text: `${lead}${shift} ${of.text}`, means: 'to both' },
  ]);
}
