import { Asked, type TextCursor } from '../text/text-cursor';
import { PLAIN_ADJECTIVES, UNIT_FORMS, WORKING } from '../text/unit-words';

/** Questions about amounts and units that are ambiguous. */

/** "two to three years", "30-60 days": the shorter of two limits, or the longer. */
export function askRange(cursor: TextCursor, amount: number, from: number): void {
  const before = cursor.position;
  const joined = /^\d+-(\d+)$/.exec(cursor.peek(-1))?.[1];
  const to = joined === undefined ? cursor.takeOne('to', 'or', '-') : undefined;
  const other = joined === undefined ? to && cursor.takeCardinal() : Number(joined);
  cursor.attempt(() =>
    cursor.takeOne('(') && cursor.takeCardinal() === other ? cursor.takeOne(')') : undefined,
  );
  const at = cursor.spanFrom(from);
  cursor.skip(PLAIN_ADJECTIVES);
  const unit = UNIT_FORMS.has(cursor.peek()) || WORKING.has(cursor.peek());
  if (other !== undefined && unit && other !== amount) {
    throw new Asked(`which of "${cursor.written(at)}" counts`, at, [
      { text: `${other}`, means: `${other}, the longer period` },
      { text: `${amount}`, means: `${amount}, the shorter period` },
    ]);
  }
  cursor.position = before;
}

/** "four Business Hours": the language counts hours of the clock. */
export function askBusinessHours(cursor: TextCursor, from: number): never {
  cursor.position++;
  const at = cursor.spanFrom(from);
  const amount = cursor.words[from]?.raw ?? '1';
  throw new Asked('which hours are hours of business', at, [
    { text: `${amount} hours`, means: 'all hours, by day and night' },
    { text: '1 working day', means: 'to the end of the next working day, say' },
  ]);
}

/** Days that are neither all days nor clearly the working days of a calendar. */
export function refuseOtherDays(cursor: TextCursor, from: number, kind: string): never {
  const at = cursor.spanFrom(from);
  const amount = cursor.words[from]?.raw ?? '';
  if (kind === 'clear') {
    const next = Number(amount) + 1;
    throw new Asked('do clear days leave out the last day too', at, [
      { text: `${amount} days`, means: 'only the day of the event is not counted' },
      ...(Number.isNaN(next)
        ? []
        : [{ text: `${next} days`, means: 'the last day is not counted either' }]),
    ]);
  }
  throw new Asked(`are ${kind} days the working days of a calendar or all days`, at, [
    { text: `${amount} working days`, means: 'the working days of the calendar that is named' },
    { text: `${amount} days`, means: 'all days' },
  ]);
}

/** "ten days, excluding Saturdays and Sundays": the language also leaves out the holidays of a calendar. */
export function askHolidays(cursor: TextCursor, amount: number, from: number): never {
  throw new Asked('do holidays count', cursor.spanFrom(from), [
    { text: `${amount} working days`, means: 'holidays of the calendar do not count either' },
    { text: `${amount} days`, means: 'all days count' },
  ]);
}
