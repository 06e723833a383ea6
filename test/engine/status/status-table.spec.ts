import type { Outcome } from '../../../src/engine/model/fact';
import type { MilestoneTiming } from '../../../src/engine/model/milestone';
import type { MilestoneStatus } from '../../../src/engine/model/status';
import { statusAt } from '../../../src/engine/status/status';

/** Days as instants: a milestone is due soon 7 days before its date. */
const POLICY = { dueSoonMs: 7 };
const DUE = 100;

type Given = Partial<MilestoneTiming> & { recorded?: Partial<Outcome> };
type Told = [
  MilestoneStatus['timeliness'],
  MilestoneStatus['state'],
  MilestoneStatus['status'],
  number | undefined,
  number | undefined,
];

/** Timeliness, state, headline, since when, and the next change. */
function told(milestone: Given, at: number): Told {
  const { recorded, ...rest } = milestone;
  const outcome = { incidents: 0, ...recorded };
  const answer = statusAt({ kind: 'achievement', waitsFor: [], outcome, ...rest }, at, POLICY);
  const { timeliness, state, status, since, nextChangeAt } = answer;
  return [timeliness, state, status, since, nextChangeAt];
}

const due: Given = { dueAt: DUE };
const grace: Given = { dueAt: DUE, graceEndsAt: 110 };
const occasion: Given = { kind: 'occasion', dueAt: DUE };
const moment: Given = { ...occasion, nature: 'moment', comesAt: 92 };
const beginning: Given = { ...moment, nature: 'beginning' };
const end: Given = { ...occasion, nature: 'end', comesAt: DUE };
const hold: Given = { kind: 'maintenance', startsAt: DUE, endsAt: 200 };
const with_ = (given: Given, recorded: Partial<Outcome>): Given => ({ ...given, recorded });

describe('the status of an achievement', () => {
  it.each<[string, Given, number, Told]>([
    ['long before', due, 92, ['upcoming', 'in-effect', 'upcoming', undefined, 93]],
    ['seven before', due, 93, ['due-soon', 'in-effect', 'due-soon', 93, 100]],
    ['just before', due, 99, ['due-soon', 'in-effect', 'due-soon', 93, 100]],
    ['at its instant', due, 100, ['overdue', 'in-effect', 'overdue', 100, undefined]],
    ['in grace', grace, 100, ['in-grace', 'in-effect', 'in-grace', 100, 110]],
    ['at the end of grace', grace, 110, ['overdue', 'in-effect', 'overdue', 110, undefined]],
    ['undated', {}, 50, ['undated', 'in-effect', 'undated', undefined, undefined]],
    [
      'undated and waiting',
      { waitsFor: ['x'] },
      50,
      ['undated', 'conditional', 'undated', undefined, undefined],
    ],
    [
      'dated, though it could move',
      { ...due, waitsFor: ['x'] },
      50,
      ['upcoming', 'in-effect', 'upcoming', undefined, 93],
    ],
    [
      'before its window',
      { ...due, opensAt: 60 },
      59,
      ['upcoming', 'conditional', 'upcoming', undefined, 60],
    ],
    [
      'once its window is open',
      { ...due, opensAt: 60 },
      60,
      ['upcoming', 'in-effect', 'upcoming', undefined, 93],
    ],
    [
      'waived',
      with_(due, { waivedAt: 95 }),
      95,
      ['due-soon', 'discharged', 'discharged', 95, undefined],
    ],
    [
      'before its waiver',
      with_(due, { waivedAt: 95 }),
      94,
      ['due-soon', 'in-effect', 'due-soon', 93, 95],
    ],
    [
      'fulfilled in time',
      with_(due, { fulfilledAt: 99 }),
      99,
      ['on-time', 'fulfilled', 'met', 99, undefined],
    ],
    [
      'fulfilled at its instant',
      with_(due, { fulfilledAt: 100 }),
      120,
      ['late', 'fulfilled', 'met-late', 100, undefined],
    ],
    [
      'before it was fulfilled',
      with_(due, { fulfilledAt: 120 }),
      119,
      ['overdue', 'in-effect', 'overdue', 100, 120],
    ],
    [
      'fulfilled with no date',
      with_({}, { fulfilledAt: 5 }),
      5,
      ['on-time', 'fulfilled', 'met', 5, undefined],
    ],
    [
      'waived before it was fulfilled',
      with_(due, { waivedAt: 90, fulfilledAt: 95 }),
      99,
      ['upcoming', 'discharged', 'discharged', 90, undefined],
    ],
    [
      'discharged',
      with_(due, { dischargedAt: 95 }),
      95,
      ['due-soon', 'discharged', 'discharged', 95, undefined],
    ],
    [
      'before its discharge',
      with_(due, { dischargedAt: 95 }),
      94,
      ['due-soon', 'in-effect', 'due-soon', 93, 95],
    ],
    [
      'fulfilled when it was discharged',
      with_(due, { fulfilledAt: 95, dischargedAt: 95 }),
      96,
      ['on-time', 'fulfilled', 'met', 95, undefined],
    ],
    [
      'fulfilled after it was discharged',
      with_(due, { fulfilledAt: 96, dischargedAt: 95 }),
      97,
      ['due-soon', 'discharged', 'discharged', 95, undefined],
    ],
    [
      'its condition not met',
      with_(due, { gate: {} }),
      150,
      ['upcoming', 'conditional', 'conditional', undefined, undefined],
    ],
    [
      'its condition not met, undated',
      with_({}, { gate: {} }),
      150,
      ['undated', 'conditional', 'conditional', undefined, undefined],
    ],
    [
      'its condition met before its date',
      with_(due, { gate: { metAt: 50 } }),
      100,
      ['overdue', 'in-effect', 'overdue', 100, undefined],
    ],
    [
      'its condition met after its date',
      with_(due, { gate: { metAt: 120 } }),
      120,
      ['overdue', 'in-effect', 'overdue', 120, undefined],
    ],
    [
      'just before its condition',
      with_(due, { gate: { metAt: 120 } }),
      119,
      ['upcoming', 'conditional', 'conditional', undefined, 120],
    ],
    [
      'suspended',
      with_(due, { suspensions: [{ from: 90, to: 96 }] }),
      90,
      ['upcoming', 'suspended', 'suspended', 90, 93],
    ],
    [
      'resumed',
      with_(due, { suspensions: [{ from: 90, to: 96 }] }),
      96,
      ['due-soon', 'in-effect', 'due-soon', 93, 100],
    ],
    [
      'suspended without end',
      with_(due, { suspensions: [{ from: 90 }] }),
      150,
      ['overdue', 'suspended', 'suspended', 90, undefined],
    ],
    [
      'before a suspension',
      with_(due, { suspensions: [{ from: 90 }] }),
      89,
      ['upcoming', 'in-effect', 'upcoming', undefined, 90],
    ],
    [
      'undone by a snapback',
      with_(due, { doneAt: 90, revertedAt: 150 }),
      150,
      ['on-time', 'terminated', 'terminated', 150, undefined],
    ],
    [
      'before the snapback',
      with_(due, { doneAt: 90, revertedAt: 150 }),
      149,
      ['on-time', 'fulfilled', 'met', 90, 150],
    ],
    [
      'done late, before the snapback',
      with_(due, { doneAt: 100, revertedAt: 150 }),
      120,
      ['late', 'fulfilled', 'met-late', 100, 150],
    ],
    [
      'before it was done',
      with_(due, { doneAt: 90, revertedAt: 150 }),
      80,
      ['upcoming', 'in-effect', 'upcoming', undefined, 90],
    ],
    [
      'a snapback with nothing done',
      with_(due, { revertedAt: 50 }),
      60,
      ['upcoming', 'in-effect', 'upcoming', undefined, 93],
    ],
    [
      'done and not undone',
      with_(due, { doneAt: 50 }),
      60,
      ['upcoming', 'in-effect', 'upcoming', undefined, 93],
    ],
  ])('%s', (_name, milestone, at, expected) => expect(told(milestone, at)).toEqual(expected));
});

describe('the status of an occasion', () => {
  it.each<[string, Given, number, Told]>([
    ['before it comes', occasion, 99, ['due-soon', 'in-effect', 'due-soon', 93, 100]],
    ['when it has come', occasion, 100, ['on-time', 'came', 'came', 100, undefined]],
    ['from the beginning of its day', moment, 92, ['on-time', 'came', 'came', 92, undefined]],
    ['as a beginning', beginning, 92, ['on-time', 'came', 'took-effect', 92, undefined]],
    ['before a beginning', beginning, 91, ['due-soon', 'in-effect', 'due-soon', 85, 92]],
    ['as an end, on its last day', end, 99, ['due-soon', 'in-effect', 'due-soon', 93, 100]],
    ['as an end', end, 100, ['on-time', 'expired', 'expired', 100, undefined]],
    [
      'suspended when it comes',
      with_(moment, { suspensions: [{ from: 90, to: 95 }] }),
      93,
      ['on-time', 'suspended', 'suspended', 90, 95],
    ],
    [
      'discharged before it came',
      with_(occasion, { dischargedAt: 99 }),
      120,
      ['due-soon', 'discharged', 'discharged', 99, undefined],
    ],
    [
      'discharged after it came',
      with_(occasion, { dischargedAt: 101 }),
      120,
      ['on-time', 'came', 'came', 100, undefined],
    ],
    [
      'discharged as it came',
      with_(occasion, { dischargedAt: 100 }),
      120,
      ['on-time', 'came', 'came', 100, undefined],
    ],
  ])('%s', (_name, milestone, at, expected) => expect(told(milestone, at)).toEqual(expected));
});

describe('the status of a right', () => {
  const right: Given = { nature: 'right', opensAt: DUE, comesAt: DUE };
  it.each<[string, Given, number, Told]>([
    ['long before it opens', right, 92, ['upcoming', 'conditional', 'upcoming', undefined, 93]],
    ['soon to open', right, 99, ['due-soon', 'conditional', 'due-soon', 93, 100]],
    ['open', right, 100, ['open', 'in-effect', 'open', 100, undefined]],
    [
      'open, though what it waits for could still move it',
      { ...right, waitsFor: ['x'] },
      100,
      ['open', 'in-effect', 'open', 100, undefined],
    ],
    ['undated', { nature: 'right' }, 50, ['undated', 'in-effect', 'undated', undefined, undefined]],
    [
      'undated and waiting',
      { nature: 'right', waitsFor: ['x'] },
      50,
      ['undated', 'conditional', 'undated', undefined, undefined],
    ],
    [
      'used',
      with_(right, { fulfilledAt: 150 }),
      160,
      ['on-time', 'fulfilled', 'met', 150, undefined],
    ],
    [
      'its condition not met',
      with_(right, { gate: {} }),
      150,
      ['upcoming', 'conditional', 'conditional', undefined, undefined],
    ],
    [
      'its condition met after it opened',
      with_(right, { gate: { metAt: 120 } }),
      150,
      ['open', 'in-effect', 'open', 120, undefined],
    ],
    [
      'given up',
      with_(right, { waivedAt: 150 }),
      160,
      ['open', 'discharged', 'discharged', 150, undefined],
    ],
  ])('%s', (_name, milestone, at, expected) => expect(told(milestone, at)).toEqual(expected));
});

describe('the status of an interval', () => {
  const open: Given = { kind: 'maintenance', startsAt: DUE };
  const ending: Given = { kind: 'maintenance', endsAt: 200 };
  it.each<[string, Given, number, Told]>([
    ['long before', hold, 92, ['upcoming', 'conditional', 'upcoming', undefined, 93]],
    ['seven before', hold, 93, ['due-soon', 'conditional', 'due-soon', 93, 100]],
    ['from its start', hold, 100, ['on-time', 'holding', 'holding', 100, 193 + 7]],
    ['on its last instant', hold, 199, ['on-time', 'holding', 'holding', 100, 200]],
    ['after its end', hold, 200, ['on-time', 'expired', 'expired', 200, undefined]],
    ['without end', open, 500, ['on-time', 'holding', 'holding', 100, undefined]],
    ['with an end only', ending, 50, ['on-time', 'holding', 'holding', undefined, 200]],
    ['with an end only, over', ending, 200, ['on-time', 'expired', 'expired', 200, undefined]],
    [
      'with no date at all',
      { kind: 'maintenance' },
      50,
      ['undated', 'in-effect', 'undated', undefined, undefined],
    ],
    [
      'waiting for its start',
      { kind: 'maintenance', waitsFor: ['x'] },
      50,
      ['undated', 'conditional', 'undated', undefined, undefined],
    ],
    [
      'waiting for its start, its end known',
      { ...ending, waitsFor: ['x'] },
      50,
      ['undated', 'conditional', 'undated', undefined, 200],
    ],
    [
      'without a start, its end waiting for a notice',
      with_({ ...ending, waitsFor: ['notice'] }, { startless: true }),
      50,
      ['on-time', 'holding', 'holding', undefined, 200],
    ],
    [
      'without a start, its end not known',
      with_({ kind: 'maintenance', waitsFor: ['x'] }, { startless: true }),
      50,
      ['on-time', 'holding', 'holding', undefined, undefined],
    ],
    [
      'waived',
      with_(hold, { waivedAt: 150 }),
      150,
      ['on-time', 'discharged', 'discharged', 150, undefined],
    ],
    [
      'before its waiver',
      with_(hold, { waivedAt: 150 }),
      149,
      ['on-time', 'holding', 'holding', 100, 150],
    ],
    ['breached', with_(hold, { breachedAt: 150 }), 150, ['late', 'breached', 'breached', 150, 200]],
    [
      'before its breach',
      with_(hold, { breachedAt: 150 }),
      149,
      ['on-time', 'holding', 'holding', 100, 150],
    ],
    [
      'breached and over',
      with_(hold, { breachedAt: 150 }),
      200,
      ['on-time', 'expired', 'expired', 200, undefined],
    ],
    [
      'suspended',
      with_(hold, { suspensions: [{ from: 150, to: 160 }] }),
      150,
      ['on-time', 'suspended', 'suspended', 150, 160],
    ],
    [
      'resumed',
      with_(hold, { suspensions: [{ from: 150, to: 160 }] }),
      160,
      ['on-time', 'holding', 'holding', 100, 200],
    ],
    [
      'breached while suspended',
      with_(hold, { breachedAt: 150, suspensions: [{ from: 140 }] }),
      150,
      ['late', 'breached', 'breached', 150, 200],
    ],
    [
      'its condition not met',
      with_(hold, { gate: {} }),
      150,
      ['upcoming', 'conditional', 'conditional', undefined, 200],
    ],
    [
      'its condition not met, with an end only',
      with_(ending, { gate: {} }),
      150,
      ['undated', 'conditional', 'conditional', undefined, 200],
    ],
    [
      'discharged',
      with_(hold, { dischargedAt: 150 }),
      150,
      ['on-time', 'discharged', 'discharged', 150, undefined],
    ],
    [
      'before its discharge',
      with_(hold, { dischargedAt: 150 }),
      149,
      ['on-time', 'holding', 'holding', 100, 150],
    ],
    [
      'ended by a snapback',
      with_(open, { revertedAt: 150 }),
      150,
      ['on-time', 'terminated', 'terminated', 150, undefined],
    ],
    [
      'its end recorded',
      with_(hold, { endedAt: 150 }),
      150,
      ['on-time', 'terminated', 'terminated', 150, undefined],
    ],
    [
      'its end recorded late',
      with_(hold, { endedAt: 250 }),
      260,
      ['on-time', 'expired', 'expired', 200, undefined],
    ],
    [
      'the first end counts',
      with_(hold, { endedAt: 160, dischargedAt: 150 }),
      170,
      ['on-time', 'discharged', 'discharged', 150, undefined],
    ],
    [
      'the first end counts, the other way',
      with_(hold, { endedAt: 150, dischargedAt: 160 }),
      170,
      ['on-time', 'terminated', 'terminated', 150, undefined],
    ],
  ])('%s', (_name, milestone, at, expected) => {
    const [timeliness, state, status, since, next] = told(milestone, at);
    // Nothing changes before the next change that the status names. It may be earlier than the real one.
    expect([timeliness, state, status, since]).toEqual(expected.slice(0, 4));
    if (state === 'holding' || state === 'breached') expect(next).toBe(expected[4]);
  });
});

describe('disputes, breaches and terminations', () => {
  const cured = [{ from: 50, to: 70 }];
  const disputes = [{ from: 50, to: 70 }];
  it.each<[string, Given, number, [string, string, string, number | undefined]]>([
    [
      'before its end',
      with_(due, { terminatedAt: 50 }),
      49,
      ['upcoming', 'in-effect', 'upcoming', undefined],
    ],
    [
      'terminated',
      with_(due, { terminatedAt: 50 }),
      50,
      ['upcoming', 'terminated', 'terminated', 50],
    ],
    [
      'terminated when overdue',
      with_(due, { terminatedAt: 120 }),
      130,
      ['overdue', 'terminated', 'terminated', 120],
    ],
    [
      'discharged before it is terminated',
      with_(due, { terminatedAt: 60, dischargedAt: 50 }),
      70,
      ['upcoming', 'discharged', 'discharged', 50],
    ],
    [
      'terminated before it is discharged',
      with_(due, { terminatedAt: 50, dischargedAt: 60 }),
      70,
      ['upcoming', 'terminated', 'terminated', 50],
    ],
    [
      'discharged as it is terminated',
      with_(due, { terminatedAt: 50, dischargedAt: 50 }),
      70,
      ['upcoming', 'discharged', 'discharged', 50],
    ],
    [
      'before a breach',
      with_(due, { breachedAt: 50 }),
      49,
      ['upcoming', 'in-effect', 'upcoming', undefined],
    ],
    ['at a breach', with_(due, { breachedAt: 50 }), 50, ['upcoming', 'violated', 'violated', 50]],
    [
      'long after a breach',
      with_(due, { breachedAt: 50 }),
      120,
      ['overdue', 'violated', 'violated', 50],
    ],
    [
      'before a breach that is cured',
      with_(due, { cured }),
      49,
      ['upcoming', 'in-effect', 'upcoming', undefined],
    ],
    [
      'at a breach that is cured',
      with_(due, { cured }),
      50,
      ['upcoming', 'violated', 'violated', 50],
    ],
    ['just before the cure', with_(due, { cured }), 69, ['upcoming', 'violated', 'violated', 50]],
    ['at the cure', with_(due, { cured }), 70, ['upcoming', 'in-effect', 'upcoming', undefined]],
    [
      'breached after it was done',
      with_(due, { fulfilledAt: 40, breachedAt: 50 }),
      60,
      ['on-time', 'violated', 'violated', 50],
    ],
    [
      'breached after it was done late',
      with_(due, { fulfilledAt: 140, breachedAt: 150 }),
      160,
      ['late', 'violated', 'violated', 150],
    ],
    [
      'done, before a breach',
      with_(due, { fulfilledAt: 40, breachedAt: 50 }),
      45,
      ['on-time', 'fulfilled', 'met', 40],
    ],
    [
      'done after a breach',
      with_(due, { fulfilledAt: 40, breachedAt: 30 }),
      60,
      ['on-time', 'fulfilled', 'met', 40],
    ],
    [
      'done as it is breached',
      with_(due, { fulfilledAt: 40, breachedAt: 40 }),
      60,
      ['on-time', 'fulfilled', 'met', 40],
    ],
    [
      'done, in a breach since cured',
      with_(due, { fulfilledAt: 40, cured }),
      60,
      ['on-time', 'violated', 'violated', 50],
    ],
    [
      'before a dispute',
      with_(due, { disputes }),
      49,
      ['upcoming', 'in-effect', 'upcoming', undefined],
    ],
    ['at a dispute', with_(due, { disputes }), 50, ['upcoming', 'disputed', 'disputed', 50]],
    [
      'just before it is settled',
      with_(due, { disputes }),
      69,
      ['upcoming', 'disputed', 'disputed', 50],
    ],
    ['settled', with_(due, { disputes }), 70, ['upcoming', 'in-effect', 'upcoming', undefined]],
    [
      'disputed and overdue',
      with_(due, { disputes: [{ from: 90 }] }),
      120,
      ['overdue', 'disputed', 'disputed', 90],
    ],
    [
      'done and disputed',
      with_(due, { fulfilledAt: 40, disputes }),
      60,
      ['on-time', 'disputed', 'disputed', 50],
    ],
    [
      'breached and disputed',
      with_(due, { breachedAt: 55, disputes }),
      60,
      ['upcoming', 'disputed', 'disputed', 50],
    ],
    [
      'discharged while disputed',
      with_(due, { dischargedAt: 55, disputes }),
      60,
      ['upcoming', 'discharged', 'discharged', 55],
    ],
    [
      'terminated while disputed',
      with_(due, { terminatedAt: 55, disputes }),
      60,
      ['upcoming', 'terminated', 'terminated', 55],
    ],
    [
      'waived while disputed',
      with_(due, { waivedAt: 55, disputes }),
      60,
      ['upcoming', 'discharged', 'discharged', 55],
    ],
    [
      'past while disputed',
      with_(occasion, { disputes: [{ from: 90 }] }),
      120,
      ['on-time', 'came', 'came', 100],
    ],
    [
      'held and disputed',
      with_(hold, { disputes: [{ from: 120 }] }),
      130,
      ['on-time', 'disputed', 'disputed', 120],
    ],
    [
      'held, once over',
      with_(hold, { disputes: [{ from: 120 }] }),
      200,
      ['on-time', 'expired', 'expired', 200],
    ],
    [
      'done at this instant, undone later',
      with_(due, { doneAt: 50, revertedAt: 80 }),
      50,
      ['on-time', 'fulfilled', 'met', 50],
    ],
    [
      'owed since its condition was met',
      with_(due, { gate: { metAt: 110 } }),
      115,
      ['overdue', 'in-effect', 'overdue', 110],
    ],
    [
      'owed since its date',
      with_(due, { gate: { metAt: 90 } }),
      115,
      ['overdue', 'in-effect', 'overdue', 100],
    ],
    [
      'undated, its condition met',
      with_({}, { gate: { metAt: 40 } }),
      50,
      ['undated', 'in-effect', 'undated', undefined],
    ],
    [
      'held, though something is waited for',
      { ...hold, waitsFor: ['x'] },
      150,
      ['on-time', 'holding', 'holding', 100],
    ],
  ])('%s', (_name, milestone, at, expected) => {
    expect(told(milestone, at).slice(0, 4)).toEqual(expected);
  });

  it('has no next change where none can come', () => {
    const settled = statusAt(
      { kind: 'achievement', waitsFor: [], outcome: { incidents: 0, fulfilledAt: 40 }, dueAt: DUE },
      50,
      POLICY,
    );
    expect(settled).toStrictEqual({
      timeliness: 'on-time',
      state: 'fulfilled',
      status: 'met',
      since: 40,
    });
  });
});
