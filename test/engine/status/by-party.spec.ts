import type { RecordedMove } from '../../../src/engine/model/fact';
import { byParty } from '../../../src/engine/status/by-party';

const move = (was: RecordedMove['was'], at: number, by?: string): RecordedMove => ({
  was,
  at,
  on: at,
  fact: `${was}-${at}`,
  ...(by === undefined ? {} : { by }),
});

/** The milestone is due before instant 50. Returns "state fact" of each party, in the order of the document. */
const stands = (obligors: readonly string[], ...moves: RecordedMove[]): string[] =>
  byParty({ obligors, dueAt: 50, outcome: { incidents: 0, moves } }).map((one) =>
    [one.party, one.state, one.move?.fact ?? '-'].join(' '),
  );

describe('the state of each obligor of a milestone', () => {
  it.each<[string, RecordedMove[], string, string]>([
    ['nothing recorded', [], 'a open -', 'b open -'],
    ['one done in time', [move('fulfilled', 49, 'a')], 'a done fulfilled-49', 'b open -'],
    ['one done when it was due', [move('fulfilled', 50, 'b')], 'a open -', 'b late fulfilled-50'],
    [
      'one done in time, one late',
      [move('fulfilled', 10, 'a'), move('fulfilled', 60, 'b')],
      'a done fulfilled-10',
      'b late fulfilled-60',
    ],
    ['done, nobody named', [move('fulfilled', 10)], 'a done fulfilled-10', 'b done fulfilled-10'],
    ['broken, nobody named', [move('breached', 10)], 'a open -', 'b open -'],
    ['broken by one', [move('breached', 10, 'b')], 'a open -', 'b breached breached-10'],
    [
      'broken again by one',
      [move('breached', 10, 'b'), move('breached', 20, 'b')],
      'a open -',
      'b breached breached-20',
    ],
    [
      'broken by one and put right, nobody named',
      [move('breached', 10, 'b'), move('cured', 20)],
      'a open -',
      'b cured cured-20',
    ],
    [
      'broken by one, and another put right what it had broken',
      [move('breached', 5, 'a'), move('breached', 10, 'b'), move('cured', 20, 'a')],
      'a cured cured-20',
      'b breached breached-10',
    ],
    [
      'broken, put right and broken again',
      [move('breached', 10, 'a'), move('cured', 20, 'a'), move('breached', 30, 'a')],
      'a breached breached-30',
      'b open -',
    ],
    [
      'broken, and done after that',
      [move('breached', 10, 'a'), move('fulfilled', 30, 'a')],
      'a done fulfilled-30',
      'b open -',
    ],
    [
      'done, and broken after that',
      [move('fulfilled', 30, 'a'), move('breached', 40, 'a')],
      'a breached breached-40',
      'b open -',
    ],
    [
      'done late, broken and put right',
      [move('fulfilled', 60, 'a'), move('breached', 70, 'a'), move('cured', 80, 'a')],
      'a late fulfilled-60',
      'b open -',
    ],
  ])('%s', (_name, moves, a, b) => {
    expect(stands(['a', 'b'], ...moves)).toEqual([a, b]);
  });

  it('a breach without a party is that of the only obligor', () => {
    expect(stands(['a'], move('breached', 10))).toEqual(['a breached breached-10']);
  });

  it('without a deadline nothing is late, and without obligors the list is empty', () => {
    const outcome = { incidents: 0, moves: [move('fulfilled', 99)] };
    expect(byParty({ obligors: ['a'], dueAt: null, outcome })[0]?.state).toBe('done');
    expect(byParty({ obligors: [], outcome })).toEqual([]);
  });
});
