/** Offsets in minutes at 2026-01-15 and 2026-07-15, as `Date` gives them (positive is west). */
const OFFSETS: Readonly<Record<string, readonly [number, number]>> = {
  'America/New_York': [300, 240],
  'Pacific/Kiritimati': [-840, -840],
  'Europe/Kyiv': [-120, -180],
};

it('the zone this project names is in force in the test itself', () => {
  const offsets = ['2026-01-15T12:00:00Z', '2026-07-15T12:00:00Z'].map((at) =>
    new Date(at).getTimezoneOffset(),
  );
  expect(offsets).toEqual(OFFSETS[globalThis.PACTA_TEST.zone]);
});
