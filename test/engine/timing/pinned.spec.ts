import { formatDay } from '../../../src/engine/calendar/epoch-day';
import type { Fact } from '../../../src/engine/model/fact';
import { documentOf, fact, milestonesOf } from '../../support/agreements';

const document = documentOf([
  { id: 'a', title: 'A', due: 'within 10 days of signing' },
  { id: 'b', title: 'B', due: 'within 5 days of a.due' },
  { id: 'held', title: 'Held', holds: 'from signing until 1 month after signing' },
]);
const signed = (on: string) => fact('signing', on);
const dates = (...facts: Fact[]) => {
  const { a, b, held } = milestonesOf(document, facts);
  const shown = (day?: number) => (day === undefined ? undefined : formatDay(day));
  return { a: shown(a?.dueOn), b: shown(b?.dueOn), held: shown(held?.endsOn) };
};

describe('a pinned last day', () => {
  const pin = fact('a.pinned', '2026-01-02', { to: '2026-01-15' });

  it('stays, whatever moves, and entries that count from it use it', () => {
    expect(dates(signed('2026-01-01'))).toMatchObject({ a: '2026-01-11', b: '2026-01-16' });
    for (const day of ['2026-01-01', '2026-06-01']) {
      expect(dates(signed(day), pin)).toMatchObject({ a: '2026-01-15', b: '2026-01-20' });
    }
  });

  it('stays when the fact that it counted from is retracted', () => {
    expect(dates(pin)).toEqual({ a: '2026-01-15', b: '2026-01-20', held: undefined });
  });

  it('stays when it is extended, and moves again once the pin is retracted', () => {
    const longer = fact('a.extended', '2026-01-03', { for: '1 month' });
    expect(dates(signed('2026-01-01'), longer, pin).a).toBe('2026-01-15');
    expect(dates(signed('2026-01-01'), longer).a).toBe('2026-02-11');
  });

  it('is that of the latest pin', () => {
    const later = fact('a.pinned', '2026-01-03', { to: '2026-02-15' });
    expect(dates(signed('2026-01-01'), pin, later).a).toBe('2026-02-15');
  });

  it('of an interval is its last day', () => {
    const held = fact('held.pinned', '2026-01-02', { to: '2026-03-01' });
    expect(dates(signed('2026-01-20'), held).held).toBe('2026-03-01');
  });

  it('has a derivation with the day that it would be otherwise', () => {
    const { a } = milestonesOf(document, [signed('2026-06-01'), pin]);
    expect(a).toMatchObject({ hypothetical: false, provisional: false, waitsFor: [] });
    expect(a?.originalOn).toBe(signed('2026-06-11').day);
    expect(a?.derivation.map(({ rule }) => rule)).toContain('pin');
    expect(a?.derivation.find(({ rule }) => rule === 'pin')?.text).toBe(
      'It was agreed on Friday 2 January 2026 that the date stays Thursday 15 January 2026; without that it would be Thursday 11 June 2026.',
    );
  });
});
