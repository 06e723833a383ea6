import { cleanLine } from '../../base/text/clean';
import type { SentenceData, Sentences } from './catalogue';
import { ENGLISH } from './en';

/** Every language of messages by its tag. Another one is another file with every sentence. */
const LANGUAGES = { en: ENGLISH } as const satisfies Readonly<Record<string, Sentences>>;

export type Language = keyof typeof LANGUAGES;

/** One plain sentence, on one line, that says what a message says. */
export function say<T extends keyof SentenceData>(
  type: T,
  data: SentenceData[T],
  language: Language = 'en',
): string {
  const sentence: (given: SentenceData[T]) => string = LANGUAGES[language][type];
  return cleanLine(sentence(data));
}
