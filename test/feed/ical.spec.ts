import fc from 'fast-check';
import ICAL from 'ical.js';
import { luxonZones } from '../../src/base/zones';
import { rowScheduled } from '../../src/domain/milestone/present/scheduled';
import { termsFor } from '../../src/domain/notification/alert-policy-schema';
import { compile } from '../../src/engine/compile/compile';
import { schedule } from '../../src/engine/schedule/schedule';
import { calendarOf } from '../../src/feed/milestones/calendar';
import { serialize, textValue } from '../../src/feed/milestones/ical';
import { runs } from '../support/runs';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

describe('a text in iCalendar', () => {
  const any = fc.string({ unit: 'binary', maxLength: 200 });

  it('is read unchanged by an independent parser', () => {
    fc.assert(
      fc.property(any, (text) => {
        const value = serialize({
          name: 'VCALENDAR',
          properties: [['DESCRIPTION', textValue(text)]],
        });
        const read = new ICAL.Component(ICAL.parse(value)).getFirstPropertyValue('description');
        const clean = text
          .replace(/\r\n|[\r\u2028\u2029]/g, '\n')
          .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (one) =>
            /[\t\n]/.test(one) ? one : '\ufffd',
          );
        expect(String(read ?? '')).toBe(clean);
      }),
      { numRuns: runs(500, 50_000) },
    );
  });

  it('has lines of at most 75 octets that end with CRLF and split no character', () => {
    fc.assert(
      fc.property(any, (text) => {
        const value = serialize({ name: 'VCALENDAR', properties: [['SUMMARY', textValue(text)]] });
        expect(value.endsWith('END:VCALENDAR\r\n')).toBe(true);
        for (const line of value.slice(0, -2).split('\r\n')) {
          expect(line).not.toMatch(/[\r\n]/);
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(Buffer.from(line).toString()).toBe(line);
        }
      }),
      { numRuns: runs(500, 50_000) },
    );
  });
});

interface Case {
  what: string;
  zone: string;
  due: string;
  leads: number[];
  alarmMinute: number;
  now: string;
  alarms: string[];
}

const EARLY = '2026-01-01T00:00:00Z';

/** Besides the lead times of the policy, every deadline has that of "due soon", seven days. */
const CASES: Case[] = [
  {
    what: 'at nine in the zone of the agreement, not of the machine',
    zone: 'Pacific/Kiritimati',
    due: 'by 2026-05-10',
    leads: [],
    alarmMinute: 540,
    now: EARLY,
    alarms: ['2026-05-03T19:00:00Z'],
  },
  {
    what: 'at nine on either side of a change of clocks',
    zone: 'Europe/Kyiv',
    due: 'by 2026-04-02',
    leads: [30 * DAY_MS],
    alarmMinute: 540,
    now: EARLY,
    alarms: ['2026-03-04T07:00:00Z', '2026-03-27T07:00:00Z'],
  },
  {
    what: 'at the hour that is set, on the day itself too',
    zone: 'Europe/Kyiv',
    due: 'by 2026-05-10',
    leads: [DAY_MS],
    alarmMinute: 7 * 60 + 30,
    now: EARLY,
    alarms: ['2026-05-04T04:30:00Z', '2026-05-10T04:30:00Z'],
  },
  {
    what: 'once where two leads are the same',
    zone: 'UTC',
    due: 'by 2026-05-10',
    leads: [7 * DAY_MS, 7 * DAY_MS],
    alarmMinute: 540,
    now: EARLY,
    alarms: ['2026-05-04T09:00:00Z'],
  },
  {
    what: 'at the very instant where hours are told beforehand',
    zone: 'UTC',
    due: 'by 2026-05-10',
    leads: [6 * HOUR_MS],
    alarmMinute: 540,
    now: EARLY,
    alarms: ['2026-05-04T09:00:00Z', '2026-05-10T18:00:00Z'],
  },
  {
    what: 'at the very instant where the deadline is one',
    zone: 'Europe/Kyiv',
    due: 'at 15:00 on 2026-05-10',
    leads: [DAY_MS],
    alarmMinute: 540,
    now: EARLY,
    alarms: ['2026-05-03T12:00:00Z', '2026-05-09T12:00:00Z'],
  },
  {
    what: 'not for what is past',
    zone: 'UTC',
    due: 'by 2026-05-10',
    leads: [30 * DAY_MS, DAY_MS],
    alarmMinute: 540,
    now: '2026-05-04T09:00:00Z',
    alarms: ['2026-05-10T09:00:00Z'],
  },
];

describe('the alarms of a calendar', () => {
  it.each(CASES)('ring $what', ({ zone, due, leads, alarmMinute, now: at, alarms }) => {
    const compiled = compile({
      id: 'a',
      title: 'A',
      zone,
      obligations: [{ id: 'b', title: 'B', due }],
    });
    if (!compiled.ok) throw new Error(JSON.stringify(compiled));
    const now = Date.parse(at);
    const { milestones } = schedule(compiled.agreement, [], { zones: luxonZones });
    const entries = milestones.map((milestone, i) => {
      const row = rowScheduled(milestone, i, now);
      return { row, terms: { ...termsFor([], row), leadsMs: leads } };
    });
    const text = calendarOf({ title: 'A', zone, installation: 'x', alarmMinute, now }, entries);
    const triggers = new ICAL.Component(ICAL.parse(text))
      .getAllSubcomponents('vevent')
      .flatMap((event) => event.getAllSubcomponents('valarm'))
      .map((alarm) => String(alarm.getFirstPropertyValue('trigger')));
    expect(triggers.sort()).toEqual(alarms);
  });
});
