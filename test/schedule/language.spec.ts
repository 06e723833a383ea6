import type { AgreementDocument } from '../../src/schedule/document';
import { formatDay } from '../../src/schedule/epoch-day';
import type { Fact, Milestone } from '../../src/schedule/model';
import { schedule } from '../../src/schedule/schedule';
import { standing } from '../../src/schedule/status';
import { luxonZones } from '../../src/zones';
import { compiled, documentOf, due, fact } from '../support/agreements';

const day = (value: number | undefined) => (value === undefined ? undefined : formatDay(value));
const on = (milestone: Milestone | undefined) => day(milestone?.dueOn);
const DUE_SOON = { dueSoonMs: 14 * 86_400_000 };
const statusAt = (milestone: Milestone | undefined, at: string) =>
  standing(milestone as Milestone, Date.parse(at), DUE_SOON).status;

/** Milestones by id without the agreement's: `report@chad#2`. */
function run(
  obligations: AgreementDocument['obligations'],
  facts: readonly Fact[],
  more: Partial<AgreementDocument> = {},
): Record<string, Milestone> {
  const { milestones } = schedule(compiled(documentOf(obligations, more)), facts, {
    zones: luxonZones,
  });
  return Object.fromEntries(milestones.map((one) => [one.id.slice('test/'.length), one]));
}

const signed = [fact('signing', '2025-11-27')];

describe('a moment', () => {
  it.each([
    ['on day 1 of signing', '2025-11-27'],
    ['on day 7 of signing', '2025-12-03'],
    ['by 2 weeks after day 3 of signing', '2025-12-13'],
    ['by last day of the month of signing', '2025-11-30'],
    ['by first day of the month of signing', '2025-11-01'],
    ['by last day of the week of signing', '2025-11-30'],
    ['by first day of the week of signing', '2025-11-24'],
    ['by last day of the quarter of signing', '2025-12-31'],
    ['by last day of the half-year of signing', '2025-12-31'],
    ['by first day of the half-year of signing', '2025-07-01'],
    ['by last day of the year of signing', '2025-12-31'],
    ['by first day of the 1st month after signing', '2025-12-01'],
    ['by first day of the 6th month after signing', '2026-05-01'],
    ['by last day of the 2nd quarter after signing', '2026-06-30'],
    ['by last day of the 1st year before signing', '2024-12-31'],
    ['by first day of the 2nd week before signing', '2025-11-10'],
    ['by 2 of (2026-03-01 and signing and 2026-01-01)', '2026-01-01'],
    ['by 30 days after signing but not before 2026-01-10', '2026-01-10'],
    ['by 30 days after signing but not after 2025-12-20', '2025-12-20'],
    ['within 30 days of signing but not before 2026-01-10', '2026-01-10'],
    ['by 10 days after (signing but not before 2026-01-10)', '2026-01-20'],
    ['by 2026-01-01 but not before 2026-02-01 but not after 2026-01-15', '2026-01-15'],
    ['2015-02-15T00:00+02:00', '2015-02-14'],
  ])('%s is %s', (phrase, expected) => {
    expect(on(due(phrase, signed))).toBe(expected);
  });

  it('that is the second of three waits for as many as it needs', () => {
    const phrase = 'by 2 of (entry-into-force and signing and 2026-01-01)';
    expect(due(phrase, signed)).toMatchObject({
      waitsFor: ['entry-into-force'],
      provisional: true,
    });
    expect(on(due(phrase, signed))).toBe('2026-01-01');
  });

  it('with an unknown floor is not dated; with an unknown ceiling it is, provisionally', () => {
    const floor = due('by 2026-03-01 but not before entry-into-force', signed);
    expect(floor).toMatchObject({ waitsFor: ['entry-into-force'], provisional: false });
    expect(on(floor)).toBeUndefined();
    expect(day(floor.earliestOn)).toBe('2026-03-01');
    const ceiling = due('by 2026-03-01 but not after entry-into-force', signed);
    expect(on(ceiling)).toBe('2026-03-01');
    expect(ceiling.provisional).toBe(true);
  });
});

const states = {
  parties: {
    chad: { name: 'Chad', groups: ['states'] },
    ukraine: { name: 'Ukraine', groups: ['states'] },
  },
  events: {
    deposit: { title: 'Deposit', by: 'states' },
    poll: { title: 'Poll', repeats: true },
    notice: { title: 'Notice' },
    invasion: { title: 'Invasion' },
    approval: { title: 'Approval' },
  },
};

describe('an event that happens more than once', () => {
  const deposits = [
    fact('deposit', '1999-07-01', { by: 'chad' }),
    fact('deposit', '2005-12-27', { by: 'ukraine' }),
  ];
  it.each([
    ['by first day of the 6th month after 2nd deposit', '2006-06-01'],
    ['on first deposit', '1999-07-01'],
    ['on last deposit', '2005-12-27'],
  ])('%s is %s', (phrase, expected) => {
    expect(on(run([{ id: 'a', title: 'A', due: phrase }], deposits, states).a)).toBe(expected);
  });

  it('takes a recorded number for a count', () => {
    const numbered = [fact('deposit', '1998-09-16', { ordinal: 40, by: 'chad' })];
    const { a } = run([{ id: 'a', title: 'A', due: 'on 40th deposit' }], numbered, states);
    expect(on(a)).toBe('1998-09-16');
  });

  it('runs a clock for each party, named in the id and in what it waits for', () => {
    const found = run(
      [
        { id: 'in-force', title: 'F', 'for each': 'states', falls: '6 months after its deposit' },
        {
          id: 'report',
          title: 'R',
          'for each': 'states',
          due: 'within 180 days of its in-force.due',
        },
      ],
      deposits.slice(0, 1),
      states,
    );
    expect(Object.keys(found)).toEqual([
      'in-force@chad',
      'in-force@ukraine',
      'report@chad',
      'report@ukraine',
    ]);
    expect(on(found['report@chad'])).toBe('2000-06-29');
    expect(found['report@chad']).toMatchObject({ party: 'chad', obligors: ['chad'] });
    expect(found['report@ukraine']?.waitsFor).toEqual(['deposit by ukraine']);
  });

  it('runs a clock for each occurrence', () => {
    const polls = [
      fact('poll', '2019-11-04', { ordinal: 1 }),
      fact('poll', '2025-01-27', { ordinal: 2 }),
    ];
    const found = run(
      [{ id: 'next', title: 'N', 'for each': 'poll', falls: '1 year after it' }],
      polls,
      states,
    );
    expect([on(found['next#1']), on(found['next#2'])]).toEqual(['2020-11-04', '2026-01-27']);
  });
});

describe('a repetition', () => {
  const dates = (phrase: string, facts = signed) =>
    Object.entries(run([{ id: 'a', title: 'A', due: phrase }], facts)).map(
      ([id, one]) => `${id} ${on(one)}`,
    );
  it.each([
    [
      'every 1 month from 2025-01-31 3 times',
      ['a#1 2025-02-28', 'a#2 2025-03-31', 'a#3 2025-04-30'],
    ],
    ['every 1 month starting on 2025-01-31 2 times', ['a#1 2025-01-31', 'a#2 2025-02-28']],
    [
      'every 7 days from day 7 of signing until day 21 of signing',
      ['a#1 2025-12-10', 'a#2 2025-12-17'],
    ],
    ['every year on 30 April from signing 2 times', ['a#1 2026-04-30', 'a#2 2027-04-30']],
    [
      'every year on 30 April and 31 October starting on 2025-10-31 3 times',
      ['a#1 2025-10-31', 'a#2 2026-04-30', 'a#3 2026-10-31'],
    ],
    [
      'every year on 29 February from signing 3 times',
      ['a#1 2026-02-28', 'a#2 2027-02-28', 'a#3 2028-02-29'],
    ],
    [
      'every month on day 31 from signing 3 times',
      ['a#1 2025-11-30', 'a#2 2025-12-31', 'a#3 2026-01-31'],
    ],
    [
      'every 3 hours from 10:00 on signing until 16:00 on signing',
      ['a#1 2025-11-27', 'a#2 2025-11-27'],
    ],
    ['every week on Thursday from signing 2 times', ['a#1 2025-12-04', 'a#2 2025-12-11']],
    ['every week on Thursday starting on signing 2 times', ['a#1 2025-11-27', 'a#2 2025-12-04']],
  ])('%s', (phrase, expected) => {
    expect(dates(phrase)).toEqual(expected);
  });

  it('without an end is given as far as its limit, and says so', () => {
    const found = Object.values(
      run([{ id: 'a', title: 'A', due: 'every 1 year from signing' }], signed),
    );
    expect(found).toHaveLength(24);
    expect(
      found
        .at(-1)
        ?.derivation.map(({ text }) => text)
        .join(' '),
    ).toContain('sets no end');
  });

  it('whose origin is unknown is one undated milestone', () => {
    expect(dates('every 1 year from signing', [])).toEqual(['a#1 undefined']);
  });

  it('keeps what was recorded about each occurrence apart', () => {
    const found = run(
      [{ id: 'a', title: 'A', due: 'every 7 days from signing 2 times' }],
      [...signed, fact('a.fulfilled', '2025-12-05', { ordinal: 1 })],
    );
    expect(statusAt(found['a#1'], '2025-12-06T00:00Z')).toBe('met-late');
    expect(statusAt(found['a#2'], '2025-12-06T00:00Z')).toBe('due-soon');
  });
});

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
  it('that is not met leaves the date and takes away the duty', () => {
    const { a } = gated([]);
    expect(on(a)).toBe('2025-12-07');
    expect(statusAt(a, '2026-01-01T00:00Z')).toBe('conditional');
  });
  it('that is met later makes it owed from then on', () => {
    const { a } = gated([fact('approval', '2025-12-20')]);
    expect(statusAt(a, '2025-12-15T00:00Z')).toBe('conditional');
    expect(statusAt(a, '2025-12-21T00:00Z')).toBe('overdue');
  });
  it('that something has not happened by a day is met when the day is over', () => {
    const of = (facts: readonly Fact[]) =>
      run(
        [{ id: 'a', title: 'A', due: 'by 2026-03-01', when: 'no invasion by 2026-01-31' }],
        facts,
        states,
      ).a;
    expect(statusAt(of([]), '2026-01-31T12:00Z')).toBe('conditional');
    expect(statusAt(of([]), '2026-02-01T12:00Z')).toBe('upcoming');
    expect(statusAt(of([fact('invasion', '2026-02-01')]), '2026-02-01T12:00Z')).toBe('upcoming');
    expect(statusAt(of([fact('invasion', '2026-01-31')]), '2026-02-01T12:00Z')).toBe('conditional');
  });
  it('of "unless" discharges from the day it comes true', () => {
    const { b } = gated([fact('invasion', '2025-12-01')]);
    expect(statusAt(b, '2025-11-29T00:00Z')).toBe('due-soon');
    expect(statusAt(b, '2026-01-01T00:00Z')).toBe('discharged');
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
  it('that a later entry takes its place discharges the old one', () => {
    const found = run(
      [
        { id: 'old', title: 'Old', due: 'within 90 days of signing' },
        { id: 'new', title: 'New', due: 'within 10 days of approval', supersedes: 'old' },
      ],
      [...signed, fact('approval', '2026-01-05')],
      states,
    );
    expect(found.old?.supersededBy).toBe('new');
    expect(statusAt(found.old, '2026-01-04T00:00Z')).toBe('upcoming');
    expect(statusAt(found.old, '2026-01-06T00:00Z')).toBe('discharged');
  });
});

describe('what moves a date', () => {
  const term = (more: object, facts: readonly Fact[]) =>
    run(
      [{ id: 'term', title: 'T', holds: 'from signing for 1 year', ...more }],
      [...signed, ...facts],
      states,
    ).term;
  it('is an extension, to a day or by a period, which keeps the first date', () => {
    const twice = term({ extends: 'by at most 1 year' }, [
      fact('term.extended', '2026-10-01', { for: '6 months' }),
      fact('term.extended', '2027-04-01', { to: '2027-07-01' }),
    ]);
    expect(day(twice?.endsOn)).toBe('2027-07-01');
    expect(day(twice?.originalOn)).toBe('2026-11-27');
    expect(day(twice?.latestOn)).toBe('2027-11-27');
  });
  it('is a renewal, that goes on until a notice comes in time', () => {
    const renews = { renews: 'for 1 year unless notice 6 months before' };
    expect(term(renews, [])).toMatchObject({ waitsFor: ['notice'] });
    expect(day(term(renews, [])?.earliestOn)).toBe('2026-11-27');
    expect(day(term(renews, [fact('notice', '2026-05-27')])?.endsOn)).toBe('2026-11-27');
    expect(day(term(renews, [fact('notice', '2026-05-28')])?.endsOn)).toBe('2027-11-27');
    const thrice = { renews: 'for 1 year 3 times unless notice 6 months before' };
    expect(day(term(thrice, [])?.endsOn)).toBe('2029-11-27');
    expect(term(thrice, [])?.provisional).toBe(true);
  });
  it('is a pause: its days are added, or the period runs anew', () => {
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
    expect(statusAt(paused('', facts.slice(0, 1)), '2025-12-05T00:00Z')).toBe('suspended');
    expect(statusAt(paused('', facts), '2025-12-05T00:00Z')).toBe('suspended');
    expect(statusAt(paused('', facts), '2025-12-15T00:00Z')).toBe('upcoming');
  });
  it('is no pause that was over before the count began', () => {
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
  it('is never a suspension that the text gives no clause for', () => {
    const { a } = run(
      [{ id: 'a', title: 'A', due: 'within 30 days of signing' }],
      [...signed, fact('a.suspended', '2025-12-01'), fact('a.resumed', '2025-12-11')],
    );
    expect(on(a)).toBe('2025-12-27');
    expect(statusAt(a, '2025-12-05T00:00Z')).toBe('suspended');
  });
  it('is undone by a snapback', () => {
    const found = run(
      [
        { id: 'relief', title: 'R', due: 'within 10 days of signing' },
        { id: 'guard', title: 'G', holds: 'from signing', reverts: 'relief on invasion' },
      ],
      [...signed, fact('relief.fulfilled', '2025-12-01'), fact('invasion', '2026-02-01')],
      states,
    );
    expect(statusAt(found.relief, '2025-12-02T00:00Z')).toBe('met');
    expect(statusAt(found.relief, '2026-02-02T00:00Z')).toBe('terminated');
  });
});

describe('what goes along with something else', () => {
  it('is due with it, or by its end', () => {
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
  it('has a target before its long-stop', () => {
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
