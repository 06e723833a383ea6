import { monthLength, toEpochDay } from '../calendar/epoch-day';
import type { EpochDay } from '../model/time';
import type { Cursor } from './cursor';
import type { EdgeUnit, MomentExpr } from './tree';
import { MONTHS, monthOf } from './words';

/** Days that a text names only by their month, quarter, half or year. */

type Rough = Extract<MomentExpr, { type: 'rough' }>;

/** Parts of a year by their length in months, each with the word for it. */
const PARTS = { 3: 'quarter', 6: 'half' } as const;
const NTH = ['first', 'second', 'third', 'fourth'] as const;

const YEAR = /^[12]\d{3}$/;
const ISO_MONTH = /^([12]\d{3})-(0[1-9]|1[0-2])$/;
const MID = /^mid(?:-(\p{L}+|[12]\d{3}))?$/u;

/** The first and the last day that are meant, both inclusive. */
export function daysOf({ year, month, months }: Omit<Rough, 'type'>): {
  from: EpochDay;
  to: EpochDay;
} {
  const last = month + months - 1;
  return { from: toEpochDay(year, month, 1), to: toEpochDay(year, last, monthLength(year, last)) };
}

/** The days of a month written YYYY-MM; undefined for another text. */
export function parseMonth(text: string): { from: EpochDay; to: EpochDay } | undefined {
  const iso = ISO_MONTH.exec(text);
  return iso === null
    ? undefined
    : daysOf({ year: Number(iso[1]), month: Number(iso[2]), months: 1 });
}

/** The unit of which it is one. */
export function unitOf({ months }: Pick<Rough, 'months'>): EdgeUnit {
  return months === 1 ? 'month' : months === 3 ? 'quarter' : months === 6 ? 'half-year' : 'year';
}

export function printRough({ year, month, months }: Omit<Rough, 'type'>): string {
  if (months === 12) return String(year);
  if (months === 1) return `${MONTHS[month - 1]} ${year}`;
  return `${NTH[(month - 1) / months]} ${PARTS[months]} of ${year}`;
}

/** `June 2020`, `2020-06`, `second quarter of 2027`, `first half of 2027` or `2027`; undefined for anything else. */
export function parseRough(cursor: Cursor): Rough | undefined {
  refuseMid(cursor);
  const the = cursor.peek() === 'the' ? 1 : 0;
  const [first = '', second = '', third = '', fourth = ''] = [0, 1, 2, 3].map((n) =>
    cursor.peek(the + n),
  );
  const months = second === 'half' ? 6 : 3;
  const part = NTH.findIndex((word) => word === first);
  if (part >= 0 && (second === 'half' || second === 'quarter') && third === 'of') {
    cursor.skip(the);
    if (part >= 12 / months) cursor.fail('"first half" or "second half"');
    cursor.skip(3);
    if (!YEAR.test(fourth)) cursor.fail('a year such as 2027');
    cursor.skip();
    return { type: 'rough', year: Number(fourth), month: part * months + 1, months };
  }
  if (the > 0) return undefined;
  if (monthOf(first) > 0 && YEAR.test(second)) {
    cursor.skip(2);
    return { type: 'rough', year: Number(second), month: monthOf(first), months: 1 };
  }
  const iso = ISO_MONTH.exec(first);
  if (iso === null && !YEAR.test(first)) return undefined;
  cursor.skip();
  if (iso === null) return { type: 'rough', year: Number(first), month: 1, months: 12 };
  return { type: 'rough', year: Number(iso[1]), month: Number(iso[2]), months: 1 };
}

/** @throws ParseError for "mid-June 2020" and the like, which two readers date differently. */
function refuseMid(cursor: Cursor): void {
  const [word, joined] = MID.exec(cursor.peek() ?? '') ?? [];
  if (word === undefined) return;
  const next = joined === undefined ? 1 : 0;
  const named = joined ?? cursor.peek(1) ?? '';
  const month = monthOf(named);
  const year = month === 0 ? named : (cursor.peek(next + 1) ?? '');
  if (!YEAR.test(year)) return;
  const meant = month === 0 ? year : `${MONTHS[month - 1]} ${year}`;
  const { before, after } = cursor.around(next + (month === 0 ? 1 : 2));
  // A day takes "on" where a month takes "in".
  const [, start = '', joining = ''] = /^(.*?)((?:on |in |at )?)$/s.exec(before) ?? [];
  const [on, into] = joining === '' && before !== '' ? ['', ''] : ['on ', 'in '];
  const day = `${start}${on}${month === 0 ? '30 June' : '15'} ${meant}${after}`;
  const any = `${start}${into}${meant}${after}`;
  cursor.fail(`"${day}" for its middle, or "${any}" for any day of it`, {
    detail: `two readers date "mid" differently`,
    example: day,
  });
}
