import { parseDay } from '../../src/engine/calendar/epoch-day';
import type { SentenceData } from '../../src/outbox/sentences/catalogue';
import { ENGLISH } from '../../src/outbox/sentences/en';
import { say } from '../../src/outbox/sentences/say';

const day = (text: string) => ({ day: parseDay(text) as number });
const clock = (text: string, minute: number) => ({
  ...day(text),
  clock: { minute, zone: 'Europe/Kyiv' },
});

const PACT = { agreement: 'Pact', assumed: false };
const DUTY = {
  ...PACT,
  milestone: 'Withdrawal',
  sort: 'deadline' as const,
  who: ['Russia', 'Ukraine'],
};
const DUE = day('2026-03-07');

/** A type with data of it, as a row of the table. */
type Row = {
  [T in keyof SentenceData]: [T, SentenceData[T], string];
}[keyof SentenceData];

const ROWS: Row[] = [
  [
    'milestone.due-soon',
    { ...DUTY, on: DUE, days: 4 },
    'Pact: “Withdrawal”, owed by Russia and Ukraine, is due by 7 March 2026 (in 4 days).',
  ],
  [
    'milestone.upcoming',
    { ...DUTY, who: [], assumed: true, on: DUE, days: 1 },
    'Pact (hypothetical): “Withdrawal” is due by 7 March 2026 (tomorrow).',
  ],
  [
    'milestone.due-soon',
    { ...DUTY, who: ['Russia'], on: clock('2026-03-07', 485), days: 0 },
    'Pact: “Withdrawal”, owed by Russia, is due by 08:05 on 7 March 2026 (Europe/Kyiv) (today).',
  ],
  [
    'milestone.due-soon',
    { ...DUTY, milestone: 'Ceasefire', sort: 'interval', on: DUE, days: 2 },
    'Pact: “Ceasefire”, owed by Russia and Ukraine, begins on 7 March 2026 (in 2 days).',
  ],
  [
    'milestone.due-soon',
    { ...DUTY, milestone: 'Entry into force', sort: 'beginning', who: [], on: DUE, days: 2 },
    'Pact: “Entry into force” takes effect on 7 March 2026 (in 2 days).',
  ],
  [
    'milestone.due-soon',
    { ...DUTY, milestone: 'Term', sort: 'end', who: [], on: DUE, days: 2 },
    'Pact: “Term” ends on 7 March 2026 (in 2 days).',
  ],
  [
    'milestone.upcoming',
    { ...DUTY, milestone: 'Review', sort: 'moment', who: [], on: DUE, days: 2 },
    'Pact: “Review” comes on 7 March 2026 (in 2 days).',
  ],
  [
    'milestone.upcoming',
    {
      ...DUTY,
      milestone: 'Exit',
      sort: 'right',
      who: ['A', 'B', 'C'],
      on: clock('2026-03-07', 720),
      days: 2,
    },
    'Pact: “Exit” opens at 12:00 on 7 March 2026 (Europe/Kyiv) for A, B and C (in 2 days).',
  ],
  [
    'milestone.due-soon',
    {
      ...DUTY,
      milestone: 'Term: last day for notice',
      sort: 'notice',
      who: ['A'],
      on: DUE,
      days: 2,
    },
    'Pact: “Term: last day for notice” is 7 March 2026 (in 2 days).',
  ],
  [
    'milestone.grace-started',
    { ...DUTY, who: ['Russia'], due: DUE, until: day('2026-03-10'), done: ['Ukraine'] },
    'Pact: “Withdrawal”, owed by Russia, was due by 7 March 2026; its grace period runs until 10 March 2026; Ukraine has done its part.',
  ],
  [
    'milestone.overdue',
    { ...DUTY, due: DUE, days: 1, done: [] },
    'Pact: “Withdrawal”, owed by Russia and Ukraine, is overdue: it was due by 7 March 2026, 1 day ago, and no fulfilment is recorded.',
  ],
  [
    'milestone.overdue',
    { ...DUTY, who: ['C'], due: DUE, days: 0, done: ['A', 'B'] },
    'Pact: “Withdrawal”, owed by C, is overdue: it was due by 7 March 2026 and no fulfilment is recorded; A and B have done their parts.',
  ],
  [
    'milestone.fulfilled',
    { ...DUTY, on: day('2026-03-05'), early: 2 },
    'Pact: Russia and Ukraine fulfilled “Withdrawal” on 5 March 2026, 2 days before it was due.',
  ],
  [
    'milestone.fulfilled',
    { ...DUTY, who: [], on: DUE, early: 0 },
    'Pact: “Withdrawal” was fulfilled on 7 March 2026, on the day it was due.',
  ],
  [
    'milestone.fulfilled',
    { ...DUTY, who: ['Russia'], on: DUE },
    'Pact: Russia fulfilled “Withdrawal” on 7 March 2026.',
  ],
  [
    'milestone.fulfilled-late',
    { ...DUTY, who: ['Russia'], on: day('2026-03-08'), early: -1 },
    'Pact: Russia fulfilled “Withdrawal” on 8 March 2026, 1 day after it was due.',
  ],
  [
    'milestone.fulfilled-late',
    { ...DUTY, who: ['Russia'], on: DUE, early: 0 },
    'Pact: Russia fulfilled “Withdrawal” on 7 March 2026, after it was due.',
  ],
  [
    'milestone.fulfilled-in-part',
    {
      ...DUTY,
      who: ['Ukraine'],
      on: day('2026-03-05'),
      remaining: ['Russia'],
      due: DUE,
      passed: false,
    },
    'Pact: Ukraine fulfilled its part of “Withdrawal” on 5 March 2026; Russia has not, and it is due by 7 March 2026.',
  ],
  [
    'milestone.fulfilled-in-part',
    {
      ...DUTY,
      who: ['A', 'B'],
      on: day('2026-03-09'),
      remaining: ['C', 'D'],
      due: DUE,
      passed: true,
    },
    'Pact: A and B fulfilled their parts of “Withdrawal” on 9 March 2026; C and D have not, and it was due by 7 March 2026.',
  ],
  [
    'milestone.fulfilled-in-part',
    { ...DUTY, who: ['A'], on: DUE, remaining: ['C'], passed: false },
    'Pact: A fulfilled its part of “Withdrawal” on 7 March 2026; C has not.',
  ],
  [
    'milestone.violated',
    { ...DUTY, who: ['Russia'], on: DUE, incidents: 1 },
    'Pact: Russia breached “Withdrawal” on 7 March 2026.',
  ],
  [
    'milestone.violated',
    { ...DUTY, who: [], on: DUE, incidents: 3 },
    'Pact: “Withdrawal” was breached on 7 March 2026; 3 breaches are recorded.',
  ],
  [
    'milestone.redated',
    { ...DUTY, from: DUE, to: day('2026-03-09') },
    'Pact: “Withdrawal” moved from 7 March 2026 to 9 March 2026.',
  ],
  ['milestone.redated', { ...DUTY, to: DUE }, 'Pact: “Withdrawal” has a date now: 7 March 2026.'],
  [
    'milestone.undated',
    { ...DUTY, from: DUE, waitsFor: ['Handover', 'Deposit'] },
    'Pact: “Withdrawal” no longer has a date (it was 7 March 2026); it waits for Handover and Deposit.',
  ],
  ['milestone.undated', { ...DUTY, waitsFor: [] }, 'Pact: “Withdrawal” still has no date.'],
  [
    'milestone.corrected',
    { ...DUTY, on: day('2026-03-05'), early: 2 },
    'Pact: “Withdrawal” was fulfilled in time after all, on 5 March 2026; the message that it was late was wrong.',
  ],
  ['agreement.signed', { ...PACT, on: DUE }, 'Pact was signed on 7 March 2026.'],
  [
    'agreement.signed',
    { ...PACT, assumed: true, on: DUE },
    'Pact is assumed to be signed on 7 March 2026.',
  ],
  [
    'schedule.changed',
    { ...PACT, changed: 1, cause: 'signing set to 2026-01-01', announced: 0 },
    'Pact: the dates of 1 milestone changed (signing set to 2026-01-01).',
  ],
  [
    'schedule.changed',
    { ...PACT, changed: 30, cause: 'handover recorded', announced: 25, first: DUE },
    'Pact: the dates of 30 milestones changed; 25 deadlines lie ahead, the first on 7 March 2026 (handover recorded).',
  ],
  [
    'schedule.changed',
    { ...PACT, changed: 0, cause: 'alert policy set', announced: 25, first: DUE },
    'Pact: 25 deadlines lie ahead, the first on 7 March 2026 (alert policy set).',
  ],
  [
    'alert.acknowledged',
    { ...DUTY, messageType: 'milestone.due-soon' },
    'Pact: somebody has “Withdrawal” in hand; the message that it is due soon was acknowledged.',
  ],
  [
    'endpoint.disabled',
    { endpoint: 'ep_1', reason: 'gone' },
    'The webhook ep_1 was disabled because its receiver answered 410; its messages are held.',
  ],
  [
    'endpoint.disabled',
    { endpoint: 'ep_1', reason: 'failing' },
    'The webhook ep_1 was disabled because no message reached it for days; its messages are held.',
  ],
  ['ping', {}, 'This is a test message from Pacta.'],
];

describe('the sentence of a message', () => {
  it.each(ROWS)('%s', (type, data, expected) => {
    // Each row has the data of its own type; a union of rows forgets which.
    const sentence = say as (of: string, given: object) => string;
    expect(sentence(type, data)).toBe(expected);
  });

  it('has a row for every type', () => {
    expect([...new Set(ROWS.map(([type]) => type))].sort()).toEqual(Object.keys(ENGLISH).sort());
  });

  it('is one line without control characters, whatever titles hold', () => {
    const on = { on: DUE };
    const text = say('agreement.signed', {
      agreement: 'A\nB\u001b[31m\u202eC',
      assumed: false,
      ...on,
    });
    expect(text).toBe('A B�[31m�C was signed on 7 March 2026.');
  });
});
