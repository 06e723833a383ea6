import { MONTHS } from '../../phrase/words';
import { Asked, type TextCursor } from '../text/text-cursor';
import { A_YEAR, AT_MOST, CALENDAR_UNITS, TWO_RHYTHMS } from './rhythm-words';

/** Questions about how often something repeats. */

/** "once in each calendar year": by the end of each of them, or a year after the last time. */
export function askCalendarUnit(cursor: TextCursor, from: number): void {
  const unit = cursor.takeFrom(CALENDAR_UNITS);
  if (unit === undefined) return;
  const at = cursor.spanFrom(from);
  throw new Asked(`when does "${cursor.written(at)}" fall due`, at, [
    { text: `the end of each calendar ${unit}`, means: `by the last day of each ${unit}` },
    { text: `every ${unit}`, means: `a ${unit} after the one before` },
  ]);
}

/** "four times a year": at equal intervals, or on days that are named. */
export function askTimesAYear(cursor: TextCursor): void {
  const from = cursor.position;
  const times = readTimes(cursor);
  const each = times === undefined ? undefined : cursor.takeFrom(A_YEAR);
  if (times !== undefined && each !== undefined && times > 1 && 12 % times === 0) {
    const at = cursor.spanFrom(from);
    const months = 12 / times;
    const days = Array.from({ length: times }, (_, i) => `1 ${MONTHS[i * months]}`);
    throw new Asked(`are the intervals of "${cursor.written(at)}" equal`, at, [
      { text: `every ${months} months`, means: `at intervals of ${months} months` },
      {
        text: `every year on ${days.join(' and ')}`,
        means: 'on days of each year that are named: write them instead of these',
      },
    ]);
  }
  cursor.position = from;
}

/** "twice", "thrice", "four times". */
function readTimes(cursor: TextCursor): number | undefined {
  if (cursor.takeOne('twice') !== undefined) return 2;
  if (cursor.takeOne('thrice') !== undefined) return 3;
  const count = cursor.takeCardinal();
  return cursor.take('times') ? count : undefined;
}

/** "not more than once in any year": an upper limit, by which nothing becomes late. */
export function askAtMost(cursor: TextCursor): void {
  const from = cursor.position;
  if (cursor.takeFrom(AT_MOST) !== undefined) {
    const at = { start: cursor.spanFrom(from).start, end: cursor.text.length };
    throw new Asked('does a limit on how often it may happen set a deadline', at, [
      { text: 'undated', means: 'that it has no deadline' },
    ]);
  }
}

/** "bi-weekly": every two weeks, or twice a week. */
export function askTwoRhythms(cursor: TextCursor): void {
  const from = cursor.position;
  const two = cursor.takeFrom(TWO_RHYTHMS);
  if (two !== undefined) {
    const [each, twice, unit] = two;
    const at = cursor.spanFrom(from);
    throw new Asked(`are the intervals of "${cursor.written(at)}" equal`, at, [
      { text: `every ${each}`, means: `one interval after another, each of ${each}` },
      {
        text: `every ${twice}`,
        means: `days of each ${unit} that are named: write them instead of these`,
      },
    ]);
  }
}
