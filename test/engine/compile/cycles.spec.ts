import fc from 'fast-check';
import { luxonZones } from '../../../src/base/zones';
import { type Compiled, compile } from '../../../src/engine/compile/compile';
import type { AgreementDocument, Obligation } from '../../../src/engine/model/document';
import type { Fact } from '../../../src/engine/model/fact';
import { findings } from '../../../src/engine/review/findings';
import { schedule } from '../../../src/engine/schedule/schedule';
import { documentOf, fact, milestonesOf } from '../../support/agreements';
import { anyDocument, anyFacts } from '../../support/any-document';
import { tryCases } from '../../support/cases';
import { on } from '../../support/language';
import { runs } from '../../support/runs';

const EVENTS = { storm: { title: 'Storm' }, notice: { title: 'Notice' } };

function documentWith(timings: Record<string, Partial<Obligation>>): AgreementDocument {
  const obligations = Object.entries(timings).map(([id, one]) => ({ id, title: id, ...one }));
  return documentOf(obligations, { events: EVENTS });
}

const ringsOf = (compiled: Compiled): string[] =>
  compiled.ok ? [] : compiled.faults.map(({ detail }) => detail.replace('waits for itself: ', ''));

const reversed = (document: AgreementDocument): AgreementDocument => ({
  ...document,
  obligations: document.obligations.toReversed(),
});

/** One of two entries through each operator; the other counts from it. */
const a = (timing: Partial<Obligation>) => ({ a: timing, b: { due: 'by 2 days after a.due' } });
const held = (timing: Partial<Obligation>) => ({ a: timing, b: { due: 'by 2 days after a.ends' } });

describe('a ring of dates is refused, whichever operator closes it and whichever entry stands first', () => {
  it.each<[string, Record<string, Partial<Obligation>>]>([
    ['a ceiling', a({ due: 'by 2026-02-06 but not after 8 days after b.due' })],
    ['a floor', a({ due: 'by 2026-02-06 but not before 8 days after b.due' })],
    ['a ceiling within', a({ due: 'within 3 days of (signing but not after b.due)' })],
    ['the earlier of two', a({ due: 'by earlier of (2026-12-24 and 2 days after b.due)' })],
    ['the later of two', a({ due: 'by later of (2026-12-24 and 2 days after b.due)' })],
    ['one of two', a({ due: 'by 1 of (2026-12-24 and b.due)' })],
    ['two of three', a({ due: 'by 2 of (signing and 2026-12-24 and b.due)' })],
    ['a moment that falls', a({ falls: 'earlier of (signing and 1 day after b.due)' })],
    ['the first date', a({ due: 'by earlier of (signing and b.original-due)' })],
    [
      'the end of a repetition',
      {
        a: { due: 'every 1 month from signing until b.due' },
        b: { due: 'by 2 days after 2nd a.due' },
      },
    ],
    [
      'the condition of a case',
      a({
        cases: [{ when: 'b.due by 2026-03-01', due: 'by 2026-02-01' }, { due: 'by 2026-04-01' }],
      }),
    ],
    ['a pause', a({ due: 'within 9 days of signing', pauses: 'while storm and no b.due' })],
    ['an end', held({ holds: 'from signing until earlier of (2026-12-24 and b.due)' })],
    ['a length', held({ holds: 'from earlier of (signing and 3 days before b.due) for 9 days' })],
    ['what it lasts while', held({ holds: 'from signing while no b.due' })],
    [
      'the last day for notice',
      {
        a: {
          holds: 'from signing until earlier of (2026-12-24 and b.due)',
          renews: 'for 1 year unless notice 1 month before',
        },
        b: { due: 'by a.notice-closes' },
      },
    ],
    [
      'the cap of an extension',
      {
        a: { due: 'within 9 days of signing', extends: 'never beyond b.due' },
        b: { due: 'by earlier of (signing and a.latest)' },
      },
    ],
    [
      'an extension at the cost of another',
      {
        a: { due: 'by earlier of (signing and b.due)', extends: 'by agreement deducted from b' },
        b: { due: 'by 2026-03-01' },
      },
    ],
    ['a start', { a: { holds: 'from earlier of (signing and b.due)' }, b: { due: 'by a.starts' } }],
    ['an opening', { a: { opens: 'earlier of (signing and b.due)' }, b: { due: 'by a.opens' } }],
    [
      'its own opening',
      { a: { opens: 'earlier of (signing and due)', due: 'by later of (signing and opens)' } },
    ],
    ['company', a({ due: 'alongside b' })],
  ])('%s', (_name, timings) => {
    const document = documentWith(timings);
    for (const one of [document, reversed(document)]) {
      const rings = ringsOf(compile(one));
      expect(rings).not.toEqual([]);
      for (const ring of rings) {
        const names = ring.split(' -> ');
        expect(names.length).toBeGreaterThan(1);
        expect(names.at(-1)).toBe(names[0]);
      }
    }
  });

  it('of any length, with the first of its names', () => {
    const length = 1_200;
    const timings = Object.fromEntries(
      Array.from({ length }, (_, i) => [
        `e${i}`,
        { due: `by earlier of (2026-12-24 and 1 day after e${(i + 1) % length}.due)` },
      ]),
    );
    expect(ringsOf(compile(documentWith(timings)))).toEqual([
      expect.stringMatching(/^e0\.due -> e1\.due -> .* -> 1188 more -> e0\.due$/),
    ]);
  });
});

describe('no ring', () => {
  it('is what a fact ends: each may wait for the other to be done, where a day ends the wait', () => {
    const document = documentWith({
      a: { due: 'by earlier of (2026-12-24 and 2 days after b.fulfilled)' },
      b: { due: 'by earlier of (2026-12-20 and 2 days after a.fulfilled)' },
      c: { due: 'within 5 days of a.fulfilled' },
      d: { due: 'within 5 days of b.fulfilled' },
    });
    for (const one of [document, reversed(document)]) {
      const { a: first, b: second, c, d } = milestonesOf(one, []);
      expect([on(first), on(second), on(c), on(d)]).toEqual([
        '2026-12-24',
        '2026-12-20',
        undefined,
        undefined,
      ]);
      expect([c?.projectedOn, d?.projectedOn]).toEqual([
        fact('signing', '2026-12-29').day,
        fact('signing', '2026-12-25').day,
      ]);
      const done = milestonesOf(one, [fact('a.fulfilled', '2026-03-01')]);
      expect(on(done.b)).toBe('2026-03-03');
    }
  });

  it.each<[string, Record<string, Partial<Obligation>>]>([
    [
      'an end and a start of two',
      { a: { holds: 'from signing until b.due' }, b: { due: 'within 3 days of a.starts' } },
    ],
    ['its own end', { a: { holds: 'from 30 days before ends until 2026-12-31' } }],
    ['its own deadline', { a: { due: 'by 2026-12-31', opens: '2 weeks before due' } }],
    [
      'a condition on being owed',
      {
        a: { due: 'by 2026-12-31', when: 'b.due by 2026-03-01' },
        b: { due: 'by 2 days after a.due' },
      },
    ],
  ])('is %s', (_name, timings) => {
    const document = documentWith(timings);
    const signed = [
      fact('signing', '2026-01-05'),
      fact('a.suspended', '2025-12-01', { tolling: true }),
      fact('a.resumed', '2025-12-05'),
    ];
    const dates = milestonesOf(document, signed);
    expect(milestonesOf(reversed(document), signed)).toEqual(dates);
    for (const one of Object.values(dates)) expect(one.dueOn ?? one.endsOn).toBeDefined();
  });
});

it('a ring that an earlier release accepted leaves its moments undated, and says so', () => {
  const document = documentWith({
    a: { due: 'by earlier of (2026-12-24 and 2 days after b.due)' },
    b: { cases: [{ when: 'a.due by 2026-12-24', due: 'by 2026-11-01' }, { due: 'by 2026-12-01' }] },
    c: { due: 'within 5 days of a.due' },
    d: { due: 'by 2026-12-24' },
  });
  for (const one of [document, reversed(document)]) {
    expect(compile(one).ok).toBe(false);
    const stored = compile(one, undefined, true);
    if (!stored.ok) throw new Error('a stored document compiles');
    const { milestones } = schedule(stored.agreement, [], { zones: luxonZones });
    const undated = milestones.filter(({ dueOn }) => dueOn === undefined);
    expect(undated.map(({ path }) => path).sort()).toEqual(['a', 'b', 'c']);
    const kinds = findings(stored.agreement, [], { zones: luxonZones });
    expect(
      kinds
        .filter(({ kind }) => kind === 'never-due')
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['a', 'b']);
  }
});

describe('the order of entries', () => {
  it('changes no date and no verdict', () => {
    let accepted = 0;
    let refused = 0;
    const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
    const seen = (document: AgreementDocument, facts: readonly Fact[]) => {
      const result = compile(document);
      if (!result.ok)
        return result.faults.some(({ detail }) => detail.startsWith('waits')) ? 'ring' : 'fault';
      const options = { zones: luxonZones };
      const { milestones } = schedule(result.agreement, facts, options);
      const asked = findings(result.agreement, facts, options);
      return {
        milestones: [...milestones].sort(byId),
        asked: asked.map(({ kind, path, detail }) => `${path} ${kind} ${detail}`).sort(),
      };
    };
    // Offsets of hours and a half, and a zone that left out a day.
    const zones = fc.constantFrom('Europe/Kyiv', 'America/St_Johns', 'Pacific/Apia');
    const placed = fc.tuple(anyDocument, zones).map(([document, zone]) => ({ ...document, zone }));
    const permuted = placed.chain((document) =>
      fc.tuple(
        fc.constant(document),
        fc.shuffledSubarray([...document.obligations], { minLength: document.obligations.length }),
        anyFacts,
      ),
    );
    const property = fc.property(permuted, ([document, obligations, facts]) => {
      const first = seen(document, facts);
      if (typeof first === 'string') refused++;
      else accepted++;
      expect(seen({ ...document, obligations }, facts)).toEqual(first);
    });
    tryCases('entries permuted', { usual: 300, torture: 100_000 }, property);
    expect(Math.min(accepted, refused)).toBeGreaterThan((accepted + refused) / 10);
  });
});

describe('a chain of thousands of entries, in whatever order', () => {
  const LENGTH = runs(1_200, 5_000);
  it.each<[string, (name: string) => Partial<Obligation>]>([
    ['deadlines', (name) => ({ due: `within 1 day of ${name}.due` })],
    ['fulfilments', (name) => ({ due: `within 1 day of ${name}.fulfilled` })],
    ['intervals', (name) => ({ holds: `from ${name}.ends for 1 day` })],
    ['openings', (name) => ({ opens: `1 day after ${name}.opens` })],
    [
      'conditions of cases',
      (name) => ({
        cases: [
          { when: `${name}.due by 2026-12-01`, due: 'by 2026-12-01' },
          { due: 'by 2026-12-02' },
        ],
      }),
    ],
    ['company', (name) => ({ due: `alongside ${name}` })],
  ])('of %s', (_name, timing) => {
    const { holds, opens } = timing('none');
    const first = holds
      ? { holds: 'from signing for 1 day' }
      : opens
        ? { opens: '1 day after signing' }
        : { due: 'within 1 day of signing' };
    const obligations = Array.from({ length: LENGTH }, (_, i) => ({
      id: `e${i}`,
      title: 'E',
      ...(i === 0 ? first : timing(`e${i - 1}`)),
    }));
    for (const order of [obligations, obligations.toReversed()]) {
      const result = compile(documentOf(order));
      if (!result.ok) throw new Error(JSON.stringify(result.faults[0]));
      const { milestones } = schedule(result.agreement, [fact('signing', '2026-01-05')], {
        zones: luxonZones,
        derivations: false,
      });
      const last = milestones.find(({ path }) => path === `e${LENGTH - 1}`);
      expect(last?.dueOn ?? last?.endsOn ?? last?.opensOn ?? last?.projectedOn).toBeDefined();
    }
  });
});
