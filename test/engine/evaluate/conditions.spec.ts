import type { Obligation } from '../../../src/engine/model/document';
import type { Fact } from '../../../src/engine/model/fact';
import { compiled, documentOf, fact, milestonesOf } from '../../support/agreements';
import { day } from '../../support/language';

const EVENTS = {
  email: { title: 'E-mail' },
  objection: { title: 'Objection' },
  approval: { title: 'Approval' },
};

const run = (obligations: readonly Obligation[], facts: readonly Fact[]) =>
  milestonesOf(documentOf(obligations, { events: EVENTS }), facts);

describe('a condition with a clock time', () => {
  it.each<{ when: string; email: string; met: boolean; why: string }>([
    {
      when: 'email before at 16:30 on email',
      email: '2026-06-05T16:29:00+03:00',
      met: true,
      why: 'before',
    },
    {
      when: 'email before at 16:30 on email',
      email: '2026-06-05T16:30:00+03:00',
      met: false,
      why: 'at the instant',
    },
    {
      when: 'email by at 16:30 on email',
      email: '2026-06-05T16:30:00+03:00',
      met: true,
      why: 'at the instant',
    },
    {
      when: 'email after at 16:30 on email',
      email: '2026-06-05T16:31:00+03:00',
      met: true,
      why: 'after',
    },
    {
      when: 'email after at 16:30 on email',
      email: '2026-06-05T16:30:00+03:00',
      met: false,
      why: 'not after',
    },
    {
      when: 'no email by at 16:30 on 2026-06-05',
      email: '2026-06-05T17:00:00+03:00',
      met: true,
      why: 'too late',
    },
    {
      when: 'no email by at 16:30 on 2026-06-05',
      email: '2026-06-05T16:00:00+03:00',
      met: false,
      why: 'in time',
    },
    {
      when: 'email by at 16:30 on email',
      email: '2026-06-05',
      met: true,
      why: 'known by its day only',
    },
    {
      when: 'email before 2026-06-06',
      email: '2026-06-05T23:00:00+03:00',
      met: true,
      why: 'a day counts by days',
    },
    {
      when: 'email by 2026-06-05',
      email: '2026-06-05T23:00:00+03:00',
      met: true,
      why: 'through the day',
    },
  ])('$when, $email: $met, $why', ({ when, email, met }) => {
    const { a } = run(
      [{ id: 'a', title: 'A', due: 'on 2026-12-01', when }],
      [fact('email', email)],
    );
    expect(a?.outcome.gate?.metAt !== undefined).toBe(met);
  });

  it('that nothing has happened by an instant is met at that instant', () => {
    const when = 'no email by at 16:30 on 2026-06-05';
    const { a } = run([{ id: 'a', title: 'A', due: 'on 2026-12-01', when }], []);
    expect(a?.outcome.gate?.metAt).toBe(Date.parse('2026-06-05T16:30+03:00'));
  });
});

describe('the day on which an occasion came', () => {
  const chain = (gate: Partial<Obligation>): Obligation[] => [
    { id: 'deemed', title: 'D', falls: '2026-05-01', ...gate },
    { id: 'next', title: 'N', due: 'within 10 days of deemed.came' },
  ];

  it.each<{ gate: Partial<Obligation>; facts: Fact[]; on: string | undefined; waits: string[] }>([
    { gate: {}, facts: [], on: '2026-05-11', waits: [] },
    { gate: { when: 'approval' }, facts: [], on: undefined, waits: ['approval'] },
    {
      gate: { when: 'approval' },
      facts: [fact('approval', '2026-04-01')],
      on: '2026-05-11',
      waits: [],
    },
    {
      gate: { when: 'no objection before 2026-05-01' },
      facts: [],
      on: '2026-05-11',
      waits: ['objection'],
    },
    {
      gate: { when: 'no objection before 2026-05-01' },
      facts: [fact('objection', '2026-04-30')],
      on: undefined,
      waits: ['deemed.came'],
    },
    {
      gate: { when: 'no objection before 2026-05-01' },
      facts: [fact('objection', '2026-05-01')],
      on: '2026-05-11',
      waits: [],
    },
    { gate: { unless: 'objection' }, facts: [], on: '2026-05-11', waits: ['objection'] },
    {
      gate: { unless: 'objection' },
      facts: [fact('objection', '2026-04-30')],
      on: undefined,
      waits: ['deemed.came'],
    },
    {
      gate: { when: 'approval', unless: 'objection' },
      facts: [fact('approval', '2026-04-01'), fact('objection', '2026-04-30')],
      on: undefined,
      waits: ['deemed.came'],
    },
  ])('with $gate and $facts is the anchor of $on', ({ gate, facts, on, waits }) => {
    const { next } = run(chain(gate), facts);
    expect([day(next?.dueOn), next?.waitsFor]).toEqual([on, waits]);
  });

  it('rests on an assumption of its condition', () => {
    const assumed = fact('approval', '2026-04-01', { hypothetical: true });
    expect(run(chain({ when: 'approval' }), [assumed]).next?.hypothetical).toBe(true);
  });

  it('belongs to occasions only', () => {
    const late = { id: 'a', title: 'A', due: 'on signing' };
    expect(() => compiled(documentOf([late, { id: 'b', title: 'B', due: 'by a.came' }]))).toThrow(
      'has no \\"came\\"',
    );
  });

  it('is circular where its condition waits for what is counted from it', () => {
    const circle: Obligation[] = [
      { id: 'deemed', title: 'D', falls: '2026-05-01', when: 'next.came' },
      { id: 'next', title: 'N', falls: '1 day after deemed.came' },
    ];
    expect(() => compiled(documentOf(circle))).toThrow('waits for itself');
  });
});
