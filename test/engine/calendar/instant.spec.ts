import fc from 'fast-check';
import { parseInstant } from '../../../src/engine/calendar/instant';

const at = (text: string): string | undefined => {
  const instant = parseInstant(text);
  return instant === undefined ? undefined : new Date(instant).toISOString();
};

describe('the reader of instants', () => {
  it.each([
    ['2025-11-27T15:30:00+02:00', '2025-11-27T13:30:00.000Z'],
    ['2025-11-27T15:30+02:00', '2025-11-27T13:30:00.000Z'],
    ['2025-11-27t15:30:00z', '2025-11-27T15:30:00.000Z'],
    ['2025-11-27T15:30:00.5Z', '2025-11-27T15:30:00.500Z'],
    ['2025-11-27T15:30:00.123456789012Z', '2025-11-27T15:30:00.123Z'],
    ['2025-11-27T15:30:00.9999-00:00', '2025-11-27T15:30:00.999Z'],
    ['2025-11-27T15:30:00+18:00', '2025-11-26T21:30:00.000Z'],
    ['2025-11-27T15:30:00-18:00', '2025-11-28T09:30:00.000Z'],
    ['1937-01-01T12:00:27.87+00:20', '1937-01-01T11:40:27.870Z'],
    ['1996-12-19T16:39:57-08:00', '1996-12-20T00:39:57.000Z'],
    ['2024-02-29T24:00:00Z', '2024-03-01T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(at(text)).toBe(instant);
  });

  it.each([
    '2025-11-27T15:30:00+25:00',
    '2025-11-27T15:30:00+99:99',
    '2025-11-27T15:30:00-05:60',
    '2025-11-27T15:30:00+18:01',
    '2025-11-27T15:30:00-18:01',
    '2025-11-27T15:30:00+19:00',
    '2025-02-30T15:30:00Z',
    '2025-11-27T24:00:01Z',
    '2025-11-27T25:00:00Z',
    '2025-11-27T15:60:00Z',
    '2025-11-27T15:30:60Z',
    '2025-11-27T15:30:00',
    '2025-11-27T15:30:00.Z',
    '2025-11-27T15:30:00,5Z',
    '2025-11-27T15:30:00+0200',
    '2025-11-27T15:30:00+02',
    '2025-11-27T15:30:00 +02:00',
    '2025-11-27 15:30:00Z',
    '2025-11-27T15Z',
    '2025-11-27',
    '20251127T153000Z',
    ' 2025-11-27T15:30:00Z',
    '2025-11-27T15:30:00Z\n',
    '',
  ])('%j is none', (text) => {
    expect(at(text)).toBeUndefined();
  });

  it('reads every instant as the platform does, in any offset', () => {
    const instant = fc.date({
      min: new Date('0001-01-02T00:00:00Z'),
      max: new Date('9999-12-30T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, fc.integer({ min: -1_080, max: 1_080 }), (date, offset) => {
        const sign = offset < 0 ? '-' : '+';
        const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
        const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
        const pad = (n: number): string => String(n).padStart(2, '0');
        expect(at(`${local}${sign}${pad(hours)}:${pad(minutes)}`)).toBe(date.toISOString());
      }),
    );
  });
});
