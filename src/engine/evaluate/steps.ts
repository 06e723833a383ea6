import { formatDay } from '../calendar/epoch-day';
import type { Convention } from '../counting/convention';
import { firstDayAfterEvent } from '../counting/count';
import type { Period } from '../model/period';
import type { Anchor, FirstDay, StepDraft } from '../model/step';
import type { EpochDay, Instant } from '../model/time';
import type { Known, Value } from '../model/value';
import { printPeriod } from '../phrase/print';

/** The steps of derivations as data, each with its rule and the provision that it comes from. */

const TEXT = { source: 'text' } as const;

export function fixedStep(day: EpochDay, instant?: Instant): StepDraft {
  return {
    rule: 'fixed-date',
    citation: TEXT,
    to: day,
    ...(instant === undefined ? {} : { toAt: instant }),
  };
}

/** @param named what the text names: a month, quarter, half or year. */
export function roughStep(from: EpochDay, to: EpochDay, named: string): StepDraft {
  return { rule: 'rough-date', citation: TEXT, from, to, by: { named } };
}

/** @param to the end of the range that decides. */
export function rangeStep(from: EpochDay, to: EpochDay): StepDraft {
  return { rule: 'range', citation: TEXT, from, to };
}

/** @param source a convention, the id of a fact, or undefined for the text of the agreement. */
export function anchorStep(
  name: string,
  value: Known,
  anchor: Anchor,
  source: Convention | string | undefined,
): StepDraft {
  const citation = typeof source === 'string' ? { fact: source } : source?.citations.anchor;
  return {
    rule: 'anchor',
    citation: citation ?? TEXT,
    to: value.day,
    ...(value.instant === undefined ? {} : { toAt: value.instant }),
    by: { name, ...anchor, ...roughly(value) },
  };
}

function roughly({ earliest }: Known): { earliest?: string } {
  return earliest === undefined ? {} : { earliest: formatDay(earliest.day) };
}

export function clockStep(
  from: EpochDay,
  minute: number,
  zone: string,
  instant: Instant,
): StepDraft {
  return { rule: 'clock-time', citation: TEXT, from, toAt: instant, by: { minute, zone } };
}

export function pickStep(
  which: 'later' | 'earlier' | number,
  chosen: Known,
  values: readonly Value[],
): StepDraft {
  const days = values.flatMap((value) => (value.known ? [formatDay(value.day)] : []));
  const moments = values.length;
  return {
    rule: typeof which === 'number' ? 'nth-of' : `${which}-of`,
    citation: TEXT,
    to: chosen.day,
    by: { which, moments, days, open: moments - days.length },
  };
}

export function hoursStep(
  from: Instant,
  day: EpochDay,
  to: Instant,
  period: Period,
  sign: 1 | -1,
  convention: Convention,
  first: FirstDay,
): StepDraft {
  return {
    rule: 'add-hours',
    citation: convention.citations.hours,
    fromAt: from,
    to: day,
    toAt: to,
    by: {
      period: printPeriod(period),
      direction: sign === 1 ? 'after' : 'before',
      ...unusualFirst(first, convention),
    },
  };
}

/** The day that counted first, where it differs from the rule of the convention for events. */
function unusualFirst(first: FirstDay, convention: Convention): { first?: FirstDay } {
  return first === firstDayAfterEvent(convention) ? {} : { first };
}

/** How a period was counted. */
interface CountingDetails {
  first: FirstDay;
  clamped: boolean;
  toMonthEnd?: true;
  earliest: boolean;
  skipped: readonly string[];
  weekends: number;
}

export function periodSteps(
  from: EpochDay,
  to: EpochDay,
  period: Period,
  sign: 1 | -1,
  convention: Convention,
  details: CountingDetails,
): StepDraft[] {
  const { citations } = convention;
  const { first } = details;
  const excluded = first === 'excluded' || first === 'ended';
  const usual = first === firstDayAfterEvent(convention);
  return [
    {
      rule: excluded ? 'exclude-trigger-day' : 'include-trigger-day',
      citation: usual ? citations.trigger : (citations.begunDay ?? citations.trigger),
      from,
      to: from,
      by: { firstCounted: formatDay(excluded ? from + sign : from) },
    },
    {
      rule: 'add-period',
      citation: citations[citationOf(period)],
      from,
      to,
      by: {
        period: printPeriod(period),
        direction: sign === 1 ? 'after' : 'before',
        ...unusualFirst(first, convention),
        ...(details.clamped ? { clamped: true } : {}),
        ...(details.toMonthEnd && { toMonthEnd: true }),
        ...(details.earliest ? { side: 'earliest' } : {}),
        ...(details.skipped.length === 0 ? {} : { skipped: details.skipped }),
        ...(details.weekends === 0 ? {} : { weekends: details.weekends }),
      },
    },
  ];
}

function citationOf({ parts }: Period): 'months' | 'working' | 'weeks' | 'days' {
  const units = new Set(parts.map(({ unit }) => unit));
  if (parts.some(({ unit }) => !['day', 'week', 'working day'].includes(unit))) return 'months';
  if (units.has('working day')) return 'working';
  return units.has('week') ? 'weeks' : 'days';
}

/** @param otherMonth the working day that the convention does not roll to, because it is in another month. */
export function rollStep(
  from: EpochDay,
  to: EpochDay,
  instant: Instant | undefined,
  calendar: string,
  skipped: readonly string[],
  otherMonth: EpochDay | undefined,
  { citations }: Convention,
): StepDraft {
  return {
    rule: 'roll',
    citation: citations.roll,
    from,
    to,
    ...(instant === undefined ? {} : { toAt: instant }),
    by: {
      calendar,
      skipped,
      ...(otherMonth !== undefined && { otherMonth: formatDay(otherMonth) }),
    },
  };
}

export function dayBeforeStep(from: EpochDay): StepDraft {
  return { rule: 'day-before', citation: TEXT, from, to: from - 1 };
}

export function midnightStep(
  side: 'start-of-day' | 'end-of-day',
  day: EpochDay,
  zone: string,
  at: Instant,
  { citations }: Convention,
  over = false,
): StepDraft {
  const by = { zone, ...(over && { over: true as const }) };
  return { rule: side, citation: citations.endOfDay, from: day, toAt: at, by };
}

export function graceStep(period: Period, from: Instant, to: Instant): StepDraft {
  const by = { period: printPeriod(period) };
  return { rule: 'grace', citation: TEXT, fromAt: from, toAt: to, by };
}

export function undatedStep(): StepDraft {
  return { rule: 'undated', citation: TEXT };
}

export function waitingStep(waitsFor: readonly string[]): StepDraft {
  return { rule: 'waits-for', citation: TEXT, by: { waitsFor } };
}
