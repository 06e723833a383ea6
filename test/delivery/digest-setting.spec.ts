import {
  type DigestSetting,
  digestSchema,
  digestsBetween,
  lastDigest,
  nextDigest,
} from '../../src/delivery/digest/digest-setting';

const setting = (more: object): DigestSetting =>
  digestSchema.parse({ every: 'day', at: '08:00', zone: 'Europe/Kyiv', ...more });
const iso = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z');

describe('the instants of a digest', () => {
  it.each([
    { what: 'in winter', more: {}, now: '2026-01-10T00:00:00Z', next: '2026-01-10T06:00:00Z' },
    { what: 'in summer', more: {}, now: '2026-07-10T00:00:00Z', next: '2026-07-10T05:00:00Z' },
    {
      what: 'at its own instant it is the next one',
      more: {},
      now: '2026-01-10T06:00:00Z',
      next: '2026-01-11T06:00:00Z',
    },
    {
      what: 'a time that the clock skips is the first instant after the gap',
      more: { at: '03:30' },
      now: '2026-03-28T12:00:00Z',
      next: '2026-03-29T01:00:00Z',
    },
    {
      what: 'a time that comes twice is the first of both',
      more: { at: '03:30' },
      now: '2026-10-24T12:00:00Z',
      next: '2026-10-25T00:30:00Z',
    },
    {
      what: 'and is not repeated',
      more: { at: '03:30' },
      now: '2026-10-25T00:30:00Z',
      next: '2026-10-26T01:30:00Z',
    },
    {
      what: 'a week begins on Monday',
      more: { every: 'week' },
      now: '2026-01-10T00:00:00Z',
      next: '2026-01-12T06:00:00Z',
    },
    {
      what: 'or on another day',
      more: { every: 'week', on: 'sunday', zone: 'Pacific/Kiritimati' },
      now: '2026-01-10T18:00:00Z',
      next: '2026-01-17T18:00:00Z',
    },
    {
      what: 'a day that a zone skips has none of its own',
      more: { zone: 'Pacific/Apia' },
      now: '2011-12-29T18:00:00Z',
      next: '2011-12-30T10:00:00Z',
    },
  ])('$what: $next', ({ more, now, next }) => {
    const given = setting(more);
    const at = nextDigest(given, Date.parse(now));
    expect(iso(at)).toBe(next);
    expect(iso(lastDigest(given, at))).toBe(next);
    expect(lastDigest(given, at - 1)).toBeLessThanOrEqual(Date.parse(now));
  });

  it('counts those between two', () => {
    const [from, to] = ['2026-01-10T06:00:00Z', '2026-01-14T06:00:00Z'].map(Date.parse);
    expect(digestsBetween(setting({}), from ?? 0, to ?? 0)).toBe(3);
  });

  it.each([
    [{ at: '8:00' }, 'at'],
    [{ at: '24:00' }, 'at'],
    [{ zone: 'Kyiv' }, 'zone'],
    [{ on: 'monday' }, 'on'],
    [{ every: 'month' }, 'every'],
    [{ daysAhead: 0 }, 'daysAhead'],
  ])('refuses %p', (more, key) => {
    const given = { every: 'day', at: '08:00', zone: 'Europe/Kyiv', ...more };
    expect(digestSchema.safeParse(given).error?.issues.map(({ path }) => path)).toEqual([[key]]);
  });
});
