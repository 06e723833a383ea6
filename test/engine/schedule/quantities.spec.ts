import { compile } from '../../../src/engine/compile/compile';
import type { Obligation } from '../../../src/engine/model/document';
import type { Fact } from '../../../src/engine/model/fact';
import type { Milestone } from '../../../src/engine/model/milestone';
import { parseQuantity } from '../../../src/engine/phrase/quantity';
import { deliveredOf, deliveredText } from '../../../src/engine/status/delivered';
import { outcomeAt } from '../../../src/engine/status/outcome-at';
import { documentOf, fact } from '../../support/agreements';
import { day, on, run, states, statusOf } from '../../support/language';

const SHIPS: Obligation = {
  id: 'a',
  title: 'Ships',
  obligor: ['chad', 'ukraine'],
  quantity: '18 ships',
  due: 'within 60 days of signing',
};
const signed = fact('signing', '2026-01-01');

const delivered = (amount: number, at: string, more: Partial<Fact> = {}): Fact =>
  fact('a.delivered', at, { id: `${amount} ${at}`, quantity: amount, ...more });

function ships(facts: readonly Fact[], more: Partial<Obligation> = {}): Milestone {
  const found = run([{ ...SHIPS, ...more }], [signed, ...facts], states).a;
  if (found === undefined) throw new Error('no milestone');
  return found;
}

describe('a quantity', () => {
  it.each`
    text                    | owed       | unit
    ${'18 ships'}           | ${18}      | ${'ships'}
    ${'30 %'}               | ${30}      | ${'%'}
    ${'30%'}                | ${30}      | ${'%'}
    ${'800,000 personnel'}  | ${800_000} | ${'personnel'}
    ${'2.5 million tonnes'} | ${2.5}     | ${'million tonnes'}
    ${'15 bodies for each'} | ${15}      | ${'bodies'}
    ${'15 for each'}        | ${15}      | ${''}
    ${'15'}                 | ${15}      | ${''}
  `('$text is counted as $owed "$unit"', ({ text, owed, unit }) => {
    expect(parseQuantity(text)).toEqual({ owed, unit });
  });

  it.each([
    'at most 600,000 personnel',
    '2 flights a week',
    '600 trucks a day',
    '90 % of the minimum wage',
    '50 % each',
    'one eighth of the loan',
    '5 seats in the Senate and 5 in the House',
    'USD 100 billion',
    '0 ships',
    'some',
  ])('%j has no parts that can be counted', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  it('of what holds or comes by itself is not delivered', () => {
    for (const timing of [
      { holds: 'from signing' },
      { falls: 'on 2026-01-01' },
      { opens: 'signing' },
    ]) {
      const result = compile(
        documentOf([{ id: 'a', title: 'A', quantity: '18 ships', ...timing }]),
      );
      expect(result.ok && result.agreement.items[0]?.kind !== 'achievement').toBe(
        result.ok && result.agreement.items[0]?.quantity === undefined,
      );
    }
  });
});

describe('what is delivered', () => {
  it('adds up, and what remains follows', () => {
    const found = ships([delivered(4, '2026-01-16'), delivered(3, '2026-01-31', { by: 'chad' })]);
    expect(deliveredOf(found)).toMatchObject({ owed: 18, delivered: 7, remaining: 11, over: 0 });
    expect(statusOf(found, '2026-02-01T00:00Z')).toBe('upcoming');
  });

  it.each`
    amount | onTrack  | how
    ${9}   | ${true}  | ${'9 of 18 ships, 9 to go; 50 % after 49 % of the time, fast enough for the deadline'}
    ${4}   | ${false} | ${'4 of 18 ships, 14 to go; 22 % after 49 % of the time, too slow for the deadline'}
  `('$amount after half of the time: on track $onTrack', ({ amount, onTrack, how }) => {
    const found = ships([delivered(amount, '2026-01-31')]);
    const progress = deliveredOf(found);
    expect(progress?.pace?.onTrack).toBe(onTrack);
    expect(progress && deliveredText(progress)).toBe(how);
  });

  it('fulfils it for all on the day on which the sum reaches the quantity', () => {
    const found = ships([
      delivered(10, '2026-02-10', { by: 'chad' }),
      delivered(4, '2026-01-16'),
      delivered(4, '2026-02-20'),
    ]);
    expect(day(found.outcome.fulfilledOn)).toBe('2026-02-20');
    expect(statusOf(found, '2026-02-19T00:00Z')).toBe('due-soon');
    expect(statusOf(found, '2026-02-20T00:00Z')).toBe('met');
    expect(deliveredOf(found)).toMatchObject({
      delivered: 18,
      remaining: 0,
      fulfilledBy: 'deliveries',
    });
  });

  it('after the deadline fulfils it late', () => {
    const found = ships([delivered(17, '2026-01-16'), delivered(1, '2026-03-10')]);
    expect(on(found)).toBe('2026-03-02');
    expect(statusOf(found, '2026-03-09T00:00Z')).toBe('overdue');
    expect(statusOf(found, '2026-03-11T00:00Z')).toBe('met-late');
  });

  it('beyond what is owed is shown', () => {
    const found = ships([delivered(16, '2026-01-16'), delivered(5, '2026-01-20')]);
    const progress = deliveredOf(found);
    expect(progress).toMatchObject({ delivered: 21, remaining: 0, over: 3 });
    expect(progress && deliveredText(progress)).toBe('21 of 18 ships, 3 more than owed');
  });

  it('need not reach it where a fact says that it is fulfilled, which is said', () => {
    const found = ships([
      delivered(17, '2026-01-16'),
      fact('a.fulfilled', '2026-01-20'),
      delivered(1, '2026-02-20'),
    ]);
    const progress = deliveredOf(found);
    expect(day(found.outcome.fulfilledOn)).toBe('2026-01-20');
    expect(progress).toMatchObject({ remaining: 0, fulfilledBy: 'fact' });
    expect(progress && deliveredText(progress)).toBe('18 of 18 ships, recorded as fulfilled');
  });

  it('before the moment that its deadline is counted from has no pace', () => {
    const found = ships([delivered(4, '2025-12-20')]);
    const progress = deliveredOf(found);
    expect(progress && deliveredText(progress)).toBe('4 of 18 ships, 14 to go');
  });

  it('adds up decimal fractions exactly', () => {
    const found = ships([delivered(0.1, '2026-01-16'), delivered(0.2, '2026-01-20')], {
      quantity: '0.3 million tonnes',
    });
    expect(deliveredOf(found)).toMatchObject({
      delivered: 0.3,
      over: 0,
      fulfilledBy: 'deliveries',
    });
  });

  it('is only what was delivered by then, as of an instant', () => {
    const found = ships([delivered(10, '2026-01-16'), delivered(8, '2026-02-10')]);
    const at = Date.parse('2026-02-01T00:00Z');
    const then = { ...found, outcome: outcomeAt(found.outcome, at) };
    expect(deliveredOf(then)).toMatchObject({ delivered: 10, remaining: 8 });
  });

  it('dates what counts from the fulfilment', () => {
    const later: Obligation = { id: 'b', title: 'B', due: 'within 10 days of a.fulfilled' };
    const some = [signed, delivered(10, '2026-01-16'), delivered(8, '2026-01-20')];
    expect(run([SHIPS, later], some.slice(0, 2), states).b?.waitsFor).toEqual(['a.fulfilled']);
    expect(on(run([SHIPS, later], some, states).b)).toBe('2026-01-30');
  });

  it('counts for each occurrence of its own', () => {
    const each: Obligation = {
      id: 'a',
      title: 'Releases',
      'for each': 'poll',
      quantity: '15 for each',
      due: 'within 10 days of it',
    };
    const found = run(
      [each],
      [
        fact('poll', '2026-01-01', { ordinal: 1 }),
        fact('poll', '2026-02-01', { ordinal: 2, id: 'second' }),
        delivered(15, '2026-01-05', { ordinal: 1 }),
        delivered(5, '2026-02-05', { ordinal: 2 }),
      ],
      states,
    );
    const progress = (id: string) => {
      const milestone = found[id];
      return milestone && deliveredOf(milestone);
    };
    expect(progress('a#1')).toMatchObject({ owed: 15, delivered: 15, fulfilledBy: 'deliveries' });
    expect(progress('a#2')).toMatchObject({ owed: 15, delivered: 5, remaining: 10 });
  });
});

/**
 * Ceasefire in Gaza of January 2025, first phase: 33 captives within 42 days, Day 1 being 19 January 2025. Published
 * releases of those 33, by day: the last four were handed over on 27 February, before Day 42, 1 March.
 */
describe('the 33 captives of the Gaza ceasefire of January 2025', () => {
  const RELEASED: readonly (readonly [string, number])[] = [
    ['2025-01-19', 3],
    ['2025-01-25', 4],
    ['2025-01-30', 3],
    ['2025-02-01', 3],
    ['2025-02-08', 3],
    ['2025-02-15', 3],
    ['2025-02-20', 4],
    ['2025-02-22', 6],
    ['2025-02-27', 4],
  ];

  it('were all released by day 42', () => {
    const facts = RELEASED.map(([at, amount]) => delivered(amount, at));
    const { a } = run(
      [{ id: 'a', title: 'Release', quantity: '33 captives', due: 'by day 42 of invasion' }],
      [fact('invasion', '2025-01-19'), ...facts],
      states,
    );
    expect(on(a)).toBe('2025-03-01');
    expect(day(a?.outcome.fulfilledOn)).toBe('2025-02-27');
    expect(statusOf(a, '2025-02-28T00:00Z')).toBe('met');
  });
});
