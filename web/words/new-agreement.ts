import { computed } from '@preact/signals';
import { byLanguage } from './by-language';
import type { NewAgreementWords } from './en/new-agreement-en';

const loaded = byLanguage<{ NEW_AGREEMENT: NewAgreementWords }>({
  en: () => import('./en/new-agreement-en'),
  uk: () => import('./uk/new-agreement-uk'),
  ru: () => import('./ru/new-agreement-ru'),
});

/** The texts of the view that adds an agreement; undefined until the first ones are here. */
export const newAgreementTexts = computed(() => loaded.value?.NEW_AGREEMENT);

/** The same, for what is drawn once they are here. */
export function newWords(): NewAgreementWords {
  const words = newAgreementTexts.value;
  if (words === undefined) throw new Error('These texts are not loaded yet');
  return words;
}
