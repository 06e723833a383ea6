import { computed, effect, signal } from '@preact/signals';
import type { Sentences } from '../../src/engine/explain/sentences';
import { route } from '../state/address';
import type { Detail } from './en/detail';
import type { Words } from './en/words';
import { dayReader } from './read-day';

/** Each language has files of its own; only those of the wanted one are fetched. */
export const LANGUAGES: Readonly<Record<string, string>> = {
  en: 'English',
  uk: 'Українська',
  ru: 'Русский',
};

interface Loaded {
  code: string;
  words: Words;
  /** The texts of the drawer, the dialogs and the other views, and the engine's sentences; fetched when one of them opens. */
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

/** The language of the address, else the one chosen before, else the browser's. */
const wanted = computed(() => {
  const all = [route.lang, remembered('lang'), ...navigator.languages];
  return all.map((one) => one.slice(0, 2)).find((one) => one in LANGUAGES) ?? 'en';
});

/** The texts in use; undefined until the first ones are here, before which nothing is drawn. */
const current = signal<Loaded | undefined>(undefined);

/** The language of the texts in use. */
export const language = computed(() => current.value?.code ?? 'en');
/** The texts that the timeline needs. */
export const texts = computed(() => required(current.value).words);
const more = computed(() => required(current.value?.more));
/** All texts; only for components that `withAllTexts` loads. */
export const allTexts = computed(() => ({ ...texts.value, ...more.value.DETAIL }));
/** The engine's sentences; only for components that `withAllTexts` loads. */
export const sentences = computed(() => more.value.SENTENCES);

function required<T>(loaded: T | undefined): T {
  if (loaded === undefined) throw new Error('These texts are not loaded yet');
  return loaded;
}

/** Loads the texts of the wanted language. */
async function loadTexts(): Promise<void> {
  const code = wanted.value;
  const [found, rest] = await Promise.all([
    WORDS[code]?.(),
    needsAllTexts ? MORE[code]?.() : undefined,
  ]);
  if (found === undefined || code !== wanted.peek()) return;
  current.value = { code, words: found.WORDS, more: rest };
}

let needsAllTexts = false;

/** Loads the remaining texts, from now on in every language; await it before drawing what reads `allTexts`. */
export async function loadAllTexts(): Promise<void> {
  needsAllTexts = true;
  while (current.peek()?.more === undefined) await loadTexts();
}

let first: Promise<void> | undefined;

/** Resolves when the first texts are here; the first picture and the first error message wait for it. */
export function firstTexts(): Promise<void> {
  first ??= loadTexts();
  return first;
}

effect(() => {
  if (wanted.value !== current.peek()?.code)
    void (first === undefined ? firstTexts() : loadTexts());
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
    // Storage is not allowed; the choice lasts for this page load.
  }
}

const DAY_MS = 86_400_000;
/** The abbreviated word for the year; its dot would double the full stop of a sentence. */
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

/** Formatted days are cached: a drag shows the same ones again and again. */
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
/** The day that a text names in the page's language; undefined for none. */
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
