import { luxonZones } from '../../../src/base/zones';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import { compile } from '../../../src/engine/compile/compile';
import type { AgreementDocument } from '../../../src/engine/model/document';
import type { Fact } from '../../../src/engine/model/fact';
import type { Milestone } from '../../../src/engine/model/milestone';
import { parseDue } from '../../../src/engine/phrase/parse';
import { findings } from '../../../src/engine/review/findings';
import { schedule } from '../../../src/engine/schedule/schedule';
import { statusAt } from '../../../src/engine/status/status';
import { compiled, documentOf, due, fact, milestonesOf } from '../../support/agreements';

/** Where two drafters would mean different dates: one test for each line of that table of docs/language.md. */

const day = (value: number | undefined) => (value === undefined ? undefined : formatDay(value));
const on = (milestone: Milestone | undefined) => day(milestone?.dueOn);
const iso = (at: number | undefined) =>
  at === undefined ? undefined : new Date(at).toISOString().slice(0, 16);
const signed = [fact('signing', '2025-11-27')];
const atNoon = [fact('signing', '2025-11-27T10:00:00Z')];

function one(timing: object, facts: readonly Fact[] = signed): Milestone {
  return milestonesOf(documentOf([{ id: 'a', title: 'A', ...timing }]), facts).a as Milestone;
}

function kindsOf(document: AgreementDocument, facts: readonly Fact[]) {
  return findings(compiled(document), facts, { zones: luxonZones }).map(({ kind }) => kind);
}

describe('two readings, one answer', () => {
  it('by D is through D; before D is through the day before', () => {
    expect(on(due('by 2026-07-01', signed))).toBe('2026-07-01');
    expect(on(due('before 2026-07-01', signed))).toBe('2026-06-30');
  });

  it('within N of, N after and by N after end on the same day; within N after is refused', () => {
    for (const phrase of [
      'within 30 days of signing',
      '30 days after signing',
      'by 30 days after signing',
    ]) {
      expect(on(due(phrase, signed))).toBe('2025-12-27');
    }
    const refused = parseDue('within 30 days after signing');
    expect(!refused.ok && refused.fault.example).toContain('within 30 days of signing');
  });

  it('day 30 of x is 29 days after it, 30 days after x is 30', () => {
    expect(on(due('on day 30 of signing', signed))).toBe('2025-12-26');
    expect(on(due('30 days after signing', signed))).toBe('2025-12-27');
  });

  it('on X is late at the midnight that ends its day, at X at the instant', () => {
    expect(iso(due('on signing', atNoon).dueAt)).toBe('2025-11-27T22:00');
    expect(iso(due('at signing', atNoon).dueAt)).toBe('2025-11-27T10:00');
  });

  it('hours from an event known by its day: due from the midnight that ends it, opens from the one that begins it', () => {
    const { dueAt, opensAt } = one({
      due: 'within 24 hours of signing',
      opens: '12 hours after signing',
    });
    expect([iso(dueAt), iso(opensAt)]).toEqual(['2025-11-28T22:00', '2025-11-27T10:00']);
    const document = documentOf([{ id: 'a', title: 'A', due: 'within 24 hours of signing' }]);
    expect(kindsOf(document, signed)).toContain('hours-from-a-day');
    expect(kindsOf(document, atNoon)).not.toContain('hours-from-a-day');
  });

  it('days from an instant run to the end of the day; exactly keeps the clock', () => {
    expect(iso(due('within 3 days of signing', atNoon).dueAt)).toBe('2025-11-30T22:00');
    expect(iso(due('within exactly 3 days of signing', atNoon).dueAt)).toBe('2025-11-30T10:00');
  });

  it('the end of an interval as an anchor is its last day, counted as day 0', () => {
    const found = milestonesOf(
      documentOf([
        { id: 'term', title: 'T', holds: 'from signing until 2020-12-31' },
        { id: 'a', title: 'A', due: 'within 6 months of term.ends' },
        { id: 'b', title: 'B', holds: 'from 1 day after term.ends' },
        { id: 'c', title: 'C', due: 'within 24 hours of term.ends' },
      ]),
      [fact('signing', '2020-02-01')],
    );
    expect([on(found.a), day(found.b?.startsOn)]).toEqual(['2021-06-30', '2021-01-01']);
    expect(iso(found.c?.dueAt)).toBe('2021-01-01T22:00');
  });

  it('until D and for P include their last day', () => {
    expect(iso(one({ holds: 'from signing until 2025-12-31' }).endsAt)).toBe('2025-12-31T22:00');
    expect(day(one({ holds: 'from signing for 10 days' }).endsOn)).toBe('2025-12-07');
    const next = (holds: string) =>
      documentOf([
        { id: 'a', title: 'A', holds: 'from signing for 10 days' },
        { id: 'b', title: 'B', holds },
      ]);
    expect(kindsOf(next('from a.ends'), signed)).toContain('periods-touch');
    expect(kindsOf(next('from 1 day after a.ends'), signed)).not.toContain('periods-touch');
  });

  it('.due or .fulfilled must be said; what is not fulfilled leaves the next undated, with a projection', () => {
    const refused = compile(
      documentOf([
        { id: 'a', title: 'A', due: 'within 10 days of signing' },
        { id: 'b', title: 'B', due: 'within 10 days of a' },
      ]),
    );
    expect(!refused.ok && refused.faults[0]?.expected).toContain('a.fulfilled, or a.due');
    const { b, c } = milestonesOf(
      documentOf([
        { id: 'a', title: 'A', due: 'within 10 days of signing' },
        { id: 'b', title: 'B', due: 'within 10 days of a.fulfilled' },
        { id: 'c', title: 'C', due: 'within 10 days of b.fulfilled' },
      ]),
      signed,
    );
    expect([on(b), day(b?.projectedOn), on(c), day(c?.projectedOn)]).toEqual([
      undefined,
      '2025-12-17',
      undefined,
      '2025-12-27',
    ]);
  });

  it('earlier of with one unknown is dated and provisional; later of is undated with a known floor', () => {
    const earlier = due('by earlier of (2026-01-10 and entry-into-force)', signed);
    expect(earlier).toMatchObject({ provisional: true, waitsFor: ['entry-into-force'] });
    expect(on(earlier)).toBe('2026-01-10');
    const later = due('by later of (2026-01-10 and entry-into-force)', signed);
    expect([on(later), day(later.earliestOn)]).toEqual([undefined, '2026-01-10']);
  });

  it('90 days are not 3 months; a quotation that says the other is a finding', () => {
    expect(on(due('within 90 days of signing', signed))).toBe('2026-02-25');
    expect(on(due('within 3 months of signing', signed))).toBe('2026-02-27');
    const quote = 'no later than three months from signature';
    const document = documentOf([{ id: 'a', title: 'A', quote, due: 'within 90 days of signing' }]);
    expect(kindsOf(document, signed)).toContain('days-or-months');
  });

  it('every … from x begins one interval later, starting on x with x itself', () => {
    const first = (phrase: string) => {
      const agreement = compiled(documentOf([{ id: 'a', title: 'A', due: phrase }]));
      return on(schedule(agreement, signed, { zones: luxonZones }).milestones[0]);
    };
    expect(first('every 6 months from signing 2 times')).toBe('2026-05-27');
    expect(first('every 6 months starting on signing 2 times')).toBe('2025-11-27');
  });

  it('deposit, where many parties deposit, is refused: which one must be said', () => {
    const refused = compile(
      documentOf([{ id: 'a', title: 'A', due: 'within 30 days of deposit' }], {
        parties: { x: { name: 'X', groups: ['states'] }, y: { name: 'Y', groups: ['states'] } },
        events: { deposit: { title: 'Deposit', by: 'states' } },
      }),
    );
    expect(!refused.ok && refused.faults[0]?.expected).toBe(
      'its deposit, first deposit, last deposit or 40th deposit',
    );
  });

  it('24:00 on D−1 and 00:00 on D are one instant: as a deadline on D−1, as a start on D', () => {
    for (const clock of ['24:00 on 2026-02-14', '00:00 on 2026-02-15']) {
      const deadline = due(`at ${clock}`, signed);
      expect([iso(deadline.dueAt), on(deadline)]).toEqual(['2026-02-14T22:00', '2026-02-14']);
      const held = one({ holds: `from ${clock}` });
      expect([iso(held.startsAt), day(held.startsOn)]).toEqual(['2026-02-14T22:00', '2026-02-15']);
    }
  });

  it('an extension past its cap, or with no clause, is accepted with a finding; latest keeps the cap', () => {
    const document = (more: object) =>
      documentOf([{ id: 'a', title: 'A', holds: 'from signing for 1 year', ...more }]);
    const facts = [...signed, fact('a.extended', '2026-10-01', { for: '9 months' })];
    for (const more of [{ extends: 'by at most 6 months' }, {}]) {
      const { a } = milestonesOf(document(more), facts);
      expect(day(a?.endsOn)).toBe('2027-08-27');
      expect(kindsOf(document(more), facts)).toContain('over-extended');
    }
    const { a } = milestonesOf(document({ extends: 'by at most 6 months' }), facts);
    expect([day(a?.originalOn), day(a?.latestOn)]).toEqual(['2026-11-27', '2027-05-27']);
  });

  it('several obligors owe one milestone, fulfilled when all of them have', () => {
    const document = documentOf(
      [{ id: 'a', title: 'A', obligor: ['x', 'y'], due: 'within 10 days of signing' }],
      { parties: { x: { name: 'X' }, y: { name: 'Y' } } },
    );
    const by = (...parties: string[]) =>
      milestonesOf(document, [
        ...signed,
        ...parties.map((party, i) => fact('a.fulfilled', `2025-12-0${i + 1}`, { by: party })),
      ]).a as Milestone;
    const status = (milestone: Milestone) =>
      statusAt(milestone, Date.parse('2025-12-20T00:00Z'), { dueSoonMs: 0 }).status;
    expect([status(by('x')), status(by('x', 'y'))]).toEqual(['overdue', 'met']);
  });
});
