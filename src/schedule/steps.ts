import type { Convention } from './convention';
import { formatDay } from './epoch-day';
import type { EpochDay, Instant, Step } from './model';
import { printPeriod } from './phrase/print';
import type { Period } from './phrase/tree';
import { printOrdinal } from './phrase/words';
import { sayClock, sayDay, sayInstant } from './sentences';
import type { Known, Value } from './value';

/** The steps of derivations: data that can be replayed, each with a sentence and the rule behind it. */

const FACT = 'the ledger';
const TEXT = 'the agreement’s own words';

export function fixedStep(day: EpochDay, instant?: Instant): Step {
  return {
    rule: 'fixed-date',
    text:
      instant === undefined
        ? `The text names ${sayDay(day)}.`
        : `The text names the instant ${sayInstant(instant)}.`,
    citation: TEXT,
    to: day,
    ...(instant === undefined ? {} : { toAt: instant }),
  };
}

export function anchorStep(
  name: string,
  value: Known,
  what: string,
  convention?: Convention,
  fact?: string,
): Step {
  const when =
    value.instant === undefined
      ? sayDay(value.day)
      : `${sayDay(value.day)} (${sayInstant(value.instant)})`;
  return {
    rule: 'anchor',
    text: `Counting starts from ${name}: ${when}, ${what}.`,
    citation: fact === undefined ? (convention?.citations.anchor ?? TEXT) : `${FACT}, fact ${fact}`,
    to: value.day,
    ...(value.instant === undefined ? {} : { toAt: value.instant }),
    by: { name },
  };
}

export function clockStep(from: EpochDay, minute: number, zone: string, instant: Instant): Step {
  return {
    rule: 'clock-time',
    text: `At ${sayClock(minute)} in ${zone} on ${sayDay(from)}: ${sayInstant(instant)}.`,
    citation: TEXT,
    from,
    toAt: instant,
    by: { minute, zone },
  };
}

export function pickStep(
  which: 'later' | 'earlier' | number,
  chosen: Known,
  values: readonly Value[],
): Step {
  const open = values.filter((value) => !value.known).length;
  const days = values.flatMap((value) => (value.known ? [sayDay(value.day)] : []));
  const rest =
    open === 0
      ? ''
      : ` ${open} of the moments ${open === 1 ? 'is' : 'are'} not known yet and could still bring it forward.`;
  return {
    rule: typeof which === 'number' ? 'nth-of' : `${which}-of`,
    text: `Of ${days.join(' and ')} the ${typeof which === 'number' ? printOrdinal(which) : which} is ${sayDay(chosen.day)}.${rest}`,
    citation: TEXT,
    to: chosen.day,
    by: { which, moments: values.length },
  };
}

export function periodSteps(
  of: Known,
  day: EpochDay,
  period: Period,
  sign: 1 | -1,
  clamped: boolean,
  convention: Convention,
  instant?: Instant,
): Step[] {
  const direction = sign === 1 ? 'after' : 'before';
  const { citations } = convention;
  const by = { period: printPeriod(period), direction };
  if (instant !== undefined) {
    return [
      {
        rule: 'add-hours',
        text: `${printPeriod(period)} ${direction} ${sayInstant(of.instant as Instant)} is ${sayInstant(instant)}.`,
        citation: citations.hours,
        fromAt: of.instant as Instant,
        to: day,
        toAt: instant,
        by,
      },
    ];
  }
  const months = period.parts.some(({ unit }) => !['day', 'week', 'working day'].includes(unit));
  const working = period.parts.some(({ unit }) => unit === 'working day');
  const weeks = period.parts.some(({ unit }) => unit === 'week');
  const inDays = working ? citations.working : weeks ? citations.weeks : citations.days;
  const short = clamped ? ' The month has no such day, so its last day stands.' : '';
  return [
    convention.excludesTriggerDay
      ? {
          rule: 'exclude-trigger-day',
          text: `${sayDay(of.day)} itself is day 0 and is not counted; day 1 is ${sayDay(of.day + sign)}.`,
          citation: citations.trigger,
          from: of.day,
          to: of.day,
          by: { firstCounted: formatDay(of.day + sign) },
        }
      : {
          rule: 'include-trigger-day',
          text: `${sayDay(of.day)} itself is day 1 and is counted.`,
          citation: citations.trigger,
          from: of.day,
          to: of.day,
          by: { firstCounted: formatDay(of.day) },
        },
    {
      rule: 'add-period',
      text: `${printPeriod(period)} ${direction} it is ${sayDay(day)}.${short}`,
      citation: months ? citations.months : inDays,
      from: of.day,
      to: day,
      by,
    },
  ];
}

export function dayBeforeStep(from: EpochDay): Step {
  return {
    rule: 'day-before',
    text: `Before ${sayDay(from)} means by the end of ${sayDay(from - 1)}.`,
    citation: TEXT,
    from,
    to: from - 1,
  };
}

export function endOfDayStep(
  day: EpochDay,
  zone: string,
  at: Instant,
  convention: Convention,
): Step {
  return {
    rule: 'end-of-day',
    text: `${sayDay(day)} ends at midnight in ${zone}: it is late from ${sayInstant(at)}.`,
    citation: convention.citations.endOfDay,
    from: day,
    toAt: at,
    by: { zone },
  };
}

export function startOfDayStep(
  day: EpochDay,
  zone: string,
  at: Instant,
  convention: Convention,
): Step {
  return {
    rule: 'start-of-day',
    text: `${sayDay(day)} begins at midnight in ${zone}: ${sayInstant(at)}.`,
    citation: convention.citations.endOfDay,
    from: day,
    toAt: at,
    by: { zone },
  };
}

export function graceStep(period: Period, from: Instant, to: Instant): Step {
  return {
    rule: 'grace',
    text: `${printPeriod(period)} of grace run from then to ${sayInstant(to)}.`,
    citation: TEXT,
    fromAt: from,
    toAt: to,
    by: { period: printPeriod(period) },
  };
}

export function undatedStep(): Step {
  return {
    rule: 'undated',
    text: 'The text gives no date, so none is counted.',
    citation: TEXT,
  };
}

export function waitingStep(waitsFor: readonly string[]): Step {
  return {
    rule: 'waits-for',
    text: `Not dated yet: it waits for ${waitsFor.join(' and ')}.`,
    citation: TEXT,
    by: { waitsFor },
  };
}
