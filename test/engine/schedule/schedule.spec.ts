import { formatDay, parseDay } from '../../../src/engine/calendar/epoch-day';
import type { Milestone } from '../../../src/engine/model/milestone';
import { documentOf, due, fact, milestonesOf } from '../../support/agreements';

const iso = (instant: number | undefined) =>
  instant === undefined ? undefined : new Date(instant).toISOString().replace('.000Z', 'Z');
const on = ({ dueOn }: Milestone) => (dueOn === undefined ? undefined : formatDay(dueOn));

const signedOn = (day: string) => [fact('signing', day)];
const signing = signedOn('2025-11-27');

describe('the date of a due phrase', () => {
  it.each([
    // phrase, signing, dueOn, dueAt
    ['within 100 days of signing', '2025-11-27', '2026-03-07', '2026-03-07T22:00:00Z'],
    ['within 100 days of signing', '2025-12-25', '2026-04-04', '2026-04-04T21:00:00Z'],
    ['on signing', '2025-11-27', '2025-11-27', '2025-11-27T22:00:00Z'],
    ['before signing', '2025-11-27', '2025-11-26', '2025-11-26T22:00:00Z'],
    ['by 2026-06-30', '2025-11-27', '2026-06-30', '2026-06-30T21:00:00Z'],
    ['before 2026-07-01', '2025-11-27', '2026-06-30', '2026-06-30T21:00:00Z'],
    ['within 1 month of signing', '2026-01-31', '2026-02-28', '2026-02-28T22:00:00Z'],
    ['within 2 months of signing', '2026-01-31', '2026-03-31', '2026-03-31T21:00:00Z'],
    ['within 1 year of signing', '2024-02-29', '2025-02-28', '2025-02-28T22:00:00Z'],
    ['within 1 year and 6 months of signing', '2025-11-27', '2027-05-27', '2027-05-27T21:00:00Z'],
    ['within 1 half-year of signing', '2025-11-27', '2026-05-27', '2026-05-27T21:00:00Z'],
    ['within 3 quarters of signing', '2025-11-27', '2026-08-27', '2026-08-27T21:00:00Z'],
    ['within 2 weeks of signing', '2025-11-27', '2025-12-11', '2025-12-11T22:00:00Z'],
    ['30 days before signing', '2025-11-27', '2025-10-28', '2025-10-28T22:00:00Z'],
    // Hours from an event known by its day count from the midnight that ends the day.
    ['within 72 hours of signing', '2025-11-27', '2025-11-30', '2025-11-30T22:00:00Z'],
    ['within 24 hours of signing', '2025-11-27T10:30:00Z', '2025-11-28', '2025-11-28T10:30:00Z'],
    // The instant at midnight ends the day before it.
    ['at 24:00 on signing', '2025-11-27', '2025-11-27', '2025-11-27T22:00:00Z'],
    [
      'at 00:00 on 15 February 2015 in Europe/Kyiv',
      '2025-11-27',
      '2015-02-14',
      '2015-02-14T22:00:00Z',
    ],
    ['by 12:00 on signing in America/New_York', '2025-11-27', '2025-11-27', '2025-11-27T17:00:00Z'],
    ['at 2026-01-01T12:00:30Z', '2025-11-27', '2026-01-01', '2026-01-01T12:00:30Z'],
    ['at signing', '2025-11-27T10:30:00Z', '2025-11-27', '2025-11-27T10:30:00Z'],
    ['on signing', '2025-11-27T10:30:00Z', '2025-11-27', '2025-11-27T22:00:00Z'],
    // 23:30 in Washington is the next day in Kyiv, whose midnight counts.
    [
      'within 10 days of signing',
      '2025-11-27T23:30:00-05:00',
      '2025-12-08',
      '2025-12-08T22:00:00Z',
    ],
    [
      'by exactly 30 days after signing',
      '2025-11-27T10:30:00Z',
      '2025-12-27',
      '2025-12-27T10:30:00Z',
    ],
    ['by later of (signing and 2026-01-10)', '2025-11-27', '2026-01-10', '2026-01-10T22:00:00Z'],
    [
      'by earlier of (10 days after signing and 2026-01-10)',
      '2025-11-27',
      '2025-12-07',
      '2025-12-07T22:00:00Z',
    ],
  ])('%s, signed %s: %s, late from %s', (phrase, signed, day, at) => {
    const milestone = due(phrase, signedOn(signed));
    expect([on(milestone), iso(milestone.dueAt)]).toEqual([day, at]);
  });

  it('keeps its time of day across a daylight-saving change when it counts exactly', () => {
    const milestone = due('by exactly 7 days after signing', signedOn('2026-03-25T10:00:00Z'));
    // 12:00 in Kyiv before the change and after it.
    expect(iso(milestone.dueAt)).toBe('2026-04-01T09:00:00Z');
  });

  it('counts hours as elapsed time across a daylight-saving change', () => {
    const milestone = due('within 24 hours of signing', signedOn('2026-03-28T10:00:00Z'));
    expect(iso(milestone.dueAt)).toBe('2026-03-29T10:00:00Z');
  });
});

describe('an unknown event', () => {
  it('leaves a milestone undated, which names what it waits for', () => {
    const milestone = due('within 30 days of entry-into-force', signing);
    expect(milestone).toMatchObject({ waitsFor: ['entry-into-force'], hypothetical: false });
    expect(milestone.dueOn).toBeUndefined();
    expect(milestone.derivation.at(-1)).toMatchObject({ rule: 'waits-for' });
  });

  it('leaves "later of" undated, which names only the missing event', () => {
    const milestone = due('by later of (signing and entry-into-force)', signing);
    expect(milestone.dueOn).toBeUndefined();
    expect(milestone.waitsFor).toEqual(['entry-into-force']);
  });

  it('dates "earlier of" provisionally and names the other event', () => {
    const milestone = due('by earlier of (45 days after signing and entry-into-force)', signing);
    expect(on(milestone)).toBe('2026-01-11');
    expect(milestone).toMatchObject({ provisional: true, waitsFor: ['entry-into-force'] });
  });

  it('leaves a milestone without a date in its text undated, waiting for nothing', () => {
    const milestone = due('undated', signing);
    expect(milestone.dueOn).toBeUndefined();
    expect(milestone.waitsFor).toEqual([]);
    expect(milestone.derivation.map((step) => step.rule)).toEqual(['undated']);
  });
});

describe('obligations that refer to one another', () => {
  const document = documentOf(
    [
      {
        id: 'relief',
        title: 'Relief',
        phases: [
          { id: 'stage-1', due: 'within 30 days of signing' },
          { id: 'stage-2', due: 'within 90 days of stage-1.fulfilled' },
        ],
      },
      { id: 'end', title: 'End', due: 'within 1 week of relief.fulfilled' },
      { id: 'lists', title: 'Lists', due: '30 days before relief.stage-1.due' },
      { id: 'calm', title: 'Calm', obligor: ['a', 'b'], due: 'on signing' },
      { id: 'next', title: 'Next', due: 'within 5 days of calm.fulfilled' },
    ],
    { parties: { a: { name: 'A' }, b: { name: 'B' } } },
  );

  it('count from the deadline of another', () => {
    expect(on(milestonesOf(document, signing).lists as Milestone)).toBe('2025-11-27');
  });

  it('wait for the fulfilment of another, and count from it', () => {
    expect(milestonesOf(document, signing)['relief.stage-2']).toMatchObject({
      waitsFor: ['relief.stage-1.fulfilled'],
    });
    const facts = [...signing, fact('relief.stage-1.fulfilled', '2025-12-20')];
    expect(on(milestonesOf(document, facts)['relief.stage-2'] as Milestone)).toBe('2026-03-20');
  });

  it('count an obligation with phases as fulfilled with its last phase', () => {
    const one = [...signing, fact('relief.stage-2.fulfilled', '2026-02-01')];
    expect(milestonesOf(document, one).end).toMatchObject({
      waitsFor: ['relief.stage-1.fulfilled'],
    });
    const both = [...one, fact('relief.stage-1.fulfilled', '2026-01-05')];
    expect(on(milestonesOf(document, both).end as Milestone)).toBe('2026-02-08');
  });

  it('count an obligation of several as fulfilled when all have fulfilled it', () => {
    const one = [...signing, fact('calm.fulfilled', '2025-11-28', { by: 'a' })];
    expect(milestonesOf(document, one).next?.dueOn).toBeUndefined();
    const both = [...one, fact('calm.fulfilled', '2025-11-30', { by: 'b' })];
    expect(on(milestonesOf(document, both).next as Milestone)).toBe('2025-12-05');
  });
});

describe('intervals and grace periods', () => {
  it.each([
    ['from signing', '2025-11-27', undefined, undefined],
    ['from signing until 2026-12-31', '2025-11-27', '2026-12-31', '2026-12-31T22:00:00Z'],
    ['from signing for 90 days', '2025-11-27', '2026-02-25', '2026-02-25T22:00:00Z'],
    [
      'from signing until 2 years after signing',
      '2025-11-27',
      '2027-11-27',
      '2027-11-27T22:00:00Z',
    ],
  ])('%s', (holds, from, until, endsAt) => {
    const { a } = milestonesOf(documentOf([{ id: 'a', title: 'A', holds }]), signing);
    expect(a?.kind).toBe('maintenance');
    expect(a?.startsOn).toBe(parseDay(from));
    expect(a?.endsOn).toBe(until === undefined ? undefined : parseDay(until));
    expect(iso(a?.endsAt)).toBe(endsAt);
  });

  it('an interval starts at the instant of a signing with a time', () => {
    const { a } = milestonesOf(documentOf([{ id: 'a', title: 'A', holds: 'from signing' }]), [
      fact('signing', '2025-11-27T13:15:00Z'),
    ]);
    expect(iso(a?.startsAt)).toBe('2025-11-27T13:15:00Z');
  });

  it('a grace period in hours runs from the due instant, in days to the end of the last one', () => {
    expect(iso(due('on signing', signing, { grace: '72 hours' }).graceEndsAt)).toBe(
      '2025-11-30T22:00:00Z',
    );
    expect(iso(due('on signing', signing, { grace: '3 days' }).graceEndsAt)).toBe(
      '2025-11-30T22:00:00Z',
    );
  });
});

describe('a hypothetical fact', () => {
  it('marks everything that rests on it, and nothing else', () => {
    const document = documentOf([
      { id: 'a', title: 'A', due: 'within 5 days of signing' },
      { id: 'b', title: 'B', due: 'by 2026-01-01' },
      { id: 'c', title: 'C', due: 'within 5 days of a.due' },
    ]);
    const milestones = milestonesOf(document, [
      fact('signing', '2025-11-27', { hypothetical: true }),
    ]);
    expect(Object.values(milestones).map((milestone) => milestone.hypothetical)).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('a derivation', () => {
  it('of "within 100 days" has the anchor, the count and the midnight, each with a source', () => {
    const { derivation } = due('within 100 days of signing', signing);
    expect(derivation.map((step) => step.rule)).toEqual([
      'anchor',
      'exclude-trigger-day',
      'add-period',
      'end-of-day',
    ]);
    expect(derivation.every((step) => step.citation.length > 10 && step.text.endsWith('.'))).toBe(
      true,
    );
    expect(derivation[2]?.text).toBe('Counting 100 days forward gives Saturday 7 March 2026.');
    expect(derivation.at(-1)?.toAt).toBe(Date.parse('2026-03-07T22:00:00Z'));
  });

  it('says that the month has no such day', () => {
    const { derivation } = due('within 1 month of signing', signedOn('2026-01-31'));
    expect(derivation.find((step) => step.rule === 'add-period')?.text).toContain(
      'stops at the end of the month',
    );
  });
});

describe('counting', () => {
  it('starts from the anchor, never by chaining: 31 January + 2 months is 31 March', () => {
    expect(on(due('within 2 months of signing', signedOn('2026-01-31')))).toBe('2026-03-31');
  });
});
