import { presentInstant } from '../../../base/present-time';
import type { Fault } from '../../../base/refusal';
import { formatDay, parseDay, toCivil } from '../../../engine/calendar/epoch-day';
import type { Fact } from '../../../engine/model/fact';
import type { Milestone } from '../../../engine/model/milestone';
import type { EpochDay } from '../../../engine/model/time';
import type { RecordedFacts } from './recorded-facts';

/** Finds facts that are legal but probably mistyped: a wrong year moves every date, and nobody notices. */

/** How long before the first event of an agreement a fact about an obligation is plausible. */
const EARLY_DAYS = 366;
/** How long before the signing a fact is plausible: negotiations take years. */
const BEFORE_SIGNING_DAYS = 5 * 366;
/** How far an event may be before the first one, and a new last day from the current one. */
const FAR_DAYS = 50 * 366;

/** The faults of a fact that is probably mistyped; `confirm` accepts it. */
export function doubtsOf(fact: Fact, recorded: RecordedFacts): Fault[] {
  const ends = fact.to === undefined && fact.for === undefined ? [] : farEndFaults(fact, recorded);
  if (fact.subject === 'signing') return ends;
  const early = fact.kind === 'occurred' ? FAR_DAYS : EARLY_DAYS;
  return [...tooEarlyFaults('/at', fact.day, early, recorded), ...ends];
}

/** Faults of a day too long before the first event or before the signing. */
function tooEarlyFaults(
  pointer: string,
  day: EpochDay,
  early: number,
  recorded: RecordedFacts,
): Fault[] {
  const first = recorded.firstEvent();
  const signing = recorded.facts.of('occurred', 'signing').at(-1);
  const beginnings = [
    { of: first, by: early },
    { of: signing, by: Math.max(early, BEFORE_SIGNING_DAYS) },
  ];
  for (const { of, by } of beginnings) {
    if (of === undefined || day >= of.day - by) continue;
    const what = of.subject === 'signing' ? 'the signing' : `"${of.subject}"`;
    const detail = `${formatDay(day)} is ${distance(day, of.day)} before ${what} of ${formatDay(of.day)}`;
    return [{ pointer, detail, expected: EXPECTED }];
  }
  return [];
}

const EXPECTED = 'another day, or "confirm": true if it is right';

/** Faults of an extension or pin that would end before the agreement, or far from the current end. */
function farEndFaults(fact: Fact, recorded: RecordedFacts): Fault[] {
  const to = fact.to === undefined ? undefined : parseDay(fact.to);
  const early = to === undefined ? [] : tooEarlyFaults('/to', to, 0, recorded);
  if (early.length > 0) return early;
  const now = lastOf(recorded.milestonesOf(fact));
  const end = to ?? endAfter(fact, recorded);
  if (end === undefined || now === undefined || Math.abs(end - now) <= FAR_DAYS) return [];
  const detail = `${formatDay(end)} is ${distance(end, now)} from ${formatDay(now)}, the current end`;
  return [{ pointer: to === undefined ? '/for' : '/to', detail, expected: EXPECTED }];
}

function lastOf(milestones: readonly Milestone[]): EpochDay | undefined {
  const days = milestones.flatMap(({ endsOn, dueOn }) => endsOn ?? dueOn ?? []);
  return days.length === 0 ? undefined : Math.max(...days);
}

function distance(a: EpochDay, b: EpochDay): string {
  const days = Math.abs(a - b);
  const [from, to] = [toCivil(Math.min(a, b)), toCivil(Math.max(a, b))];
  const short = to.month * 31 + to.day < from.month * 31 + from.day;
  const years = to.year - from.year - (short ? 1 : 0);
  if (years > 0) return years === 1 ? '1 year' : `${years} years`;
  return days === 1 ? '1 day' : `${days} days`;
}

function endAfter(fact: Fact, recorded: RecordedFacts): EpochDay | undefined {
  return lastOf(recorded.milestonesAfter(fact));
}

/**
 * The fault of an extension that would end before the current deadline. Its example pins the deadline instead.
 */
export function shorteningFaults(fact: Fact, recorded: RecordedFacts): Fault[] {
  const before = recorded.milestonesOf(fact);
  const after = recorded.milestonesAfter(fact);
  for (const one of after) {
    const stood = before.find(({ id }) => id === one.id);
    const [at, was] = [one, stood].map((milestone) => milestone?.endsAt ?? milestone?.dueAt);
    const [on, stands] = [one, stood].map((milestone) => milestone?.endsOn ?? milestone?.dueOn);
    if (at === undefined || was === undefined || at >= was) continue;
    if (on === undefined || stands === undefined) continue;
    // On the same day, the two ends are shown as instants.
    const shown = (day: EpochDay, instant: number): string =>
      on === stands ? presentInstant(instant) : formatDay(day);
    const pin: Fact = { ...fact, kind: 'pinned', to: formatDay(on) };
    const sure = doubtsOf(pin, recorded).length > 0;
    const example = {
      was: `${fact.subject}.pinned`,
      at: formatDay(fact.day),
      to: shown(on, at),
      ...(fact.by === undefined ? {} : { by: fact.by }),
      ...(fact.ordinal === undefined ? {} : { ordinal: fact.ordinal }),
      ...(sure ? { confirm: true } : {}),
    };
    return [
      {
        pointer: fact.to === undefined ? '/for' : '/to',
        detail: `it would end on ${shown(on, at)}, before ${shown(stands, was)}, the current end`,
        expected: `${shown(stands, was)} or later; use "pinned" for an earlier day, or amend the document`,
        example: JSON.stringify(example),
      },
    ];
  }
  return [];
}
