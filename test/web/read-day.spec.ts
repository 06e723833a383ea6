import fc from 'fast-check';
import { formatDay, parseDay } from '../../src/engine/calendar/epoch-day';
import { dayReader } from '../../web/words/read-day';

const NEAR = parseDay('2025-11-27') as number;
const LANGUAGES = ['en-GB', 'uk', 'ru'] as const;

describe('reading a day as people write it', () => {
  it.each`
    language   | text                        | day
    ${'en-GB'} | ${'2025-12-10'}             | ${'2025-12-10'}
    ${'en-GB'} | ${'10 Dec 2025'}            | ${'2025-12-10'}
    ${'en-GB'} | ${'Wed 10 Dec 2025'}        | ${'2025-12-10'}
    ${'en-GB'} | ${'December 10, 2025'}      | ${'2025-12-10'}
    ${'en-GB'} | ${'10th of december'}       | ${'2025-12-10'}
    ${'en-GB'} | ${'10.12.2025'}             | ${'2025-12-10'}
    ${'en-GB'} | ${'10/12/2025'}             | ${'2025-12-10'}
    ${'en-GB'} | ${'12/27/2025'}             | ${'2025-12-27'}
    ${'en-GB'} | ${'10.12.25'}               | ${'2025-12-10'}
    ${'en-GB'} | ${'2025/12/10'}             | ${'2025-12-10'}
    ${'en-GB'} | ${'10.12'}                  | ${'2025-12-10'}
    ${'en-GB'} | ${'1 Sept 2026'}            | ${'2026-09-01'}
    ${'en-GB'} | ${'2 May 2026'}             | ${'2026-05-02'}
    ${'uk'}    | ${'27 листопада 2025 р.'}   | ${'2025-11-27'}
    ${'uk'}    | ${'середа, 10 грудня 2025'} | ${'2025-12-10'}
    ${'uk'}    | ${'3 серп. 2026'}           | ${'2026-08-03'}
    ${'uk'}    | ${'листопад 27'}            | ${'2025-11-27'}
    ${'uk'}    | ${'10 December 2025'}       | ${'2025-12-10'}
    ${'ru'}    | ${'чт 27 нояб. 2025'}       | ${'2025-11-27'}
    ${'ru'}    | ${'5 мая 2026 г.'}          | ${'2026-05-05'}
    ${'ru'}    | ${'5 май 2026'}             | ${'2026-05-05'}
    ${'en-GB'} | ${'29 Feb 2028'}            | ${'2028-02-29'}
  `('$language: $text is $day', ({ language, text, day }) => {
    const found = dayReader(language)(text, NEAR);
    expect(found === undefined ? undefined : formatDay(found)).toBe(day);
  });

  it.each(['', 'soon', '31 Feb 2026', '2026-02-30', '32.13.2025', 'Dec 2025', '1 2 3 4', '10'])(
    'takes "%s" for no day',
    (text) => {
      for (const language of LANGUAGES) expect(dayReader(language)(text, NEAR)).toBeUndefined();
    },
  );

  it('reads every day of two centuries back from what the page writes, in each language', () => {
    for (const language of LANGUAGES) {
      const read = dayReader(language);
      const formats = [
        { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
        { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
        { day: '2-digit', month: '2-digit', year: 'numeric' },
      ] as const;
      const writers = formats.map(
        (options) => new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options }),
      );
      fc.assert(
        fc.property(fc.integer({ min: -25_567, max: 84_370 }), (day) => {
          for (const writer of writers) {
            expect(read(writer.format(day * 86_400_000), NEAR)).toBe(day);
          }
        }),
      );
    }
  });
});
