import { formatDay, parseDay } from '../../src/engine/calendar/epoch-day';
import type { ReasonData } from '../../src/engine/explain/sentences';
import type { EpochDay, Instant } from '../../src/engine/model/time';
import { plurals } from './plural';

type Forms = readonly [one: string, few: string, many: string];

/** "субота, 7 березня 2026" from days since 1970, or from YYYY-MM-DD. */
export function dayTeller(locale: string): (day: EpochDay | string) => string {
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  return (day) => {
    const known = typeof day === 'number' ? day : parseDay(day);
    return known === undefined
      ? String(day)
      : format.format(known * 86_400_000).replace(/\s[рг]\.$/, '');
  };
}

/** "2026-03-07 22:00 UTC" */
export function sayInstant(at: Instant): string {
  const day = Math.floor(at / 86_400_000);
  return `${formatDay(day)} ${sayClock(Math.floor((at - day * 86_400_000) / 60_000))} UTC`;
}

/** "14:05" from minutes since midnight. */
export function sayClock(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

const PART = /(\d+) (working day|half-year|minute|hour|day|week|month|quarter|year)s?/g;

/** Says in another language a period that the engine printed, such as "2 months and 5 working days". */
export function periodTeller(
  language: string,
  units: Readonly<Record<string, Forms>>,
  { and, exactly }: { and: string; exactly: string },
): (period: string) => string {
  const n = plurals(language);
  return (period) =>
    period
      .replace(PART, (text, amount: string, unit: string) => {
        const forms = units[unit];
        if (forms === undefined) return text;
        const [one, few, many] = forms;
        return n(Number(amount), {
          one: `# ${one}`,
          few: `# ${few}`,
          many: `# ${many}`,
          other: `# ${few}`,
        });
      })
      .replaceAll(' and ', ` ${and} `)
      .replace('exactly', exactly);
}

/** What changed, with the steps as they were and are. */
export function bothTeller(was: string, is: string) {
  return (headline: string) =>
    ({ before, now }: ReasonData): string => {
      const steps = [before && `${was}: ${before.text}`, now && `${is}: ${now.text}`];
      return [headline, ...steps].filter(Boolean).join(' ');
    };
}
