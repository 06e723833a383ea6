import { nameEvent } from '../anchors/event-name';
import { findTimings } from '../finder/find';
import type { Found, StatedMoment } from '../finder/found';
import type { Sentence } from '../layout/sentences';
import { low, type Token, textOf } from '../layout/tokens';
import { isoDay } from '../values/dates';
import type { Anchor } from './context';

/** From when things run that an earlier sentence speaks of. */
export interface Beginnings {
  /** From when the text itself runs, if it says so: "for a term of ten years beginning on". */
  readonly ofText: Anchor | undefined;
  /** By the number of a sentence: from when the periods before it run. */
  readonly ofPeriods: ReadonlyMap<number, Anchor>;
}

/** How many sentences before "the period shall begin" a period may stand. */
const REACH = 3;

/** Reads where the text says that it or a period begins. */
export function beginningsOf(sentences: readonly Sentence[]): Beginnings {
  let ofText: Anchor | undefined;
  const ofPeriods = new Map<number, Anchor>();
  for (const [number, { tokens, heading }] of sentences.entries()) {
    if (heading) continue;
    const runs = runsFrom(tokens);
    const terms = ofText === undefined && ofWholeText(tokens);
    if (!runs && !terms) continue;
    const anchor = anchorIn(tokens, sentences[number + 1]);
    if (anchor === undefined) continue;
    if (terms) ofText = anchor;
    if (runs) for (let back = 0; back <= REACH; back += 1) ofPeriods.set(number - back, anchor);
  }
  return { ofText, ofPeriods };
}

/** "The limitation period shall begin to run from the day on which". */
function runsFrom(tokens: readonly Token[]): boolean {
  const period = tokens.findIndex(({ low: word }) => /^(?:period|periods|term|time)$/.test(word));
  if (period === -1 || period > 6) return false;
  return tokens
    .slice(period, period + 8)
    .some(({ low: word }) => /^(?:begins?|starts?|commences?|runs?)$/.test(word));
}

/** "The term of this franchise shall be ten years beginning on", "This Agreement is effective as of". */
function ofWholeText(tokens: readonly Token[]): boolean {
  const has = (form: RegExp): boolean => tokens.some(({ low: word }) => form.test(word));
  return (
    has(/^(?:agreement|franchise|contract|ordinance|lease|licen[cs]e|term)$/) &&
    has(/^(?:term|period|effective|commences?|commencing|begins?|beginning|force|years?)$/) &&
    !has(/^(?:if|unless|terminated?|notice|payment|fee|invoice)$/)
  );
}

/** The first beginning in a sentence; where it ends with a colon, in the item after it. */
function anchorIn(tokens: readonly Token[], next: Sentence | undefined): Anchor | undefined {
  const found = findTimings(tokens).find(begins);
  if (found?.moment !== undefined) return anchorOf(tokens, found.moment);
  if (low(tokens, tokens.length - 1) !== ':' || next === undefined) return undefined;
  return nameItem(next.tokens);
}

const begins = ({ relation, moment }: Found): boolean =>
  moment !== undefined && /^(?:from|between|for|on)$/.test(relation) && moment.type !== 'shift';

function anchorOf(tokens: readonly Token[], moment: StatedMoment): Anchor | undefined {
  if (moment.type === 'day') {
    const day = isoDay(moment.date);
    return day === undefined ? undefined : { ref: day, words: day };
  }
  if (moment.type !== 'event' || moment.end === true) return undefined;
  const named = nameEvent(tokens, moment.range);
  return named && { ref: named.id, words: textOf(tokens, moment.range) };
}

/** "(a) the date on which the product was placed on the market". */
function nameItem(tokens: readonly Token[]): Anchor | undefined {
  const which = tokens.findIndex(({ low: word }) => word === 'which' || word === 'of');
  if (which === -1 || which > 5) return undefined;
  let to = which + 1;
  while (to < tokens.length && to < which + 14 && !/^[,;.]$/.test(low(tokens, to))) to += 1;
  const range = { from: which + 1, to };
  const named = nameEvent(tokens, range);
  return named && { ref: named.id, words: textOf(tokens, range) };
}
