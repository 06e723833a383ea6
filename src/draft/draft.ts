import { draftDocument } from './answer/document';
import { readText } from './read-text';
import type { Draft, DraftOptions } from './types';

/**
 * Reads a text into a draft agreement by rules: the same text gives the same draft, and nothing is proposed without a quote.
 * All offsets are UTF-16 units of `text`; `end` is exclusive.
 */
export function draft(text: string, options: DraftOptions = {}): Draft {
  const reading = readText(text);
  return { ...reading, ...draftDocument(reading, options) };
}
