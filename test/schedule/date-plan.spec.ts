import fc from 'fast-check';
import { datePlan, UNDATED } from '../../src/schedule/date-plan';
import type { Obligation } from '../../src/schedule/document';
import { parseDay } from '../../src/schedule/epoch-day';
import { compiled, documentOf, fact, milestonesOf } from '../support/agreements';
import { runs } from '../support/runs';

const RUNS = runs(100, 2_000);

/** A phrase that may count from signing or from any obligation before it. */
function phrase(index: number): fc.Arbitrary<string> {
  const anchors = ['signing', 'entry-into-force', '2026-01-31'];
  for (let i = 0; i < index; i++) anchors.push(`o${i}.due`);
  const anchor = fc.constantFrom(...anchors);
  const unit = fc.constantFrom('days', 'weeks', 'months', 'quarters', 'years');
  const period = fc.tuple(fc.nat(40), unit).map(([amount, name]) => `${amount} ${name}`);
  return fc.oneof(
    fc.tuple(period, anchor).map(([much, of]) => `within ${much} of ${of}`),
    fc.tuple(period, anchor).map(([much, of]) => `${much} before ${of}`),
    fc.tuple(period, anchor).map(([much, of]) => `before ${much} after ${of}`),
    fc.tuple(anchor, anchor).map(([a, b]) => `by later of (${a} and 10 days after ${b})`),
    fc.tuple(anchor, anchor).map(([a, b]) => `by earlier of (${a} and 1 month after ${b})`),
    fc.tuple(fc.integer({ min: 1, max: 60 }), anchor).map(([n, of]) => `on day ${n} of ${of}`),
    anchor.map((of) => `by last day of the 2nd quarter after ${of}`),
  );
}

const obligations: fc.Arbitrary<Obligation[]> = fc
  .integer({ min: 1, max: 12 })
  .chain((length) => fc.tuple(...Array.from({ length }, (_, i) => phrase(i))))
  .map((dues) => dues.map((due, i) => ({ id: `o${i}`, title: `O${i}`, due })));

describe('a date plan', () => {
  it('gives the days that the schedule gives', () => {
    fc.assert(
      fc.property(
        obligations,
        fc.constantFrom('agreement-d-plus-n', 'inclusive'),
        fc.constantFrom('2024-02-29', '2025-11-27', '2025-12-31', '2026-01-31'),
        (written, counting, signed) => {
          const document = documentOf(written, {
            counting,
            events: { 'entry-into-force': { title: 'Entry into force' } },
          });
          const plan = datePlan(compiled(document));
          expect(plan.left).toEqual([]);
          const known = plan.inputs.map((name) =>
            name === 'signing' ? (parseDay(signed) as number) : UNDATED,
          );
          const expected = milestonesOf(document, [fact('signing', signed)]);
          expect([...plan.run(known)]).toEqual(
            plan.paths.map((path) => expected[path]?.dueOn ?? UNDATED),
          );
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('names what whole days alone do not date', () => {
    const plan = datePlan(
      compiled(
        documentOf([
          { id: 'a', title: 'A', due: 'within 24 hours of signing' },
          { id: 'b', title: 'B', due: 'within 3 days of a.due' },
          { id: 'c', title: 'C', due: 'within 3 days of signing', counting: 'eu-1182-71' },
          { id: 'd', title: 'D', due: 'within 3 days of signing' },
        ]),
      ),
    );
    expect(plan.left).toEqual(['a', 'b', 'c']);
    expect(plan.paths).toEqual(['d']);
  });
});
