import fc from 'fast-check';
import { luxonZones } from '../../../src/base/zones';
import { workingCalendars } from '../../../src/domain/agreement/calendars';
import { formatDay, parseDay } from '../../../src/engine/calendar/epoch-day';
import type { Obligation } from '../../../src/engine/model/document';
import type { Fact } from '../../../src/engine/model/fact';
import { schedule } from '../../../src/engine/schedule/schedule';
import { type Comparison, compare } from '../../../src/engine/what-if/compare';
import { compiled, documentOf, fact } from '../../support/agreements';
import { runs } from '../../support/runs';

const DAY_MS = 86_400_000;
const MORE = { calendars: ['ua'], events: { line: { title: 'Line verified' } } };

const shiftOf = (from: string, to: string) => (parseDay(to) as number) - (parseDay(from) as number);

function milestones(obligations: readonly Obligation[], facts: readonly Fact[], counting?: string) {
  const agreement = compiled(
    documentOf(obligations, { ...MORE, ...(counting === undefined ? {} : { counting }) }),
  );
  return schedule(agreement, facts, { zones: luxonZones, calendars: workingCalendars() })
    .milestones;
}

/** The same agreement signed on one day and on another. */
function signed(
  from: string,
  to: string,
  obligations: readonly Obligation[],
  {
    facts = [],
    counting,
    at = `${from}T12:00:00Z`,
  }: Partial<{ facts: Fact[]; counting: string; at: string }> = {},
): Comparison {
  return compare(
    milestones(obligations, [fact('signing', from), ...facts], counting),
    milestones(obligations, [fact('signing', to), ...facts], counting),
    { at: Date.parse(at), dueSoonMs: 7 * DAY_MS, shift: shiftOf(from, to) },
  );
}

const due = (phrase: string, id = 'a'): Obligation => ({ id, title: id, due: phrase });
const kinds = (comparison: Comparison, id = 'test/a') =>
  comparison.differences
    .find((one) => one.id === id)
    ?.dates[0]?.reasons.map(({ kind, days }) => [kind, days]);

describe('two schedules compared', () => {
  it('name what moves, from when to when, and by how many days', () => {
    const { differences, unmoved } = signed('2025-11-27', '2025-12-25', [
      due('within 100 days of signing'),
    ]);
    expect(unmoved).toEqual([]);
    expect(differences).toMatchObject([{ id: 'test/a', change: 'moved' }]);
    const [date] = differences[0]?.dates ?? [];
    expect([date?.from, date?.to].map((day) => formatDay(day as number))).toEqual([
      '2026-03-07',
      '2026-04-04',
    ]);
    expect(date).toMatchObject({ which: 'due', days: 28, reasons: [] });
  });

  it('list nothing as unmoved if no common milestone moves', () => {
    const list = [due('within 100 days of signing')];
    const same = signed('2025-11-27', '2025-11-27', list);
    expect(same).toEqual({
      differences: [],
      unmoved: [],
      becomesOverdue: [],
      noLongerOverdue: [],
    });
  });

  it('explain a difference by the length of months, and quote both counts', () => {
    const shorter = signed('2026-01-31', '2026-02-02', [due('within 1 month of signing')]);
    expect(shorter.differences[0]?.dates[0]?.days).toBe(2);
    expect(kinds(shorter)).toEqual([]);
    const clamped = signed('2026-01-28', '2026-01-31', [due('within 1 month of signing')]);
    expect(clamped.unmoved).toMatchObject([{ reasons: [{ kind: 'month-length', days: -3 }] }]);
    expect(clamped.unmoved[0]?.reasons[0]?.text).toContain(
      'so the count stops at the end of the month',
    );
  });

  it('explain a difference by days of rest that a count skips', () => {
    const comparison = signed('2025-11-26', '2025-11-28', [
      due('within 2 working days of signing'),
    ]);
    expect(kinds(comparison)).toEqual([['days-of-rest', 2]]);
    const [reason] = comparison.differences[0]?.dates[0]?.reasons ?? [];
    expect(reason?.text).toMatch(/weekend/);
  });

  it('explain a difference by the day of rest that an end falls on', () => {
    const list = [due('within 1 month of signing')];
    const onto = signed('2025-11-26', '2025-11-27', list, { counting: 'eu-1182-71' });
    expect(kinds(onto)).toEqual([['days-of-rest', 2]]);
    expect(onto.differences[0]?.dates[0]?.reasons[0]?.text).toContain(
      'Saturday 27 December 2025 cannot be the last day',
    );
    const off = signed('2025-11-27', '2025-12-01', list, { counting: 'eu-1182-71' });
    expect(kinds(off)?.at(-1)?.[0]).toBe('days-of-rest');
  });

  it('explain a difference by another moment that the date depends on', () => {
    const comparison = signed('2025-11-27', '2025-12-25', [due('within 5 days of line')], {
      facts: [fact('line', '2025-11-28')],
    });
    expect(comparison.differences).toEqual([]);
    expect(comparison.unmoved).toMatchObject([
      { id: 'test/a', reasons: [{ kind: 'anchor', days: -28 }] },
    ]);
    expect(comparison.unmoved[0]?.reasons[0]?.text).toBe(
      'It is counted from line, which stays on Friday 28 November 2025.',
    );
  });

  it('follow a reason along a chain to its origin', () => {
    const comparison = signed('2025-11-26', '2025-11-28', [
      due('within 2 working days of signing'),
      due('within 10 days of a.due', 'b'),
    ]);
    expect(kinds(comparison, 'test/b')).toEqual([['days-of-rest', 2]]);
  });

  it('say if another of several moments decides', () => {
    const comparison = signed('2025-11-27', '2026-01-27', [
      due('by later of (2026-01-15 and 30 days after signing)'),
    ]);
    expect(kinds(comparison)).toEqual([['other-anchor', expect.any(Number)]]);
  });

  it('give the reason why a fixed date stays', () => {
    const { unmoved } = signed('2025-11-27', '2025-12-25', [due('by 2026-06-30')]);
    expect(unmoved).toMatchObject([
      { reasons: [{ kind: 'fixed', days: -28, text: 'The text names Tuesday 30 June 2026.' }] },
    ]);
  });

  it('explain the end of an interval separately from its start', () => {
    const { differences } = signed('2026-01-28', '2026-01-31', [
      { id: 'a', title: 'A', holds: 'from signing until 1 month after signing' },
    ]);
    expect(differences[0]?.dates.map(({ which, days }) => [which, days])).toEqual([['starts', 3]]);
    const longer = signed('2026-01-28', '2026-02-01', [
      { id: 'a', title: 'A', holds: 'from signing until 1 month after signing' },
    ]);
    expect(longer.differences[0]?.dates).toMatchObject([
      { which: 'starts', days: 4, reasons: [] },
      { which: 'ends', days: 1, reasons: [{ kind: 'month-length', days: -3 }] },
    ]);
  });

  it('list what becomes overdue and what no longer is', () => {
    const list = [due('within 10 days of signing')];
    const back = signed('2025-11-27', '2025-10-01', list);
    expect(back.becomesOverdue).toEqual(['test/a']);
    expect(back.differences[0]?.status).toEqual({ from: 'upcoming', to: 'overdue' });
    const forth = signed('2025-10-01', '2025-11-27', list, { at: '2025-11-27T12:00:00Z' });
    expect(forth.noLongerOverdue).toEqual(['test/a']);
  });

  it('list what is dated, undated, added, dropped, or only changes its status', () => {
    const basis = { at: Date.parse('2025-12-01'), dueSoonMs: 0, shift: 0 };
    const change = (before: Obligation[], was: Fact[], now: Obligation[], is: Fact[]) =>
      compare(milestones(before, was), milestones(now, is), basis).differences.map((one) => [
        one.id,
        one.change,
      ]);
    const list = [due('within 30 days of signing')];
    const signing = fact('signing', '2025-11-27');
    expect(change(list, [], list, [signing])).toEqual([['test/a', 'dated']]);
    expect(change(list, [signing], list, [])).toEqual([['test/a', 'undated']]);
    expect(change(list, [signing], [due('by 2026-01-01', 'b')], [signing])).toEqual([
      ['test/b', 'added'],
      ['test/a', 'dropped'],
    ]);
    const done = fact('a.fulfilled', '2025-11-30');
    expect(change(list, [signing], list, [signing, done])).toEqual([['test/a', 'status']]);
    const [moved] = compare(
      milestones(list, [signing]),
      milestones([due('within 40 days of signing')], [signing]),
      basis,
    ).differences;
    expect(moved?.dates[0]).toMatchObject({ days: 10, reasons: [{ kind: 'text', days: 10 }] });
  });

  it('give reasons that add up to every difference', () => {
    const phrase = fc.constantFrom(
      'within 100 days of signing',
      'within 3 months of signing',
      'within 7 working days of signing',
      'by last day of the month of signing',
      'by later of (2026-02-01 and 30 days after signing)',
      'within 2 months of b.due',
      'by 2026-06-30',
    );
    const day = fc.integer({ min: 20_300, max: 20_700 }).map(formatDay);
    fc.assert(
      fc.property(phrase, day, day, (text, from, to) => {
        const list = [due(text), due('within 5 working days of signing', 'b')];
        const { differences, unmoved } = signed(from, to, list);
        const common = shiftOf(from, to);
        const sum = (reasons: readonly { days: number }[]) =>
          reasons.reduce((total, reason) => total + reason.days, 0);
        for (const { dates } of differences) {
          for (const date of dates) expect(common + sum(date.reasons)).toBe(date.days);
        }
        for (const { reasons } of unmoved) expect(common + sum(reasons)).toBe(0);
      }),
      { numRuns: runs(200, 7_000) },
    );
  });
});
