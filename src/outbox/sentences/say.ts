import { cleanLine } from '../../base/text/clean';
import type { MessageType } from '../message-type';
import type { SentenceData, Sentences } from './catalogue';
import { ENGLISH } from './en';

/** The languages of messages by their tags. */
const LANGUAGES = { en: ENGLISH } as const satisfies Readonly<Record<string, Sentences>>;

export type Language = keyof typeof LANGUAGES;

/** The sentence of a message, on one line and without control characters. */
export function say<T extends MessageType>(
  type: T,
  data: SentenceData[T],
  language: Language = 'en',
): string {
  const sentence: (given: SentenceData[T]) => string = LANGUAGES[language][type];
  return cleanLine(sentence(data));
}
