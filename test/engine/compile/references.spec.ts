import { luxonZones } from '../../../src/base/zones';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import { compile } from '../../../src/engine/compile/compile';
import type { AgreementDocument } from '../../../src/engine/model/document';
import type { Fact } from '../../../src/engine/model/fact';
import type { Milestone } from '../../../src/engine/model/milestone';
import { schedule } from '../../../src/engine/schedule/schedule';
import { compiled, documentOf, fact } from '../../support/agreements';

const on = (milestone: Milestone | undefined) =>
  milestone?.dueOn === undefined ? undefined : formatDay(milestone.dueOn);
const world = {
  parties: {
    chad: { name: 'Chad', groups: ['states'] },
    ukraine: { name: 'Ukraine', groups: ['states'] },
  },
  events: {
    deposit: { title: 'Deposit', by: 'states' },
    notice: { title: 'Notice', repeats: true },
    approval: { title: 'Approval' },
    objection: { title: 'Objection' },
  },
};
const duties: AgreementDocument['obligations'] = [
  { id: 'reports', title: 'R', due: 'every 6 months from signing 3 times' },
  { id: 'audits', title: 'A', due: 'every 6 months from signing' },
  { id: 'in-force', title: 'F', 'for each': 'states', falls: '1 month after its deposit' },
  { id: 'exit', title: 'E', 'for each': 'notice', falls: '1 year after it' },
  { id: 'calm', title: 'C', holds: 'from signing' },
  { id: 'promptly', title: 'P', due: 'undated' },
  { id: 'once', title: 'O', due: 'within 10 days of signing' },
];
const signed = [fact('signing', '2025-11-27')];

function run(timing: object, facts: readonly Fact[] = signed): Record<string, Milestone> {
  const document = documentOf([...duties, { id: 'a', title: 'A', ...timing }], world);
  const { milestones } = schedule(compiled(document), facts, { zones: luxonZones });
  return Object.fromEntries(milestones.map((one) => [one.id.slice('test/'.length), one]));
}

describe('a reference to what happens more than once', () => {
  it.each([
    ['2nd reports.due', '2026-11-27'],
    ['first reports.due', '2026-05-27'],
    ['last reports.due', '2027-05-27'],
    ['3rd audits.due', '2027-05-27'],
    ['2nd exit.due', '2027-03-01'],
  ])('%s is that one', (ref, expected) => {
    const notices = [fact('notice', '2026-01-01'), fact('notice', '2026-03-01')];
    expect(on(run({ due: `on ${ref}` }, [...signed, ...notices]).a)).toBe(expected);
  });

  it.each(['4th reports.due', 'last audits.due', '3rd exit.due'])(
    '%s, which there is not, is waited for',
    (ref) => {
      expect(run({ due: `on ${ref}` }).a).toMatchObject({ waitsFor: [ref] });
    },
  );

  it('waits for the origin where that is not known', () => {
    expect(run({ due: 'on 2nd reports.due' }, []).a).toMatchObject({ waitsFor: ['signing'] });
  });
});

describe('a reference that nothing could ever answer', () => {
  it.each([
    ['on reports.due', 'first reports.due, 2nd reports.due or last reports.due'],
    ['on 2nd once.due', 'once.due'],
    ['on 2nd signing', 'signing'],
    ['on in-force.due', 'its in-force.due'],
    ['on 2nd in-force.due', 'its in-force.due'],
    ['on exit.due', 'its exit.due'],
    ['on once.ends', 'once.fulfilled, or once.due'],
    ['on calm.due', 'calm.starts, calm.started, calm.ended, or calm.breached'],
    ['on once.opens', 'once.due'],
    ['on calm.notice-closes', 'calm.starts'],
    ['on once.latest', 'once.due'],
    ['on promptly.due', 'promptly.fulfilled'],
    ['alongside in-force', 'for each'],
    ['alongside reports', 'due once'],
  ])('%s is refused for %s', (due, expected) => {
    const result = compile(documentOf([...duties, { id: 'a', title: 'A', due }], world));
    expect(!result.ok && result.faults).toHaveLength(1);
    expect(!result.ok && result.faults[0]?.expected).toContain(expected);
  });
});

describe('a zone in a phrase', () => {
  it('that no table knows is refused where it stands', () => {
    const due = 'at 10:00 on signing in Europe/Kyev';
    const result = compile(documentOf([{ id: 'a', title: 'A', due }]), luxonZones.known);
    expect(!result.ok && result.faults).toMatchObject([
      { pointer: '/obligations/0/due', at: { offset: 23, length: 11 } },
    ]);
  });
});

describe('parties', () => {
  it('of a group owe as its members', () => {
    const { a } = run({ obligor: 'states', due: 'on signing' });
    expect(a?.obligors).toEqual(['chad', 'ukraine']);
  });

  it('with a clock of their own owe their own', () => {
    const found = run({
      'for each': 'states',
      obligor: 'states',
      due: 'within 5 days of its deposit',
    });
    expect(found['a@chad']?.obligors).toEqual(['chad']);
  });

  it('go along with the clock that is theirs', () => {
    const found = run({ 'for each': 'states', due: 'alongside in-force' }, [
      fact('deposit', '2026-01-10', { by: 'chad' }),
    ]);
    expect([on(found['a@chad']), on(found['a@ukraine'])]).toEqual(['2026-02-10', undefined]);
  });
});

describe('a duty held while two things are so', () => {
  const holds = 'from signing while approval and no objection';
  const end = (...facts: Fact[]) => run({ holds }, [...signed, ...facts]).a;
  it('waits for the first, has no end while both last, and ends with the second', () => {
    expect(end()).toMatchObject({ waitsFor: ['approval'] });
    const begun = fact('approval', '2025-12-01');
    expect(end(begun)?.endsOn).toBeUndefined();
    expect(end(begun)?.waitsFor).toEqual([]);
    const over = end(begun, fact('objection', '2026-02-01'));
    expect(formatDay(over?.endsOn as number)).toBe('2026-02-01');
  });
});

describe('a key that says nothing where it stands', () => {
  it.each<[string, object, string]>([
    ['grace on what holds', { holds: 'from signing', grace: '3 days' }, '/grace'],
    ['target without due', { falls: 'signing', target: 'signing' }, '/target'],
    [
      'renewal of what is done once',
      { due: 'on signing', renews: 'for 1 year unless approval 1 month before' },
      '/renews',
    ],
    ['extension of no date', { due: 'undated', extends: 'by agreement' }, '/extends'],
    [
      'pause of a repetition',
      { due: 'every 1 year from signing', pauses: 'while approval' },
      '/pauses',
    ],
    [
      'cases of two kinds',
      { cases: [{ when: 'approval', due: 'on signing' }, { falls: 'signing' }] },
      '/cases/1',
    ],
    [
      'a case without a time',
      { cases: [{ when: 'approval', due: 'on signing' }, { grace: '3 days' }] },
      '/cases/1',
    ],
    ['during what is done once', { due: 'during once' }, '/due'],
    ['waiting for itself', { due: 'within 3 days of due' }, ''],
    ['twice repeated', { 'for each': 'notice', due: 'every 1 year from it' }, ''],
  ])('%s is refused', (_, timing, at) => {
    const result = compile(documentOf([...duties, { id: 'a', title: 'A', ...timing }], world));
    expect(!result.ok && result.faults.map(({ pointer }) => pointer)).toEqual([
      `/obligations/${duties.length}${at}`,
    ]);
  });
});

describe('an entry that is named without its moment', () => {
  const expected = (name: string): string | undefined => {
    const more = [
      {
        id: 'term',
        title: 'T',
        holds: 'from signing for 1 year',
        renews: 'for 1 year unless approval',
      },
      { id: 'right', title: 'R', opens: '10 days after signing' },
      { id: 'expiry', title: 'X', falls: '1 year after signing' },
    ];
    const a = { id: 'a', title: 'A', due: `within 5 days of ${name}` };
    const result = compile(documentOf([...duties, ...more, a], world));
    return result.ok ? undefined : result.faults[0]?.expected;
  };

  it.each([
    ['once', 'once.fulfilled, or once.due'],
    ['promptly', 'promptly.fulfilled'],
    ['calm', 'calm.starts, calm.started, calm.ended, or calm.breached'],
    [
      'term',
      'term.starts, term.ends, term.notice-closes, term.started, term.ended, or term.breached',
    ],
    ['right', 'right.fulfilled, or right.opens'],
    ['expiry', 'expiry.due'],
    ['reports', 'first reports.fulfilled, or first reports.due'],
    ['in-force', 'its in-force.due'],
  ])('is offered the moments that it has: %s', (name, moments) => {
    expect(expected(name)).toBe(moments);
  });

  it('is accepted with every one of them but where it has no owner here', () => {
    for (const name of ['once', 'promptly', 'calm', 'term', 'right', 'expiry', 'reports']) {
      for (const moment of expected(name)?.split(/, or |, /) ?? []) {
        expect([moment, expected(moment)]).toEqual([moment, undefined]);
      }
    }
  });
});
