import { luxonZones } from '../../../src/base/zones';
import { buildCalendar } from '../../../src/engine/calendar/working-calendar';
import { CONVENTIONS } from '../../../src/engine/counting/conventions';
import type { Step } from '../../../src/engine/model/step';
import { type ReplayContext, replay } from '../../support/replay';

const ZONE = 'Europe/Kyiv';
const calendar = buildCalendar({
  id: 'test',
  title: 'Test',
  version: '1',
  weekend: ['saturday', 'sunday'],
  covers: [{ from: '2025-01-01', to: '2027-12-31' }],
  holidays: {},
});
const convention = (name: string) => CONVENTIONS.get(name) as ReplayContext['convention'];
const plain: ReplayContext = {
  zones: luxonZones,
  zone: ZONE,
  convention: convention('agreement-d-plus-n'),
  calendar,
};

/** Monday 5 January 2026, as days since 1970, and the first instant of a January day in Kyiv. */
const MONDAY = 20_458;
const at = (day: number, hour = 0): number => Date.UTC(2026, 0, day, hour - 2);

const step = (rule: string, more: Partial<Step> = {}): Step => ({
  rule,
  text: '',
  citation: '',
  ...more,
});
const anchor = step('anchor', { to: MONDAY });
const instant = step('anchor', { to: MONDAY, toAt: at(5, 10) });
const by = (rule: string, operands: Step['by'] = {}): Step => step(rule, { by: operands });

describe('steps taken again', () => {
  it.each<[string, readonly Step[], ReturnType<typeof replay>]>([
    ['none', [], undefined],
    ['nothing to begin with', [by('end-of-day', { zone: ZONE })], undefined],
    ['a given day', [anchor], { day: MONDAY }],
    ['a given instant', [instant], { day: MONDAY, at: at(5, 10) }],
    [
      'a day that a fact moved',
      [anchor, step('extension', { to: MONDAY + 9 })],
      { day: MONDAY + 9 },
    ],
    ['a pin', [anchor, step('pin', { to: MONDAY + 3 })], { day: MONDAY + 3 }],
    ['a renewal', [anchor, step('renewal', { to: MONDAY + 4 })], { day: MONDAY + 4 }],
    ['a pause', [anchor, step('pause', { to: MONDAY + 5 })], { day: MONDAY + 5 }],
    ['an occurrence', [anchor, step('occurrence', { to: MONDAY + 6 })], { day: MONDAY + 6 }],
    ['a day of the text', [step('fixed-date', { to: MONDAY + 1 })], { day: MONDAY + 1 }],
    ['a given step without a day', [anchor, step('pause')], { day: MONDAY }],
    ['what only says why', [anchor, by('exclude-trigger-day')], { day: MONDAY }],
    ['the day before', [anchor, by('day-before')], { day: MONDAY - 1 }],
    ['the day by number', [anchor, by('day-n', { n: 3 })], { day: MONDAY + 2 }],
    ['days', [anchor, by('add-period', { period: '10 days' })], { day: MONDAY + 10 }],
    [
      'days before',
      [anchor, by('add-period', { period: '10 days', direction: 'before' })],
      { day: MONDAY - 10 },
    ],
    [
      'hours from an instant',
      [instant, by('add-hours', { period: '30 hours' })],
      { day: MONDAY + 1, at: at(6, 16) },
    ],
    [
      'the last day of the month',
      [anchor, by('edge', { which: 'last', unit: 'month', nth: 0, direction: 'after' })],
      { day: MONDAY + 26 },
    ],
    [
      'the first day of the second month after',
      [anchor, by('edge', { which: 'first', unit: 'month', nth: 2, direction: 'after' })],
      { day: MONDAY + 55 },
    ],
    [
      'the first day of the month before',
      [anchor, by('edge', { which: 'first', unit: 'month', nth: 1, direction: 'before' })],
      { day: MONDAY - 35 },
    ],
    [
      'a clock time in its own zone',
      [anchor, by('clock-time', { minute: 600, zone: ZONE })],
      { day: MONDAY, at: at(5, 10) },
    ],
    [
      'a clock time elsewhere, on the next day here',
      [anchor, by('clock-time', { minute: 23 * 60, zone: 'America/New_York' })],
      { day: MONDAY + 1, at: Date.UTC(2026, 0, 6, 4) },
    ],
    ['the end of the day', [anchor, by('end-of-day', { zone: ZONE })], { day: MONDAY, at: at(6) }],
    ['its beginning', [anchor, by('start-of-day', { zone: ZONE })], { day: MONDAY, at: at(5) }],
  ])('%s', (_name, steps, expected) => {
    expect(replay(steps, plain)).toStrictEqual(expected);
  });

  it('an end on a weekend is rolled, by the period that was counted', () => {
    const rolling = { ...plain, convention: convention('eu-1182-71') };
    const counted = [anchor, by('add-period', { period: '5 days' })];
    expect(replay(counted, rolling)).toStrictEqual({ day: MONDAY + 5 });
    expect(replay([...counted, by('roll')], rolling)).toMatchObject({ day: MONDAY + 7 });
  });

  it('a weekend after a pause is rolled as that of the period before it', () => {
    const rolling = { ...plain, convention: convention('eu-1182-71') };
    const counted = [anchor, by('add-period', { period: '4 days' })];
    const paused = [...counted, step('pause', { to: MONDAY + 5 }), by('roll')];
    expect(replay(paused, rolling)).toStrictEqual({ day: MONDAY + 7 });
  });

  it('hours that end on a weekend are rolled to the same time of the next working day', () => {
    const rolling = { ...plain, convention: convention('frcp-6a') };
    const counted = [instant, by('add-hours', { period: '120 hours' }), by('roll')];
    expect(replay(counted, rolling)).toStrictEqual({ day: MONDAY + 7, at: at(12, 10) });
  });

  it('clear days before which nothing may happen count neither end', () => {
    const clear = { ...plain, convention: convention('cpr-2.8') };
    const counted = (side?: string) => [
      anchor,
      by('add-period', { period: '10 days', ...(side && { side }) }),
    ];
    expect(replay(counted(), clear)).toStrictEqual({ day: MONDAY + 10 });
    expect(replay(counted('earliest'), clear)).toStrictEqual({ day: MONDAY + 11 });
  });

  it('what cannot be taken says why', () => {
    const roll = [anchor, by('roll')];
    const needs = 'a roll needs the calendar and the period before it';
    expect(() => replay(roll, plain)).toThrow(needs);
    const { calendar: _calendar, ...without } = plain;
    const counted = [anchor, by('add-period', { period: '5 days' }), by('roll')];
    expect(() => replay(counted, without)).toThrow(needs);
    expect(() => replay([anchor, by('add-period', { period: 'soon' })], plain)).toThrow(
      '"soon" is no period',
    );
    expect(() => replay([anchor, step('add-period')], plain)).toThrow('"undefined" is no period');
  });
});
