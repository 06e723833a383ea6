import { computed } from '@preact/signals';
import { byLanguage } from './by-language';
import type { HomeWords } from './en/home-en';

const loaded = byLanguage<{ HOME: HomeWords }>({
  en: () => import('./en/home-en'),
  uk: () => import('./uk/home-uk'),
  ru: () => import('./ru/home-ru'),
});

/** The texts of the list of all agreements; undefined until the first ones are here. */
export const homeTexts = computed(() => loaded.value?.HOME);
