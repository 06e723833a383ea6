import { luxonZones } from '../../../src/base/zones';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import type { Obligation } from '../../../src/engine/model/document';
import type { Milestone } from '../../../src/engine/model/milestone';
import { readingsFor } from '../../../src/engine/review/readings';
import { schedule } from '../../../src/engine/schedule/schedule';
import { compiled, documentOf, fact } from '../../support/agreements';
import { MARKED } from '../../support/marked-sentences';

const parties = { us: { name: 'United States', zone: 'America/New_York' } };

/** The other days of the one obligation, by reading. */
function others(timing: Partial<Obligation>, signed: string, sentences = {}) {
  const agreement = compiled(documentOf([{ id: 'a', title: 'A', ...timing }], { parties }));
  const facts = [fact('signing', signed)];
  const options = { zones: luxonZones, ...sentences };
  const [milestone] = schedule(agreement, facts, options).milestones;
  return readingsFor(agreement, facts, options)(milestone as Milestone);
}

describe('another reading of the same words', () => {
  it.each<[string, Partial<Obligation>, string, Record<string, string>]>([
    [
      'counts the day itself, over any number of days',
      { due: 'within 100 days of signing' },
      '2025-11-27',
      { 'inclusive-count': '2026-03-06' },
    ],
    [
      'leaves the day itself out where the convention counts it',
      { due: 'within 100 days of signing', counting: 'inclusive' },
      '2025-11-27',
      { 'exclusive-count': '2026-03-07' },
    ],
    [
      'goes on to the next month where the last has no such day',
      { due: 'within 1 month of signing' },
      '2026-01-31',
      { 'month-end': '2026-03-01' },
    ],
    [
      'is a party’s, in whose zone the signing was on another day',
      { due: 'by 2 months after signing' },
      '2026-01-14T23:30:00-05:00',
      { 'zones-differ': '2026-03-14' },
    ],
    [
      'counts hours from the beginning of a day that has no instant',
      { due: 'within 72 hours of signing' },
      '2025-11-27',
      { 'hours-from-a-day': '2025-11-29' },
    ],
    [
      'ends an interval on another day',
      { holds: 'from signing for 90 days' },
      '2025-11-27',
      { 'inclusive-count': '2026-02-24' },
    ],
    ['is none where every reading agrees', { due: 'within 2 years of signing' }, '2025-11-27', {}],
    ['is none of what has no date', { due: 'undated' }, '2025-11-27', {}],
  ])('%s', (_name, timing, signed, expected) => {
    const found = others(timing, signed).map(({ reading, on }) => [reading, formatDay(on)]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  it('has a sentence of the catalogue, with its day', () => {
    const due = 'within 100 days of signing';
    expect(others({ due }, '2025-11-27')[0]?.text).toBe(
      'Counted inclusively (the day itself is day 1), it would be Friday 6 March 2026.',
    );
    const [marked] = others({ due }, '2025-11-27', { sentences: MARKED });
    expect(marked?.text).toBe('«inclusive-count»');
  });
});
