import { formatDay } from './epoch-day';
import type { EpochDay, Fact, Step } from './model';
import { printExtends, printPeriod, printPlain } from './phrase/print';
import type { Extends, Plain, Renews } from './phrase/tree';
import { sayDay } from './sentences';
import type { Known } from './value';

/** The steps of clauses that move a date after it was counted, and of days within longer units. */

const TEXT = 'the agreement’s own words';

export function dayStep(
  plain: Extract<Plain, { type: 'edge' | 'day-n' }>,
  from: EpochDay,
  to: EpochDay,
): Step {
  const day = sayDay(to);
  if (plain.type === 'day-n') {
    return {
      rule: 'day-n',
      text: `Day 1 is ${sayDay(from)} itself, so day ${plain.n} is ${day}.`,
      citation: TEXT,
      from,
      to,
      by: { n: plain.n },
    };
  }
  const { which, unit, nth = 0, direction = 'after' } = plain;
  const said = printPlain({ ...plain, of: { type: 'day', day: from } });
  return {
    rule: 'edge',
    text: `The ${said} is ${day}.`,
    citation: TEXT,
    from,
    to,
    by: { which, unit, nth, direction },
  };
}

export function extensionStep(
  from: Known | undefined,
  to: EpochDay,
  fact: Fact,
  clause: Extends | undefined,
): Step {
  const how =
    clause === undefined
      ? 'the text has no clause for it'
      : `as permitted: ${printExtends(clause)}`;
  const before = from === undefined ? '' : ` from ${sayDay(from.day)}`;
  return {
    rule: 'extension',
    text: `An extension recorded on ${sayDay(fact.day)} moves it${before} to ${sayDay(to)} (${how}).`,
    citation: `the ledger, fact ${fact.id}`,
    ...(from === undefined ? {} : { from: from.day }),
    to,
    by: { fact: fact.id },
  };
}

export function pinStep(from: EpochDay | undefined, to: EpochDay, fact: Fact): Step {
  const where =
    from === undefined ? 'it has no other date' : `counted anew it would be ${sayDay(from)}`;
  const what = from === to ? 'which it is counted to as well' : where;
  return {
    rule: 'pin',
    text: `It was agreed on ${sayDay(fact.day)} that it stays on ${sayDay(to)}, ${what}.`,
    citation: `the ledger, fact ${fact.id}`,
    ...(from === undefined ? {} : { from }),
    to,
    by: { fact: fact.id },
  };
}

export function renewalStep(from: EpochDay, to: EpochDay, renews: Renews): Step {
  return {
    rule: 'renewal',
    text: `Renewed by ${printPeriod(renews.for)} at a time, it runs from ${sayDay(from)} on to ${sayDay(to)}.`,
    citation: TEXT,
    from,
    to,
    by: { period: printPeriod(renews.for), unless: renews.unless },
  };
}

export function pauseStep(from: EpochDay, to: EpochDay, since: EpochDay, until: EpochDay): Step {
  return {
    rule: 'pause',
    text: `The clock stood still from ${sayDay(since)} to ${sayDay(until)}: ${sayDay(from)} becomes ${sayDay(to)}.`,
    citation: TEXT,
    from,
    to,
    by: { since: formatDay(since), until: formatDay(until) },
  };
}

export function occurrenceStep(n: number, from: EpochDay, to: EpochDay, rhythm: string): Step {
  return {
    rule: 'occurrence',
    text: `Occurrence ${n} of ${rhythm}, counted from ${sayDay(from)}, is ${sayDay(to)}.`,
    citation: TEXT,
    from,
    to,
    by: { n, rhythm },
  };
}

/** Where the text sets no end, or one so far that not every occurrence is given. */
export function horizonStep(n: number, at: EpochDay, ends: boolean): Step {
  const why = ends ? 'The text repeats it further' : 'The text sets no end that is known';
  return {
    rule: 'horizon',
    text: `${why}; ${n} occurrences are given, this one the last of them.`,
    citation: 'the limit of a schedule',
    to: at,
    by: { n },
  };
}

export function gateStep(condition: string, metOn: EpochDay | undefined, met: boolean): Step {
  const since = metOn === undefined ? '' : ` since ${sayDay(metOn)}`;
  return {
    rule: 'condition',
    text: `It is owed only when ${condition}: ${met ? `met${since}` : 'not met so far'}.`,
    citation: TEXT,
    by: { condition, met },
  };
}

export function dischargeStep(why: string, on: EpochDay): Step {
  return {
    rule: 'discharge',
    text: `It ceased to be owed on ${sayDay(on)}: ${why}.`,
    citation: TEXT,
    by: { why },
  };
}
