import fc from 'fast-check';
import type { Outcome } from '../../../src/engine/model/fact';
import type { MilestoneTiming } from '../../../src/engine/model/milestone';
import { HEADLINES } from '../../../src/engine/model/status';
import type { Instant } from '../../../src/engine/model/time';
import { statusAt } from '../../../src/engine/status/status';
import { runs } from '../../support/runs';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const POLICY = { dueSoonMs: 7 * DAY };
const DUE = 100 * DAY;

const nothing: Outcome = { incidents: 0 };
const achievement = (more: Partial<MilestoneTiming> = {}): MilestoneTiming => ({
  kind: 'achievement',
  waitsFor: [],
  outcome: nothing,
  dueOn: 99,
  dueAt: DUE,
  ...more,
});
const hold = (more: Partial<MilestoneTiming> = {}): MilestoneTiming => ({
  kind: 'maintenance',
  waitsFor: [],
  outcome: nothing,
  startsAt: 10 * DAY,
  ...more,
});
const at = (milestone: MilestoneTiming, instant: Instant) => statusAt(milestone, instant, POLICY);
const outcome = (more: Partial<Outcome>): Outcome => ({ incidents: 0, ...more });

describe('the status of an achievement', () => {
  it.each([
    ['a week and a bit before', DUE - 8 * DAY, 'upcoming', 'in-effect', 'upcoming'],
    ['seven days before', DUE - 7 * DAY, 'due-soon', 'in-effect', 'due-soon'],
    ['a millisecond before', DUE - 1, 'due-soon', 'in-effect', 'due-soon'],
    ['at the instant it is due', DUE, 'overdue', 'in-effect', 'overdue'],
  ])('%s', (_name, instant, timeliness, state, status) => {
    expect(at(achievement(), instant)).toMatchObject({ timeliness, state, status });
  });

  it('with a grace period is in grace until its end, then overdue', () => {
    const milestone = achievement({ graceEndsAt: DUE + 72 * HOUR });
    expect(at(milestone, DUE)).toMatchObject({ status: 'in-grace', nextChangeAt: DUE + 72 * HOUR });
    expect(at(milestone, DUE + 72 * HOUR)).toMatchObject({
      status: 'overdue',
      since: DUE + 72 * HOUR,
    });
  });

  it('without a date is undated, or conditional while it waits for a condition', () => {
    const undated: MilestoneTiming = { kind: 'achievement', waitsFor: [], outcome: nothing };
    expect(at(undated, 0)).toEqual({
      timeliness: 'undated',
      state: 'in-effect',
      status: 'undated',
    });
    expect(at({ ...undated, waitsFor: ['signing'] }, 0)).toMatchObject({ state: 'conditional' });
  });

  it.each([
    ['before it is due', DUE - DAY, 98, 'on-time', 'met'],
    ['on its last day, by an instant', DUE - HOUR, 99, 'on-time', 'met'],
    ['at the instant it is due', DUE, 100, 'late', 'met-late'],
    ['a day later', DUE + DAY, 101, 'late', 'met-late'],
  ])('fulfilled %s', (_name, fulfilledAt, fulfilledOn, timeliness, status) => {
    const milestone = achievement({ outcome: outcome({ fulfilledAt, fulfilledOn }) });
    expect(at(milestone, fulfilledAt)).toMatchObject({
      timeliness,
      status,
      state: 'fulfilled',
      since: fulfilledAt,
    });
  });

  it('as of an instant before its fulfilment is what it was then', () => {
    const milestone = achievement({
      outcome: outcome({ fulfilledAt: DUE + DAY, fulfilledOn: 101 }),
    });
    expect(at(milestone, DUE)).toMatchObject({ status: 'overdue', nextChangeAt: DUE + DAY });
  });

  it('no longer changes with the clock once it is fulfilled or waived', () => {
    const done = achievement({ outcome: outcome({ fulfilledAt: DUE - DAY, fulfilledOn: 98 }) });
    const waived = achievement({ outcome: outcome({ waivedAt: DUE - DAY }) });
    expect(at(done, DUE + DAY).nextChangeAt).toBeUndefined();
    expect(at(waived, DUE + DAY)).toMatchObject({ status: 'discharged', timeliness: 'due-soon' });
  });

  it('is conditional until its window opens', () => {
    const milestone = achievement({ opensAt: DUE - 50 * DAY });
    expect(at(milestone, DUE - 60 * DAY)).toMatchObject({
      state: 'conditional',
      nextChangeAt: DUE - 50 * DAY,
    });
    expect(at(milestone, DUE - 50 * DAY)).toMatchObject({ state: 'in-effect' });
  });
});

describe('the status of an interval', () => {
  it.each([
    ['before it starts', hold(), 0, 'upcoming', 'conditional'],
    ['while it runs', hold(), 10 * DAY, 'holding', 'holding'],
    ['after its end', hold({ endsAt: 20 * DAY }), 20 * DAY, 'expired', 'expired'],
    [
      'breached',
      hold({ outcome: outcome({ breachedAt: 12 * DAY, incidents: 1 }) }),
      12 * DAY,
      'breached',
      'breached',
    ],
    [
      'breached and cured',
      hold({ outcome: outcome({ incidents: 1 }) }),
      15 * DAY,
      'holding',
      'holding',
    ],
    [
      'waiting to be dated',
      hold({ startsAt: undefined, waitsFor: ['signing'] }),
      0,
      'undated',
      'conditional',
    ],
    ['that has only an end', hold({ startsAt: undefined, endsAt: DUE }), 0, 'holding', 'holding'],
  ])('%s', (_name, milestone, instant, status, state) => {
    expect(at(milestone, instant)).toMatchObject({ status, state });
  });
});

it('an occasion comes and is never overdue', () => {
  const occasion = achievement({ kind: 'occasion' });
  expect(at(occasion, DUE - 8 * DAY).status).toBe('upcoming');
  expect(at(occasion, DUE)).toMatchObject({ status: 'came', timeliness: 'on-time' });
});

const instants = fc.integer({ min: 0, max: 200 * DAY });
const maybe = fc.option(instants, { nil: undefined });
const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;
const milestones = fc
  .record({
    kind: fc.constantFrom('achievement', 'maintenance', 'occasion'),
    nature: fc.constantFrom('beginning', 'end', 'moment', 'right', 'notice', undefined),
    comesAt: maybe,
    waitsFor: fc.constantFrom([], ['signing']),
    dueAt: maybe,
    graceEndsAt: maybe,
    opensAt: maybe,
    startsAt: maybe,
    endsAt: maybe,
    outcome: fc
      .record({ fulfilledAt: maybe, waivedAt: maybe, breachedAt: maybe, incidents: fc.nat(2) })
      .map(defined),
  })
  .map((milestone) => {
    // A grace period never ends before it begins.
    const { dueAt, graceEndsAt } = milestone;
    const later =
      dueAt !== undefined && graceEndsAt !== undefined ? Math.max(dueAt, graceEndsAt) : undefined;
    return defined({
      ...milestone,
      graceEndsAt: later,
      dueOn: dueAt && Math.floor((dueAt - 1) / DAY),
    }) as MilestoneTiming;
  });

it('nextChangeAt: the status stays the same between two changes, for every milestone', () => {
  fc.assert(
    fc.property(milestones, instants, fc.nat(1_000_000), (milestone, instant, part) => {
      const now = at(milestone, instant);
      expect(HEADLINES).toContain(now.status);
      const next = now.nextChangeAt;
      if (next !== undefined) expect(next).toBeGreaterThan(instant);
      const end = next ?? 400 * DAY;
      const between = Math.floor(instant + ((end - 1 - instant) * part) / 1_000_000);
      const { nextChangeAt: _, ...same } = now;
      expect(at(milestone, between)).toMatchObject(same);
    }),
    { numRuns: runs(3_000, 166_000) },
  );
});
