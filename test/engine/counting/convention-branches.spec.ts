import { luxonZones } from '../../../src/base/zones';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import { buildCalendar } from '../../../src/engine/calendar/working-calendar';
import { type DateQuestion, dateOf } from '../../../src/engine/date-of';

function ask(question: DateQuestion) {
  const found = dateOf(question, luxonZones);
  if (!found.ok) throw new Error(JSON.stringify(found.faults));
  return found.answer;
}

const on = (phrase: string, more: Partial<DateQuestion> = {}): string =>
  formatDay(ask({ phrase, ...more }).dueOn);
const at = (phrase: string, more: Partial<DateQuestion> = {}): string =>
  new Date(ask({ phrase, ...more }).dueAt).toISOString().slice(0, 16);

describe('branches of the rules that their examples do not show', () => {
  const frcp = { convention: 'frcp-6a', zone: 'America/New_York' };

  // Committee Note of 2009: 10:23 a.m. on Friday 2 November 2007 and 72 hours is 9:23 a.m. on Monday.
  it('frcp-6a(2) counts hours through a change of the clock', () => {
    expect(at('within 72 hours of at 10:23 on 2007-11-02', frcp)).toBe('2007-11-05T14:23');
  });

  it.each([
    ['within 24 hours of at 10:00 on 2026-01-16', '2026-01-20T15:00'],
    ['24 hours before at 10:00 on 2026-01-20', '2026-01-16T15:00'],
    ['within 24 hours of at 00:00 on 2026-01-16', '2026-01-17T05:00'],
  ])('frcp-6a(2)(C) and (5), %s: to the same hour, in the direction of counting', (phrase, end) => {
    expect(at(phrase, { ...frcp, holidays: ['2026-01-19'] })).toBe(end);
  });

  it.each([
    ['6(a)(5): months backwards', '1 month before 2026-06-14', [], '2026-05-14'],
    [
      '6(a)(5): to a holiday, on to the Friday',
      '1 month before 2026-06-25',
      ['2026-05-25'],
      '2026-05-22',
    ],
    [
      '6(a)(6): the holiday before a weekend',
      'within 7 days of 2026-06-26',
      ['2026-07-03'],
      '2026-07-06',
    ],
  ])('frcp-6a, %s', (_, phrase, holidays, day) => {
    expect(on(phrase, { ...frcp, holidays })).toBe(day);
  });

  it.each([
    [
      '3(4): a holiday after a weekend',
      'within 16 days of 2026-03-20',
      ['2026-04-06'],
      '2026-04-07',
    ],
    [
      '3(5): Easter at an institution',
      'within 4 days of 2026-04-02',
      ['2026-04-03', '2026-04-06'],
      '2026-04-08',
    ],
    ['3(5): one day has no such rule', 'within 1 day of 2026-04-10', [], '2026-04-13'],
    ['3(4): months are not rolled backwards', '1 month before 2026-07-07', [], '2026-06-07'],
    ['3(5): any period, backwards too', '2 days before 2026-06-08', [], '2026-06-04'],
    ['3(2)(c): a leap day and a year', 'within 1 year of 2024-02-29', [], '2025-02-28'],
  ])('eu-1182-71, article %s', (_, phrase, holidays, day) => {
    expect(on(phrase, { convention: 'eu-1182-71', holidays })).toBe(day);
  });

  it('eu-1182-71, article 3(4): hours end on a Sunday', () => {
    const brussels = { convention: 'eu-1182-71', zone: 'Europe/Brussels' };
    expect(at('within 48 hours of at 10:20 on 2026-06-19', brussels)).toBe('2026-06-21T09:00');
  });

  it.each([
    [
      '2.8(4): a bank holiday is left out',
      '5 days before 2026-04-09',
      ['2026-04-03', '2026-04-06'],
      '2026-03-30',
    ],
    ['2.8(4): six days count weekends', '6 days before 2025-10-20', [], '2025-10-13'],
    ['2.8(2): months are not clear days', '1 month before 2026-03-15', [], '2026-02-15'],
  ])('cpr-2.8, rule %s', (_, phrase, holidays, day) => {
    expect(on(phrase, { convention: 'cpr-2.8', holidays })).toBe(day);
  });

  it.each([
    ['2025-01-29', '2025-02-28'],
    ['2025-01-30', '2025-02-28'],
    ['2025-01-31', '2025-02-28'],
    ['2025-03-01', '2025-03-31'],
    ['2024-01-30', '2024-02-29'],
  ])('bgb-187(2) and 188(2): a month that begins on %s ends on %s', (from, day) => {
    const whole = { convention: 'bgb-187', includesStart: true, roll: false };
    expect(on(`within 1 month of ${from}`, whole)).toBe(day);
  });

  it('cjeu-procedure: the distance of 10 days joins the months before the end is rolled', () => {
    expect(on('within 2 months and 10 days of 2026-03-31', { convention: 'cjeu-procedure' })).toBe(
      '2026-06-10',
    );
  });

  it.each([
    ['1 day after at 03:30 on 2025-03-29', '2025-03-30T01:30'],
    ['1 day before at 03:30 on 2025-03-31', '2025-03-30T01:30'],
    ['1 month after at 03:00 on 2025-02-28', '2025-03-28T01:00'],
  ])(
    'iso-8601, %s: a time that the clock skips is read by the offset before',
    (phrase, instant) => {
      expect(at(phrase, { convention: 'iso-8601', zone: 'Europe/Kyiv' })).toBe(instant);
    },
  );

  it.each([
    ['1 working day after 2026-01-09', '2026-01-09'],
    ['1 working day after 2026-01-11', '2026-01-12'],
    ['5 working days after 2026-01-09', '2026-01-15'],
    ['2 working days before 2026-01-12', '2026-01-09'],
  ])('inclusive, %s: the day itself is the first, where it is worked', (phrase, day) => {
    expect(on(phrase, { convention: 'inclusive' })).toBe(day);
  });
});

describe('days of rest in a derivation', () => {
  const calendar = buildCalendar({
    id: 'test',
    title: 'Test',
    version: '1',
    weekend: ['saturday', 'sunday'],
    covers: [{ from: '2026-01-01', to: '2026-04-30' }],
    holidays: { '2026-04-06': 'Easter Monday' },
  });

  it('are named where working days are counted', () => {
    const { derivation } = ask({ phrase: 'within 3 working days of 2026-04-02', calendar });
    const step = derivation.find(({ rule }) => rule === 'add-period');
    expect(step?.by?.skipped).toEqual([
      '2026-04-04 weekend',
      '2026-04-05 weekend',
      '2026-04-06 Easter Monday',
    ]);
    expect(step?.text).toContain('2026-04-06 Easter Monday');
  });

  it('are summed up where there are many', () => {
    const { derivation } = ask({ phrase: 'within 60 working days of 2026-01-02', calendar });
    const step = derivation.find(({ rule }) => rule === 'add-period');
    expect(step?.by).toMatchObject({ weekends: 24 });
    expect(step?.text).toContain('Not counted: 24 weekend days.');
  });

  it('that the calendar cannot know leave a rolled date provisional', () => {
    const more = { calendar, convention: 'coe-1972' };
    expect(ask({ phrase: 'within 30 days of 2026-04-02', ...more }).waitsFor).toEqual([
      'calendar test for 2026-05-02',
    ]);
    expect(ask({ phrase: 'within 20 days of 2026-04-02', ...more }).waitsFor).toEqual([]);
  });
});
