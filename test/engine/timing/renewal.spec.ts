import fc from 'fast-check';
import { luxonZones } from '../../../src/base/zones';
import { formatDay, parseDay } from '../../../src/engine/calendar/epoch-day';
import type { Obligation } from '../../../src/engine/model/document';
import type { Fact } from '../../../src/engine/model/fact';
import type { Milestone } from '../../../src/engine/model/milestone';
import { schedule } from '../../../src/engine/schedule/schedule';
import { statusAt } from '../../../src/engine/status/status';
import { compiled, documentOf, fact } from '../../support/agreements';
import { day, states } from '../../support/language';
import { runs } from '../../support/runs';

const TERM = {
  holds: 'from 2020-11-10 for 5 years',
  renews: 'for 5 years unless notice 6 months before',
};
const YEARLY = {
  holds: 'from 2020-01-01 for 1 year',
  renews: 'for 1 year unless notice 2 months before',
};

type Timing = Partial<Obligation>;

/** The milestones of a term and of entries beside it as of an instant or the beginning of a day, by path and party. */
function asOf(
  at: string | undefined,
  timings: Record<string, Timing>,
  facts: readonly Fact[] = [],
): Record<string, Milestone> {
  const obligations = Object.entries(timings).map(([id, timing]) => ({ id, title: id, ...timing }));
  const { milestones } = schedule(compiled(documentOf(obligations, states)), facts, {
    zones: luxonZones,
    ...(at !== undefined && { at: instant(at) }),
  });
  return Object.fromEntries(milestones.map((one) => [one.id.slice('test/'.length), one]));
}

function instant(text: string): number {
  if (text.length > 10) return Date.parse(text);
  return luxonZones.instantAt(parseDay(text) as number, 0, 'Europe/Kyiv');
}

const WEEK = { dueSoonMs: 7 * 86_400_000 };
const stateAt = (milestone: Milestone | undefined, at: string): string =>
  statusAt(milestone as Milestone, instant(at), WEEK).state;

describe('a term that renews itself', () => {
  // The last day for notice ends at midnight. From then on the next period is certain.
  it.each([
    ['before it starts', '2020-01-01', '2025-11-10', '2025-05-10'],
    ['in its first period', '2024-01-01', '2025-11-10', '2025-05-10'],
    ['on the last day for notice', '2025-05-10T23:59:59+03:00', '2025-11-10', '2025-05-10'],
    ['once that day is over', '2025-05-11', '2030-11-10', '2030-05-10'],
    ['at its renewal', '2025-11-11', '2030-11-10', '2030-05-10'],
    ['after two renewals', '2031-01-01', '2035-11-10', '2035-05-10'],
    ['after sixteen', '2101-01-01', '2105-11-10', '2105-05-10'],
  ])('%s', (_name, at, ends, closes) => {
    const { term, 'term.notice-closes': notice } = asOf(at, { term: TERM });
    expect([day(term?.endsOn), day(notice?.dueOn)]).toEqual([ends, closes]);
    expect(term).toMatchObject({
      provisional: true,
      waitsFor: ['notice'],
      earliestOn: term?.endsOn,
    });
    expect(notice).toMatchObject({ provisional: false, waitsFor: [], nature: 'notice' });
  });

  it('has a last day for notice also without an instant, and dates what counts from it', () => {
    const found = asOf(undefined, {
      term: TERM,
      falls: { falls: 'term.notice-closes' },
      ask: { due: '2 weeks before term.notice-closes' },
    });
    expect(day(found.falls?.dueOn)).toBe('2025-05-10');
    expect(day(found.ask?.dueOn)).toBe('2025-04-26');
    expect(found['term.notice-closes']).toMatchObject({
      id: 'test/term.notice-closes',
      path: 'term.notice-closes',
      phase: 'notice-closes',
      kind: 'occasion',
      phrase: '6 months before term.ends',
    });
  });

  it('waits for its start', () => {
    const timing = { ...TERM, holds: 'from signing for 5 years' };
    expect(asOf('2026-01-01', { term: timing })['term.notice-closes']).toMatchObject({
      waitsFor: ['signing'],
    });
    const signed = asOf('2026-01-01', { term: timing }, [fact('signing', '2025-12-01')]);
    expect(day(signed['term.notice-closes']?.dueOn)).toBe('2030-06-01');
    const assumed = [fact('signing', '2025-12-01', { hypothetical: true })];
    expect(asOf('2026-01-01', { term: timing }, assumed)['term.notice-closes']?.hypothetical).toBe(
      true,
    );
  });

  it('without a period of notice can be given notice up to its end', () => {
    const timing = { ...YEARLY, renews: 'for 1 year unless notice' };
    const notice = (at: string) => asOf(at, { term: timing })['term.notice-closes'];
    expect(day(notice('2021-01-01T23:00:00+02:00')?.dueOn)).toBe('2021-01-01');
    expect(day(notice('2021-01-02')?.dueOn)).toBe('2022-01-01');
    expect(notice('2021-01-01')?.phrase).toBe('term.ends');
  });

  it('with a notice longer than its periods ends with the first period whose notice is still open', () => {
    const timing = {
      holds: 'from 2026-01-01 for 1 month',
      renews: 'for 1 month unless notice 3 months before',
    };
    const { term, 'term.notice-closes': notice } = asOf('2026-02-15', { term: timing });
    expect([day(term?.endsOn), day(notice?.dueOn)]).toEqual(['2026-06-01', '2026-03-01']);
  });

  it('renews as often as the text says: then the end is final and the last day for notice stays closed', () => {
    const timing = { ...YEARLY, renews: 'for 1 year 2 times unless notice 2 months before' };
    const first = asOf('2020-06-01', { term: timing });
    expect([day(first.term?.endsOn), day(first.term?.latestOn)]).toEqual([
      '2021-01-01',
      '2023-01-01',
    ]);
    const last = asOf('2022-06-01', { term: timing });
    expect(last.term).toMatchObject({ provisional: false, waitsFor: [] });
    expect(day(last.term?.endsOn)).toBe('2023-01-01');
    expect(day(last['term.notice-closes']?.dueOn)).toBe('2021-11-01');
    expect(stateAt(last['term.notice-closes'], '2022-06-01')).toBe('expired');
    expect(stateAt(last.term, '2023-01-02')).toBe('expired');
  });

  it('counts every end from the first beginning, also over short months', () => {
    const timing = { holds: 'from 2025-12-31 for 1 month', renews: 'for 1 month unless notice' };
    expect(day(asOf('2026-02-15', { term: timing }).term?.endsOn)).toBe('2026-02-28');
    expect(day(asOf('2026-03-15', { term: timing }).term?.endsOn)).toBe('2026-03-31');
  });

  it('with periods of a day is computed quickly for a century', () => {
    const timing = { holds: 'from 1900-01-01 for 1 day', renews: 'for 1 day unless notice' };
    expect(day(asOf('2026-11-30', { term: timing }).term?.endsOn)).toBe('2026-11-30');
  });

  it('is renewed from its extended end', () => {
    const extended = [fact('term.extended', '2020-06-01', { for: '3 months' })];
    const { term } = asOf('2021-06-01', { term: YEARLY }, extended);
    expect(day(term?.endsOn)).toBe('2022-04-01');
  });

  it('is renewed by a fact before its last day for notice is over', () => {
    const renewed = [fact('term.renewed', '2020-02-01'), fact('term.renewed', '2020-03-01')];
    const { term, 'term.notice-closes': notice } = asOf('2020-04-01', { term: YEARLY }, renewed);
    expect([day(term?.endsOn), day(notice?.dueOn)]).toEqual(['2023-01-01', '2022-11-01']);
  });

  it('keeps a pinned end, and the last day for notice that belongs to it', () => {
    const pinned = [fact('term.pinned', '2020-06-01', { to: '2021-03-31' })];
    const { term, 'term.notice-closes': notice } = asOf('2020-07-01', { term: YEARLY }, pinned);
    expect([day(term?.endsOn), day(notice?.dueOn)]).toEqual(['2021-03-31', '2021-01-31']);
  });

  it('refuses an empty period', () => {
    const broken = { ...YEARLY, renews: 'for 0 days unless notice' };
    expect(() => asOf('2026-01-01', { term: broken })).toThrow(/longer than zero/);
  });

  it('reserves the id of its last day for notice, so that no phase has it', () => {
    const phases = [{ id: 'notice-closes', due: 'undated' }];
    expect(() => asOf('2026-01-01', { term: { ...YEARLY, phases } })).toThrow(
      /last day for notice/,
    );
  });
});

describe('a notice', () => {
  it.each([
    ['on the last day', '2021-11-01', '2022-01-01', '2021-11-01'],
    ['a day late', '2021-11-02', '2023-01-01', '2022-11-01'],
  ])(
    '%s ends the term with its period, at every instant of evaluation',
    (_name, given, ends, closes) => {
      for (const at of ['2020-06-01', '2022-06-01', '2030-01-01']) {
        const facts = [fact('notice', given)];
        const { term, 'term.notice-closes': notice } = asOf(at, { term: YEARLY }, facts);
        expect([day(term?.endsOn), day(notice?.dueOn)]).toEqual([ends, closes]);
        expect(term).toMatchObject({ provisional: false, waitsFor: [] });
        expect(stateAt(notice, '2030-01-01')).toBe('discharged');
      }
    },
  );

  it('ends the term by the earliest one, whatever the order of the facts', () => {
    const facts = [fact('notice', '2025-03-01'), fact('notice', '2021-10-01')];
    expect(day(asOf('2026-01-01', { term: YEARLY }, facts).term?.endsOn)).toBe('2022-01-01');
  });

  it('that is assumed makes the end an assumption', () => {
    const facts = [fact('notice', '2021-10-01', { hypothetical: true })];
    expect(asOf('2021-01-01', { term: YEARLY }, facts).term?.hypothetical).toBe(true);
  });

  it('is separate for each party if each has a clock', () => {
    const each = { ...YEARLY, 'for each': 'states' };
    const facts = [fact('notice', '2021-10-01', { by: 'chad' })];
    const found = asOf('2026-01-01', { term: each }, facts);
    expect(day(found['term@chad']?.endsOn)).toBe('2022-01-01');
    expect(day(found['term@ukraine']?.endsOn)).toBe('2027-01-01');
    expect(day(found['term.notice-closes@ukraine']?.dueOn)).toBe('2026-11-01');
    expect(stateAt(found['term.notice-closes@chad'], '2026-01-01')).toBe('discharged');
  });
});

describe('the last day for notice ends with its term', () => {
  const closing = (facts: readonly Fact[], timing: Timing = {}) =>
    asOf(
      '2020-06-01',
      { term: { ...YEARLY, ...timing }, other: { supersedes: 'term', due: 'on approval' } },
      facts,
    )['term.notice-closes'];
  it.each([
    ['terminated', [fact('term.terminated', '2020-05-01')], 'terminated'],
    ['ended', [fact('term.ended', '2020-05-01')], 'terminated'],
    ['waived', [fact('term.waived', '2020-05-01')], 'discharged'],
    ['superseded', [fact('term.superseded', '2020-05-01')], 'discharged'],
    ['superseded by another entry', [fact('approval', '2020-05-01')], 'discharged'],
    ['with the agreement', [fact('*.terminated', '2020-05-01')], 'terminated'],
    [
      'not where the term survives the agreement',
      [fact('*.terminated', '2020-05-01', { surviving: ['term'] })],
      'in-effect',
    ],
  ])('%s', (_name, facts, state) => {
    expect(stateAt(closing(facts), '2020-06-01')).toBe(state);
  });

  it('is conditional while the term is', () => {
    expect(stateAt(closing([], { when: 'invasion' }), '2020-06-01')).toBe('conditional');
  });
});

it('for every term and instant, a notice given then ends the term at the end that is shown', () => {
  const unit = fc.constantFrom('day', 'week', 'month', 'year');
  const amount = fc.integer({ min: 1, max: 40 });
  const period = fc.tuple(amount, unit).map(([n, of]) => `${n} ${of}s`);
  const on = fc.integer({ min: 7_000, max: 30_000 });
  fc.assert(
    fc.property(
      period,
      period,
      fc.option(period),
      fc.option(amount),
      on,
      fc.nat(20_000),
      (length, more, before, times, from, later) => {
        const notice = before === null ? 'notice' : `notice ${before} before`;
        const count = times === null ? '' : ` ${times} times`;
        const term = {
          holds: `from ${formatDay(from)} for ${length}`,
          renews: `for ${more}${count} unless ${notice}`,
        };
        const at = formatDay(from + later);
        const open = asOf(at, { term });
        const given = asOf(at, { term }, [fact('notice', at)]);
        expect(given.term?.endsOn).toBe(open.term?.endsOn);
        expect(given['term.notice-closes']?.dueOn).toBe(open['term.notice-closes']?.dueOn);
      },
    ),
    { numRuns: runs(300, 10_000) },
  );
});
