import { isWord, low, type Token } from '../layout/tokens';
import { anchorEnd } from './anchor-end';
import { eventAt } from './events';
import type { Found } from './found';
import { intervalAt } from './intervals';
import { limitAt } from './limits';
import { comparedAt, compoundAt, dateMention, lengthMention, noticeAt } from './mentions';
import { momentAt as momentOf } from './moments';
import { recurrenceAt } from './recurrences';
import { unreadAt } from './unread';
import { vagueAt } from './vague';
import { whichever } from './whichever';

/** The recognisers, the most telling first. Each looks at the words from one place on. */
const RECOGNISERS: readonly ((tokens: readonly Token[], i: number) => Found | undefined)[] = [
  unlessAt,
  noticeAt,
  unreadAt,
  recurrenceAt,
  intervalAt,
  limitAt,
  eventAt,
  pickAt,
  vagueAt,
  comparedAt,
  compoundAt,
  dateMention,
  lengthMention,
];

/**
 * Every timing expression of a sentence, in order, without overlaps. The triggers are wide: what cannot be read later becomes a
 * flag, so that nothing passes unnoticed.
 */
export function findTimings(tokens: readonly Token[]): Found[] {
  const found: Found[] = [];
  let i = 0;
  while (i < tokens.length) {
    const one = starts(tokens, i) ? recognised(tokens, i) : undefined;
    if (one === undefined) i += 1;
    else {
      found.push(one);
      i = Math.max(one.range.to, i + 1);
    }
  }
  return found;
}

const starts = (tokens: readonly Token[], i: number): boolean =>
  isWord(tokens[i]) || /^\d/.test(low(tokens, i));

function recognised(tokens: readonly Token[], i: number): Found | undefined {
  for (const recognise of RECOGNISERS) {
    const found = recognise(tokens, i);
    if (found !== undefined) return whichever(tokens, found);
  }
  return undefined;
}

/** "unless the Commission decides earlier": what excepts the duty, up to the next timing expression inside it. */
function unlessAt(tokens: readonly Token[], i: number): Found | undefined {
  if (low(tokens, i) !== 'unless') return undefined;
  let from = i + 1;
  let to = anchorEnd(tokens, from, true);
  // "unless it has, in the meantime, decided": the verb stands after what interrupts.
  const close = interrupted(tokens, to);
  if (close !== undefined) {
    from = close;
    to = anchorEnd(tokens, from, true);
  }
  for (let k = i + 2; k < to; k += 1) {
    if (limitAt(tokens, k) !== undefined || noticeAt(tokens, k) !== undefined) to = k;
  }
  if (to <= i + 1) return undefined;
  return {
    relation: 'unless',
    range: { from: i, to },
    rule: 'unless',
    moment: { type: 'event', range: { from, to } },
  };
}

/** The position after the second comma of "has, in the meantime, decided". */
function interrupted(tokens: readonly Token[], comma: number): number | undefined {
  if (low(tokens, comma) !== ',' || !/^(?:has|have|had|is|are)$/.test(low(tokens, comma - 1))) {
    return undefined;
  }
  for (let i = comma + 1; i < comma + 9; i += 1) if (low(tokens, i) === ',') return i + 1;
  return undefined;
}

/** "The earlier of A or B" as a definition. */
function pickAt(tokens: readonly Token[], i: number): Found | undefined {
  const at = low(tokens, i) === 'the' ? i + 1 : i;
  if (!['earlier', 'later'].includes(low(tokens, at)) || low(tokens, at + 1) !== 'of')
    return undefined;
  const moment = momentOf(tokens, i);
  return (
    moment && {
      relation: 'on',
      range: { from: i, to: moment.to },
      rule: 'the earlier or later of',
      moment: moment.value,
    }
  );
}
