import { byTime, FactIndex } from '../../../src/engine/evaluate/fact-index';
import { fact } from '../../support/agreements';

const first = fact('a.fulfilled', '2026-01-03');
const second = fact('a.fulfilled', '2026-01-05');
const breach = fact('a.breached', '2026-01-04');

describe('facts by subject and kind', () => {
  it('one that is removed is gone, and the others stay', () => {
    const index = new FactIndex([first, second, breach]);
    index.remove(first);
    expect(index.of('fulfilled', 'a')).toEqual([second]);
    expect(index.has('fulfilled', 'a')).toBe(true);
    index.remove(second);
    expect(index.of('fulfilled', 'a')).toEqual([]);
    expect(index.has('fulfilled', 'a')).toBe(false);
    expect(index.mentions('a')).toBe(true);
    index.remove(breach);
    expect(index.mentions('a')).toBe(false);
    index.add(breach);
    expect(index.of('breached', 'a')).toEqual([breach]);
  });

  it('removing what is not there changes nothing', () => {
    const index = new FactIndex([breach]);
    index.remove(first);
    index.remove(fact('b.fulfilled', '2026-01-03'));
    expect(index.of('breached', 'a')).toEqual([breach]);
    expect(index.mentions('b')).toBe(false);
  });

  it('a party is asked for, or a number, or both', () => {
    const chad = fact('deposit', '2026-01-03', { by: 'chad' });
    const again = fact('deposit', '2026-01-04', { by: 'chad', ordinal: 2 });
    const all = [chad, again, fact('deposit', '2026-01-05', { by: 'ukraine' })];
    const index = new FactIndex(all);
    expect(index.of('occurred', 'deposit', {})).toEqual(all);
    expect(index.of('occurred', 'deposit', { party: 'chad' })).toEqual([chad, again]);
    expect(index.of('occurred', 'deposit', { ordinal: 2 })).toEqual([again]);
    expect(index.of('occurred', 'deposit', { party: 'chad', ordinal: 1 })).toEqual([chad]);
  });

  it('what all owe is complete once each of them has done it, the first of equals counting', () => {
    const own = [
      fact('a.fulfilled', '2026-01-05', { id: 'x', by: 'chad' }),
      fact('a.fulfilled', '2026-01-05', { id: 'y', by: 'ukraine' }),
      fact('a.fulfilled', '2026-01-09', { id: 'z', by: 'elsewhere' }),
    ];
    const index = new FactIndex(own);
    const obligors = ['chad', 'ukraine'];
    expect(index.completionFact('fulfilled', 'a', obligors)?.id).toBe('x');
    expect(index.completionFact('fulfilled', 'a', [...obligors, 'mali'])).toBeUndefined();
    expect(index.completionFact('fulfilled', 'a', [])).toBeUndefined();
  });

  it('the nth by day, or the one that says its number', () => {
    const index = new FactIndex([second, first].map((one) => ({ ...one, kind: 'occurred' })));
    expect(index.nthOccurrence('a', 1)?.day).toBe(first.day);
    expect(index.nthOccurrence('a', 2)?.day).toBe(second.day);
    expect(index.nthOccurrence('a', 'last')?.day).toBe(second.day);
    expect(index.nthOccurrence('a', 3)).toBeUndefined();
    index.add({ ...breach, kind: 'occurred', ordinal: 3 });
    expect(index.nthOccurrence('a', 3)?.day).toBe(breach.day);
    expect(index.nthOccurrence('a', 1)).toBeUndefined();
  });

  it('occurrences by number: one without has that after the one before it, which no other has', () => {
    const told = (...facts: [string, number?][]) =>
      [
        ...new FactIndex(
          facts.map(([at, ordinal]) => fact('a', at, ordinal === undefined ? {} : { ordinal })),
        ).occurrencesByNumber('a'),
      ].map(([number, { id }]) => `${number}: ${id.slice('a@'.length)}`);
    expect(told(['2026-01-05'], ['2026-01-03'])).toEqual(['1: 2026-01-03', '2: 2026-01-05']);
    expect(told(['2026-01-03', 40], ['2026-01-02'], ['2026-01-05'])).toEqual([
      '40: 2026-01-03',
      '1: 2026-01-02',
      '41: 2026-01-05',
    ]);
    expect(told(['2026-01-03', 2], ['2026-01-01'], ['2026-01-02'])).toEqual([
      '2: 2026-01-03',
      '1: 2026-01-01',
      '3: 2026-01-02',
    ]);
    expect(told(['2026-01-03', 2], ['2026-01-05', 2])).toEqual(['2: 2026-01-03']);
  });

  it('what is said of a duty without a name or a number is said of every clock; what was done, of the first', () => {
    const index = new FactIndex([fact('a.suspended', '2026-01-03'), first]);
    const another = { party: 'chad', ordinal: 2 };
    expect(index.of('suspended', 'a', another)).toHaveLength(1);
    expect(index.of('fulfilled', 'a', another)).toEqual([]);
    expect(index.of('fulfilled', 'a', { ordinal: 1 })).toEqual([first]);
    expect(index.of('fulfilled', 'a', { party: 'chad' })).toEqual([]);
  });

  it('within a day the instant orders, and a day alone comes first', () => {
    const [early, late] = ['09', '10'].map((hour) => fact('a', `2026-01-05T${hour}:00:00Z`));
    const sorted = [late, fact('a', '2026-01-05'), early].map((one) => one as typeof first);
    expect(sorted.sort(byTime).map(({ instant }) => instant)).toEqual([
      undefined,
      early?.instant,
      late?.instant,
    ]);
  });
});
