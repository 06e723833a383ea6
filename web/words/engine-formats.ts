import { parseDay } from '../../src/engine/calendar/epoch-day';
import type { ReasonData, ZonedTime } from '../../src/engine/explain/sentences';
import type { EpochDay } from '../../src/engine/model/time';
import { plurals } from './plural';

/** The last is the accusative of `one`, where it differs. */
type Forms = readonly [one: string, few: string, many: string, object?: string];

/** How a language writes a day, given as days since 1970 or as YYYY-MM-DD, and a time on it. */
interface DateWriter {
  /** "субота, 7 березня 2026 року": nominative, so after a colon or a dash only. */
  day(day: EpochDay | string): string;
  /** "7 березня 2026 року": after any preposition. */
  date(day: EpochDay | string): string;
  /** "14:05 7 березня 2026 року (Europe/Kyiv)" */
  time(at: ZonedTime): string;
}

export function dateWriter(locale: string, year: string): DateWriter {
  const write = (weekday?: 'long') => {
    const format = new Intl.DateTimeFormat(locale, {
      timeZone: 'UTC',
      ...(weekday && { weekday }),
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    });
    return (day: EpochDay | string): string => {
      const known = typeof day === 'number' ? day : parseDay(day);
      if (known === undefined) return String(day);
      return format.format(known * 86_400_000).replace(/\s[рг]\.$/, ` ${year}`);
    };
  };
  const date = write();
  return {
    day: write('long'),
    date,
    time: ({ day, clock, zone }) => `${clock} ${date(day)} (${zone})`,
  };
}

const PART = /(\d+) (working day|half-year|minute|hour|day|week|month|quarter|year)s?/g;

/**
 * Says in another language a period that the engine printed, such as "2 months and 5 working days": in the nominative,
 * or as the object of a verb.
 */
export function periodFormatter(
  language: string,
  units: Readonly<Record<string, Forms>>,
  { and, exactly }: { and: string; exactly: string },
): (period: string, object?: 'object') => string {
  const n = plurals(language);
  return (period, object) =>
    period
      .replace(PART, (text, amount: string, unit: string) => {
        const forms = units[unit];
        if (forms === undefined) return text;
        const [one, few, many, accusative = one] = forms;
        return n(Number(amount), {
          one: `# ${object ? accusative : one}`,
          few: `# ${few}`,
          many: `# ${many}`,
          other: `# ${few}`,
        });
      })
      .replaceAll(' and ', ` ${and} `)
      .replace('exactly', exactly);
}

/** What changed, with the steps as they were and are. */
export function beforeAndAfter(was: string, is: string) {
  return (headline: string) =>
    ({ before, now }: ReasonData): string => {
      const steps = [before && `${was}: ${before.text}`, now && `${is}: ${now.text}`];
      return [headline, ...steps].filter(Boolean).join(' ');
    };
}
