import fc from 'fast-check';
import { formatDay, parseDay } from '../../../src/engine/calendar/epoch-day';
import { compile } from '../../../src/engine/compile/compile';
import type { Convention } from '../../../src/engine/counting/convention';
import type { Obligation } from '../../../src/engine/model/document';
import { datePlan, UNDATED } from '../../../src/engine/what-if/date-plan';
import { compiled, documentOf, fact, milestonesOf } from '../../support/agreements';
import { runs } from '../../support/runs';

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

const EVENTS = {
  storm: { title: 'Storm' },
  approval: { title: 'Approval' },
  notice: { title: 'Notice', repeats: true },
};
const PARTIES = { chad: { name: 'Chad', groups: ['states'] } };
const FACTS = [
  fact('signing', '2026-01-31'),
  fact('approval', '2026-02-10'),
  fact('done.fulfilled', '2026-02-01'),
];
const shown = (day = UNDATED): string => (day === UNDATED ? 'undated' : formatDay(day));

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

  it.each<[string, Partial<Obligation>, string]>([
    ['a day', { due: 'by 2026-03-15' }, '2026-03-15'],
    ['strictly before a counted day', { due: 'before 10 days after signing' }, '2026-02-09'],
    ['backwards', { due: '10 days before signing' }, '2026-01-21'],
    ['months clamped', { due: 'within 1 month of signing' }, '2026-02-28'],
    [
      'months clamped, back from a first day that counts',
      { due: '2 months before signing', counting: 'inclusive' },
      '2025-12-01',
    ],
    ['a day by number', { due: 'on day 3 of signing' }, '2026-02-02'],
    ['an edge of a month', { due: 'by last day of the month of signing' }, '2026-01-31'],
    [
      'the later, the first later',
      { due: 'by later of (2 days after signing and signing)' },
      '2026-02-02',
    ],
    [
      'the later, the second later',
      { due: 'by later of (signing and 2 days after signing)' },
      '2026-02-02',
    ],
    [
      'the earlier, the first later',
      { due: 'by earlier of (2 days after signing and signing)' },
      '2026-01-31',
    ],
    [
      'the earlier, the second later',
      { due: 'by earlier of (signing and 2 days after signing)' },
      '2026-01-31',
    ],
    ['what was done', { due: 'within 5 days of done.fulfilled' }, '2026-02-06'],
    ['a moment that comes', { falls: '5 days after done.due' }, '2026-02-15'],
    ['an event beside another', { due: 'within 1 day of approval' }, '2026-02-11'],
    ['an event that is not known', { due: 'within 1 day of storm' }, 'undated'],
    ['before what is not known', { due: 'before 3 days after storm' }, 'undated'],
    ['a day by number of what is not known', { due: 'on day 3 of storm' }, 'undated'],
    ['months from what is not known', { due: 'within 1 month of storm' }, 'undated'],
    [
      'the later of the known and the unknown',
      { due: 'by later of (signing and storm)' },
      'undated',
    ],
    [
      'the earlier of the known and the unknown',
      { due: 'by earlier of (storm and signing)' },
      '2026-01-31',
    ],
  ])('dates %s as the schedule does', (_name, timing, expected) => {
    const document = documentOf(
      [
        { id: 'done', title: 'Done', due: 'within 10 days of signing' },
        { id: 'a', title: 'A', ...timing },
      ],
      { events: EVENTS },
    );
    const plan = datePlan(compiled(document));
    const days = new Map(FACTS.map(({ id, day }) => [id.split('@')[0], day]));
    const dated = plan.run(plan.inputs.map((name) => days.get(name) ?? UNDATED));
    expect(plan.paths).toEqual(['done', 'a']);
    expect(shown(dated[1])).toBe(expected);
    expect(shown(milestonesOf(document, FACTS).a?.dueOn)).toBe(expected);
  });

  it.each<[string, number[]]>([
    ['agreement-d-plus-n', [1011, 989, 1000, 1030, 969]],
    ['inclusive', [1010, 990, 1000, 1029, 970]],
  ])('counts the day of the event or not, forwards and backwards: %s', (counting, expected) => {
    const phrases = [
      'within 11 days of signing',
      '11 days before signing',
      'within 0 days of signing',
      'within 1 month of signing',
      '1 month before signing',
    ];
    const duties = phrases.map((due, i) => ({ id: `o${i}`, title: due, due }));
    const plan = datePlan(compiled(documentOf(duties, { counting })));
    expect([...plan.run([1000])]).toEqual(expected);
  });

  it('has each input once, in the order in which the text first counts from them', () => {
    const plan = datePlan(
      compiled(
        documentOf(
          [
            { id: 'a', title: 'A', due: 'within 2 days of storm' },
            { id: 'b', title: 'B', due: 'by later of (signing and storm)' },
            { id: 'c', title: 'C', due: 'within 3 days of a.fulfilled' },
          ],
          { events: EVENTS },
        ),
      ),
    );
    expect(plan.inputs).toEqual(['storm', 'signing', 'a.fulfilled']);
    expect([...plan.run([100, 200, 300])]).toEqual([102, 200, 303]);
    expect([...plan.run([])]).toEqual([UNDATED, UNDATED, UNDATED]);
  });

  it.each<[string, Partial<Obligation>]>([
    ['hours', { due: 'within 24 hours of signing' }],
    ['a clock time', { due: 'at 10:00 on signing' }],
    ['working days', { due: 'within 3 working days of signing' }],
    ['exact days', { due: 'within exactly 3 days of signing' }],
    ['a day that rolls', { due: 'within 3 days of signing', counting: 'eu-1182-71' }],
    ['the clock time kept', { due: 'within 3 days of signing', counting: 'iso-8601' }],
    ['cases', { cases: [{ when: 'storm', due: 'on signing' }, { due: 'on approval' }] }],
    ['pauses', { due: 'within 3 days of signing', pauses: 'while storm' }],
    ['extensions', { due: 'within 3 days of signing', extends: 'by agreement' }],
    ['a clock for each party', { due: 'within 3 days of signing', 'for each': 'states' }],
    ['a clock for each occurrence', { due: 'within 3 days of it', 'for each': 'notice' }],
    ['a repetition', { due: 'every 3 months from signing' }],
    ['a repeated moment', { falls: 'every 3 months from signing' }],
    ['its neighbour’s date', { due: 'alongside plain' }],
    ['a limit', { due: 'within 3 days of signing but not after 2026-03-01' }],
    ['a limit within', { due: 'within 3 days of (signing but not after 2026-03-01)' }],
    ['a repeated event', { due: 'within 3 days of 2nd notice' }],
    ['some of several', { due: 'by 2 of (signing and storm and approval)' }],
    [
      'the later of what it cannot date',
      { due: 'by later of (signing and 2 hours after signing)' },
    ],
    ['a day by number of one', { due: 'on day 3 of 2nd notice' }],
    ['the month of one', { due: 'by last day of the month of 2nd notice' }],
    ['what was verified', { due: 'within 3 days of plain.verified' }],
    ['a start', { due: 'within 3 days of held.starts' }],
    ['the last of several phases', { due: 'within 3 days of phased.fulfilled' }],
    ['no date', { due: 'undated' }],
  ])('leaves entries that depend on %s to the schedule', (_name, timing) => {
    const left = compiled(
      documentOf(
        [
          { id: 'a', title: 'A', ...timing },
          { id: 'plain', title: 'Plain', due: 'within 3 days of signing' },
          { id: 'held', title: 'Held', holds: 'from signing' },
          { id: 'phased', title: 'Phased', phases: [{ id: 'one', due: 'on signing' }] },
        ],
        { events: EVENTS, parties: PARTIES },
      ),
    );
    const plan = datePlan(left);
    expect(plan.left).toContain('a');
    expect([...plan.run([1000])]).toHaveLength(plan.paths.length);
  });

  it('leaves a circle that an earlier release accepted to the schedule', () => {
    const ring = documentOf([
      { id: 'a', title: 'A', due: 'by earlier of (signing and 1 day after b.due)' },
      { id: 'b', title: 'B', due: 'within 1 day of a.due' },
      { id: 'c', title: 'C', due: 'within 1 day of signing' },
    ]);
    const stored = compile(ring, undefined, true);
    expect(stored.ok && datePlan(stored.agreement).left).toEqual(['a', 'b']);
  });

  it.each<Partial<Convention>>([
    { rollForward: 'following' },
    { rollBackward: 'preceding' },
    { keepsClock: true },
    { clearDays: true },
    { shortPeriodDays: 5 },
  ])('leaves entries counted by %j to the schedule', (otherwise) => {
    const agreement = compiled(
      documentOf([{ id: 'a', title: 'A', due: 'within 3 days of signing' }]),
    );
    const items = agreement.items.map((item) => {
      return { ...item, convention: { ...item.convention, ...otherwise } };
    });
    const byPath = new Map(items.map((item) => [item.path, item]));
    expect(datePlan({ ...agreement, items, byPath }).left).toEqual(['a']);
  });

  it('names the entries that whole days cannot date', () => {
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
