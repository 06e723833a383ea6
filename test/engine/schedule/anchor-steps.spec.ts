import { luxonZones } from '../../../src/base/zones';
import type { AgreementDocument, Obligation } from '../../../src/engine/model/document';
import type { Fact } from '../../../src/engine/model/fact';
import type { Step } from '../../../src/engine/model/step';
import { schedule } from '../../../src/engine/schedule/schedule';
import { compiled, documentOf, fact, milestonesOf } from '../../support/agreements';

const PARTIES_AND_EVENTS: Partial<AgreementDocument> = {
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
  const document = documentOf([...OTHERS, { id: 'a', title: 'A', ...timing }], PARTIES_AND_EVENTS);
  const signed = facts.some(({ subject }) => subject === 'signing');
  const given = signed ? facts : [fact('signing', '2026-01-05'), ...facts];
  const { milestones } = schedule(compiled(document), given, { zones: luxonZones });
  const own = milestones.filter(({ path }) => path === 'a');
  return own.flatMap(({ derivation }) => derivation);
}

const sentences = (...entry: Parameters<typeof stepsOf>): string[] =>
  stepsOf(...entry).map(({ text }) => text);

describe('the anchor of a date', () => {
  it.each<[string, Partial<Obligation>, Fact[], string]>([
    [
      'an event with a title',
      { due: 'on approval' },
      [fact('approval', '2026-01-10')],
      'Counting starts from approval (Approval, as recorded): Saturday 10 January 2026.',
    ],
    [
      'an event without one',
      { due: 'on signing' },
      [],
      'Counting starts from signing (as recorded): Monday 5 January 2026.',
    ],
    [
      'an approximate day',
      { due: 'on signing' },
      [fact('signing', '2026-01-05', { about: true })],
      'Counting starts from signing (recorded as approximate): Monday 5 January 2026.',
    ],
    [
      'an assumed day',
      { due: 'on signing' },
      [fact('signing', '2026-01-05', { hypothetical: true })],
      'Counting starts from signing (assumed): Monday 5 January 2026.',
    ],
    [
      'an occurrence',
      { due: 'on it', 'for each': 'notice' },
      [fact('notice', '2026-01-10')],
      'Counting starts from it (The notice, as recorded): Saturday 10 January 2026.',
    ],
    [
      'what a party did',
      { due: 'on its deposit', 'for each': 'states' },
      [fact('deposit', '2026-01-10', { by: 'chad' })],
      'Counting starts from its deposit (Deposit, as recorded): Saturday 10 January 2026.',
    ],
    [
      'what was done',
      { due: 'on done.fulfilled' },
      [fact('done.fulfilled', '2026-01-10')],
      'Counting starts from done.fulfilled (“Be done” fulfilled, as recorded): Saturday 10 January 2026.',
    ],
    [
      'a phase that was done',
      { due: 'on phased.one.fulfilled' },
      [fact('phased.one.fulfilled', '2026-01-10')],
      'Counting starts from phased.one.fulfilled (“First” fulfilled, as recorded): Saturday 10 January 2026.',
    ],
    [
      'the last phase that was done',
      { due: 'on phased.fulfilled' },
      [fact('phased.one.fulfilled', '2026-01-12'), fact('phased.two.fulfilled', '2026-01-10')],
      'Counting starts from phased.fulfilled (all phases of “phased” fulfilled, as recorded): Monday 12 January 2026.',
    ],
    [
      'a date of the schedule',
      { due: 'on done.due' },
      [],
      'Counting starts from done.due (as scheduled for “Be done”): Thursday 15 January 2026.',
    ],
    [
      'one date of several',
      { due: 'on 2nd reports.due' },
      [],
      'Counting starts from 2nd reports.due (as scheduled for “Report”): Tuesday 5 January 2027.',
    ],
    [
      'one of several that was done',
      { due: 'on 2nd reports.fulfilled' },
      [
        fact('reports.fulfilled', '2026-03-01'),
        fact('reports.fulfilled', '2026-07-01', { ordinal: 2 }),
      ],
      'Counting starts from 2nd reports.fulfilled (“Report” fulfilled, as recorded): Wednesday 1 July 2026.',
    ],
    [
      'a neighbour',
      { due: 'alongside done' },
      [],
      'It is due alongside another obligation, so it takes the date done.due: Thursday 15 January 2026.',
    ],
    [
      'a neighbour that lasts',
      { due: 'alongside held' },
      [],
      'It is due alongside another obligation, so it takes the date held.ends: Tuesday 5 January 2027.',
    ],
    [
      'what it goes on during',
      { due: 'during held' },
      [],
      'It is due during another obligation, so it takes the date held.ends: Tuesday 5 January 2027.',
    ],
  ])('has a step for %s', (_name, timing, facts, expected) => {
    expect(sentences(timing, facts)).toContain(expected);
  });

  it('mentions the earliest day for a start, not for a deadline', () => {
    const clear = { counting: 'cpr-2.8', holds: 'from 10 days after signing until 2026-03-01' };
    const late = { counting: 'cpr-2.8', due: 'within 10 days of signing' };
    const [start, deadline] = [clear, late].map((timing) =>
      stepsOf(timing, []).find(({ rule }) => rule === 'add-period'),
    );
    expect(start?.by).toMatchObject({ side: 'earliest' });
    expect(deadline?.by).not.toHaveProperty('side');
  });

  it('names the successor of a superseded entry', () => {
    const obligations = [
      { id: 'old', title: 'Old', due: 'undated' },
      { id: 'new', title: 'New', due: 'on signing', supersedes: 'old' },
      // It was never due, so it superseded nothing.
      {
        id: 'none',
        title: 'None',
        due: 'every 1 month from signing until 2026-01-06',
        supersedes: 'new',
      },
    ];
    const found = milestonesOf(documentOf(obligations), [fact('signing', '2026-01-05')]);
    expect(found.old?.derivation.at(-1)?.text).toBe(
      'It is no longer owed from Monday 5 January 2026 on, because “new” takes its place.',
    );
    expect(found.new?.supersededBy).toBeUndefined();
  });

  it('names the condition of a discharge', () => {
    const facts = [fact('approval', '2026-01-10')];
    expect(sentences({ due: 'on signing', unless: 'approval' }, facts)).toContain(
      'It is no longer owed from Saturday 10 January 2026 on, because the condition “approval” is met.',
    );
  });
});
