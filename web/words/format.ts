import { computed, effect, signal } from '@preact/signals';
import type { Sentences } from '../../src/engine/explain/sentences';
import { route } from '../state/address';
import type { Detail } from './en/detail';
import type { Words } from './en/words';
import { dayReader } from './read-day';

/** Each in a file of its own, of which only the one that is wanted is fetched. */
export const LANGUAGES: Readonly<Record<string, string>> = {
  en: 'English',
  uk: 'Українська',
  ru: 'Русский',
};

interface Spoken {
  code: string;
  words: Words;
  /** What the drawer and the other views say, and the engine of its steps; only once one of them is opened. */
  more: More | undefined;
}

interface More {
  DETAIL: Detail;
  SENTENCES: Sentences;
}

const WORDS: Readonly<Record<string, () => Promise<{ WORDS: Words }>>> = {
  en: () => import('./en/speak-en'),
  uk: () => import('./uk/speak-uk'),
  ru: () => import('./ru/speak-ru'),
};
const MORE: Readonly<Record<string, () => Promise<More>>> = {
  en: () => import('./en/explain-en'),
  uk: () => import('./uk/explain-uk'),
  ru: () => import('./ru/explain-ru'),
};

/** As the address says, else as was chosen before, else as the browser is set. */
const wanted = computed(() => {
  const all = [route.lang, remembered('lang'), ...navigator.languages];
  return all.map((one) => one.slice(0, 2)).find((one) => one in LANGUAGES) ?? 'en';
});

/** Nothing is drawn before there are words for it. */
const spoken = signal({ code: 'en' } as Spoken);

/** The language that the page speaks: the one wanted as soon as its words are there. */
export const language = computed(() => spoken.value.code);
export const say = computed(() => spoken.value.words);
/** There before anything is drawn that needs them: see `explain`. */
const more = computed(() => spoken.value.more as More);
export const sayAll = computed(() => ({ ...say.value, ...more.value.DETAIL }));
export const sentences = computed(() => more.value.SENTENCES);

/** Fetches the words that are wanted. */
async function speak(): Promise<void> {
  const code = wanted.value;
  const [found, said] = await Promise.all([
    WORDS[code]?.(),
    explaining ? MORE[code]?.() : undefined,
  ]);
  if (found === undefined || code !== wanted.peek()) return;
  spoken.value = { code, words: found.WORDS, more: said };
}

let explaining = false;

/** Fetches the rest of the words, from now on in every language; to be awaited before what needs them is drawn. */
export async function explain(): Promise<void> {
  explaining = true;
  while (spoken.peek().more === undefined) await speak();
}

let first: Promise<void> | undefined;

/** The first picture waits for its words, and so does whatever goes wrong before it. */
export function firstWords(): Promise<void> {
  first ??= speak();
  return first;
}

effect(() => {
  if (wanted.value !== spoken.peek().code) void (first === undefined ? firstWords() : speak());
});

/** What the browser remembers; empty where it may not. */
export function remembered(key: string): string {
  try {
    return localStorage.getItem(`pacta.${key}`) ?? '';
  } catch {
    return '';
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`pacta.${key}`, value);
  } catch {
    // A browser that keeps nothing for this page: it asks again next time.
  }
}

const DAY_MS = 86_400_000;
/** The abbreviated word for the year, whose dot would meet the full stop of a sentence. */
const YEAR = /\s[рг]\.$/;

const formats = computed(() => {
  const locale = language.value === 'en' ? 'en-GB' : language.value;
  const date = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
  const signed = { signDisplay: 'exceptZero' } as const;
  return {
    short: date({ day: 'numeric', month: 'short', year: 'numeric' }),
    week: date({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
    long: date({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    month: date({ month: 'short' }),
    monthYear: date({ month: 'long', year: 'numeric' }),
    weekday: date({ weekday: 'short' }),
    months: new Intl.NumberFormat(locale, { style: 'unit', unit: 'month', unitDisplay: 'long' }),
    read: dayReader(locale),
    time: date({
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    }),
    count: new Intl.NumberFormat(locale),
    signed: new Intl.NumberFormat(locale, signed),
    days: new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'long' }),
    signedDays: new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: 'day',
      unitDisplay: 'long',
      ...signed,
    }),
    away: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
  };
});

/** Days said once in a language are remembered: a drag shows the same ones again and again. */
const weekDays = computed(() => ({ week: formats.value.week, said: new Map<number, string>() }));

/** "7 Mar 2026" */
export const day = (epochDay: number): string => formats.value.short.format(epochDay * DAY_MS);
/** "Sat 7 Mar 2026" */
export const weekDay = (epochDay: number): string => {
  const { week, said } = weekDays.value;
  let text = said.get(epochDay);
  if (text === undefined) {
    text = week
      .format(epochDay * DAY_MS)
      .replace(',', '')
      .replace('Sept', 'Sep')
      .replace(YEAR, '');
    said.set(epochDay, text);
  }
  return text;
};
/** "Saturday 7 March 2026" */
export const longDay = (epochDay: number): string => {
  const text = formats.value.long.format(epochDay * DAY_MS);
  return language.value === 'en' ? text.replace(',', '') : text.replace(YEAR, '');
};
export const month = (epochDay: number): string => formats.value.month.format(epochDay * DAY_MS);
/** "November 2025" */
export const monthYear = (epochDay: number): string =>
  formats.value.monthYear.format(epochDay * DAY_MS).replace(YEAR, '');
/** The short names of the days of a week, from Monday on. */
export const weekdayNames = (): string[] =>
  [4, 5, 6, 7, 8, 9, 10].map((epochDay) => formats.value.weekday.format(epochDay * DAY_MS));
/** The day that a text names, as people of this language write it; undefined for none. */
export const readDay = (text: string, near: number): number | undefined =>
  formats.value.read(text, near);
/** An instant on UTC's clocks; add the zone's offset before. */
export const time = (instant: number): string => formats.value.time.format(instant);
export const count = (n: number): string => formats.value.count.format(n);
export const signed = (n: number): string => formats.value.signed.format(n);
export const days = (n: number): string => formats.value.days.format(n);
export const months = (n: number): string => formats.value.months.format(n);
export const signedDays = (n: number): string => formats.value.signedDays.format(n);
/** "in 6 days", "yesterday" */
export const away = (n: number): string => formats.value.away.format(n, 'day');
