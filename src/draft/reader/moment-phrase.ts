import { printOrdinal } from '../../engine/phrase/words';
import { nameEvent } from '../anchors/event-name';
import type { StatedMoment } from '../finder/found';
import { low, type Token, textOf } from '../layout/tokens';
import { edgeDay, isoDay } from '../values/dates';
import type { Anchor } from './context';

/** A moment as the language writes it. */
export interface MomentPhrase {
  readonly text: string;
  /** The event that it names, in the words of the text. */
  readonly anchor?: Anchor;
  /** Whether the anchor comes from elsewhere than the words of the moment. */
  readonly inherited: boolean;
}

/** Why a moment cannot be written. */
interface Unreadable {
  readonly why: string;
}

export const isUnreadable = (one: MomentPhrase | Unreadable): one is Unreadable => 'why' in one;

/** @param inherited what a length without an anchor counts from. */
export function momentPhrase(
  tokens: readonly Token[],
  moment: StatedMoment,
  inherited: Anchor | undefined,
): MomentPhrase | Unreadable {
  switch (moment.type) {
    case 'day':
      return dayPhrase(moment);
    case 'event':
      return eventPhrase(tokens, moment, inherited);
    case 'shift': {
      const of =
        moment.of === undefined ? bare(inherited) : momentPhrase(tokens, moment.of, inherited);
      if (isUnreadable(of)) return of;
      return { ...of, text: `${moment.length} ${moment.side} ${of.text}` };
    }
    case 'month': {
      const of = momentPhrase(tokens, moment.of, inherited);
      if (isUnreadable(of)) return of;
      return {
        ...of,
        text: `first day of the ${printOrdinal(moment.nth)} ${moment.unit} after ${of.text}`,
      };
    }
    case 'pick': {
      const [a, b] = moment.of.map((one) => momentPhrase(tokens, one, inherited));
      if (a === undefined || b === undefined) return { why: 'One of the two moments is missing.' };
      if (isUnreadable(a)) return a;
      if (isUnreadable(b)) return b;
      const anchor = a.anchor ?? b.anchor;
      return {
        text: `${moment.which} of (${a.text} and ${b.text})`,
        inherited: a.inherited || b.inherited,
        ...(anchor !== undefined && { anchor }),
      };
    }
  }
}

function bare(inherited: Anchor | undefined): MomentPhrase | Unreadable {
  if (inherited === undefined)
    return { why: 'The text does not say from when the period is counted.' };
  return { text: inherited.ref, anchor: inherited, inherited: true };
}

function dayPhrase({
  date,
  clock,
  edge,
}: Extract<StatedMoment, { type: 'day' }>): MomentPhrase | Unreadable {
  if (date.ambiguous)
    return { why: 'Day and month of this date could be exchanged, or its century is open.' };
  if (date.year === undefined) return { why: 'The date has no year.' };
  const day = isoDay(date) ?? edgeDay(date, edge ?? 'last');
  if (day === undefined) return { why: 'There is no such day.' };
  const text = clock === undefined ? day : `${clock} on ${day}`;
  return { text, inherited: false };
}

const BACK =
  /^(?:that|this|such|the same) (?:date|day|time|moment|event|notice|notification|request|decision)?$|^(?:then|that|which|it)$/;

function eventPhrase(
  tokens: readonly Token[],
  { range, end }: Extract<StatedMoment, { type: 'event' }>,
  inherited: Anchor | undefined,
): MomentPhrase | Unreadable {
  const words = textOf(tokens, range);
  const pointsBack =
    BACK.test(words.toLowerCase()) ||
    (/^(?:date|day|time)$/.test(low(tokens, range.to - 1)) &&
      range.to - range.from <= 2 &&
      /^(?:that|such|this)$/.test(low(tokens, range.from)));
  if (pointsBack && !end)
    return inherited === undefined
      ? { why: `"${words}" points to something that was not found.` }
      : { text: inherited.ref, anchor: inherited, inherited: true };
  if (/^(?:the )?(?:dates?|moments?|times?)?\s*referred to in (?:paragraph|point)/i.test(words)) {
    return bare(inherited);
  }
  if (/\b(?:dates|periods|times|respective|deadlines)\b/i.test(words)) {
    return { why: `"${words}" are several, or stand elsewhere.` };
  }
  const named = nameEvent(tokens, range);
  if (named === undefined) return { why: `"${words}" names no event.` };
  const ref = end ? `${named.id}-end` : named.ref;
  return { text: ref, anchor: { ref, words: named.words }, inherited: false };
}
