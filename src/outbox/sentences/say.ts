import { cleanLine } from '../../base/text/clean';
import type { MessageType } from '../message-type';
import type { Language, SentenceData, Sentences } from './catalogue';
import { ENGLISH } from './en';
import { RUSSIAN } from './ru';
import { UKRAINIAN } from './uk';

const SENTENCES: Readonly<Record<Language, Sentences>> = {
  en: ENGLISH,
  uk: UKRAINIAN,
  ru: RUSSIAN,
};

/** The sentence of a message as its data holds it: in English, and in every other language by its tag. */
export interface Sentence {
  text: string;
  translations: Record<Exclude<Language, 'en'>, string>;
}

/** The sentence of a message in every language. */
export function sentenceOf<T extends MessageType>(type: T, data: SentenceData[T]): Sentence {
  return {
    text: say(type, data, 'en'),
    translations: { uk: say(type, data, 'uk'), ru: say(type, data, 'ru') },
  };
}

/** The sentence of a message in one language, on one line and without control characters. */
export function say<T extends MessageType>(
  type: T,
  data: SentenceData[T],
  language: Language,
): string {
  const sentence: (given: SentenceData[T]) => string = SENTENCES[language][type];
  return cleanLine(sentence(data));
}
