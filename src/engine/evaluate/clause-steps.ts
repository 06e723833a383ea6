import { formatDay } from '../calendar/epoch-day';
import type { Fact } from '../model/fact';
import type { StepDraft } from '../model/step';
import type { EpochDay } from '../model/time';
import type { Known } from '../model/value';
import { printPeriod } from '../phrase/print';
import type { Extends, MomentExpr, Renews } from '../phrase/tree';
import type { PointInTime } from './context';

/** The steps of clauses that move a date after it was counted, and of days in longer units (`day n of`, `last day of`). */

const TEXT = { source: 'text' } as const;

export function dayStep(
  expr: Extract<MomentExpr, { type: 'edge' | 'day-n' }>,
  from: EpochDay,
  to: EpochDay,
  skipped: readonly string[],
): StepDraft {
  if (expr.type === 'day-n') {
    return { rule: 'day-n', citation: TEXT, from, to, by: { n: expr.n } };
  }
  const { which, day, unit, nth = 0, direction = 'after', on } = expr;
  const by = {
    which,
    ...(unit !== undefined && { unit }),
    nth,
    direction,
    ...(on && { on }),
    ...(day !== undefined && { day }),
    ...(skipped.length > 0 && { skipped }),
  };
  return { rule: 'edge', citation: TEXT, from, to, by };
}

export function extensionStep(
  from: Known | undefined,
  { day: to, instant: toAt }: Pick<Known, 'day' | 'instant'>,
  fact: Fact,
  clause: Extends | undefined,
): StepDraft {
  return {
    rule: 'extension',
    citation: { fact: fact.id },
    ...(from === undefined ? {} : { from: from.day }),
    to,
    ...(toAt === undefined ? {} : { toAt }),
    by: {
      fact: fact.id,
      on: formatDay(fact.day),
      ...(clause?.printed !== undefined && { clause: clause.printed }),
    },
  };
}

export function pinStep(
  from: EpochDay | undefined,
  { day: to, instant: toAt }: Pick<Known, 'day' | 'instant'>,
  fact: Fact,
): StepDraft {
  return {
    rule: 'pin',
    citation: { fact: fact.id },
    ...(from === undefined ? {} : { from }),
    to,
    ...(toAt === undefined ? {} : { toAt }),
    by: { fact: fact.id, on: formatDay(fact.day) },
  };
}

export function renewalStep(
  from: EpochDay,
  { day: to, instant, exact }: PointInTime,
  renews: Renews,
): StepDraft {
  const by = { period: printPeriod(renews.for), unless: renews.unless };
  const at = exact && instant !== undefined ? { toAt: instant } : {};
  return { rule: 'renewal', citation: TEXT, from, to, ...at, by };
}

export function noticeStep(event: string, on: EpochDay): StepDraft {
  return { rule: 'notice', citation: TEXT, by: { event, on: formatDay(on) } };
}

/** @param added the pause as a printed period in the unit of the clause; undefined where the period restarts. */
export function pauseStep(
  from: EpochDay,
  { day: to, instant, exact }: PointInTime,
  since: EpochDay,
  until: EpochDay,
  added: string | undefined,
): StepDraft {
  const by = {
    since: formatDay(since),
    until: formatDay(until),
    ...(added === undefined ? {} : { added }),
  };
  const at = exact && instant !== undefined ? { toAt: instant } : {};
  return { rule: 'pause', citation: TEXT, from, to, ...at, by };
}

export function occurrenceStep(n: number, from: EpochDay, to: EpochDay, rhythm: string): StepDraft {
  return { rule: 'occurrence', citation: TEXT, from, to, by: { n, rhythm } };
}

/**
 * The step after the last occurrence, where the text sets no end.
 * @param ends whether the text sets an end, further than the occurrences that are given.
 */
export function horizonStep(n: number, at: EpochDay, ends: boolean): StepDraft {
  return { rule: 'horizon', citation: { source: 'limit' }, to: at, by: { n, ends } };
}

export function gateStep(condition: string, metOn: EpochDay | undefined, met: boolean): StepDraft {
  const since = metOn === undefined ? {} : { since: formatDay(metOn) };
  return { rule: 'condition', citation: TEXT, by: { condition, met, ...since } };
}

export function dischargeStep(
  why: { condition: string } | { supersededBy: string },
  on: EpochDay,
): StepDraft {
  return { rule: 'discharge', citation: TEXT, by: { ...why, on: formatDay(on) } };
}
