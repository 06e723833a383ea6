import { printAmount, printOrdinal } from '../../phrase/words';
import { Asked, type TextCursor } from '../text/text-cursor';
import { SET_YEARS } from '../text/unit-words';
import { SOME_YEAR } from './rough-days';

/** Questions about days of a period, if the text does not say which year or month it is, or when it begins. */

/** "the 15th day of the following month": following what? */
export function askFollowingWhat(
  cursor: TextCursor,
  unit: string,
  side: string,
  from: number,
): never {
  const at = cursor.spanFrom(from);
  const way = side.startsWith('p') ? 'preceding' : 'following';
  throw new Asked(`which ${unit} is the ${way} one`, at, [
    ...cursor.names.samples.slice(0, 2).map((sample) => ({
      text: `${unit} ${way} ${sample}`,
      means: `the one ${way === 'following' ? 'after' : 'before'} that of ${sample}`,
    })),
    { text: `each calendar ${unit}`, means: `of each ${unit}` },
  ]);
}

/** "the end of the fifth year after X": a year of the calendar, or one that X begins. */
export function askWhoseYear(
  cursor: TextCursor,
  { which, unit, said }: { which: 'first' | 'last'; unit: string; said: readonly string[] },
  from: number,
): void {
  const [, n = '', of = ''] = /^(\d+)\w\w year after (.+)$/.exec(unit) ?? [];
  const calendar = said.some((word) => /^(?:calendar|which|that)$/.test(word));
  if (n === '' || which === 'first' || calendar) return;
  const at = {
    start: cursor.words[edgeAt(cursor, from)]?.start ?? 0,
    end: cursor.spanFrom(from).end,
  };
  throw new Asked('is it a year of the calendar', at, [
    { text: `${n} years after ${of}`, means: `${n} years after ${of}` },
    {
      text: `the end of the ${printOrdinal(Number(n))} calendar year after ${of}`,
      means: 'at the end of that year of the calendar',
    },
  ]);
}

/** "the end of the financial year": on which day? */
export function askSetYear(cursor: TextCursor, which: 'first' | 'last'): void {
  const from = cursor.position;
  if (!SET_YEARS.has(cursor.peek()) || cursor.peek(1) !== 'year') return;
  cursor.position += 2;
  const named = /^[12]\d{3}$/.test(cursor.peek()) ? cursor.peek() : undefined;
  if (named !== undefined) cursor.position++;
  const at = {
    start: cursor.words[edgeAt(cursor, from)]?.start ?? 0,
    end: cursor.spanFrom(from).end,
  };
  const year = named ?? String(SOME_YEAR);
  const days = which === 'last' ? ['31 December', '31 March'] : ['1 January', '1 April'];
  throw new Asked(`on which day is "${cursor.written(at)}"`, at, [
    ...days.map((day) => ({ text: `${day} ${year}`, means: `on ${day} ${year}, say` })),
    ...(named === undefined ? [{ text: `${days[0]} of each year`, means: 'each year' }] : []),
  ]);
}

/** Where "the end of the" begins before a word. */
function edgeAt(cursor: TextCursor, from: number): number {
  let at = from;
  while (
    at > 0 &&
    /^(?:the|of|end|beginning|start|close|last|first|day)$/.test(cursor.words[at - 1]?.text ?? '')
  )
    at--;
  return at;
}

/** "the 16th day", "the next business day": of or after what? */
export function askDayOfWhat(
  cursor: TextCursor,
  { n = 1, next, working }: { n: number | undefined; next: boolean; working: boolean },
  from: number,
): undefined {
  if (!next && cursor.words.slice(from, cursor.position).length < 2) return undefined;
  const unit = working ? 'working day' : 'day';
  const at = cursor.spanFrom(from);
  const samples = cursor.names.samples.slice(0, 2);
  throw new Asked('from which moment does it count', at, [
    ...samples.map((sample) => ({
      text: `${printAmount(n, unit)} after ${sample}`,
      means: `that many days after ${sample}`,
    })),
    ...samples.flatMap((sample) =>
      next || working || n === 1
        ? []
        : [{ text: `day ${n} of ${sample}`, means: `that of ${sample} being the first` }],
    ),
  ]);
}
