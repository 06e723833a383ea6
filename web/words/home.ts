import { effect, signal } from '@preact/signals';
import type { HomeWords } from './en/home-en';
import { language } from './format';

const FILES: Readonly<Record<string, () => Promise<{ HOME: HomeWords }>>> = {
  en: () => import('./en/home-en'),
  uk: () => import('./uk/home-uk'),
  ru: () => import('./ru/home-ru'),
};

/** The texts of the list of all agreements; undefined until the first ones are here. */
export const homeTexts = signal<HomeWords | undefined>(undefined);

async function load(code: string): Promise<void> {
  const found = await FILES[code]?.();
  if (found !== undefined && code === language.peek()) homeTexts.value = found.HOME;
}

effect(() => {
  void load(language.value);
});
