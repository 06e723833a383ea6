import type { Obligation } from '../../../src/engine/model/document';
import type { Fact } from '../../../src/engine/model/fact';
import { fact } from '../../support/agreements';
import { day, on, run, states, statusOf } from '../../support/language';

const signed = [fact('signing', '2025-11-27')];

describe('a condition', () => {
  const gated = (facts: readonly Fact[]) =>
    run(
      [
        { id: 'a', title: 'A', due: 'within 10 days of signing', when: 'approval' },
        { id: 'b', title: 'B', due: 'within 10 days of signing', unless: 'invasion' },
      ],
      [...signed, ...facts],
      states,
    );
  it('that is not met keeps the date, and nothing is owed', () => {
    const { a } = gated([]);
    expect(on(a)).toBe('2025-12-07');
    expect(statusOf(a, '2026-01-01T00:00Z')).toBe('conditional');
  });
  it('that is met later makes the obligation owed from then on', () => {
    const { a } = gated([fact('approval', '2025-12-20')]);
    expect(statusOf(a, '2025-12-15T00:00Z')).toBe('conditional');
    expect(statusOf(a, '2025-12-21T00:00Z')).toBe('overdue');
  });
  it('that something has not happened by a day is met when the day is over', () => {
    const of = (facts: readonly Fact[]) =>
      run(
        [{ id: 'a', title: 'A', due: 'by 2026-03-01', when: 'no invasion by 2026-01-31' }],
        facts,
        states,
      ).a;
    expect(statusOf(of([]), '2026-01-31T12:00Z')).toBe('conditional');
    expect(statusOf(of([]), '2026-02-01T12:00Z')).toBe('upcoming');
    expect(statusOf(of([fact('invasion', '2026-02-01')]), '2026-02-01T12:00Z')).toBe('upcoming');
    expect(statusOf(of([fact('invasion', '2026-01-31')]), '2026-02-01T12:00Z')).toBe('conditional');
  });
  it('of "unless" discharges from the day on which it is met', () => {
    const { b } = gated([fact('invasion', '2025-12-01')]);
    expect(statusOf(b, '2025-11-29T00:00Z')).toBe('due-soon');
    expect(statusOf(b, '2026-01-01T00:00Z')).toBe('discharged');
  });
  it('chooses the first case that is met', () => {
    const cases = [
      { when: 'approval by 2026-01-01', due: 'by 2026-05-22' },
      { due: 'by 2026-04-12' },
    ];
    const of = (facts: readonly Fact[]) => run([{ id: 'a', title: 'A', cases }], facts, states).a;
    expect(on(of([]))).toBe('2026-04-12');
    expect(of([])).toMatchObject({ provisional: true, waitsFor: ['approval'] });
    expect(on(of([fact('approval', '2026-01-01')]))).toBe('2026-05-22');
    expect(on(of([fact('approval', '2026-01-02')]))).toBe('2026-04-12');
  });
  it('that makes another entry supersede it discharges the entry', () => {
    const found = run(
      [
        { id: 'old', title: 'Old', due: 'within 90 days of signing' },
        { id: 'new', title: 'New', due: 'within 10 days of approval', supersedes: 'old' },
      ],
      [...signed, fact('approval', '2026-01-05')],
      states,
    );
    expect(found.old?.supersededBy).toBe('new');
    expect(statusOf(found.old, '2026-01-04T00:00Z')).toBe('upcoming');
    expect(statusOf(found.old, '2026-01-06T00:00Z')).toBe('discharged');
  });
});

describe('a date moves by', () => {
  const term = (more: object, facts: readonly Fact[]) =>
    run(
      [{ id: 'term', title: 'T', holds: 'from signing for 1 year', ...more }],
      [...signed, ...facts],
      states,
    ).term;
  it('an extension, to a day or by a period, which keeps the original date', () => {
    const twice = term({ extends: 'by at most 1 year' }, [
      fact('term.extended', '2026-10-01', { for: '6 months' }),
      fact('term.extended', '2027-04-01', { to: '2027-07-01' }),
    ]);
    expect(day(twice?.endsOn)).toBe('2027-07-01');
    expect(day(twice?.originalOn)).toBe('2026-11-27');
    expect(day(twice?.latestOn)).toBe('2027-11-27');
  });
  it('an extension or a pin to an instant: late at that instant, on its day in the zone of the entry', () => {
    const at = Date.parse('2026-03-31T22:30:00Z');
    const duty = { id: 'a', title: 'A', due: 'within 10 days of signing' };
    for (const kind of ['extended', 'pinned']) {
      const moved = (zone: string) =>
        run(
          [{ ...duty, zone }],
          [...signed, fact(`a.${kind}`, '2025-12-01', { to: '2026-04-01', toInstant: at })],
        ).a;
      expect(moved('Europe/Kyiv')).toMatchObject({ dueAt: at });
      expect(on(moved('Europe/Kyiv'))).toBe('2026-04-01');
      expect(on(moved('UTC'))).toBe('2026-03-31');
      expect(statusOf(moved('UTC'), '2026-03-31T22:29:59Z')).toBe('due-soon');
      expect(statusOf(moved('UTC'), '2026-03-31T22:30:00Z')).toBe('overdue');
    }
    const held = term({ extends: 'by agreement' }, [
      fact('term.extended', '2026-10-01', {
        to: '2027-07-01',
        toInstant: Date.parse('2027-07-01T10:00Z'),
      }),
    ]);
    expect(held).toMatchObject({ endsAt: Date.parse('2027-07-01T10:00Z') });
    expect(day(held?.endsOn)).toBe('2027-07-01');
  });
  it('the part of a later period that an earlier one used', () => {
    const later = (...facts: Fact[]) =>
      run(
        [
          {
            id: 'first',
            title: 'F',
            holds: 'from signing for 8 months',
            extends: 'by agreement deducted from second',
          },
          { id: 'second', title: 'S', holds: 'from approval for 36 months' },
        ],
        [fact('signing', '2018-09-12'), fact('approval', '2019-11-12'), ...facts],
        states,
      ).second;
    expect(day(later()?.endsOn)).toBe('2022-11-12');
    const half = fact('first.extended', '2019-05-03', { for: '6 months' });
    expect(day(later(half)?.endsOn)).toBe('2022-05-12');
    const named = fact('first.extended', '2019-11-07', { to: '2019-11-22' });
    expect(day(later(half, named)?.endsOn)).toBe('2022-05-02');
  });
  it('a renewal, repeatedly until a notice in time', () => {
    const renews = { renews: 'for 1 year unless notice 6 months before' };
    expect(term(renews, [])).toMatchObject({ waitsFor: ['notice'] });
    expect(day(term(renews, [])?.earliestOn)).toBe('2026-11-27');
    expect(day(term(renews, [fact('notice', '2026-05-27')])?.endsOn)).toBe('2026-11-27');
    expect(day(term(renews, [fact('notice', '2026-05-28')])?.endsOn)).toBe('2027-11-27');
    const thrice = { renews: 'for 1 year 3 times unless notice 6 months before' };
    expect(day(term(thrice, [])?.endsOn)).toBe('2029-11-27');
    expect(term(thrice, [])?.provisional).toBe(true);
  });
  it('a pause: its days are added, or the period restarts', () => {
    const facts = [fact('invasion', '2025-12-01'), fact('approval', '2025-12-11')];
    const paused = (then: string, some: readonly Fact[]) =>
      run(
        [
          {
            id: 'a',
            title: 'A',
            due: 'within 30 days of signing',
            pauses: `while invasion and no approval${then}`,
          },
        ],
        [...signed, ...some],
        states,
      ).a;
    expect(on(paused('', facts))).toBe('2026-01-06');
    expect(on(paused(' restarting', facts))).toBe('2026-01-10');
    expect(on(paused('', facts.slice(0, 1)))).toBeUndefined();
    expect(statusOf(paused('', facts.slice(0, 1)), '2025-12-05T00:00Z')).toBe('suspended');
    expect(statusOf(paused('', facts), '2025-12-05T00:00Z')).toBe('suspended');
    expect(statusOf(paused('', facts), '2025-12-15T00:00Z')).toBe('upcoming');
  });
  it('no pause that ended before the count began', () => {
    const facts = [fact('invasion', '2025-01-01'), fact('approval', '2025-01-11')];
    for (const phrase of [
      'within 10 days of signing',
      'by 10 days after signing',
      'before 11 days after signing',
      'by day 11 of signing',
    ]) {
      const pauses = 'while invasion and no approval';
      const { a } = run(
        [{ id: 'a', title: 'A', due: phrase, pauses }],
        [...signed, ...facts],
        states,
      );
      expect(on(a)).toBe('2025-12-07');
    }
  });
  it('no suspension for which the text has no clause', () => {
    const { a } = run(
      [{ id: 'a', title: 'A', due: 'within 30 days of signing' }],
      [...signed, fact('a.suspended', '2025-12-01'), fact('a.resumed', '2025-12-11')],
    );
    expect(on(a)).toBe('2025-12-27');
    expect(statusOf(a, '2025-12-05T00:00Z')).toBe('suspended');
  });
  it('a snapback, which undoes the others', () => {
    const found = run(
      [
        { id: 'relief', title: 'R', due: 'within 10 days of signing' },
        { id: 'guard', title: 'G', holds: 'from signing', reverts: 'relief on invasion' },
      ],
      [...signed, fact('relief.fulfilled', '2025-12-01'), fact('invasion', '2026-02-01')],
      states,
    );
    expect(statusOf(found.relief, '2025-12-02T00:00Z')).toBe('met');
    expect(statusOf(found.relief, '2026-02-02T00:00Z')).toBe('terminated');
  });
});

describe('an entry that depends on another one', () => {
  it('is due together with it, or by its end', () => {
    const found = run(
      [
        { id: 'exit', title: 'E', due: 'within 10 days of signing' },
        { id: 'arms', title: 'A', due: 'alongside exit' },
        { id: 'truce', title: 'T', holds: 'from signing for 20 days' },
        { id: 'talks', title: 'K', due: 'during truce' },
        { id: 'calm', title: 'C', holds: 'during truce' },
      ],
      signed,
    );
    expect([on(found.arms), on(found.talks), day(found.calm?.endsOn)]).toEqual([
      '2025-12-07',
      '2025-12-17',
      '2025-12-17',
    ]);
  });
  it('has a target before its long-stop date', () => {
    const { a } = run(
      [
        {
          id: 'a',
          title: 'A',
          target: '6 months after signing',
          due: 'within 9 months of signing',
        },
      ],
      signed,
    );
    expect([day(a?.targetOn), on(a)]).toEqual(['2026-05-27', '2026-08-27']);
  });
  it('holds while a state lasts', () => {
    const of = (facts: readonly Fact[]) =>
      run(
        [{ id: 'a', title: 'A', holds: 'from signing while no approval' }],
        [...signed, ...facts],
        states,
      ).a;
    expect(of([])?.endsOn).toBeUndefined();
    expect(day(of([fact('approval', '2026-02-01')])?.endsOn)).toBe('2026-02-01');
  });
});

describe('an interval without a start', () => {
  const events = { notice: { title: 'Notice' }, start: { title: 'Start' } };
  const status = (holds: string, facts: readonly Fact[] = [], more: Partial<Obligation> = {}) => {
    const { a } = run([{ id: 'a', title: 'A', holds, ...more }], facts, { events });
    return statusOf(a, '2026-06-01T00:00Z');
  };
  const renews = { renews: 'for 1 year unless notice 3 months before' };

  it('holds from the beginning, also while its end can still move or is not known', () => {
    expect(status('until 2026-12-31')).toBe('holding');
    expect(status('until 2026-12-31', [], renews)).toBe('holding');
    expect(status('until earlier of (2026-12-31 and notice)')).toBe('holding');
    expect(status('until notice')).toBe('holding');
    expect(status('until notice', [fact('notice', '2026-05-01')])).toBe('expired');
  });

  it('holds as long as the entry that it depends on', () => {
    const held = { id: 'b', title: 'B', holds: 'until notice' };
    const { a } = run([{ id: 'a', title: 'A', holds: 'during b' }, held], [], { events });
    expect(statusOf(a, '2026-06-01T00:00Z')).toBe('holding');
  });

  it('waits if its start is not known, or the condition during which it holds', () => {
    expect(status('from start until 2026-12-31')).toBe('undated');
    expect(status('from start until 2026-12-31', [], renews)).toBe('undated');
    expect(status('while start and no notice')).toBe('undated');
  });
});
