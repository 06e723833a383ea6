import type { Outcome } from '../../../src/engine/model/fact';
import { outcomeAt } from '../../../src/engine/status/outcome-at';

const level = (at: number) => ({ level: 2, at, fact: `f${at}` });
const move = (at: number) => ({ was: 'fulfilled' as const, at, on: 1, fact: `f${at}` });
const whole: Outcome = {
  fulfilledAt: 30,
  fulfilledOn: 3,
  verifiedAt: 40,
  couldNotVerifyAt: 20,
  judgements: [level(10), level(35)],
  breaches: [15, 25],
  incidents: 2,
  waivedAt: 50,
};

describe('the outcome as of an instant', () => {
  it.each<[string, number, Outcome]>([
    ['before all of it', 9, { judgements: [], breaches: [], incidents: 0, waivedAt: 50 }],
    ['at a judgement', 10, { judgements: [level(10)], breaches: [], incidents: 0, waivedAt: 50 }],
    [
      'between two breaches',
      20,
      { couldNotVerifyAt: 20, judgements: [level(10)], breaches: [15], incidents: 1, waivedAt: 50 },
    ],
    [
      'when it was fulfilled',
      30,
      {
        fulfilledAt: 30,
        fulfilledOn: 3,
        couldNotVerifyAt: 20,
        judgements: [level(10)],
        breaches: [15, 25],
        incidents: 2,
        waivedAt: 50,
      },
    ],
  ])('%s', (_name, at, expected) => {
    expect(outcomeAt(whole, at)).toStrictEqual(expected);
  });

  it.each<[string, number, Outcome, Outcome]>([
    [
      'judgements, one of them to come',
      36,
      { judgements: [level(10), level(35), level(38)], incidents: 0 },
      { judgements: [level(10), level(35)], incidents: 0 },
    ],
    [
      'breaches, one of them to come',
      25,
      { breaches: [15, 25, 28], incidents: 3 },
      { breaches: [15, 25], incidents: 2 },
    ],
    [
      'a breach of one party, the first of them to come',
      30,
      { incidents: 0, moves: [move(30), move(31)] },
      { incidents: 0, moves: [move(30)] },
    ],
    ['a verification to come', 30, { verifiedAt: 40, incidents: 0 }, { incidents: 0 }],
    ['fulfilment to come', 30, { fulfilledAt: 31, fulfilledOn: 1, incidents: 0 }, { incidents: 0 }],
  ])('only %s', (_name, at, outcome, expected) => {
    const then = outcomeAt(outcome, at);
    expect(then).toStrictEqual(expected);
    expect(outcomeAt(then, at)).toBe(then);
  });

  it('is unchanged by facts after that instant', () => {
    const before = outcomeAt(whole, 9);
    expect(outcomeAt(before, 9)).toBe(before);
  });

  it('is the same object if no fact is later, or if there is none', () => {
    expect(outcomeAt(whole, 40)).toBe(whole);
    const nothing: Outcome = { incidents: 0 };
    expect(outcomeAt(nothing, 0)).toBe(nothing);
  });
});
