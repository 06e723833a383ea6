import { due, fact } from '../support/agreements';
import { day, on, run, states, statusOf } from '../support/language';

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
    [
      '90 days after every year on 31 December from signing 2 times',
      ['a#1 2026-03-31', 'a#2 2027-03-31'],
    ],
    [
      '3 months after every year on 31 December starting on 2027-12-31 until 2028-12-31',
      ['a#1 2028-03-31', 'a#2 2029-03-31'],
    ],
    [
      '60 days before every year on 1 January from signing 2 times',
      ['a#1 2025-11-02', 'a#2 2026-11-02'],
    ],
    ['30 days after every 6 months from signing 2 times', ['a#1 2026-06-26', 'a#2 2026-12-27']],
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
    expect(statusOf(found['a#1'], '2025-12-06T00:00Z')).toBe('met-late');
    expect(statusOf(found['a#2'], '2025-12-06T00:00Z')).toBe('due-soon');
  });
});
