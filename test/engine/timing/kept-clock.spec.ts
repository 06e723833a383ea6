import type { Obligation } from '../../../src/engine/model/document';
import { documentOf, fact, milestonesOf } from '../../support/agreements';
import { day } from '../../support/language';

const EVENTS = { notice: { title: 'Notice' } };

function endOf(timing: Partial<Obligation>, periods: readonly string[]) {
  const document = documentOf([{ id: 'a', title: 'A', ...timing }], {
    zone: 'Asia/Jerusalem',
    events: EVENTS,
  });
  const facts = periods.map((period, i) => fact('a.extended', `2023-11-2${i}`, { for: period }));
  const { a } = milestonesOf(document, facts);
  const at = a?.endsAt ?? a?.dueAt;
  return {
    on: day(a?.endsOn ?? a?.dueOn),
    at: at === undefined ? undefined : new Date(at).toISOString().slice(0, 16),
    texts: a?.derivation.filter(({ rule }) => rule === 'extension').map(({ text }) => text),
  };
}

describe('an extension by a period', () => {
  // The humanitarian pause in Gaza: four days from 7:00 on 24 November 2023, extended by two days and by one; it ended at
  // 7:00 on 1 December.
  const pause = { holds: 'from 07:00 on 2023-11-24 until 07:00 on 2023-11-28' };
  it.each([
    { periods: [], on: '2023-11-28', at: '2023-11-28T05:00' },
    { periods: ['2 days'], on: '2023-11-30', at: '2023-11-30T05:00' },
    { periods: ['2 days', '1 day'], on: '2023-12-01', at: '2023-12-01T05:00' },
  ])('of a pause with clock times, $periods, ends at $at', ({ periods, on, at }) => {
    expect(endOf(pause, periods)).toMatchObject({ on, at });
  });

  it('says the clock time in its step', () => {
    expect(endOf(pause, ['2 days']).texts).toEqual([
      'An extension recorded on Monday 20 November 2023 moves it from Tuesday 28 November 2023 to 07:00 on Thursday 30 November 2023 (Asia/Jerusalem); the text has no clause for it.',
    ]);
  });

  it.each<{ timing: Partial<Obligation>; periods: string[]; at: string; why: string }>([
    {
      timing: { due: 'at 12:00 on 2023-11-24' },
      periods: ['3 days'],
      at: '2023-11-27T10:00',
      why: 'a deadline with a clock time keeps it',
    },
    {
      timing: { due: 'at 12:00 on 2023-11-24' },
      periods: ['1 month'],
      at: '2023-12-24T10:00',
      why: 'months, too',
    },
    {
      timing: { due: 'at 24:00 on 2023-11-24' },
      periods: ['1 day'],
      at: '2023-11-25T22:00',
      why: 'midnight stays midnight',
    },
    {
      timing: { due: 'within 24 hours of 2023-11-24T10:00+02:00' },
      periods: ['2 days'],
      at: '2023-11-27T08:00',
      why: 'hours give a clock time',
    },
    {
      timing: { due: 'within 24 hours of 2023-11-24T10:00+02:00' },
      periods: ['12 hours'],
      at: '2023-11-25T20:00',
      why: 'hours are added to hours',
    },
    {
      timing: { due: 'by 2023-11-24' },
      periods: ['2 days'],
      at: '2023-11-26T22:00',
      why: 'a whole day stays one',
    },
    {
      timing: { due: 'within 3 days of 2023-11-24T10:00+02:00' },
      periods: ['2 days'],
      at: '2023-11-29T22:00',
      why: 'a period of days ends with its day',
    },
    {
      timing: { due: 'at 02:30 on 2024-03-28' },
      periods: ['1 day'],
      at: '2024-03-29T00:30',
      why: 'a skipped time is read by the offset before it',
    },
  ])('$why: $timing, $periods', ({ timing, periods, at }) => {
    expect(endOf(timing, periods).at).toBe(at);
  });

  it('of a renewal keeps the clock time, too', () => {
    const document = documentOf(
      [
        {
          id: 'a',
          title: 'A',
          holds: 'from 2023-01-01 until 12:00 on 2023-12-31',
          renews: 'for 1 year 2 times unless notice',
        },
      ],
      { events: EVENTS },
    );
    const { a } = milestonesOf(document, []);
    expect(new Date(a?.endsAt ?? 0).toISOString()).toBe('2025-12-31T10:00:00.000Z');
    expect(a?.derivation.find(({ rule }) => rule === 'renewal')?.text).toContain('12:00');
  });
});
