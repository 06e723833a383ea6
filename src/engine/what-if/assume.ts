import type { Agreement } from '../compile/agreement';
import { addToDay } from '../counting/arithmetic';
import type { Fact, FactKind } from '../model/fact';
import type { Milestone } from '../model/milestone';
import { ASSUMED_ID_PREFIX } from '../model/step';
import type { EpochDay, Instant } from '../model/time';
import type { ScheduleContext } from '../schedule/options';
import { schedule } from '../schedule/schedule';

/** How long after (sign 1) or before (sign -1) its due day an obligation is assumed to be done. */
export interface Delay {
  sign: 1 | -1;
  months: number;
  days: number;
}

type AssumedWhen = { day: EpochDay; instant?: Instant } | { delay: Delay };

/** An assumed event or recorded moment of an obligation, at a time or with a delay. */
export interface Assumption {
  /** The assumption as the caller wrote it, for responses and links. */
  text: string;
  kind: FactKind;
  /** An event id, or the path of an obligation or phase. */
  subject: string;
  by?: string;
  ordinal?: number;
  when: AssumedWhen;
}

export interface AppliedAssumptions {
  /** The facts, with assumed facts in place of the facts that they contradict. */
  facts: Fact[];
  /** Delays that could not be applied because their obligation has no date, with the moments that it waits for. */
  unplaced: { assumption: Assumption; waitsFor: readonly string[] }[];
}

/** Kinds that may occur several times: an assumption adds a fact and replaces none. */
const REPEATED: readonly FactKind[] = [
  'breached',
  'cured',
  'disputed',
  'resolved',
  'suspended',
  'resumed',
  'renewed',
];

/**
 * The facts under assumptions. A delay counts from the due day under the other assumptions (for an interval from its first
 * day, for an event from the day recorded), by plain calendar arithmetic.
 */
export function applyAssumptions(
  agreement: Agreement,
  facts: readonly Fact[],
  assumptions: readonly Assumption[],
  context: ScheduleContext,
): AppliedAssumptions {
  const kept = facts.filter((fact) => !assumptions.some((one) => contradicts(one, fact)));
  const fixed = assumptions.flatMap((one, i) =>
    'delay' in one.when ? [] : [assumedFact(one, i, one.when)],
  );
  const delayed = assumptions.filter((one) => 'delay' in one.when);
  let late: Fact[] = [];
  let unplaced: AppliedAssumptions['unplaced'] = [];
  // Each pass dates at least one more of the delays that depend on each other; the last pass changes nothing.
  for (let pass = 0; pass <= delayed.length && delayed.length > 0; pass++) {
    const before = JSON.stringify(late);
    const assumed = [...kept, ...fixed, ...late];
    const { milestones } = schedule(agreement, assumed, { ...context, derivations: false });
    unplaced = [];
    late = delayed.flatMap((one) => {
      const bases = basesOf(one, facts, milestones);
      const found = bases.flatMap((base) => delayedFact(one, assumptions.indexOf(one), base));
      if (found.length > 0) return found;
      const waitsFor = [...new Set(bases.flatMap((base) => base.waitsFor))];
      unplaced.push({ assumption: one, waitsFor });
      return [];
    });
    if (JSON.stringify(late) === before) break;
  }
  return { facts: [...kept, ...fixed, ...late], unplaced };
}

function contradicts(assumption: Assumption, fact: Fact): boolean {
  if (REPEATED.includes(assumption.kind)) return false;
  return (
    fact.kind === assumption.kind &&
    fact.subject === assumption.subject &&
    (assumption.by === undefined || fact.by === assumption.by) &&
    (assumption.ordinal === undefined || fact.ordinal === assumption.ordinal)
  );
}

/** The day from which a delay counts, and the clock to which it belongs. */
interface Base {
  day?: EpochDay;
  /** For an event recorded with its instant. */
  instant?: Instant;
  by?: string;
  ordinal?: number;
  waitsFor: readonly string[];
}

function basesOf(
  { kind, subject, by, ordinal }: Assumption,
  facts: readonly Fact[],
  milestones: readonly Milestone[],
): Base[] {
  if (kind === 'occurred') {
    const recorded = facts.findLast(
      (fact) =>
        fact.kind === kind &&
        fact.subject === subject &&
        (by === undefined || fact.by === by) &&
        (ordinal === undefined || fact.ordinal === ordinal),
    );
    if (recorded === undefined) return [{ waitsFor: [subject] }];
    const { day, instant } = recorded;
    return [{ day, ...(instant === undefined ? {} : { instant }), waitsFor: [] }];
  }
  return milestones
    .filter((one) => one.path === subject)
    .filter((one) => by === undefined || one.party === undefined || one.party === by)
    .filter((one) => ordinal === undefined || one.ordinal === ordinal)
    .map(({ dueOn, startsOn, party, ordinal: n, waitsFor }) => {
      const day = dueOn ?? startsOn;
      return {
        ...(day === undefined ? {} : { day }),
        ...(party === undefined ? {} : { by: party }),
        ...(n === undefined ? {} : { ordinal: n }),
        waitsFor,
      };
    });
}

const DAY_MS = 86_400_000;

function delayedFact(assumption: Assumption, index: number, base: Base): Fact[] {
  if (base.day === undefined || !('delay' in assumption.when)) return [];
  const { sign, months, days } = assumption.when.delay;
  const amounts = { months, days, workingDays: 0, milliseconds: 0 };
  const { day } = addToDay(base.day, amounts, sign, 'clamp');
  const moved =
    base.instant === undefined ? {} : { instant: base.instant + (day - base.day) * DAY_MS };
  const by = assumption.by ?? base.by;
  const ordinal = assumption.ordinal ?? base.ordinal;
  const whose = {
    ...(by === undefined ? {} : { by }),
    ...(ordinal === undefined ? {} : { ordinal }),
  };
  return [{ ...assumedFact(assumption, index, { day, ...moved }), ...whose }];
}

function assumedFact(
  { kind, subject, by, ordinal }: Assumption,
  index: number,
  { day, instant }: { day: EpochDay; instant?: Instant },
): Fact {
  return {
    id: `${ASSUMED_ID_PREFIX}${index + 1}`,
    kind,
    subject,
    day,
    ...(instant === undefined ? {} : { instant }),
    ...(by === undefined ? {} : { by }),
    ...(ordinal === undefined ? {} : { ordinal }),
    hypothetical: true,
  };
}
