import { luxonZones } from '../../../src/base/zones';
import type { AgreementDocument } from '../../../src/engine/model/document';
import type { Fact, Outcome } from '../../../src/engine/model/fact';
import { schedule } from '../../../src/engine/schedule/schedule';
import { compiled, documentOf, fact } from '../../support/agreements';

/** The beginning of a January day of 2026 in Kyiv, two hours ahead of UTC. */
const at = (day: number): number => Date.UTC(2026, 0, day) - 2 * 3_600_000;
const on = (day: number): string => `2026-01-${String(day).padStart(2, '0')}`;

const OBLIGATIONS: AgreementDocument['obligations'] = [
  { id: 'a', title: 'A', due: 'within 10 days of signing' },
  { id: 'both', title: 'Both', obligor: ['chad', 'ukraine'], due: 'within 10 days of signing' },
  { id: 'held', title: 'Held', holds: 'from signing until 30 days after signing' },
  {
    id: 'staged',
    title: 'Staged',
    phases: [
      { id: 'one', due: 'within 5 days of signing' },
      { id: 'two', due: 'within 9 days of signing' },
    ],
  },
  { id: 'exit', title: 'Exit', reverts: 'staged on storm', due: 'undated' },
  { id: 'each', title: 'Each', 'for each': 'states', due: 'within 10 days of signing' },
  { id: 'opened', title: 'Opened', opens: '3 days after signing', due: 'within 9 days of signing' },
  { id: 'fixed', title: 'Fixed', due: 'by 2026-02-01' },
  { id: 'waiting', title: 'Waiting', due: 'within 9 days of calm' },
];

const MORE: Partial<AgreementDocument> = {
  parties: {
    chad: { name: 'Chad', groups: ['states'] },
    ukraine: { name: 'Ukraine', groups: ['states'] },
  },
  events: { storm: { title: 'Storm' }, calm: { title: 'Calm' } },
};

const AGREEMENT = compiled(documentOf(OBLIGATIONS, MORE));
const SIGNED = fact('signing', on(1));
const was = (what: string, day: number, more: Partial<Fact> = {}): Fact =>
  fact(what, on(day), { id: `${what}-${day}`, ...more });
const recorded = (facts: readonly Fact[]): Record<string, Outcome> =>
  Object.fromEntries(
    schedule(AGREEMENT, [SIGNED, ...facts], { zones: luxonZones }).milestones.map(
      ({ id, outcome }) => [id.slice('test/'.length), outcome],
    ),
  );
/** Without the facts, which have a table of their own. */
const outcomes = (facts: readonly Fact[]): Record<string, Outcome> =>
  Object.fromEntries(
    Object.entries(recorded(facts)).map(([id, outcome]) => [id, withoutMoves(outcome)]),
  );

function withoutMoves(outcome: Outcome): Outcome {
  const rest = { ...outcome };
  delete rest.moves;
  return rest;
}

const NOTHING: Outcome = { incidents: 0 };

describe('the outcome of an obligation', () => {
  it.each<[string, string, Fact[], Partial<Outcome>]>([
    ['nothing', 'a', [], {}],
    [
      'of another obligation',
      'a',
      [was('both.waived', 3), was('held.breached', 4), was('each.fulfilled', 4)],
      {},
    ],
    ['fulfilment', 'a', [was('a.fulfilled', 3)], { fulfilledAt: at(3), fulfilledOn: 20_456 }],
    [
      'fulfilment at an instant',
      'a',
      [fact('a.fulfilled', '2026-01-03T22:30:00Z')],
      { fulfilledAt: Date.UTC(2026, 0, 3, 22, 30), fulfilledOn: 20_457 },
    ],
    ['what one of two has done', 'both', [was('both.fulfilled', 3, { by: 'chad' })], {}],
    [
      'what both have done, the later',
      'both',
      [
        was('both.fulfilled', 6, { id: 'x', by: 'ukraine' }),
        was('both.fulfilled', 3, { id: 'y', by: 'chad' }),
      ],
      { fulfilledAt: at(6), fulfilledOn: 20_459 },
    ],
    ['verification', 'a', [was('a.verified', 4)], { verifiedAt: at(4) }],
    [
      'what could not be verified',
      'a',
      [was('a.could-not-verify', 4)],
      { couldNotVerifyAt: at(4) },
    ],
    ['waiver', 'a', [was('a.waived', 4)], { waivedAt: at(4) }],
    ['its place taken', 'a', [was('a.superseded', 4)], { dischargedAt: at(4) }],
    [
      'a breach',
      'a',
      [was('a.breached', 4)],
      { breachedAt: at(4), incidents: 1, breaches: [at(4)] },
    ],
    [
      'two breaches before one cure',
      'a',
      [was('a.breached', 4), was('a.breached', 5), was('a.cured', 7)],
      { cured: [{ from: at(4), to: at(7) }], incidents: 2, breaches: [at(4), at(5)] },
    ],
    [
      'a breach after the cure of another',
      'a',
      [was('a.breached', 9), was('a.cured', 7), was('a.breached', 4)],
      {
        breachedAt: at(9),
        cured: [{ from: at(4), to: at(7) }],
        incidents: 2,
        breaches: [at(4), at(9)],
      },
    ],
    [
      'a breach at the instant of a cure begins anew',
      'a',
      [was('a.breached', 4), was('a.cured', 7), was('a.breached', 7)],
      {
        cured: [
          { from: at(4), to: at(7) },
          { from: at(7), to: at(7) },
        ],
        incidents: 2,
        breaches: [at(4), at(7)],
      },
    ],
    [
      'a cure before any breach',
      'a',
      [was('a.cured', 3), was('a.breached', 4)],
      { breachedAt: at(4), incidents: 1, breaches: [at(4)] },
    ],
    ['a dispute', 'a', [was('a.disputed', 4)], { disputes: [{ from: at(4) }] }],
    [
      'a dispute that was settled, and another',
      'a',
      [was('a.disputed', 4), was('a.resolved', 6), was('a.disputed', 8)],
      { disputes: [{ from: at(4), to: at(6) }, { from: at(8) }] },
    ],
    ['its end by a party', 'a', [was('a.terminated', 6)], { terminatedAt: at(6) }],
    [
      'the end of the agreement',
      'a',
      [fact('*.terminated', on(6), { subject: '*', kind: 'terminated' })],
      { terminatedAt: at(6) },
    ],
    [
      'the end of the agreement after its own',
      'a',
      [fact('*.terminated', on(6), { subject: '*', kind: 'terminated' }), was('a.terminated', 5)],
      { terminatedAt: at(5) },
    ],
    [
      'the end of the agreement that it survives',
      'a',
      [fact('*.terminated', on(6), { subject: '*', kind: 'terminated', surviving: ['a'] })],
      {},
    ],
    [
      'the end of the agreement that its whole survives',
      'staged.one',
      [fact('*.terminated', on(6), { subject: '*', kind: 'terminated', surviving: ['staged'] })],
      {},
    ],
    [
      'the end of the agreement that another survives',
      'a',
      [fact('*.terminated', on(6), { subject: '*', kind: 'terminated', surviving: ['both'] })],
      { terminatedAt: at(6) },
    ],
    [
      'progress, in the order of time, since the event it counts from',
      'a',
      [was('a.progress', 8, { level: 2 }), was('a.progress', 4, { level: 1, actor: 'Kroc' })],
      {
        judgements: [
          { level: 1, at: at(4), fact: 'a.progress-4', by: 'Kroc' },
          { level: 2, at: at(8), fact: 'a.progress-8' },
        ],
        runsFrom: at(1),
      },
    ],
    [
      'progress without a level, which is none',
      'opened',
      [was('opened.progress', 8)],
      { judgements: [{ level: 0, at: at(8), fact: 'opened.progress-8' }], runsFrom: at(4) },
    ],
    [
      'progress towards a day of the text, since the signing',
      'fixed',
      [was('fixed.progress', 8, { level: 1 })],
      { judgements: [{ level: 1, at: at(8), fact: 'fixed.progress-8' }], runsFrom: at(1) },
    ],
    [
      'progress of what waits, since no time yet',
      'waiting',
      [was('waiting.progress', 8, { level: 1 })],
      { judgements: [{ level: 1, at: at(8), fact: 'waiting.progress-8' }] },
    ],
    ['the end of a duty that is held', 'held', [was('held.ended', 8)], { endedAt: at(8) }],
    ['an end of what is done once', 'a', [was('a.ended', 8)], {}],
    ['a snapback before anything was done', 'staged.one', [was('storm', 4)], {}],
    [
      'a snapback after it was done',
      'staged.one',
      [was('staged.one.fulfilled', 3), was('storm', 4)],
      { doneAt: at(3), revertedAt: at(4) },
    ],
    [
      'what is done on the day of a snapback stays done',
      'staged.two',
      [was('staged.two.fulfilled', 4), was('storm', 4)],
      { fulfilledAt: at(4), fulfilledOn: 20_457 },
    ],
    [
      'a snapback of something else',
      'a',
      [was('a.fulfilled', 3), was('storm', 4)],
      { fulfilledAt: at(3), fulfilledOn: 20_456 },
    ],
  ])('%s, of %s', (_name, id, facts, expected) => {
    expect(outcomes(facts)[id]).toStrictEqual({ ...NOTHING, ...expected });
  });

  it.each<[string, string, Fact[], Outcome['moves']]>([
    [
      'nothing',
      'both',
      [was('both.disputed', 3), was('both.progress', 4, { level: 1 })],
      undefined,
    ],
    [
      'what one of two has done',
      'both',
      [was('both.fulfilled', 3, { by: 'chad' })],
      [{ was: 'fulfilled', by: 'chad', at: at(3), on: 20_456, fact: 'both.fulfilled-3' }],
    ],
    [
      'a breach before it and its cure, in the order of time, nobody named',
      'both',
      [was('both.cured', 9), was('both.breached', 4)],
      [
        { was: 'breached', at: at(4), on: 20_457, fact: 'both.breached-4' },
        { was: 'cured', at: at(9), on: 20_462, fact: 'both.cured-9' },
      ],
    ],
    [
      'of one party where a clock runs for each',
      'each@ukraine',
      [was('each.fulfilled', 4, { by: 'chad' }), was('each.breached', 5, { by: 'ukraine' })],
      [{ was: 'breached', by: 'ukraine', at: at(5), on: 20_458, fact: 'each.breached-5' }],
    ],
  ])('has the facts behind it: %s, of %s', (_name, id, facts, expected) => {
    expect(recorded(facts)[id]?.moves).toStrictEqual(expected);
  });

  it('names the entry that supersedes it', () => {
    const named = (facts: readonly Fact[]): unknown[] =>
      schedule(AGREEMENT, [SIGNED, ...facts], { zones: luxonZones })
        .milestones.filter(({ path }) => path === 'a' || path === 'each')
        .map((milestone) => ('supersededBy' in milestone ? milestone.supersededBy : 'nothing'));
    const nothing = 'nothing';
    expect(named([])).toEqual([nothing, nothing, nothing]);
    expect(named([was('a.superseded', 4, { instead: 'fixed' })])).toEqual([
      'fixed',
      nothing,
      nothing,
    ]);
    expect(named([was('a.superseded', 4)])).toEqual([nothing, nothing, nothing]);
    expect(named([was('each.superseded', 4, { by: 'ukraine', instead: 'a' })])).toEqual([
      nothing,
      nothing,
      'a',
    ]);
  });

  it('is separate for each party if each has a clock', () => {
    const told = outcomes([
      was('each.fulfilled', 4, { by: 'chad' }),
      was('each.breached', 5, { by: 'ukraine' }),
      was('each.disputed', 6, { by: 'ukraine' }),
      was('each.progress', 6, { by: 'ukraine', level: 1 }),
      was('each.terminated', 7, { by: 'ukraine' }),
      was('each.superseded', 8, { by: 'ukraine' }),
    ]);
    expect(told['each@chad']).toStrictEqual({
      ...NOTHING,
      fulfilledAt: at(4),
      fulfilledOn: 20_457,
    });
    expect(told['each@ukraine']).toStrictEqual({
      incidents: 1,
      breaches: [at(5)],
      breachedAt: at(5),
      disputes: [{ from: at(6) }],
      judgements: [{ level: 1, at: at(6), fact: 'each.progress-6' }],
      runsFrom: at(1),
      terminatedAt: at(7),
      dischargedAt: at(8),
    });
  });
});
