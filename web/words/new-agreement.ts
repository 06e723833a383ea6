import { effect, signal } from '@preact/signals';
import type { NewAgreementWords } from './en/new-agreement-en';
import { language } from './format';

const FILES: Readonly<Record<string, () => Promise<{ NEW_AGREEMENT: NewAgreementWords }>>> = {
  en: () => import('./en/new-agreement-en'),
  uk: () => import('./uk/new-agreement-uk'),
  ru: () => import('./ru/new-agreement-ru'),
};

/** The texts of the view that adds an agreement; undefined until the first ones are here. */
export const newAgreementTexts = signal<NewAgreementWords | undefined>(undefined);

async function load(code: string): Promise<void> {
  const found = await FILES[code]?.();
  if (found !== undefined && code === language.peek())
    newAgreementTexts.value = found.NEW_AGREEMENT;
}

effect(() => void load(language.value));

/** The same, for what is drawn once they are here. */
export function newWords(): NewAgreementWords {
  const words = newAgreementTexts.value;
  if (words === undefined) throw new Error('These texts are not loaded yet');
  return words;
}
