import type { Outcome } from '../../../src/engine/model/fact';
import { progressOf } from '../../../src/engine/status/progress';

const judged = (level: number, at: number) => ({ level, at, fact: `fact-${at}` });
const of = (recorded: Partial<Outcome>, dueAt?: number | null, at?: number) =>
  progressOf({ outcome: { incidents: 0, ...recorded }, dueAt }, at);
const said = (used: string, needed: string): string =>
  `level 2 of 3 after ${used} of the time: at that pace complete after ${needed} of it`;

describe('the progress of an obligation', () => {
  it.each<[string, ReturnType<typeof of>, ReturnType<typeof progressOf>]>([
    ['nobody said', of({}, 100), {}],
    [
      'by the latest judgement',
      of({ judgements: [judged(1, 10), judged(3, 20)] }, 100),
      { judgement: judged(3, 20) },
    ],
    [
      'as of an instant',
      of({ judgements: [judged(1, 10), judged(3, 20)] }, 100, 19),
      { judgement: judged(1, 10) },
    ],
    [
      'as of the instant of a judgement',
      of({ judgements: [judged(1, 10), judged(3, 20)] }, 100, 20),
      { judgement: judged(3, 20) },
    ],
    ['before any judgement', of({ judgements: [judged(1, 10)] }, 100, 9), {}],
    [
      'two thirds after half of the time',
      of({ judgements: [judged(2, 50)], runsFrom: 0 }, 100),
      { judgement: judged(2, 50), pace: { onTrack: true, how: said('50 %', '75 %') } },
    ],
    [
      'two thirds after two thirds of the time',
      of({ judgements: [judged(2, 70)], runsFrom: 10 }, 100),
      { judgement: judged(2, 70), pace: { onTrack: true, how: said('67 %', '100 %') } },
    ],
    [
      'two thirds after more',
      of({ judgements: [judged(2, 80)], runsFrom: 0 }, 100),
      { judgement: judged(2, 80), pace: { onTrack: false, how: said('80 %', '120 %') } },
    ],
    [
      'a third',
      of({ judgements: [judged(1, 50)], runsFrom: 0 }, 100),
      { judgement: judged(1, 50) },
    ],
    [
      'two thirds of what has no deadline',
      of({ judgements: [judged(2, 50)], runsFrom: 0 }),
      { judgement: judged(2, 50) },
    ],
    [
      'two thirds where the row has none',
      of({ judgements: [judged(2, 50)], runsFrom: 0 }, null),
      { judgement: judged(2, 50) },
    ],
    [
      'two thirds since nobody knows when',
      of({ judgements: [judged(2, 50)] }, 100),
      { judgement: judged(2, 50) },
    ],
    [
      'two thirds of what was due as it began',
      of({ judgements: [judged(2, 150)], runsFrom: 100 }, 100),
      { judgement: judged(2, 150) },
    ],
    ['verified', of({ verifiedAt: 10 }), { verification: 'verified' }],
    ['verified later', of({ verifiedAt: 10 }, 100, 9), {}],
    ['verified just now', of({ verifiedAt: 10 }, 100, 10), { verification: 'verified' }],
    ['not verifiable', of({ couldNotVerifyAt: 10 }), { verification: 'could-not-verify' }],
    ['not verifiable later', of({ couldNotVerifyAt: 10 }, 100, 9), {}],
    [
      'verified after it could not be',
      of({ verifiedAt: 20, couldNotVerifyAt: 10 }),
      { verification: 'verified' },
    ],
    [
      'not verifiable after it was verified',
      of({ verifiedAt: 10, couldNotVerifyAt: 20 }),
      { verification: 'could-not-verify' },
    ],
    ['both at once', of({ verifiedAt: 10, couldNotVerifyAt: 10 }), { verification: 'verified' }],
    [
      'verified, and only later not',
      of({ verifiedAt: 10, couldNotVerifyAt: 20 }, 100, 15),
      { verification: 'verified' },
    ],
  ])('%s', (_name, told, expected) => {
    expect(told).toStrictEqual(expected);
  });
});
