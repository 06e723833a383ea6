import fc from 'fast-check';
import { luxonZones } from '../../../src/base/zones';
import { toEpochDay } from '../../../src/engine/calendar/epoch-day';
import type { Obligation } from '../../../src/engine/model/document';
import type { Fact } from '../../../src/engine/model/fact';
import type { Milestone } from '../../../src/engine/model/milestone';
import { printMoment } from '../../../src/engine/phrase/print';
import { daysOf } from '../../../src/engine/phrase/rough';
import type { MomentExpr } from '../../../src/engine/phrase/tree';
import { conflicts } from '../../../src/engine/review/conflicts';
import { compiled, documentOf, fact, milestoneOf } from '../../support/agreements';
import { day, run, states, statusOf } from '../../support/language';
import { runs } from '../../support/runs';

const RUNS = runs(60, 3_000);

/** An event that is known by its month only. */
function inMonth(subject: string, year: number, month: number): Fact {
  const { from, to } = daysOf({ year, month, months: 1 });
  return { id: `rough-${subject}`, kind: 'occurred', subject, day: to, earliest: from };
}

const inMarch = inMonth('signing', 2026, 3);

/** "2026-03-01 … 2026-03-31" for a range, one day where both ends are equal, "–" without a date. */
function span(early: number | undefined, late: number | undefined): string {
  if (late === undefined) return '–';
  return early === undefined ? String(day(late)) : `${day(early)} … ${day(late)}`;
}

const ofDue = ({ dueOn, rough }: Milestone) => span(rough?.dueOnEarliest, dueOn);
const ofOpening = ({ opensOn, rough }: Milestone) =>
  span(rough?.opensOnLatest === undefined ? undefined : opensOn, rough?.opensOnLatest ?? opensOn);
const ofStart = ({ startsOn, rough }: Milestone) =>
  span(
    rough?.startsOnLatest === undefined ? undefined : startsOn,
    rough?.startsOnLatest ?? startsOn,
  );
const ofEnd = ({ endsOn, rough }: Milestone) => span(rough?.endsOnEarliest, endsOn);

const milestone = (timing: Partial<Obligation>, facts: readonly Fact[] = [], more = {}) =>
  milestoneOf(timing, facts, { ...states, ...more });

describe('a day for which the text names only a month, quarter, half-year or year', () => {
  it.each`
    due                                           | between
    ${'by June 2020'}                             | ${'2020-06-01 … 2020-06-30'}
    ${'in June 2020'}                             | ${'2020-06-01 … 2020-06-30'}
    ${'by 2020-02'}                               | ${'2020-02-01 … 2020-02-29'}
    ${'by the first half of 2027'}                | ${'2027-01-01 … 2027-06-30'}
    ${'in second half of 2027'}                   | ${'2027-07-01 … 2027-12-31'}
    ${'by second quarter of 2027'}                | ${'2027-04-01 … 2027-06-30'}
    ${'in the fourth quarter of 2027'}            | ${'2027-10-01 … 2027-12-31'}
    ${'by 2027'}                                  | ${'2027-01-01 … 2027-12-31'}
    ${'before June 2020'}                         | ${'2020-05-31'}
    ${'before 2027'}                              | ${'2026-12-31'}
    ${'within 30 days of June 2020'}              | ${'2020-07-01 … 2020-07-30'}
    ${'3 months before 2027'}                     | ${'2026-10-01 … 2027-09-30'}
    ${'by last day of the month of June 2020'}    | ${'2020-06-30'}
    ${'by 2020-06-10 but not before June 2020'}   | ${'2020-06-10'}
    ${'by 2020-05-10 but not before June 2020'}   | ${'2020-06-01'}
    ${'by 2020-07-10 but not after June 2020'}    | ${'2020-06-30'}
    ${'by later of (June 2020 and 2020-06-10)'}   | ${'2020-06-10 … 2020-06-30'}
    ${'by earlier of (June 2020 and 2020-06-10)'} | ${'2020-06-01 … 2020-06-10'}
  `('due: $due lies between $between', ({ due, between }) => {
    expect(ofDue(milestone({ due }))).toBe(between);
  });

  it('of an interval, the earliest possible start and the latest possible end count', () => {
    const found = milestone({ holds: 'from June 2020 until first half of 2021' });
    expect([ofStart(found), ofEnd(found)]).toEqual([
      '2020-06-01 … 2020-06-30',
      '2021-01-01 … 2021-06-30',
    ]);
    expect(statusOf(found, '2020-06-02T00:00Z')).toBe('holding');
    expect(statusOf(found, '2021-06-30T23:59+03:00')).toBe('holding');
    expect(statusOf(found, '2021-07-01T00:00+03:00')).toBe('expired');
  });

  it('a right opens on the earliest day possible', () => {
    const found = milestone({ opens: 'in June 2020' });
    expect(ofOpening(found)).toBe('2020-06-01 … 2020-06-30');
    expect(statusOf(found, '2020-06-01T00:00Z')).toBe('open');
  });

  it('is overdue after the latest day possible, and due soon before the earliest', () => {
    const found = milestone({ due: 'by June 2020' });
    expect(statusOf(found, '2020-05-18T23:59+03:00')).toBe('upcoming');
    expect(statusOf(found, '2020-05-19T00:00+03:00')).toBe('due-soon');
    expect(statusOf(found, '2020-06-30T23:59+03:00')).toBe('due-soon');
    expect(statusOf(found, '2020-07-01T00:00+03:00')).toBe('overdue');
  });

  it('a beginning has come on the latest possible day', () => {
    const found = milestone({ falls: 'in June 2020', marks: 'beginning' });
    expect(statusOf(found, '2020-06-29T23:59+03:00')).toBe('due-soon');
    expect(statusOf(found, '2020-06-30T00:00+03:00')).toBe('took-effect');
  });

  it('recurs on days with the same range as its origin, none after its end', () => {
    const found = run(
      [{ id: 'a', title: 'A', due: 'every 1 year from June 2020 until 2022-06-15' }],
      [],
    );
    expect(Object.values(found).map(ofDue)).toEqual([
      '2021-06-01 … 2021-06-30',
      '2022-06-01 … 2022-06-15',
    ]);
  });
});

describe('what is checked of a date known only roughly', () => {
  const weekends = (due: string) => {
    const document = documentOf([{ id: 'a', title: 'A', due }]);
    return conflicts(compiled(document), [], { zones: luxonZones }).map(({ kind }) => kind);
  };
  it('is not that its latest day is a day off', () => {
    // 31 January 2026 is a Saturday.
    expect(weekends('by 2026-01-31')).toEqual(['non-working-day']);
    expect(weekends('by January 2026')).toEqual([]);
  });
});

describe('an event known by its month', () => {
  it.each`
    due                                      | between
    ${'on signing'}                          | ${'2026-03-01 … 2026-03-31'}
    ${'within 30 days of signing'}           | ${'2026-03-31 … 2026-04-30'}
    ${'before signing'}                      | ${'2026-02-28 … 2026-03-30'}
    ${'1 month after signing'}               | ${'2026-04-01 … 2026-04-30'}
    ${'by last day of the month of signing'} | ${'2026-03-31'}
    ${'on day 22 of signing'}                | ${'2026-03-22 … 2026-04-21'}
    ${'at 12:00 on signing'}                 | ${'2026-03-01 … 2026-03-31'}
    ${'within 24 hours of signing'}          | ${'2026-03-02 … 2026-04-01'}
    ${'within 5 working days of signing'}    | ${'2026-03-06 … 2026-04-07'}
    ${'by later of (signing and approval)'}  | ${'–'}
  `('due: $due lies between $between', ({ due, between }) => {
    expect(ofDue(milestone({ due }, [inMarch]))).toBe(between);
  });

  it('that is one of several alternatives bounds the date by its earliest day', () => {
    const found = milestone({ due: 'by later of (signing and approval)' }, [inMarch]);
    expect(day(found.earliestOn)).toBe('2026-03-01');
  });

  it('rolls both ends off days of rest', () => {
    const found = milestone({ due: 'within 1 month of signing', counting: 'coe-1972' }, [inMarch]);
    // 1 April is a Wednesday, 30 April a Thursday; 2 May 2026 would be a Saturday.
    expect(ofDue(found)).toBe('2026-04-01 … 2026-04-30');
    const weekend = milestone({ due: 'within 32 days of signing', counting: 'coe-1972' }, [
      inMarch,
    ]);
    expect(ofDue(weekend)).toBe('2026-04-02 … 2026-05-04');
  });

  it.each`
    when                              | met
    ${'signing before 2026-04-01'}    | ${true}
    ${'signing by 2026-03-31'}        | ${true}
    ${'signing before 2026-03-15'}    | ${false}
    ${'no signing before 2026-03-15'} | ${false}
    ${'no signing before 2026-03-01'} | ${true}
    ${'signing after 2026-02-28'}     | ${true}
    ${'signing after 2026-03-10'}     | ${false}
    ${'signing by March 2026'}        | ${true}
    ${'signing before March 2026'}    | ${false}
    ${'no signing before March 2026'} | ${true}
  `('when: $when is met only where it is so on every day of the month: $met', ({ when, met }) => {
    const found = milestone({ due: 'by 2026-06-30', when }, [inMarch]);
    expect(statusOf(found, '2026-05-01T00:00Z') !== 'conditional').toBe(met);
  });

  it('does not choose a case that only some days of the month choose, and says so', () => {
    const cases = [
      { when: 'signing before 2026-03-15', due: 'by 2026-05-01' },
      { due: 'by 2026-06-01' },
    ];
    expect(milestone({ cases }, [inMarch])).toMatchObject({
      provisional: true,
      waitsFor: ['signing'],
    });
  });

  it('has a derivation with both days and the one that decides', () => {
    const texts = milestone({ due: 'within 30 days of signing' }, [inMarch]).derivation.map(
      ({ text }) => text,
    );
    expect(texts[0]).toContain('between Sunday 1 March 2026 and Tuesday 31 March 2026');
    expect(texts).toContain(
      'The day is known only roughly: it lies between Tuesday 31 March 2026 and Thursday 30 April 2026. The latest of them decides.',
    );
  });
});

/** Moments whose day moves with the signing or is independent of it. */
const { moment } = fc.letrec<{ moment: MomentExpr }>((tie) => ({
  moment: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom<MomentExpr>(
      { type: 'ref', path: 'signing' },
      { type: 'ref', path: 'approval' },
      { type: 'day', day: toEpochDay(2026, 3, 20) },
      { type: 'rough', year: 2026, month: 3, months: 1 },
    ),
    fc
      .record({
        amount: fc.integer({ min: 0, max: 40 }),
        unit: fc.constantFrom(
          ...(['hour', 'day', 'working day', 'week', 'month', 'quarter', 'year'] as const),
        ),
        direction: fc.constantFrom(...(['after', 'before'] as const)),
        of: tie('moment'),
      })
      .map(
        ({ amount, unit, direction, of }): MomentExpr => ({
          type: 'shift',
          period: { exactly: false, parts: [{ amount, unit }] },
          direction,
          of,
        }),
      ),
    fc
      .tuple(fc.constantFrom('later' as const, 'earlier' as const), tie('moment'), tie('moment'))
      .map(([which, a, b]): MomentExpr => ({ type: 'pick', which, of: [a, b] })),
    fc
      .record({
        which: fc.constantFrom('first' as const, 'last' as const),
        unit: fc.constantFrom(...(['week', 'month', 'quarter', 'year'] as const)),
        of: tie('moment'),
      })
      .map((edge): MomentExpr => ({ type: 'edge', ...edge })),
    fc
      .tuple(fc.constantFrom('before' as const, 'after' as const), tie('moment'), tie('moment'))
      .map(([not, of, bound]): MomentExpr => ({ type: 'limited', of, but: [{ not, of: bound }] })),
  ),
}));

const conventions = fc.constantFrom(
  'agreement-d-plus-n',
  'inclusive',
  'eu-1182-71',
  'frcp-6a',
  'cpr-2.8',
  'iso-8601',
);

describe('the range of a date', () => {
  const timings = fc.oneof(
    moment.map((of) => ({ falls: printMoment(of) })),
    moment.map((of) => ({ opens: printMoment(of) })),
    fc.tuple(fc.integer({ min: 0, max: 90 }), moment).map(([n, of]) => ({
      due: `within ${n} days of (${printMoment(of)})`,
    })),
    moment.map((of) => ({ holds: `from (${printMoment(of)}) for 3 months` })),
  );

  it('contains the date for each exact day of the month, and is one day if all dates are equal', () => {
    fc.assert(
      fc.property(
        timings,
        conventions,
        fc.integer({ min: 1, max: 12 }),
        (timing, counting, month) => {
          const approval = fact('approval', '2026-03-12');
          const whole = inMonth('signing', 2026, month);
          const rough = milestone({ ...timing, counting }, [whole, approval]);
          const { from, to } = daysOf({ year: 2026, month, months: 1 });
          for (let exact = from; exact <= to; exact += 3) {
            const found = milestone({ ...timing, counting }, [
              { ...whole, day: exact, earliest: exact },
              approval,
            ]);
            expectWithin(found, rough);
          }
          const known = milestone({ ...timing, counting }, [
            { ...whole, day: to, earliest: to },
            approval,
          ]);
          const exact = milestone({ ...timing, counting }, [
            { id: 'exact', kind: 'occurred', subject: 'signing', day: to },
            approval,
          ]);
          expect(known.rough).toEqual(exact.rough);
          expect(known.dueOn).toBe(exact.dueOn);
        },
      ),
      { numRuns: RUNS },
    );
  });
});

/** Exact dates, and ranges of the text itself, are within the range. */
function expectWithin(found: Milestone, range: Milestone): void {
  const ends = (one: Milestone) =>
    [
      [one.rough?.dueOnEarliest ?? one.dueOn, one.dueOn],
      [one.opensOn, one.rough?.opensOnLatest ?? one.opensOn],
      [one.startsOn, one.rough?.startsOnLatest ?? one.startsOn],
      [one.rough?.endsOnEarliest ?? one.endsOn, one.endsOn],
    ] as const;
  for (const [i, [from, to]] of ends(found).entries()) {
    const [first, last] = ends(range)[i] ?? [];
    if (from === undefined || to === undefined) continue;
    expect(first).toBeLessThanOrEqual(from);
    expect(last).toBeGreaterThanOrEqual(to);
  }
}
