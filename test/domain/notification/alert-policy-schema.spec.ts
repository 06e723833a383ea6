import { durationMs, termsFor } from '../../../src/domain/notification/alert-policy-schema';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('a duration', () => {
  it.each([
    ['P30D', 30 * DAY],
    ['P2W', 14 * DAY],
    ['PT12H', 12 * HOUR],
    ['P1DT6H30M', DAY + 6 * HOUR + 30 * MINUTE],
    ['PT90M', 90 * MINUTE],
  ])('%s is so many milliseconds', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  it.each(['', 'P', 'PT', 'P1DT', 'P1M', 'P1Y', '30D', 'P-1D', 'P1.5D', 'P1W2D', 'p1d'])(
    '%s is none',
    (text) => {
      expect(durationMs(text)).toBeUndefined();
    },
  );
});

describe('the terms for a milestone', () => {
  const row = {
    obligation: 'relief',
    phase: 'stage-1',
    obligors: ['eu', 'us'],
    theme: 'sanctions',
  };
  const leads = (rules: Parameters<typeof termsFor>[0]) => termsFor(rules, row).leadsMs;

  it('come from the most specific rule that applies', () => {
    const rules = [
      { obligation: 'relief.stage-1', leads: ['P1D'] },
      { obligation: 'relief', leads: ['P2D'] },
      { party: 'eu', leads: ['P3D'] },
      { theme: 'sanctions', leads: ['P4D'] },
      { leads: ['P5D'] },
    ];
    for (let i = 0; i < rules.length; i++) {
      expect(leads(rules.slice(i))).toEqual([(i + 1) * DAY]);
    }
  });

  it('are merged key by key, and other rules are ignored', () => {
    const rules = [
      { leads: ['P5D'], repeat: { every: 'P1D', most: 3 }, mute: ['overdue' as const] },
      { theme: 'sanctions', repeat: null },
      { theme: 'prisoners', leads: ['P9D'] },
      { obligation: 'relief.stage-2', leads: ['P9D'] },
    ];
    expect(termsFor(rules, row)).toEqual({
      leadsMs: [5 * DAY],
      repeat: undefined,
      undatedAfterMs: undefined,
      clockStarted: false,
      mute: ['overdue'],
    });
  });

  it('come from the later of two equally specific rules', () => {
    expect(leads([{ leads: ['P1D'] }, { leads: ['P2D'] }])).toEqual([2 * DAY]);
  });
});
