import { PASSING, quietSchema, quietUntil } from '../../src/delivery/endpoint/quiet-hours';

const iso = (at: number | undefined) =>
  at === undefined ? undefined : new Date(at).toISOString().replace('.000Z', 'Z');

describe('quiet hours', () => {
  it.each([
    { from: '22:00', to: '07:00', now: '2026-01-10T19:59:59Z', until: undefined },
    { from: '22:00', to: '07:00', now: '2026-01-10T20:00:00Z', until: '2026-01-11T05:00:00Z' },
    { from: '22:00', to: '07:00', now: '2026-01-11T04:59:59Z', until: '2026-01-11T05:00:00Z' },
    { from: '22:00', to: '07:00', now: '2026-01-11T05:00:00Z', until: undefined },
    { from: '12:00', to: '13:30', now: '2026-07-10T09:15:00Z', until: '2026-07-10T10:30:00Z' },
    // The clock goes forward at 03:00 on 29 March: the night is an hour shorter.
    { from: '22:00', to: '07:00', now: '2026-03-28T23:00:00Z', until: '2026-03-29T04:00:00Z' },
    // They end in the gap: at the first instant after it.
    { from: '22:00', to: '03:30', now: '2026-03-28T23:00:00Z', until: '2026-03-29T01:00:00Z' },
    // 03:30 comes twice on 25 October: they end at the first.
    { from: '22:00', to: '03:30', now: '2026-10-25T00:29:59Z', until: '2026-10-25T00:30:00Z' },
    { from: '22:00', to: '03:30', now: '2026-10-25T01:00:00Z', until: undefined },
  ])('$from to $to at $now last until $until', ({ from, to, now, until }) => {
    const quiet = quietSchema.parse({ from, to, zone: 'Europe/Kyiv' });
    expect(iso(quietUntil(quiet, Date.parse(now)))).toBe(until);
  });

  it('let pass what is urgent, and a ping', () => {
    expect([...PASSING].sort()).toEqual([
      'milestone.grace-started',
      'milestone.overdue',
      'milestone.violated',
      'ping',
    ]);
  });

  it.each([
    { from: '22:00', to: '22:00' },
    { from: '22:00', to: '21:00' },
    { from: '7:00', to: '21:00' },
  ])('refuse $from to $to', (times) => {
    expect(quietSchema.safeParse({ ...times, zone: 'Europe/Kyiv' }).success).toBe(false);
  });
});
