import fc from 'fast-check';
import { type Period, UNITS } from '../../src/engine/model/period';
import {
  type Bound,
  type Cond,
  type Due,
  type Every,
  type Extends,
  type MomentExpr,
  RECORDED_MOMENTS,
  type Ref,
  type Rhythm,
  SCHEDULED_MOMENTS,
} from '../../src/engine/phrase/tree';

/** Random trees of every form of a phrase. */

export const id = fc
  .tuple(fc.constantFrom('signing', 'deposit', 'stage', 'x1', 'day-of-rest', 'later'), fc.nat(99))
  .map(([name, number]) => `${name}-${number}`);
export const period: fc.Arbitrary<Period> = fc.record({
  exactly: fc.boolean(),
  parts: fc.array(
    fc.record({ amount: fc.integer({ min: 1, max: 300 }), unit: fc.constantFrom(...UNITS) }),
    { minLength: 1, maxLength: 3 },
  ),
});
const moment = fc.constantFrom(...SCHEDULED_MOMENTS, ...RECORDED_MOMENTS);
export const ref: fc.Arbitrary<Ref> = fc.oneof(
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

const weekday = fc.integer({ min: 1, max: 7 });
/** A day among those of its kind in a unit; every month has four of each weekday. */
const nthDay = fc
  .tuple(
    fc.constantFrom<'first' | 'last' | number>('first', 'last', 2, 4),
    fc.option(fc.oneof(weekday, fc.constant('working' as const)), { nil: undefined }),
    edgeUnit,
  )
  .filter(
    ([which, day, unit]) => typeof which !== 'number' || typeof day !== 'number' || unit !== 'week',
  )
  .map(([which, day, unit]) => ({ which, ...(day !== undefined && { day }), unit }));

export const rough: fc.Arbitrary<MomentExpr> = fc
  .tuple(fc.integer({ min: 1000, max: 2999 }), fc.constantFrom(1, 3, 6, 12), fc.nat(11))
  .map(
    ([year, months, n]): MomentExpr => ({
      type: 'rough',
      year,
      month: n - (n % months) + 1,
      months,
    }),
  );

export const { plain, but } = fc.letrec<{ plain: MomentExpr; but: readonly Bound[] }>((tie) => ({
  but: fc.array(
    fc.record({ not: fc.constantFrom('before' as const, 'after' as const), of: tie('plain') }),
    { minLength: 1, maxLength: 2 },
  ),
  plain: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    ref,
    rough,
    fc.record({
      type: fc.constant('day' as const),
      day: fc.integer({ min: -25_000, max: 84_000 }),
    }),
    fc.constant<MomentExpr>({
      type: 'instant',
      instant: Date.parse('2015-02-15T00:00+02:00'),
      text: '2015-02-15T00:00+02:00',
    }),
    fc.record({ type: fc.constant('shift' as const), period, direction: way, of: tie('plain') }),
    fc.record({
      type: fc.constant('day-n' as const),
      n: fc.integer({ min: 1, max: 400 }),
      // A day of a month that is numbered is refused: "day 22 of June 2020" names a day.
      of: tie('plain').filter(({ type }) => type !== 'rough'),
    }),
    fc
      .tuple(
        nthDay,
        fc.option(fc.tuple(fc.integer({ min: 1, max: 40 }), way), { nil: undefined }),
        tie('plain'),
      )
      .map(
        ([day, away, of]): MomentExpr => ({
          type: 'edge',
          ...day,
          ...(away === undefined ? {} : { nth: away[0], direction: away[1] }),
          of,
        }),
      ),
    fc
      .tuple(
        fc.constantFrom('first' as const, 2, 9),
        fc.oneof(weekday, fc.constant('working' as const)),
        way,
        fc.boolean(),
        tie('plain'),
      )
      .map(
        ([which, day, direction, on, of]): MomentExpr => ({
          type: 'edge',
          which,
          day,
          direction,
          ...(on && { on }),
          of,
        }),
      ),
    fc
      .array(tie('plain'), { minLength: 2, maxLength: 3 })
      .chain((of) =>
        fc
          .constantFrom<'later' | 'earlier' | number>('later', 'earlier', 1, 2)
          .map((which): MomentExpr => ({ type: 'pick', which, of })),
      ),
    fc.record({ type: fc.constant('limited' as const), of: tie('plain'), but: tie('but') }),
  ),
}));

const rhythm: fc.Arbitrary<Rhythm> = fc.oneof(
  period.map((of): Rhythm => ({ type: 'period', period: of })),
  fc.integer({ min: 1, max: 31 }).map((day): Rhythm => ({ type: 'month', day })),
  weekday.map((of): Rhythm => ({ type: 'week', weekday: of })),
  fc
    .tuple(nthDay, fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }))
    .map(([of, month]): Rhythm => {
      const named = month !== undefined && of.unit === 'year';
      return { type: 'nth', ...of, ...(named && { month }) };
    }),
  fc
    .array(
      fc.record({ month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 29 }) }),
      { minLength: 1, maxLength: 3 },
    )
    .map((on): Rhythm => ({ type: 'year', on })),
);
export const every: fc.Arbitrary<Every> = fc
  .tuple(
    rhythm,
    fc.constantFrom('from' as const, 'starting on' as const),
    plain,
    fc.oneof(
      fc.constant({}),
      plain.map((until) => ({ until })),
      fc.integer({ min: 1, max: 99 }).map((times) => ({ times })),
    ),
    fc.option(
      fc.record({
        period,
        direction: fc.constantFrom('after' as const, 'before' as const),
      }),
      { nil: undefined },
    ),
  )
  .map(
    ([of, start, origin, end, shift]): Every => ({
      type: 'every',
      rhythm: of,
      start,
      of: origin,
      ...end,
      ...(shift !== undefined && { shift }),
    }),
  );

export const { cond } = fc.letrec<{ cond: Cond }>((tie) => ({
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

export const dues: fc.Arbitrary<Due> = fc.oneof(
  every,
  fc.record({
    type: fc.constant('beside' as const),
    relation: fc.constantFrom('alongside' as const, 'during' as const),
    path: id,
  }),
  fc.record({ type: fc.constant('within' as const), period, of: plain, but }),
  fc.record({
    type: fc.constant('target' as const),
    relation: fc.constantFrom('in' as const, 'by' as const, 'before' as const),
    of: rough,
    bare: fc.constant(false),
    but,
  }),
);
export const times = fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined });
export const extending: fc.Arbitrary<Extends> = fc
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
