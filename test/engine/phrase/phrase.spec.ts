import fc from 'fast-check';
import { compile } from '../../../src/engine/compile/compile';
import type { AgreementDocument } from '../../../src/engine/model/document';
import type { Period } from '../../../src/engine/model/period';
import { UNITS } from '../../../src/engine/model/period';
import { parseDue, parseGrace, parseHolds } from '../../../src/engine/phrase/parse';
import { printDue, printHolds, printPeriod } from '../../../src/engine/phrase/print';
import type { Due, Holds, MomentExpr, PhraseFault } from '../../../src/engine/phrase/tree';
import { runs } from '../../support/runs';

const RUNS = runs(500, 33_000);

const id = fc
  .tuple(fc.constantFrom('signing', 'elections', 'stage', 'x1', 'day-of-rest', 'later'), fc.nat(99))
  .map(([name, number]) => `${name}-${number}`);
const period: fc.Arbitrary<Period> = fc.record({
  exactly: fc.boolean(),
  parts: fc.array(fc.record({ amount: fc.nat(300), unit: fc.constantFrom(...UNITS) }), {
    minLength: 1,
    maxLength: 3,
  }),
});

const { plain } = fc.letrec<{ plain: MomentExpr }>((tie) => ({
  plain: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.record({
      type: fc.constant('day' as const),
      day: fc.integer({ min: -25_000, max: 84_000 }),
    }),
    id.map((path): MomentExpr => ({ type: 'ref', path })),
    fc
      .tuple(id, id, fc.constantFrom('fulfilled' as const, 'due' as const, 'ends' as const))
      .map(([a, b, moment]): MomentExpr => ({ type: 'ref', path: `${a}.${b}`, moment })),
    fc.record({
      type: fc.constant('shift' as const),
      period,
      direction: fc.constantFrom('after' as const, 'before' as const),
      of: tie('plain'),
    }),
    fc.record({
      type: fc.constant('pick' as const),
      which: fc.constantFrom('later' as const, 'earlier' as const),
      of: fc.array(tie('plain'), { minLength: 2, maxLength: 3 }),
    }),
    fc
      .tuple(
        fc.nat(1_440),
        tie('plain'),
        fc.option(fc.constantFrom('Europe/Kyiv', 'UTC'), { nil: undefined }),
      )
      .map(
        ([minute, of, zone]): MomentExpr => ({ type: 'clock', minute, of, ...(zone && { zone }) }),
      ),
  ),
}));

const dues: fc.Arbitrary<Due> = fc.oneof(
  fc.constant<Due>({ type: 'undated' }),
  fc.record({ type: fc.constant('within' as const), period, of: plain }),
  fc.record({
    type: fc.constant('target' as const),
    relation: fc.constantFrom('on' as const, 'by' as const, 'before' as const),
    of: plain,
    bare: fc.constant(false),
  }),
);

const holds: fc.Arbitrary<Holds> = fc.oneof(
  fc.record({ type: fc.constant('holds' as const), from: plain }),
  fc.record({ type: fc.constant('holds' as const), from: plain, until: plain }),
  fc.record({ type: fc.constant('holds' as const), from: plain, for: period }),
  fc.record({ type: fc.constant('holds' as const), until: plain }),
);

describe('a phrase', () => {
  it.each([
    ['within 100 days of signing'],
    ['on signing'],
    ['at signing'],
    ['by 2026-06-30'],
    ['before 2020-11-15'],
    ['30 days after signing'],
    ['6 months before interim-period.ends'],
    ['within 1 year and 6 months of entry-into-force'],
    ['within 2 weeks of later of (a.fulfilled and b)'],
    ['by earlier of (45 days after signing and 10 days after b)'],
    ['at 00:00 on 2015-02-15 in Europe/Kyiv'],
    ['by exactly 30 days after signing'],
    ['by June 2020'],
    ['in June 2020'],
    ['before second quarter of 2027'],
    ['by first half of 2027'],
    ['in 2027'],
    ['within 30 days of June 2020'],
    ['undated'],
  ])('%j is printed back as it stands', (text) => {
    const parsed = parseDue(text);
    expect(parsed.ok && printDue(parsed.tree)).toBe(text);
  });

  it.each([
    ['by 15 November 2020', 'by 2020-11-15'],
    ['within  1   days of (signing)', 'within 1 day of signing'],
    ['00:00 on 2015-02-15', 'at 00:00 on 2015-02-15'],
    ['by 2020-06', 'by June 2020'],
    ['in the first half of 2027', 'in first half of 2027'],
  ])('%j is printed in its one form, %j', (text, printed) => {
    const parsed = parseDue(text);
    expect(parsed.ok && printDue(parsed.tree)).toBe(printed);
  });

  it('parsed from its own print gives the same tree', () => {
    fc.assert(
      fc.property(dues, (tree) => {
        expect(parseDue(printDue(tree))).toEqual({ ok: true, tree });
      }),
      { numRuns: RUNS },
    );
  });

  it('of a hold and of a grace does so, too', () => {
    fc.assert(
      fc.property(holds, period, (hold, grace) => {
        expect(parseHolds(printHolds(hold))).toEqual({ ok: true, tree: hold });
        expect(parseGrace(printPeriod(grace))).toEqual({ ok: true, tree: grace });
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    ['within 100 moons of signing', 11, 'minutes, hours, days'],
    ['within 30 days after signing', 15, '"of"'],
    ['signing', 0, '"on", "by", "before" or "at"'],
    ['within days of signing', 7, 'a whole number and a unit'],
    ['within 30 days of', 17, 'a moment'],
    ['by 2026-02-30', 3, 'a day that exists'],
    ['by later of (signing)', 21, 'two moments'],
    ['by later of (a and b', 20, '")" or "and"'],
    ['by signing tomorrow', 11, 'the end of the phrase'],
    ['at 25:00 on signing', 3, 'a clock time'],
    ['at 24:30 on signing', 3, 'a clock time up to 24:00'],
    ['by 2020-01-01, at noon', 3, 'a moment'],
    ['within 2000 years of signing', 12, 'at most 1000 years'],
    ['', 0, 'a moment'],
    ['June 2020', 5, '"in" or "by"'],
    ['on June 2020', 8, '"in" or "by"'],
    ['in 12 June 2020', 3, 'a month, quarter, half or year'],
    ['by third half of 2027', 3, '"first half" or "second half"'],
    ['by first half of next', 17, 'a year'],
    ['on day 22 of June 2020', 18, 'a day or an event'],
    ['at 12:00 on June 2020', 17, 'a day or an event'],
  ])('%j is refused at column %d, expecting %s', (text, offset, expected) => {
    const parsed = parseDue(text);
    expect(parsed).toMatchObject({ ok: false, fault: { at: { offset } } });
    expect(!parsed.ok && parsed.fault.expected).toContain(expected);
  });

  it('that says "within … after" is shown both ways to say what may be meant', () => {
    const parsed = parseDue('within 10 days after signing');
    expect(parsed).toMatchObject({
      fault: { example: 'within 10 days of signing', expected: expect.stringContaining('"by"') },
    });
  });

  it.each([
    ['no later than 30 days after signing', 'by 30 days after signing'],
    ['not later than 2020-01-01', 'by 2020-01-01'],
    ['No later than 15 November 2020.', 'by 15 November 2020'],
    ['not more than 30 days after signing', 'within 30 days of signing'],
    ['at the latest by 2026-03-01', 'by 2026-03-01'],
    ['monthly from signing', 'every 1 month from signing'],
    ['annually from signing until 2030-01-01', 'every 1 year from signing until 2030-01-01'],
    ['every month from signing', 'every 1 month from signing'],
    ['Within 3 months from the date of signing.', 'within 3 months of signing'],
    ['within 3 months of the signing', 'within 3 months of signing'],
    ['30 days from signing', '30 days after signing'],
    ['upon signing', 'on signing'],
    ['prior to 2026-03-01', 'before 2026-03-01'],
    ['signing', 'on signing'],
  ])('%j is shown as it can be said: %s', (text, example) => {
    expect(parseDue(text)).toMatchObject({ ok: false, fault: { example } });
  });

  it.each([
    ['by mid-June 2020', 'by 15 June 2020', 'by June 2020'],
    ['in mid June 2020', 'on 15 June 2020', 'in June 2020'],
    ['mid-June 2020', 'on 15 June 2020', 'in June 2020'],
    ['by mid-2027', 'by 30 June 2027', 'by 2027'],
    ['within 30 days of mid 2027', 'within 30 days of 30 June 2027', 'within 30 days of 2027'],
  ])('%j is refused with both readings: %j and %j', (text, day, any) => {
    const { fault } = parseDue(text) as { fault: PhraseFault };
    expect(fault).toMatchObject({
      detail: 'two readers date "mid" differently',
      expected: `"${day}" for its middle, or "${any}" for any day of it`,
      example: day,
    });
    expect([parseDue(day).ok, parseDue(any).ok]).toEqual([true, true]);
  });

  it('of any characters is parsed or refused, and never throws', () => {
    const word = fc.constantFrom(
      'within',
      '3',
      'days',
      'of',
      'signing',
      '(',
      ')',
      'later',
      'and',
      'at',
      '12:00',
      'on',
      'by',
      '×',
      '__proto__',
      'constructor',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join(' ')),
        ),
        (text) => {
          const parsed = parseDue(text);
          if (!parsed.ok) expect(parsed.fault.at.offset).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('nested without end is refused', () => {
    const parsed = parseDue(`by ${'('.repeat(5_000)}signing${')'.repeat(5_000)}`);
    expect(!parsed.ok && parsed.fault.detail).toContain('too deeply');
  });
});

describe('an instant in a phrase', () => {
  const documentWith = (due: string): AgreementDocument => ({
    id: 'a',
    title: 'A',
    zone: 'UTC',
    obligations: [{ id: 'b', title: 'B', due }],
  });

  it('is written as RFC 3339 writes it, and printed as it was', () => {
    for (const text of ['2025-01-19t08:30:00.25z', '2025-01-19T08:30+18:00']) {
      const parsed = parseDue(`at ${text}`);
      expect(parsed.ok && printDue(parsed.tree)).toBe(`at ${text}`);
    }
    expect(parseDue('at 2025-01-19T08:30:61Z')).toMatchObject({
      ok: false,
      fault: { at: { offset: 3 } },
    });
  });

  it('with an offset that no zone has is refused, and read where it was stored before', () => {
    const document = documentWith('at 2025-01-19T08:30+20:00');
    expect(compile(document, () => true)).toMatchObject({
      ok: false,
      faults: [{ pointer: '/obligations/0/due', at: { offset: 3, length: 22 } }],
    });
    expect(compile(document).ok).toBe(true);
  });
});
