import fc from 'fast-check';
import type { PhraseKey } from '../../../src/engine/phrase/canonical';
import {
  parseCondition,
  parseDue,
  parseExtends,
  parseFalls,
  parseHolds,
  parseMoment,
  parsePauses,
  parseRenews,
  parseReverts,
} from '../../../src/engine/phrase/parse';
import {
  printCond,
  printDue,
  printExtends,
  printFalls,
  printHolds,
  printMoment,
  printPauses,
  printRenews,
  printReverts,
} from '../../../src/engine/phrase/print';
import type { Parsed } from '../../../src/engine/phrase/tree';
import { readPhrase } from '../../../src/engine/reading/read-phrase';
import { cond, dues, every, extending, id, period, plain, times } from '../../support/phrase-trees';
import { runs } from '../../support/runs';

const RUNS = runs(500, 33_000);

function same<T>(
  arbitrary: fc.Arbitrary<T>,
  print: (tree: T) => string,
  parse: (text: string) => Parsed<T>,
  key: PhraseKey,
): void {
  fc.assert(
    fc.property(arbitrary, (tree) => {
      const phrase = print(tree);
      expect(parse(phrase)).toEqual({ ok: true, tree });
      // The reader of words gives a canonical phrase as it is.
      expect(readPhrase(phrase, key)).toMatchObject({ kind: 'phrase', phrase, changed: false });
    }),
    { numRuns: RUNS },
  );
}

describe('every form of a phrase is printed and parsed back to the same tree', () => {
  it('moments', () => same(plain, printMoment, parseMoment, 'opens'));
  it('deadlines', () => same(dues, printDue, parseDue, 'due'));
  it('repetitions of occasions', () => same(every, printFalls, parseFalls, 'falls'));
  it('conditions', () => same(cond, printCond, parseCondition, 'when'));
  it('intervals', () =>
    same(
      fc.oneof(
        cond.map((of) => ({ type: 'holds' as const, while: of })),
        fc.record({ type: fc.constant('holds' as const), from: plain, while: cond }),
        id.map((during) => ({ type: 'holds' as const, during })),
      ),
      printHolds,
      parseHolds,
      'holds',
    ));
  it('renewals', () =>
    same(
      fc.tuple(period, times, id, period).map(([of, count, unless, before]) => ({
        type: 'renews' as const,
        for: of,
        ...(count && { times: count }),
        unless,
        before,
      })),
      printRenews,
      parseRenews,
      'renews',
    ));
  it('extensions', () => same(extending, printExtends, parseExtends, 'extends'));
  it('pauses', () =>
    same(
      fc.record({
        type: fc.constant('pauses' as const),
        while: cond,
        ending: fc.constantFrom('resuming' as const, 'restarting' as const),
      }),
      printPauses,
      parsePauses,
      'pauses',
    ));
  it('snapbacks', () =>
    same(
      fc.record({ type: fc.constant('reverts' as const), paths: fc.array(id), on: plain }),
      printReverts,
      parseReverts,
      'reverts',
    ));
});

describe('a phrase that cannot be meant', () => {
  it.each([
    ['on day 0 of signing', 7, 'a number from 1'],
    ['by 3 of (a and b)', 17, 'a number from 1 to 2'],
    ['every 0 days from signing', 8, 'longer than zero'],
    ['every month on day 32 from signing', 19, '1 to 31'],
    ['every year on 31 April from signing', 14, 'a day that exists'],
    ['every year on 30 from signing', 17, 'a month'],
    ['every week on Freitag from signing', 14, 'Monday'],
    ['every 6 months signing', 15, '"from" or "starting"'],
    ['every 6 months from signing 0 times', 28, 'a number from 1'],
    ['by first day of the decade of signing', 20, 'week'],
    ['by 1th deposit', 7, 'the end of the phrase'],
    ['within 3 days of signing but not', 32, '"before" or "after"'],
  ])('%j is refused at %d, expecting %s', (text, offset, expected) => {
    const parsed = parseDue(text);
    expect(parsed).toMatchObject({ ok: false, fault: { at: { offset } } });
    expect(!parsed.ok && parsed.fault.expected).toContain(expected);
  });

  it('mixes "and" with "or" only through parentheses', () => {
    expect(parseCondition('a or b and c')).toMatchObject({
      ok: false,
      fault: { detail: expect.stringContaining('two ways'), at: { offset: 7 } },
    });
    expect(parseCondition('a or (b and c)').ok).toBe(true);
  });
});
