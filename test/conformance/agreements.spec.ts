import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { luxonZones } from '../../src/base/zones';
import { formatDay, parseDay } from '../../src/engine/calendar/epoch-day';
import type { Obligation } from '../../src/engine/model/document';
import type { Fact } from '../../src/engine/model/fact';
import type { Milestone } from '../../src/engine/model/milestone';
import { schedule } from '../../src/engine/schedule/schedule';
import { compiled } from '../support/agreements';
import { expectMarked, MARKED } from '../support/marked-sentences';

/** A row of the data: what the text says, and the date that was printed or follows from it. */
interface Row {
  id: string;
  anchor: string;
  relation: string;
  amount: number | string | null;
  unit: string | null;
  expected: string | string[] | null;
  basis: string;
}

interface Recorded {
  agreement: string;
  zone: string;
  counting: string;
  anchors: Record<string, string>;
  obligations: Row[];
}

const DATA = JSON.parse(
  readFileSync(join(__dirname, 'agreements.json'), 'utf8'),
) as readonly Recorded[];

/**
 * The day of a row's anchor where the data holds it in words only: by the anchor's name, or by the row where
 * each has a day of its own.
 */
const DAYS: Readonly<Record<string, string>> = {
  signing: '2025-11-27',
  'Day 7': '2025-01-25',
  '7 captives released': '2025-01-25',
  "commanders' meeting concluded": '2022-11-12',
  'fixed date 2022-11-15': '2022-11-15',
  'orientation complete': '2022-11-21',
  'designation lifted': '2023-03-22',
  'D-Day': '1994-10-31',
  'Transfer of Authority': '1995-12-20',
  'IAEA verification report': '2016-01-16',
  'Transitional Period start': '2020-02-22',
  'end of Transitional Period (plan)': '2022-05-12',
  'Khartoum signing': '2018-06-27',
  'withdrawal start or ceasefire': '2015-02-15T00:00+02:00',
  'withdrawal start': '2015-02-17',
  'withdrawal complete': '2015-03-01',
  'referendums (both)': '1998-05-22',
  '40th deposit': '1998-09-16',
  'double threshold met': '2016-10-05',
  'SS-5': '2023-02-22',
  'MB-2': '2005-12-27',
  'MB-3': '2002-09-11',
  'MB-4': '2006-06-01',
  'MB-5': '1999-11-01',
  'MB-6': '1999-03-01',
  'MB-7': '1999-06-01',
  'MB-8': '2006-06-01',
  'MB-9': '2004-03-01',
  'MB-10': '2006-06-01',
  'MB-12': '2025-07-10',
  'PA-2': '2016-11-04',
  'PA-3': '2019-11-04',
  'PA-4': '2021-01-20',
  'PA-5': '2025-01-27',
  'initial period end': '2024-12-31',
};

/** Two rows were printed with the first day counted; the same monitor counted it out later. */
const INCLUSIVE = new Set(['MB-6', 'MB-7']);

/** Rows that a translation by relation, amount and unit cannot speak for, each with its reason. */
const NOT_COUNTED: Readonly<Record<string, string>> = {
  'GZ1-8': 'the end of week five is an ordinal week, which the row writes as a period',
  'GZ1-10': 'the window opens on one anchor and closes on another',
  'GZ1-11': 'it has no date',
  'ET-8': 'it has no date',
  'JC-12': 'it has a rhythm and no date',
  'LY-4': 'it has no date',
  'LY-6': 'it has no date',
  'MK-9': 'the row names no anchor, only the day itself',
};

const timed = (row: Row, amount: Row['amount'] | undefined = row.amount): string =>
  `${amount} ${row.unit}`;

/** One row as an obligation whose anchor is the event `anchor`. */
function obligationOf(row: Row): Partial<Obligation> {
  const { relation, unit, amount } = row;
  if (unit === 'day-ordinal') {
    if (relation === 'continuing') return { holds: `from day ${amount} of anchor` };
    return { due: `${relation === 'at' ? 'on' : 'by'} day ${amount} of anchor` };
  }
  if (unit === 'first-of-nth-month-after') {
    return { falls: `first day of the ${amount}th month after anchor` };
  }
  if (typeof amount === 'string' && amount.includes('..')) {
    const [soft, hard] = amount.split('..');
    return {
      target: `${timed(row, soft)} after anchor`,
      due: `within ${timed(row, hard)} of anchor`,
    };
  }
  switch (relation) {
    case 'at':
      if (amount === null || amount === 0) return { holds: 'from anchor' };
      // An instant was published: the midnight that ends the day the period leads to.
      return String(row.expected).includes('T')
        ? { falls: `24:00 on ${timed(row)} after anchor` }
        : { falls: `${timed(row)} after anchor` };
    case 'within':
      return { due: `within ${timed(row)} of anchor` };
    case 'before':
      // Back from an end; otherwise strictly before the day that the period leads to.
      return row.anchor.startsWith('end of') || /^\d/.test(row.anchor)
        ? { due: `on ${timed(row)} before anchor` }
        : { due: `before ${timed(row)} after anchor` };
    case 'not before':
      return { opens: `${timed(row)} after anchor` };
    case 'until':
      return { holds: `from anchor until ${timed(row)} after anchor` };
    case 'window':
      return row.anchor.startsWith('fixed date')
        ? { holds: `from anchor until day ${amount} of anchor` }
        : { opens: '1 day after anchor', due: `within ${timed(row)} of anchor` };
    case 'every':
      return { due: `every ${timed(row)} from anchor ${(row.expected as string[]).length} times` };
    default:
      throw new Error(`no translation of "${relation}"`);
  }
}

function anchorOf(row: Row, { anchors }: Recorded): string {
  const named = Object.entries(anchors).find(
    ([name]) =>
      name === row.anchor ||
      name.split(' = ').includes(row.anchor) ||
      aboutTheSame(name, row.anchor),
  );
  const fixed = /^\d{4}-\d{2}-\d{2}/.exec(row.anchor)?.[0];
  const instant = row.anchor === 'fixed instant' ? (row.expected as string) : undefined;
  return DAYS[row.id] ?? fixed ?? instant ?? firstWord(named?.[1]) ?? DAYS[row.anchor] ?? '';
}

const firstWord = (text: string | undefined) => text?.split(' ')[0];

function aboutTheSame(name: string, anchor: string): boolean {
  const words = (text: string) =>
    text
      .toLowerCase()
      .replace(/[_(].*/, '')
      .trim();
  return words(name) !== '' && words(name) === words(anchor);
}

function factOf(at: string, zone: string): Fact {
  const day = parseDay(at);
  const base = { id: 'anchor', kind: 'occurred' as const, subject: 'anchor' };
  if (day !== undefined) return { ...base, day };
  const instant = Date.parse(at);
  return { ...base, day: luxonZones.localOf(instant, zone).day, instant };
}

function milestonesOf(row: Row, of: Recorded, amount = row.amount): Milestone[] {
  const inclusive = INCLUSIVE.has(row.id) || of.counting.startsWith('inclusive');
  const agreement = compiled({
    id: 'row',
    title: of.agreement,
    zone: of.zone,
    counting: inclusive ? 'inclusive' : 'agreement-d-plus-n',
    events: { anchor: { title: row.anchor } },
    obligations: [{ id: 'a', title: 'A', ...obligationOf({ ...row, amount }) }],
  });
  const facts = [factOf(anchorOf(row, of), of.zone)];
  const { milestones } = schedule(agreement, facts, { zones: luxonZones, sentences: MARKED });
  for (const { derivation } of milestones) expectMarked(derivation);
  return milestones;
}

/** What a milestone comes to, written as the row writes it. */
function written(row: Row, one: Milestone): string {
  const day = (value: number | undefined) => (value === undefined ? '?' : formatDay(value));
  if (typeof row.expected === 'string' && row.expected.includes('T')) {
    const at = one.startsAt ?? one.dueAt;
    return at === Date.parse(row.expected) ? row.expected : new Date(at ?? 0).toISOString();
  }
  if (typeof row.expected === 'string' && row.expected.includes('/')) {
    const first = one.startsOn ?? one.opensOn ?? one.targetOn;
    return `${day(first)}/${day(one.endsOn ?? one.dueOn)}`;
  }
  return day(one.endsOn ?? one.dueOn ?? one.opensOn ?? one.startsOn);
}

const rows = DATA.flatMap((of) => of.obligations.map((row) => [row.id, row, of] as const));
const wanted = rows.filter(
  ([, row]) => row.basis === 'published-date' || row.basis === 'text+arithmetic',
);

describe('the conformance data of agreements', () => {
  it.each(wanted.filter(([id]) => NOT_COUNTED[id] === undefined))('%s', (_, row, of) => {
    const several = typeof row.amount === 'string' && row.amount.includes(';');
    const amounts = several ? (row.amount as string).split(';') : [row.amount];
    const found = amounts.flatMap((amount) => milestonesOf(row, of, amount));
    const dates = found.map((one) => written(row, one));
    expect(Array.isArray(row.expected) ? dates : dates[0]).toEqual(row.expected);
  });

  it('counts every published date', () => {
    const published = rows.filter(([, row]) => row.basis === 'published-date').map(([id]) => id);
    expect(published).toHaveLength(30);
    for (const id of published) expect(NOT_COUNTED[id]).toBeUndefined();
  });

  it.each(Object.entries(NOT_COUNTED))('%s is not counted here: %s', (id) => {
    expect(rows.map(([own]) => own)).toContain(id);
  });
});
