import fc from 'fast-check';
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
} from '../../src/schedule/phrase/parse';
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
} from '../../src/schedule/phrase/print';
import {
  type But,
  type Cond,
  type Due,
  type Every,
  type Extends,
  type Parsed,
  type Period,
  type Plain,
  RECORDED_MOMENTS,
  type Ref,
  type Rhythm,
  SCHEDULED_MOMENTS,
  UNITS,
} from '../../src/schedule/phrase/tree';
import { runs } from '../support/runs';

const RUNS = runs(2_000, 100_000);

const id = fc
  .tuple(fc.constantFrom('signing', 'deposit', 'stage', 'x1', 'day-of-rest', 'later'), fc.nat(99))
  .map(([name, number]) => `${name}-${number}`);
const period: fc.Arbitrary<Period> = fc.record({
  exactly: fc.boolean(),
  parts: fc.array(
    fc.record({ amount: fc.integer({ min: 1, max: 300 }), unit: fc.constantFrom(...UNITS) }),
    { minLength: 1, maxLength: 3 },
  ),
});
const moment = fc.constantFrom(...SCHEDULED_MOMENTS, ...RECORDED_MOMENTS);
const ref: fc.Arbitrary<Ref> = fc.oneof(
  id.map((path): Ref => ({ type: 'ref', path })),
  fc.constant<Ref>({ type: 'ref', path: '', its: true }),
  moment.map((of): Ref => ({ type: 'ref', path: '', moment: of })),
  fc.tuple(id, moment).map(([path, of]): Ref => ({ type: 'ref', path, moment: of })),
  fc.tuple(id, moment).map(([path, of]): Ref => ({ type: 'ref', path, moment: of, its: true })),
  id.map((path): Ref => ({ type: 'ref', path, its: true })),
  fc
    .tuple(id, fc.oneof(fc.constant('last' as const), fc.integer({ min: 1, max: 140 })))
    .map(([path, ordinal]): Ref => ({ type: 'ref', path, ordinal })),
);
const way = fc.constantFrom('after' as const, 'before' as const);
const edgeUnit = fc.constantFrom(
  'week' as const,
  'month' as const,
  'quarter' as const,
  'half-year' as const,
  'year' as const,
);

const { plain, but } = fc.letrec<{ plain: Plain; but: readonly But[] }>((tie) => ({
  but: fc.array(
    fc.record({ not: fc.constantFrom('before' as const, 'after' as const), of: tie('plain') }),
    { minLength: 1, maxLength: 2 },
  ),
  plain: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    ref,
    fc.record({
      type: fc.constant('day' as const),
      day: fc.integer({ min: -25_000, max: 84_000 }),
    }),
    fc.constant<Plain>({
      type: 'instant',
      instant: Date.parse('2015-02-15T00:00+02:00'),
      text: '2015-02-15T00:00+02:00',
    }),
    fc.record({ type: fc.constant('shift' as const), period, direction: way, of: tie('plain') }),
    fc.record({
      type: fc.constant('day-n' as const),
      n: fc.integer({ min: 1, max: 400 }),
      of: tie('plain'),
    }),
    fc
      .tuple(
        fc.constantFrom('first' as const, 'last' as const),
        edgeUnit,
        fc.option(fc.tuple(fc.integer({ min: 1, max: 40 }), way), { nil: undefined }),
        tie('plain'),
      )
      .map(
        ([which, unit, away, of]): Plain => ({
          type: 'edge',
          which,
          unit,
          ...(away === undefined ? {} : { nth: away[0], direction: away[1] }),
          of,
        }),
      ),
    fc
      .array(tie('plain'), { minLength: 2, maxLength: 3 })
      .chain((of) =>
        fc
          .constantFrom<'later' | 'earlier' | number>('later', 'earlier', 1, 2)
          .map((which): Plain => ({ type: 'pick', which, of })),
      ),
    fc.record({ type: fc.constant('limited' as const), of: tie('plain'), but: tie('but') }),
  ),
}));

const rhythm: fc.Arbitrary<Rhythm> = fc.oneof(
  period.map((of): Rhythm => ({ type: 'period', period: of })),
  fc.integer({ min: 1, max: 31 }).map((day): Rhythm => ({ type: 'month', day })),
  fc.integer({ min: 1, max: 7 }).map((weekday): Rhythm => ({ type: 'week', weekday })),
  fc
    .array(
      fc.record({ month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 29 }) }),
      { minLength: 1, maxLength: 3 },
    )
    .map((on): Rhythm => ({ type: 'year', on })),
);
const every: fc.Arbitrary<Every> = fc
  .tuple(
    rhythm,
    fc.constantFrom('from' as const, 'starting on' as const),
    plain,
    fc.oneof(
      fc.constant({}),
      plain.map((until) => ({ until })),
      fc.integer({ min: 1, max: 99 }).map((times) => ({ times })),
    ),
  )
  .map(
    ([of, start, origin, end]): Every => ({
      type: 'every',
      rhythm: of,
      start,
      of: origin,
      ...end,
    }),
  );

const { cond } = fc.letrec<{ cond: Cond }>((tie) => ({
  cond: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc
      .tuple(
        fc.boolean(),
        ref,
        fc.option(
          fc.record({
            relation: fc.constantFrom('before' as const, 'after' as const, 'by' as const),
            than: plain,
          }),
          { nil: undefined },
        ),
      )
      .map(([no, of, than]): Cond => ({ type: 'test', no, of, ...than })),
    fc.record({
      type: fc.constantFrom('all' as const, 'any' as const),
      of: fc.array(tie('cond'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

const dues: fc.Arbitrary<Due> = fc.oneof(
  every,
  fc.record({
    type: fc.constant('beside' as const),
    relation: fc.constantFrom('alongside' as const, 'during' as const),
    path: id,
  }),
  fc.record({ type: fc.constant('within' as const), period, of: plain, but }),
);
const times = fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined });
const extending: fc.Arbitrary<Extends> = fc
  .tuple(
    times,
    fc.option(
      fc.oneof(
        fc.record({ type: fc.constant('at-most' as const), period }),
        fc.record({ type: fc.constant('beyond' as const), of: plain }),
      ),
      { nil: undefined },
    ),
    fc.option(id, { nil: undefined }),
  )
  .map(([count, cap, deductedFrom]) => ({
    type: 'extends',
    ...(count && { times: count }),
    ...(cap && { cap }),
    ...(deductedFrom && { deductedFrom }),
  }));

function same<T>(
  arbitrary: fc.Arbitrary<T>,
  print: (tree: T) => string,
  parse: (text: string) => Parsed<T>,
): void {
  fc.assert(
    fc.property(arbitrary, (tree) => {
      expect(parse(print(tree))).toEqual({ ok: true, tree });
    }),
    { numRuns: RUNS },
  );
}

describe('every form of a phrase is printed and parsed back to the same tree', () => {
  it('moments', () => same(plain, printMoment, parseMoment));
  it('deadlines', () => same(dues, printDue, parseDue));
  it('repetitions of occasions', () => same(every, printFalls, parseFalls));
  it('conditions', () => same(cond, printCond, parseCondition));
  it('intervals', () =>
    same(
      fc.oneof(
        cond.map((of) => ({ type: 'holds' as const, while: of })),
        fc.record({ type: fc.constant('holds' as const), from: plain, while: cond }),
        id.map((during) => ({ type: 'holds' as const, during })),
      ),
      printHolds,
      parseHolds,
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
    ));
  it('extensions', () => same(extending, printExtends, parseExtends));
  it('pauses', () =>
    same(
      fc.record({
        type: fc.constant('pauses' as const),
        while: cond,
        ending: fc.constantFrom('resuming' as const, 'restarting' as const),
      }),
      printPauses,
      parsePauses,
    ));
  it('snapbacks', () =>
    same(
      fc.record({ type: fc.constant('reverts' as const), paths: fc.array(id), on: plain }),
      printReverts,
      parseReverts,
    ));
});

describe('a phrase that cannot be meant', () => {
  it.each([
    ['on day 0 of signing', 7, 'a number from 1'],
    ['by 3 of (a and b)', 17, 'a number from 1 to 2'],
    ['every 0 days from signing', 8, 'longer than nothing'],
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
