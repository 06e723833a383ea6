import { luxonZones } from '../../../src/base/zones';
import type { AgreementDocument, Obligation } from '../../../src/engine/model/document';
import type { Fact } from '../../../src/engine/model/fact';
import type { Step } from '../../../src/engine/model/step';
import { schedule } from '../../../src/engine/schedule/schedule';
import { compiled, documentOf, fact, milestonesOf } from '../../support/agreements';

const WORLD: Partial<AgreementDocument> = {
  parties: {
    chad: { name: 'Chad', groups: ['states'] },
    ukraine: { name: 'Ukraine', groups: ['states'] },
  },
  events: {
    deposit: { title: 'Deposit', by: 'states' },
    notice: { title: 'The notice', repeats: true },
    approval: { title: 'Approval' },
  },
};
const OTHERS: AgreementDocument['obligations'] = [
  { id: 'done', title: 'Be done', due: 'within 10 days of signing' },
  { id: 'held', title: 'Be held', holds: 'from signing until 1 year after signing' },
  {
    id: 'phased',
    title: 'In phases',
    phases: [
      { id: 'one', title: 'First', due: 'undated' },
      { id: 'two', due: 'undated' },
    ],
  },
  { id: 'reports', title: 'Report', due: 'every 6 months from signing 3 times' },
];

/** The steps of each clock of an entry. */
function stepsOf(timing: Partial<Obligation>, facts: readonly Fact[]): Step[] {
  const document = documentOf([...OTHERS, { id: 'a', title: 'A', ...timing }], WORLD);
  const signed = facts.some(({ subject }) => subject === 'signing');
  const given = signed ? facts : [fact('signing', '2026-01-05'), ...facts];
  const { milestones } = schedule(compiled(document), given, { zones: luxonZones });
  const own = milestones.filter(({ path }) => path === 'a');
  return own.flatMap(({ derivation }) => derivation);
}

const told = (...asked: Parameters<typeof stepsOf>): string[] =>
  stepsOf(...asked).map(({ text }) => text);

describe('what a date counts from', () => {
  it.each<[string, Partial<Obligation>, Fact[], string]>([
    [
      'an event with a title',
      { due: 'on approval' },
      [fact('approval', '2026-01-10')],
      'approval: Saturday 10 January 2026, Approval, as recorded.',
    ],
    [
      'an event without one',
      { due: 'on signing' },
      [],
      'signing: Monday 5 January 2026, the event “signing”, as recorded.',
    ],
    [
      'an approximate day',
      { due: 'on signing' },
      [fact('signing', '2026-01-05', { about: true })],
      'signing: Monday 5 January 2026, the event “signing”, as recorded, approximately.',
    ],
    [
      'a supposed day',
      { due: 'on signing' },
      [fact('signing', '2026-01-05', { hypothetical: true })],
      'signing: Monday 5 January 2026, the event “signing”, as assumed.',
    ],
    [
      'an occurrence',
      { due: 'on it', 'for each': 'notice' },
      [fact('notice', '2026-01-10')],
      'it: Saturday 10 January 2026, The notice, as recorded.',
    ],
    [
      'what a party did',
      { due: 'on its deposit', 'for each': 'states' },
      [fact('deposit', '2026-01-10', { by: 'chad' })],
      'its deposit: Saturday 10 January 2026, Deposit, as recorded.',
    ],
    [
      'what was done',
      { due: 'on done.fulfilled' },
      [fact('done.fulfilled', '2026-01-10')],
      'done.fulfilled: Saturday 10 January 2026, “Be done” fulfilled, as recorded.',
    ],
    [
      'a phase that was done',
      { due: 'on phased.one.fulfilled' },
      [fact('phased.one.fulfilled', '2026-01-10')],
      'phased.one.fulfilled: Saturday 10 January 2026, “First” fulfilled, as recorded.',
    ],
    [
      'the last phase that was done',
      { due: 'on phased.fulfilled' },
      [fact('phased.one.fulfilled', '2026-01-12'), fact('phased.two.fulfilled', '2026-01-10')],
      'phased.fulfilled: Monday 12 January 2026, all phases of “phased” fulfilled, as recorded.',
    ],
    [
      'a date of the schedule',
      { due: 'on done.due' },
      [],
      'done.due: Thursday 15 January 2026, as scheduled for “Be done”.',
    ],
    [
      'one date of several',
      { due: 'on 2nd reports.due' },
      [],
      '2nd reports.due: Tuesday 5 January 2027, as scheduled for “Report”.',
    ],
    [
      'one of several that was done',
      { due: 'on 2nd reports.fulfilled' },
      [
        fact('reports.fulfilled', '2026-03-01'),
        fact('reports.fulfilled', '2026-07-01', { ordinal: 2 }),
      ],
      '2nd reports.fulfilled: Wednesday 1 July 2026, “Report” fulfilled, as recorded.',
    ],
    [
      'a neighbour',
      { due: 'alongside done' },
      [],
      'done.due: Thursday 15 January 2026, as it goes alongside that.',
    ],
    [
      'a neighbour that lasts',
      { due: 'alongside held' },
      [],
      'held.ends: Tuesday 5 January 2027, as it goes alongside that.',
    ],
    [
      'what it goes on during',
      { due: 'during held' },
      [],
      'held.ends: Tuesday 5 January 2027, as it goes during that.',
    ],
  ])('is told: %s', (_name, timing, facts, expected) => {
    expect(told(timing, facts)).toContain(`Counting starts from ${expected}`);
  });

  it('is told with how a start was counted, which a deadline is not', () => {
    const clear = { counting: 'cpr-2.8', holds: 'from 10 days after signing until 2026-03-01' };
    const late = { counting: 'cpr-2.8', due: 'within 10 days of signing' };
    const [start, deadline] = [clear, late].map((timing) =>
      stepsOf(timing, []).find(({ rule }) => rule === 'add-period'),
    );
    expect(start?.by).toMatchObject({ side: 'earliest' });
    expect(deadline?.by).not.toHaveProperty('side');
  });

  it('is told with what took the place of another', () => {
    const obligations = [
      { id: 'old', title: 'Old', due: 'undated' },
      { id: 'new', title: 'New', due: 'on signing', supersedes: 'old' },
      // Never once due, and so never in the place of anything.
      {
        id: 'none',
        title: 'None',
        due: 'every 1 month from signing until 2026-01-06',
        supersedes: 'new',
      },
    ];
    const found = milestonesOf(documentOf(obligations), [fact('signing', '2026-01-05')]);
    expect(found.old?.derivation.at(-1)?.text).toBe(
      'It ceased to be owed on Monday 5 January 2026: “new” took its place.',
    );
    expect(found.new?.supersededBy).toBeUndefined();
  });

  it('is told with what makes it cease', () => {
    const facts = [fact('approval', '2026-01-10')];
    expect(told({ due: 'on signing', unless: 'approval' }, facts)).toContain(
      'It ceased to be owed on Saturday 10 January 2026: approval.',
    );
  });
});
