import { luxonZones } from '../../../src/base/zones';
import { scheduleTable } from '../../../src/cli/output/table';
import { presentScheduled } from '../../../src/domain/milestone/present/scheduled';
import { buildCalendar } from '../../../src/engine/calendar/working-calendar';
import type { Obligation } from '../../../src/engine/model/document';
import { schedule } from '../../../src/engine/schedule/schedule';
import { compiled, documentOf } from '../../support/agreements';

const AS_OF = Date.parse('2026-06-01T00:00:00Z');
const short = buildCalendar({
  id: 'short',
  title: 'Short',
  version: '2026-01-01',
  weekend: ['saturday', 'sunday'],
  covers: [{ from: '2026-01-01', to: '2026-03-31' }],
});

/** The line of the only entry, in a terminal so wide. */
function line(timing: Partial<Obligation>, width = 80): string {
  const long = 'A title that is as long as titles of agreements are';
  const document = documentOf([{ id: 'a', title: long, ...timing }], {
    events: { notice: { title: 'Notice' }, handover: { title: 'Handover of everything' } },
    calendars: ['short'],
    zone: 'UTC',
  });
  const { milestones } = schedule(compiled(document), [], {
    zones: luxonZones,
    calendars: new Map([['short', short]]),
    at: AS_OF,
  });
  const printed = milestones.map((milestone, i) => ({
    ...presentScheduled(milestone, i, AS_OF),
    alternatives: [],
  }));
  const options = { asOf: 'now', signed: undefined, facts: undefined, why: false, colour: false };
  const table = scheduleTable(document, printed, { ...options, width });
  return table.split('\n').find((one) => one.includes('A title')) as string;
}

describe('a line of the schedule', () => {
  it.each([
    [{ holds: 'from 2026-01-01 for 8 months' }, 'from 2026-01-01 to 2026-09-01'],
    [{ holds: 'until 2026-12-31' }, 'until 2026-12-31'],
    [
      { holds: 'until 2026-12-31', renews: 'for 1 year unless notice' },
      'until 2026-12-31 at the earliest',
    ],
    [
      { holds: 'from 2026-03-20 for 200 working days' },
      'from 2026-03-20 to 2026-12-25 at the earliest',
    ],
    [{ opens: '5 working days after 2026-06-01' }, 'from 2026-06-08 at the earliest'],
    [{ due: '5 working days before 2026-06-08' }, 'Mon 2026-06-01 at the latest'],
    [{ target: '2026-06-30' }, 'goal Tue 2026-06-30'],
    [{ target: 'in June 2026' }, 'goal between 2026-06-01 and 2026-06-30'],
    [{ due: 'by June 2026' }, 'between 2026-06-01 and 2026-06-30'],
    [{ opens: 'in June 2026' }, 'opens between 2026-06-01 and 2026-06-30'],
    [{ holds: 'from June 2026 until 2027-06-30' }, 'from 2026-06-01/2026-06-30 to 2027-06-30'],
    [{ holds: 'until 2027' }, 'to 2027-01-01/2027-12-31'],
    [{ holds: 'from handover until 2026-12-31' }, 'waits for handover'],
  ])('%j says in full: %s', (timing, when) => {
    for (const width of [80, 100, 200]) expect(line(timing, width)).toContain(`  ${when}  `);
  });
});
