import { draftDocument } from './answer/document';
import { readText } from './read-text';
import type { Draft, DraftOptions, Reading } from './types';

/**
 * Reads a text into a draft agreement by rules: the same text gives the same draft, and nothing is proposed without a quote.
 * All offsets are UTF-16 units of `text`; `end` is exclusive.
 */
export function draft(text: string, options: DraftOptions = {}): Draft {
  const reading = onPages(readText(text), options.pages ?? []);
  return { ...reading, ...draftDocument(reading, options) };
}

function onPages(reading: Reading, pages: Required<DraftOptions>['pages']): Reading {
  if (pages.length === 0) return reading;
  const placed = <T extends { start: number }>(one: T) => {
    const page = pages.findLast(({ start }) => start <= one.start)?.page;
    return page === undefined ? one : { ...one, page };
  };
  return {
    proposals: reading.proposals.map(placed),
    flags: reading.flags.map(placed),
    background: reading.background.map(placed),
    notices: reading.notices,
  };
}
