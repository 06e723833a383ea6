import { luxonZones } from '../../../src/base/zones';
import { boundOf, buildCalendar } from '../../../src/engine/calendar/working-calendar';
import { schedule } from '../../../src/engine/schedule/schedule';
import { compiled, documentOf } from '../../support/agreements';
import { on } from '../../support/language';

describe('a date past the days that its calendar covers', () => {
  const short = buildCalendar({
    id: 'short',
    title: 'Short',
    version: '2026-01-01',
    weekend: ['saturday', 'sunday'],
    covers: [{ from: '2026-01-01', to: '2026-03-31', origin: 'published' }],
  });

  it.each([
    // A missing holiday makes a count forwards later: Good Friday and Easter Monday would give 8 April.
    ['within 2 days of 2026-04-02', 'eu-1182-71', '2026-04-06', 'earliest', '2026-04-03'],
    ['within 3 working days of 2026-03-30', 'exclusive', '2026-04-02', 'earliest', '2026-04-01'],
    ['3 working days before 2026-01-02', 'exclusive', '2025-12-30', 'latest', '2025-12-30'],
    ['within 3 working days of 2026-03-20', 'exclusive', '2026-03-25', undefined, undefined],
    ['within 10 days of 2026-04-02', 'exclusive', '2026-04-12', undefined, undefined],
  ])('%s by %s: %s at the %s', (due, counting, dueOn, bound, uncovered) => {
    const document = documentOf([{ id: 'a', title: 'A', due }], { counting, calendars: ['short'] });
    const { milestones } = schedule(compiled(document), [], {
      zones: luxonZones,
      calendars: new Map([['short', short]]),
    });
    const [milestone] = milestones;
    expect(milestone).toBeDefined();
    expect(on(milestone)).toBe(dueOn);
    expect(milestone?.provisional).toBe(bound !== undefined);
    if (bound === undefined) return;
    expect(boundOf(milestone?.waitsFor ?? [])).toBe(bound);
    expect(milestone?.waitsFor.join()).toContain(`calendar short for ${uncovered}`);
  });

  it.each([
    [['calendar a for 2026-04-01'], 'earliest'],
    [['calendar a for 2026-04-01, counted back'], 'latest'],
    [['signing'], 'latest'],
    [['signing', 'calendar a for 2026-04-01'], undefined],
    [['calendar a for 2026-04-01', 'calendar a for 2026-01-01, counted back'], undefined],
  ])('%j: %s', (waitsFor, bound) => {
    expect(boundOf(waitsFor)).toBe(bound);
  });
});
