import fc from 'fast-check';
import { luxonZones } from '../../../src/base/zones';
import { workingCalendars } from '../../../src/domain/agreement/calendars';
import { formatDay, parseDay } from '../../../src/engine/calendar/epoch-day';
import type { AgreementDocument, Obligation } from '../../../src/engine/model/document';
import { type Conflict, conflicts } from '../../../src/engine/review/conflicts';
import { type DayOfSigning, sensitivity, signedOn } from '../../../src/engine/what-if/sensitivity';
import { compiled, documentOf, fact } from '../../support/agreements';
import { tryCases } from '../../support/cases';

const CASES = { usual: 300, torture: 30_000 };
const context = { zones: luxonZones, calendars: workingCalendars() };
const day = (text: string): number => parseDay(text) as number;

function on(document: AgreementDocument, text: string, more: object = {}): Conflict[] {
  const question = {
    agreement: compiled(document),
    facts: [],
    from: day(text),
    to: day(text),
    ...more,
  };
  const [one] = [...sensitivity(question, context)];
  return (one as DayOfSigning).conflicts;
}

const kinds = (found: readonly Conflict[]): string[] =>
  found.map(({ kind, because }) => `${kind}: ${because}`);

describe('the conflicts of a day of signing', () => {
  const elections: Obligation = { id: 'elections', title: 'E', due: 'within 100 days of signing' };

  it('are deadlines on days off, those of the weekend if no calendar is named', () => {
    expect(kinds(on(documentOf([elections]), '2025-11-27'))).toEqual(['non-working-day: weekend']);
    expect(on(documentOf([elections]), '2025-11-25')).toEqual([]);
    const us = documentOf([{ id: 'a', title: 'A', due: 'within 1 day of signing' }], {
      calendars: ['us-federal'],
    });
    expect(kinds(on(us, '2025-12-24'))).toEqual(['non-working-day: Christmas Day']);
  });

  it('are windows that open after they close, or that contain no working day', () => {
    const window = { id: 'a', title: 'A', opens: '10 days after signing', due: 'by 2025-12-07' };
    expect(kinds(on(documentOf([window]), '2025-12-01'))).toEqual([
      'window-closed: opens on 2025-12-11',
      'non-working-day: weekend',
    ]);
    expect(kinds(on(documentOf([window]), '2025-11-26'))).toEqual([
      'non-working-day: weekend',
      'squeezed: no working day from 2025-12-06',
    ]);
  });

  it('are deadlines in a period that the question excludes', () => {
    const blackouts = [{ path: 'elections', from: day('2026-03-01'), to: day('2026-03-10') }];
    expect(kinds(on(documentOf([elections]), '2025-11-25', { blackouts }))).toEqual([
      'blackout: 2026-03-01..2026-03-10',
    ]);
  });

  it('are midnights that differ in summer or in winter only', () => {
    const document = documentOf([{ ...elections, obligor: ['ukraine', 'russia'] }], {
      parties: { ukraine: { name: 'U' }, russia: { name: 'R', zone: 'Europe/Moscow' } },
    });
    // Kyiv's summer time is Moscow's time.
    expect(kinds(on(document, '2025-11-25'))).toEqual(['whose-midnight: Europe/Moscow']);
    expect(on(document, '2026-02-24')).toEqual([]);
  });

  it('are days that differ in the zone of a party if the signing is near midnight', () => {
    const document = documentOf([{ ...elections, obligor: 'us' }], {
      parties: { us: { name: 'US', zone: 'America/New_York' } },
    });
    expect(kinds(on(document, '2025-11-25', { minute: 60 }))).toEqual([
      'whose-midnight: America/New_York',
      'whose-midnight: 2026-03-04 in America/New_York',
    ]);
  });

  it('are dependants due before what they depend on', () => {
    const document = documentOf([
      { id: 'a', title: 'A', due: 'within 30 days of signing' },
      { id: 'b', title: 'B', due: 'by earlier of (a.due and 2025-12-31)' },
    ]);
    expect(kinds(on(document, '2025-12-02'))).toContain('squeezed: a');
    expect(kinds(on(document, '2025-11-25'))).not.toContain('squeezed: a');
  });
});

const anchors = (index: number): fc.Arbitrary<string> =>
  fc.constantFrom(
    'signing',
    'entry-into-force',
    '2026-01-31',
    ...Array.from({ length: index }, (_, i) => [`o${i}.due`, `o${i}.fulfilled`]).flat(),
  );
const period = fc
  .tuple(fc.nat(40), fc.constantFrom('days', 'weeks', 'months', 'working days', 'hours'))
  .map(([amount, unit]) => `${amount} ${unit}`);

function obligation(index: number): fc.Arbitrary<Partial<Obligation>> {
  const of = anchors(index);
  return fc
    .tuple(
      fc.oneof(
        fc.tuple(period, of).map(([much, from]) => ({ due: `within ${much} of ${from}` })),
        fc.tuple(period, of).map(([much, from]) => ({ due: `${much} before ${from}` })),
        fc.tuple(of, of).map(([a, b]) => ({ due: `by earlier of (${a} and 10 days after ${b})` })),
        fc.tuple(of, of).map(([a, b]) => ({ due: `within 20 days of ${a} but not after ${b}` })),
        of.map((from) => ({ due: from })),
        of.map((from) => ({ holds: `from ${from} until 2026-03-01` })),
        of.map((from) => ({ due: `every 2 weeks from ${from} 3 times` })),
      ),
      fc.constantFrom(
        {},
        {},
        {},
        { unless: 'entry-into-force' },
        { 'for each': 'states' },
        { obligor: 'x' },
      ),
      fc.oneof(
        fc.constant({}),
        fc.constant({}),
        of.map((from) => ({ opens: `10 days after ${from}` })),
      ),
      fc.constantFrom(
        {},
        {},
        { counting: 'eu-1182-71' },
        { calendars: ['ua'] },
        { supersedes: 'o0' },
      ),
    )
    .map((parts) => Object.assign({}, ...parts) as Partial<Obligation>);
}

const written = fc
  .integer({ min: 1, max: 6 })
  .chain((length) => fc.tuple(...Array.from({ length }, (_, i) => obligation(i))))
  .map((all) => all.map((one, i) => ({ id: `o${i}`, title: `O${i}`, ...one })));

const recorded = fc.array(
  fc.oneof(
    fc
      .tuple(
        fc.constantFrom('o0', 'o1'),
        fc.constantFrom('fulfilled', 'waived', 'extended'),
        fc.nat(60),
      )
      .map(([path, kind, n]) =>
        fact(
          `${path}.${kind}`,
          formatDay(day('2025-12-20') + n),
          kind === 'extended' ? { for: '20 days' } : {},
        ),
      ),
    fc.constantFrom(
      fact('entry-into-force', '2026-02-10'),
      fact('entry-into-force', '2026-02-09T22:30:00Z'),
    ),
  ),
  { maxLength: 2 },
);

describe('a range of days of signing', () => {
  it('has the same result for every day as that day alone', () => {
    let found = 0;
    tryCases(
      'a range gives what each day gives',
      CASES,
      fc.property(written, recorded, fc.option(fc.nat(1_439)), (obligations, facts, minute) => {
        const parties = {
          x: { name: 'X', groups: ['states'], zone: 'America/New_York' },
          y: { name: 'Y', groups: ['states'] },
        };
        const events = { 'entry-into-force': { title: 'Entry into force' } };
        let agreement: ReturnType<typeof compiled>;
        try {
          agreement = compiled(documentOf(obligations, { parties, events }));
        } catch {
          return;
        }
        const blackouts = [{ from: day('2026-01-10'), to: day('2026-01-20') }];
        const from = day('2025-12-28');
        const given = { agreement, ...(minute === null ? {} : { minute }) };
        const question = { ...given, facts, blackouts, from, to: from + 6 };
        for (const one of sensitivity(question, context)) {
          const signed = [...facts, signedOn(one.signing, given, context)];
          expect(one.conflicts).toEqual(conflicts(agreement, signed, context, blackouts));
          found += one.conflicts.length;
        }
      }),
    );
    expect(found).toBeGreaterThan(0);
  });
});
