import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { luxonZones } from '../../src/base/zones';
import { workingCalendars } from '../../src/domain/agreement/calendars';
import { documentSchema } from '../../src/domain/agreement/document/document-schema';
import { withPlainTexts } from '../../src/domain/agreement/document/plain-texts';
import { readFact } from '../../src/domain/change/facts/fact-reading';
import { factSchema } from '../../src/domain/change/facts/fact-request';
import { scheduleFact } from '../../src/domain/ledger/schedule-fact';
import { formatDay } from '../../src/engine/calendar/epoch-day';
import type { Agreement } from '../../src/engine/compile/agreement';
import { compile } from '../../src/engine/compile/compile';
import type { AgreementDocument } from '../../src/engine/model/document';
import type { Fact } from '../../src/engine/model/fact';
import type { Milestone } from '../../src/engine/model/milestone';
import { schedule } from '../../src/engine/schedule/schedule';
import { expectMarked, MARKED } from '../support/marked-sentences';
import { CEASEFIRES } from './library/ceasefires';
import { CONTRACTS } from './library/contracts';
import { LAW_AND_MANDATES } from './library/law-and-mandates';
import { PEACE_AGREEMENTS } from './library/peace-agreements';
import type { Given, Line, Parts, Rows } from './library/row';
import { TREATIES } from './library/treaties';

const SHIPPED = join(__dirname, '..', '..', 'config', 'agreements');
const LIBRARY = join(SHIPPED, 'library');

const read = (path: string): unknown => parse(readFileSync(path, 'utf8'));

function documentAt(path: string): AgreementDocument {
  return withPlainTexts(documentSchema.parse(read(path)));
}

function agreementOf(document: AgreementDocument): Agreement {
  const result = compile(document);
  if (!result.ok) throw new Error(JSON.stringify(result.faults, null, 2));
  return result.agreement;
}

/** A line of a facts file, read as the ledger reads it. */
function toFact(line: Line, agreement: Agreement): Fact {
  const request = factSchema.parse(line);
  if ('retracts' in request) throw new Error('nothing is retracted in the library');
  const result = readFact(agreement, request, Number.POSITIVE_INFINITY);
  if (!('draft' in result)) throw new Error(JSON.stringify(result.faults, null, 2));
  const fact = scheduleFact({ ...result.draft, id: JSON.stringify(line) });
  if (fact === undefined) throw new Error(`the engine does not read ${JSON.stringify(line)}`);
  return fact;
}

const names = readdirSync(LIBRARY)
  .filter((name) => name.endsWith('.yaml') && !name.endsWith('.facts.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length));

/** What has happened; a draft that nobody signed has no such file. */
function factsOf(name: string): Line[] {
  const path = join(LIBRARY, `${name}.facts.yaml`);
  return existsSync(path) ? (read(path) as Line[]) : [];
}

const library = new Map(
  names.map((name) => {
    const agreement = agreementOf(documentAt(join(LIBRARY, `${name}.yaml`)));
    return [name, { agreement, facts: factsOf(name) }] as const;
  }),
);

function milestonesOf(name: string, { asOf, assume = [] }: Given): Map<string, Milestone> {
  const { agreement, facts } = library.get(name) as { agreement: Agreement; facts: Line[] };
  const lines = [...facts.filter(({ at }) => asOf === undefined || at <= asOf), ...assume];
  const { milestones } = schedule(
    agreement,
    lines.map((line) => toFact(line, agreement)),
    { zones: luxonZones, sentences: MARKED, calendars: workingCalendars() },
  );
  for (const { derivation } of milestones) expectMarked(derivation);
  return new Map(milestones.map((one) => [one.id.slice(one.id.indexOf('/') + 1), one]));
}

/** The parts of a milestone that rows speak of, as people write them. */
function shown(milestone: Milestone | undefined): Parts {
  const day = (value?: number) => (value === undefined ? undefined : formatDay(value));
  const instant = (value?: number) =>
    value === undefined ? undefined : new Date(value).toISOString().replace(':00.000Z', 'Z');
  return {
    due: day(milestone?.dueOn),
    opens: day(milestone?.opensOn),
    starts: day(milestone?.startsOn),
    ends: day(milestone?.endsOn),
    endsEarliest: day(milestone?.rough?.endsOnEarliest),
    target: day(milestone?.targetOn),
    original: day(milestone?.originalOn),
    dueAt: instant(milestone?.dueAt),
    fulfilled: day(milestone?.outcome.fulfilledOn),
    startsAt: instant(milestone?.startsAt),
    endsAt: instant(milestone?.endsAt),
  };
}

/** The rows of every agreement, by its name. */
const ROWS: Rows = {
  ...PEACE_AGREEMENTS,
  ...CEASEFIRES,
  ...TREATIES,
  ...LAW_AND_MANDATES,
  ...CONTRACTS,
};

const rows = Object.entries(ROWS).flatMap(([name, own]) =>
  own.map(
    ([id, milestone, expected, given = {}]) => [name, id, milestone, expected, given] as const,
  ),
);

describe('the library of real agreements', () => {
  it('has rows for every agreement and an agreement for all rows', () => {
    expect(Object.keys(ROWS).sort()).toEqual([...names].sort());
  });

  it.each(names)('%s names itself as its file does', (name) => {
    expect(library.get(name)?.agreement.document.id).toBe(name);
  });

  it.each(rows)('%s %s: %s %j', (...row) => {
    const [name, , milestone, expected, given] = row;
    expect(shown(milestonesOf(name, given).get(milestone))).toMatchObject(expected);
  });
});

describe('the 28-point draft', () => {
  const document = documentAt(join(SHIPPED, 'ukraine-28-point.yaml'));
  const agreement = agreementOf(document);

  it('has every one of its points', () => {
    const refs = new Set(document.obligations.map(({ ref }) => ref));
    expect([...refs]).toEqual(Array.from({ length: 28 }, (_, i) => String(i + 1)));
  });

  it('dates the elections and the withdrawal, and nothing else that is done once', () => {
    const { milestones } = schedule(
      agreement,
      [toFact({ event: 'signing', at: '2025-11-27' }, agreement)],
      { zones: luxonZones },
    );
    const dated = milestones.filter(({ dueOn }) => dueOn !== undefined);
    expect(dated.map((one) => [one.path, shown(one).due, shown(one).dueAt])).toEqual([
      ['elections', '2026-03-07', '2026-03-07T22:00Z'],
      ['withdrawal', '2025-11-27', '2025-11-27T22:00Z'],
    ]);
  });

  it('takes back what was lifted when Russia invades again', () => {
    const lines: Line[] = [
      { event: 'signing', at: '2025-11-27' },
      { was: 'sanctions-relief.first-stage.fulfilled', at: '2026-02-01' },
      { event: 'invasion-by-russia', at: '2026-05-01' },
    ];
    const { milestones } = schedule(
      agreement,
      lines.map((line) => toFact(line, agreement)),
      { zones: luxonZones },
    );
    const lifted = milestones.find(({ path }) => path === 'sanctions-relief.first-stage');
    expect(lifted?.outcome.fulfilledAt).toBeUndefined();
    expect(lifted?.outcome.revertedAt).toBe(Date.parse('2026-05-01T00:00+03:00'));
  });
});

describe('the 20-point draft beside the 28 points', () => {
  const before = documentAt(join(SHIPPED, 'ukraine-28-point.yaml'));
  const after = documentAt(join(LIBRARY, 'ukraine-20-point.yaml'));
  const named = (document: AgreementDocument) =>
    new Map(document.obligations.map((one) => [one.id, one]));

  it('has every one of its points', () => {
    const refs = new Set(after.obligations.map(({ ref }) => ref));
    refs.delete('beside the points');
    expect([...refs].map(Number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
  });

  it('shows by equal ids what changed and what is gone', () => {
    const [was, is] = [named(before), named(after)];
    const of = (id: string) => [was.get(id), is.get(id)] as const;
    expect(of('elections').map((one) => one?.due)).toEqual([
      'within 100 days of signing',
      'undated',
    ]);
    expect(of('force-cap').map((one) => one?.quantity)).toEqual([
      'at most 600,000 personnel',
      '800,000 personnel',
    ]);
    expect(of('ceasefire').map((one) => one?.holds)).toEqual([
      'from signing',
      'from all-parties-agree',
    ]);
    for (const gone of ['nato-renunciation', 'no-nato-troops', 'amnesty', 'sanctions-relief']) {
      expect(of(gone).map((one) => one !== undefined)).toEqual([true, false]);
    }
    for (const kept of ['snapback', 'peace-council']) expect(of(kept)).not.toContain(undefined);
  });
});
