import { Asked, TextCursor, Unread } from './text/text-cursor';
import type { Span } from './text/words';
import { readClock } from './values/clocks';
import { readDay } from './values/days';
import { readLength } from './values/lengths';

/** A period, a day or a clock time in a text. */
interface FoundValue extends Span {
  kind: 'length' | 'day' | 'clock';
  /** In the words of the language: "30 days", "2026-12-24", "18:00 in Europe/Kyiv". Absent where it is a question. */
  value?: string;
  /** A length that the text gives as an upper or a lower limit. */
  bound?: 'most' | 'least';
  /** Why careful readers would read it differently, or why it is no value. */
  question?: string;
  /** What to write instead of the words, one for each way to read them. */
  readings: readonly { text: string; means: string }[];
}

/** The periods, days and clock times of a text, from left to right; those inside another are not given apart. */
export function valuesIn(text: string): FoundValue[] {
  const cursor = new TextCursor(text);
  const found: FoundValue[] = [];
  while (!cursor.atEnd) {
    const from = cursor.position;
    const value = valueAt(cursor);
    if (value === undefined) cursor.position = from + 1;
    else found.push(value);
  }
  return found;
}

function valueAt(cursor: TextCursor): FoundValue | undefined {
  const from = cursor.position;
  try {
    const day = readDay(cursor);
    if (day !== undefined)
      return { kind: 'day', value: day, ...cursor.spanFrom(from), readings: [] };
    const clock = readClock(cursor);
    if (clock !== undefined) {
      const value = clock.zone === undefined ? clock.clock : `${clock.clock} in ${clock.zone}`;
      return { kind: 'clock', value, ...cursor.spanFrom(from), readings: [] };
    }
    const length = readLength(cursor);
    if (length === undefined) return undefined;
    const { text: value, bound } = length;
    const limit = bound === undefined ? {} : { bound };
    return { kind: 'length', value, ...limit, ...cursor.spanFrom(from), readings: [] };
  } catch (error) {
    if (!(error instanceof Asked || error instanceof Unread)) throw error;
    cursor.position = Math.max(cursor.position, from + 1);
    const readings = error instanceof Asked ? error.instead : [];
    const question = error instanceof Asked ? error.question : error.detail;
    const { start, end } = error.at;
    return { kind: kindOf(cursor, from), question, start, end, readings };
  }
}

/** What a value that could not be read began as. */
function kindOf(cursor: TextCursor, from: number): FoundValue['kind'] {
  const first = cursor.words[from]?.text ?? '';
  if (first === 'midnight' || /^\d{1,2}:|^\d{1,2}$/.test(first)) return 'clock';
  return /[-./]/.test(first) ||
    cursor.words.slice(from, cursor.position).some(({ text }) => /^\d{4}$/.test(text))
    ? 'day'
    : 'length';
}
