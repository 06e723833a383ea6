import { luxonZones } from '../../../src/base/zones';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import { buildCalendar } from '../../../src/engine/calendar/working-calendar';
import type { Obligation } from '../../../src/engine/model/document';
import { schedule } from '../../../src/engine/schedule/schedule';
import { compiled, documentOf } from '../../support/agreements';
import { on } from '../../support/language';

describe('a date past the days that its calendar covers', () => {
  const short = buildCalendar({
    id: 'short',
    title: 'Short',
    version: '2026-01-01',
    weekend: ['saturday', 'sunday'],
    covers: [{ from: '2026-01-01', to: '2026-03-31', origin: 'published' }],
  });

  it.each([
    // A missing holiday makes a count forwards later: Good Friday and Easter Monday would give 8 April.
    ['within 2 days of 2026-04-02', 'eu-1182-71', '2026-04-06', 'earliest', '2026-04-03'],
    ['within 3 working days of 2026-03-30', 'exclusive', '2026-04-02', 'earliest', '2026-04-01'],
    ['3 working days before 2026-01-02', 'exclusive', '2025-12-30', 'latest', '2025-12-30'],
    ['within 3 working days of 2026-03-20', 'exclusive', '2026-03-25', undefined, undefined],
    ['within 10 days of 2026-04-02', 'exclusive', '2026-04-12', undefined, undefined],
  ])('%s by %s: %s at the %s', (due, counting, dueOn, bound, uncovered) => {
    const document = documentOf([{ id: 'a', title: 'A', due }], { counting, calendars: ['short'] });
    const { milestones } = schedule(compiled(document), [], {
      zones: luxonZones,
      calendars: new Map([['short', short]]),
    });
    const [milestone] = milestones;
    expect(milestone).toBeDefined();
    expect(on(milestone)).toBe(dueOn);
    expect(milestone?.provisional).toBe(bound !== undefined);
    if (bound === undefined) return;
    expect(milestone?.bound).toBe(bound);
    expect(milestone?.waitsFor).toEqual([`calendar short for ${uncovered}`]);
  });

  /** What each date is, which way it can move, and what it waits for. */
  const dated = (obligations: Record<string, Partial<Obligation>>, more = {}): string[] => {
    const list = Object.entries(obligations).map(([id, timing]) => ({ id, title: id, ...timing }));
    const events = { approval: { title: 'Approval' } };
    const document = documentOf(list, {
      counting: 'eu-1182-71',
      calendars: ['short'],
      events,
      ...more,
    });
    const { milestones } = schedule(compiled(document), [], {
      zones: luxonZones,
      calendars: new Map([['short', short]]),
    });
    return milestones.map((one) => {
      const day = one.dueOn ?? one.endsOn ?? one.opensOn;
      const moves = one.provisional ? (one.bound ?? 'either way') : 'stays';
      return `${one.id.slice(one.agreement.length + 1)} ${day === undefined ? 'undated' : formatDay(day)} ${moves}`;
    });
  };

  it('can only come earlier where it is counted back, also by a rule on the least number of working days', () => {
    expect(dated({ a: { due: '5 working days before 2026-04-09' } })).toEqual([
      'a 2026-04-02 latest',
    ]);
  });

  it('can come either way where it is counted back from what is counted past the calendar', () => {
    const a = { due: 'within 2 days of 2026-04-02' };
    expect(dated({ a, b: { due: '3 days before a.due' } })).toContain('b 2026-04-02 either way');
  });

  it('stays where another moment holds it', () => {
    const found = dated({
      a: { due: 'within 2 days of 2026-04-02' },
      ceiling: { due: 'by a.due but not after 2026-04-06' },
      earlier: { due: 'by earlier of (a.due and 2026-04-05)' },
      floor: { due: 'by a.due but not before 2026-04-01' },
      later: { due: 'by later of (a.due and 2026-04-20)' },
      second: { due: 'by 2 of (2026-04-01 and 2026-04-03 and a.due)' },
      third: { due: 'by 2 of (2026-04-01 and 2026-04-08 and a.due)' },
    });
    expect(found).toEqual([
      'a 2026-04-06 earliest',
      'ceiling 2026-04-06 stays',
      'earlier 2026-04-05 stays',
      'floor 2026-04-06 earliest',
      'later 2026-04-20 earliest',
      'second 2026-04-03 stays',
      'third 2026-04-06 earliest',
    ]);
  });

  it('is said of every occurrence, of what opens and of what lasts', () => {
    const found = dated({
      a: { due: 'every 10 working days from 2026-03-20 2 times' },
      b: { opens: '5 working days after 2026-04-02' },
      c: { holds: 'from 2026-03-30 for 5 working days' },
    });
    expect(found).toEqual([
      'a#1 2026-04-03 earliest',
      'a#2 2026-04-17 earliest',
      'b 2026-04-09 earliest',
      'c 2026-04-06 earliest',
    ]);
  });
});

describe('a date that a condition could still move', () => {
  it('can come either way where another case may have any date', () => {
    const cases = [
      { when: 'approval by 2019-03-29', falls: '2019-05-22' },
      { falls: '2019-04-12' },
    ];
    const document = documentOf([{ id: 'a', title: 'A', cases }], {
      events: { approval: { title: 'Approval' } },
    });
    const { milestones } = schedule(compiled(document), [], { zones: luxonZones });
    expect(milestones[0]).toMatchObject({ provisional: true });
    expect(milestones[0]?.bound).toBeUndefined();
  });
});
