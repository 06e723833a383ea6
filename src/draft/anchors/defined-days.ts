import type { Found } from '../finder/found';
import { momentAt } from '../finder/moments';
import { low, type Range, type Token, textOf, WordTable } from '../layout/tokens';
import { nameEvent } from './event-name';

/** A name that the text gives a day: "Effective Date", "D-Day". */
export interface DefinedDay {
  /** As a phrase names it: "effective-date". */
  readonly id: string;
  /** The words of the text, without quotation marks. */
  readonly words: string;
}

/** A sentence that says which day a name means. */
export interface Definition {
  readonly day: DefinedDay;
  /** The moment. */
  readonly found: Found;
  /** From the name to the moment; the verb between them states no duty. */
  readonly range: Range;
}

const MEANS = new WordTable<true>([
  ['means|is|denotes', true],
  ['shall|will mean|be', true],
  ['refers|refer to', true],
]);
/** "the date that falls 60 days after": the words before what is counted. */
const DATE_THAT = new WordTable<true>([
  ['the? date|day which|that? falls|falling|occurs|occurring|is', true],
]);
/** Words before an event that name its day. */
const DATE_OF = new WordTable<true>([['the? date|day|time|moment of|on|when|that|at', true]]);
/** The most words of a name. */
const LONGEST = 5;
const DAY = /^(?:date|day|deadline)$/;

/** '"Effective Date" means 1 May 2031', "The Closing Date shall be the tenth day after approval". */
export function definitionOf(tokens: readonly Token[]): Definition | undefined {
  let from = 0;
  if (low(tokens, from) === 'the') from += 1;
  if (low(tokens, from) === 'term' && low(tokens, from + 1) === '"') from += 1;
  const name = quotedAt(tokens, from) ?? plainAt(tokens, from);
  const means = name && MEANS.at(tokens, afterOwner(tokens, name.to));
  if (name === undefined || means === undefined) return undefined;
  const start = DATE_THAT.at(tokens, means.to)?.to ?? means.to;
  const moment = momentAt(tokens, start);
  const day = dayOf(tokens, name.words);
  if (moment === undefined || day === undefined) return undefined;
  // "The closing date shall be agreed": what stands after it names no event.
  if (moment.value.type === 'event' && DATE_OF.at(tokens, start) === undefined) return undefined;
  const range = { from: start, to: moment.to };
  const found: Found = { relation: 'on', range, rule: 'is a day', moment: moment.value };
  return { day, found, range: { from, to: start } };
}

/** '… on 1 May 2031 (the "Effective Date")': the name after a moment, or in its last words. */
export function dayNamedAfter(
  tokens: readonly Token[],
  { from, to }: Range,
): DefinedDay | undefined {
  for (let i = from; i <= to + 1; i += 1) {
    if (low(tokens, i) !== '(') continue;
    let start = i + 1;
    if (/^(?:hereinafter|herein|hereafter)$/.test(low(tokens, start))) start += 1;
    if (low(tokens, start) === 'the') start += 1;
    const name = quotedAt(tokens, start);
    if (name === undefined || low(tokens, name.to) !== ')' || name.to + 1 < to) continue;
    return dayOf(tokens, name.words);
  }
  return undefined;
}

interface Name {
  readonly words: Range;
  /** The position after it, quotation marks included. */
  readonly to: number;
}

function quotedAt(tokens: readonly Token[], i: number): Name | undefined {
  if (low(tokens, i) !== '"') return undefined;
  for (let to = i + 2; to <= i + 1 + LONGEST; to += 1) {
    if (low(tokens, to) === '"') return { words: { from: i + 1, to }, to: to + 1 };
  }
  return undefined;
}

/** "Effective Date" without quotation marks, at the beginning of a sentence. */
function plainAt(tokens: readonly Token[], from: number): Name | undefined {
  for (let to = from + 1; to < from + LONGEST; to += 1) {
    if (!/^[a-z-]/i.test(low(tokens, to))) return undefined;
    if (DAY.test(low(tokens, to))) return { words: { from, to: to + 1 }, to: to + 1 };
  }
  return undefined;
}

/** The position after "of this Agreement". */
function afterOwner(tokens: readonly Token[], from: number): number {
  const of = low(tokens, from) === 'of' && /^(?:the|this)$/.test(low(tokens, from + 1));
  return of ? from + 3 : from;
}

function dayOf(tokens: readonly Token[], range: Range): DefinedDay | undefined {
  if (!DAY.test(low(tokens, range.to - 1))) return undefined;
  const named = nameEvent(tokens, range);
  return named && { id: named.id, words: textOf(tokens, range) };
}
