import fc from 'fast-check';
import { luxonZones } from '../../../src/base/zones';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import type { Obligation } from '../../../src/engine/model/document';
import type { Fact } from '../../../src/engine/model/fact';
import type { Milestone } from '../../../src/engine/model/milestone';
import { schedule } from '../../../src/engine/schedule/schedule';
import { type Slack, slacks } from '../../../src/engine/what-if/slack';
import { compiled, documentOf, fact } from '../../support/agreements';
import { tryCases } from '../../support/cases';

const CASES = { usual: 60, torture: 9_000 };
const HORIZON = 120;
const signed = [fact('signing', '2025-11-27')];

function slackOf(written: Obligation[], facts = signed, horizon = HORIZON): Record<string, Slack> {
  const found: Record<string, Slack> = {};
  const agreement = compiled(documentOf(written));
  for (const one of slacks(agreement, facts, { zones: luxonZones }, horizon)) {
    if (one !== undefined) found[one.id] = one;
  }
  return found;
}

describe('slack', () => {
  it('is the number of days to the first deadline that can no longer be met, with its chain', () => {
    const found = slackOf([
      { id: 'withdrawal', title: 'W', due: 'within 30 days of signing' },
      { id: 'inspection', title: 'I', due: 'within 2 weeks of withdrawal.fulfilled' },
      {
        id: 'report',
        title: 'R',
        due: 'within 30 days of inspection.fulfilled but not after 2026-02-28',
      },
    ]);
    // 27 December, 10 January, 9 February: the inspection may be done as late as the report is due.
    expect(found.withdrawal).toMatchObject({
      days: 49,
      dependants: 2,
      misses: {
        path: 'report',
        chain: ['withdrawal.fulfilled', 'inspection.fulfilled', 'report.due'],
      },
    });
    expect(formatDay(found.withdrawal?.misses?.dueOn as number)).toBe('2026-02-28');
    expect(found.inspection).toMatchObject({ days: 49 });
    expect(found.report).toMatchObject({ dependants: 0 });
    expect(found.report).not.toHaveProperty('days');
  });

  it('is unlimited if everything that waits moves along', () => {
    const found = slackOf([
      { id: 'a', title: 'A', due: 'within 30 days of signing' },
      { id: 'b', title: 'B', due: 'within 90 days of a.fulfilled' },
    ]);
    expect(found.a).toMatchObject({ dependants: 1 });
    expect(found.a?.days).toBeUndefined();
  });

  it('is limited by a window that would open after it closes', () => {
    const found = slackOf([
      { id: 'a', title: 'A', due: 'within 30 days of signing' },
      { id: 'b', title: 'B', opens: '10 days after a.fulfilled', due: 'by 2026-01-31' },
    ]);
    expect(found.a).toMatchObject({
      days: 25,
      misses: { id: 'b', chain: ['a.fulfilled', 'b.due'] },
    });
  });

  it('is separate for each party if each has a clock', () => {
    const document = documentOf(
      [
        { id: 'a', title: 'A', 'for each': 'states', due: 'within 30 days of signing' },
        {
          id: 'b',
          title: 'B',
          'for each': 'states',
          due: 'within 10 days of its a.fulfilled but not after 2026-01-31',
        },
      ],
      { parties: { x: { name: 'X', groups: ['states'] }, y: { name: 'Y', groups: ['states'] } } },
    );
    const found = [...slacks(compiled(document), signed, { zones: luxonZones }, HORIZON)];
    expect(found.filter((one) => one !== undefined)).toMatchObject([
      { id: 'a@x', days: 35, misses: { id: 'b@x' } },
      { id: 'a@y', days: 35, misses: { id: 'b@y' } },
      { id: 'b@x' },
      { id: 'b@y' },
    ]);
  });

  it('leaves out fulfilled, undated and repeating obligations', () => {
    const found = slackOf(
      [
        { id: 'a', title: 'A', due: 'within 30 days of signing' },
        { id: 'b', title: 'B', due: 'undated' },
        { id: 'c', title: 'C', due: 'every 1 month from signing 3 times' },
        { id: 'd', title: 'D', due: 'within 5 days of b.fulfilled' },
      ],
      [...signed, fact('a.fulfilled', '2025-12-01')],
    );
    expect(Object.keys(found)).toEqual([]);
  });
});

/** Obligations that are all fulfilled on their due days, each dated by the ones before. */
function allOnTime(written: Obligation[], slipped?: string, days = 0): Record<string, Milestone> {
  const agreement = compiled(documentOf(written));
  const options = { zones: luxonZones, derivations: false };
  let facts: Fact[] = signed;
  for (let layer = 0; layer <= written.length; layer++) {
    const { milestones } = schedule(agreement, facts, options);
    facts = [
      ...signed,
      ...milestones.flatMap(({ path, dueOn }) => {
        if (dueOn === undefined) return [];
        const day = dueOn + (path === slipped ? days : 0);
        return [fact(`${path}.fulfilled`, formatDay(day))];
      }),
    ];
  }
  const { milestones } = schedule(agreement, facts, options);
  return Object.fromEntries(milestones.map((one) => [one.path, one]));
}

/** The obligations whose deadline comes before they can begin. */
function impossible(
  written: Obligation[],
  all: Record<string, Milestone>,
  done: (path: string) => number,
): Set<string> {
  return new Set(
    written.flatMap(({ id, due }) => {
      const own = all[id] as Milestone;
      if (own.dueOn === undefined) return [];
      const waits = [...(due ?? '').matchAll(/(o\d+)\.fulfilled/g)].map((match) =>
        done(match[1] as string),
      );
      if (/earlier of/.test(due ?? '')) waits.length = 0;
      if (own.opensOn !== undefined) waits.push(own.opensOn);
      return waits.some((day) => day > (own.dueOn as number)) ? [id] : [];
    }),
  );
}

/** Obligations that count from those before them, some with ceilings, windows, fixed days. */
function phrases(index: number): fc.Arbitrary<Pick<Obligation, 'due' | 'opens'>> {
  const earlier = ['signing'];
  for (let i = 0; i < index; i++) earlier.push(`o${i}.fulfilled`, `o${i}.due`);
  const anchor = fc.constantFrom(...earlier);
  const done = fc.constantFrom(...earlier.filter((name) => !name.endsWith('.due')));
  const period = fc.constantFrom(
    '3 days',
    '10 days',
    '2 weeks',
    '1 month',
    '40 days',
    '5 working days',
  );
  const day = fc.integer({ min: 20_440, max: 20_600 }).map(formatDay);
  return fc.oneof(
    fc.tuple(period, anchor).map(([much, of]) => ({ due: `within ${much} of ${of}` })),
    fc
      .tuple(period, done, day)
      .map(([much, of, stop]) => ({ due: `within ${much} of ${of} but not after ${stop}` })),
    fc
      .tuple(done, day, period)
      .map(([of, stop, much]) => ({ opens: `${much} after ${of}`, due: `by ${stop}` })),
    fc.tuple(done, done).map(([a, b]) => ({ due: `by later of (${a} and 10 days after ${b})` })),
    fc
      .tuple(done, day)
      .map(([a, stop]) => ({ due: `by earlier of (20 days after ${a} and ${stop})` })),
    fc.tuple(done, period).map(([of, much]) => ({
      opens: `${much} after ${of}`,
      due: `by last day of the month of ${of}`,
    })),
    day.map((stop) => ({ due: `by ${stop}` })),
  );
}

const chains = fc
  .integer({ min: 2, max: 6 })
  .chain((length) => fc.tuple(...Array.from({ length }, (_, i) => phrases(i))))
  .map((all) => all.map((timing, i) => ({ id: `o${i}`, title: `O${i}`, ...timing })));

describe('slack is tight', () => {
  it('a delay by it misses nothing, and one more day misses the deadline that it names', () => {
    let bound = 0;
    tryCases(
      'slack is tight',
      CASES,
      fc.property(chains, (written) => {
        const asDue = allOnTime(written);
        const dues = (id: string) => asDue[id]?.dueOn as number;
        const already = impossible(written, asDue, dues);
        for (const { id, days, misses } of Object.values(slackOf(written))) {
          const missedAfter = (slip: number): string[] => {
            const all = allOnTime(written, id, slip);
            const done = (path: string): number =>
              (all[path]?.dueOn as number) + (path === id ? slip : 0);
            const late = impossible(written, all, done);
            return [...late].filter((path) => path !== id && !already.has(path));
          };
          if (days === undefined) {
            for (const slip of [1, 7, 31, HORIZON]) expect(missedAfter(slip)).toEqual([]);
            continue;
          }
          bound++;
          for (let slip = 1; slip <= days; slip++) expect(missedAfter(slip)).toEqual([]);
          expect(missedAfter(days + 1)).toContain(misses?.path);
        }
      }),
    );
    expect(bound).toBeGreaterThan(0);
  });
});
