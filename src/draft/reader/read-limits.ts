import { MONTHS } from '../../engine/phrase/words';
import type { Found, StatedMoment } from '../finder/found';
import type { Surroundings } from './context';
import { isUnreadable } from './moment-phrase';
import { anchorPhrase, built, phraseOf, type Reading, type Unread } from './reading';

/** Latest and earliest times, occasions. */

/** "within 30 days of": also "no later than 30 days after". */
export function within(found: Found, around: Surroundings): Reading | Unread {
  const stated: StatedMoment = {
    type: 'shift',
    length: found.length ?? '',
    side: 'after',
    ...(found.moment !== undefined && { of: found.moment }),
  };
  return limitAfter(found, stated, around);
}

function limitAfter(
  found: Found,
  stated: Extract<StatedMoment, { type: 'shift' }>,
  around: Surroundings,
): Reading | Unread {
  const of =
    stated.of === undefined ? anchorPhrase(found, around) : phraseOf(found, stated.of, around);
  if (isUnreadable(of)) return of;
  const state = around.clause?.negated === true && found.relation === 'within';
  const rules = [`"${found.rule}" with a length sets a latest time`];
  if (state) {
    return built(
      'holds',
      `from ${of.text} for ${stated.length}`,
      of,
      'medium',
      [...rules, 'what shall not be done within a period is a state that holds through it'],
      around,
    );
  }
  return built('due', `within ${stated.length} of ${of.text}`, of, 'high', rules, around);
}

/** "by", "no later than", "before". */
export function latest(found: Found, around: Surroundings): Reading | Unread {
  const stated = found.moment;
  if (stated === undefined) return { why: 'The latest time is not stated.' };
  if (stated.type === 'shift' && stated.side === 'after') {
    // What shall not happen before a time may happen from then on.
    return limitAfter(found, stated, around);
  }
  const yearly = yearlyDay(found, around);
  if (yearly !== undefined) return yearly;
  const of = phraseOf(found, stated, around);
  if (isUnreadable(of)) return of;
  const word = found.relation === 'before' && stated.type !== 'shift' ? 'before' : 'by';
  if (found.relation === 'before' && around.clause?.negated === true) {
    return built(
      'opens',
      of.text,
      of,
      'medium',
      ['what shall not be done before a time may be done from then on'],
      around,
    );
  }
  return built(
    'due',
    `${word} ${of.text}`,
    of,
    stated.type === 'event' ? 'medium' : 'high',
    [`"${found.rule}" sets a latest time`],
    around,
  );
}

export function earliest(found: Found, around: Surroundings): Reading | Unread {
  const stated = found.moment;
  if (stated === undefined) return { why: 'The earliest time is not stated.' };
  const of = phraseOf(found, stated, around);
  if (isUnreadable(of)) return of;
  return built('opens', of.text, of, 'medium', [`"${found.rule}" sets an earliest time`], around);
}

/** "annually on or before April 15": a day without a year, and a word of repetition beside it. */
function yearlyDay({ moment }: Found, around: Surroundings): Reading | undefined {
  if (moment?.type !== 'day' || moment.date.year !== undefined) return undefined;
  const { day, month } = moment.date;
  if (day === undefined || month === undefined) return undefined;
  const yearly = around.found.find(({ every }) => every === 'every 1 year');
  if (yearly === undefined) return undefined;
  const { start } = around;
  const of = { text: start.ref, anchor: start, inherited: true };
  const rules = ['a day without a year, beside a word that repeats it every year'];
  return built(
    'due',
    `every year on ${day} ${MONTHS[month - 1] ?? ''} from ${of.text}`,
    of,
    'high',
    rules,
    around,
  );
}
