import type { Agreement } from '../compile/agreement';
import type { Fact } from '../model/fact';
import type { EpochDay } from '../model/time';
import {
  type Blackout,
  type Conflict,
  conflictInputs,
  conflictsOf,
  factsInZone,
  partyZones,
  zoneConflicts,
} from '../review/conflicts';
import type { ScheduleContext } from '../schedule/options';
import { PlannedDays } from './planned-days';

/** The conflicts that signing on a day would have. */
export interface DayOfSigning {
  signing: EpochDay;
  conflicts: Conflict[];
}

export interface SensitivityQuestion {
  agreement: Agreement;
  /** The recorded facts without the signing. */
  facts: readonly Fact[];
  /** First and last day of signing, both inclusive. */
  from: EpochDay;
  to: EpochDay;
  /** Minute of the day of signing in the agreement's zone; absent: the signing has a day only. */
  minute?: number;
  blackouts?: readonly Blackout[];
}

/**
 * The conflicts for every day of signing in a range, one day at a time, so that the caller can yield between days. Each
 * result equals that of `conflicts` for the day; dates in whole days are computed by integer code.
 */
export function* sensitivity(
  question: SensitivityQuestion,
  context: ScheduleContext,
): Generator<DayOfSigning> {
  const { agreement, from, to, facts, blackouts = [] } = question;
  const inputs = conflictInputs(agreement, context, blackouts);
  const zones = partyZones(agreement, context.zones);
  const exact = question.minute !== undefined || facts.some(({ instant }) => instant !== undefined);
  const days = new PlannedDays(agreement, facts, exact, context);
  for (let signing = from; signing <= to; signing++) {
    const given = [...facts, signedOn(signing, question, context)];
    const found: Conflict[] = [];
    days.forEach(given, (one, dueOf) => {
      const input = inputs.get(one.path);
      if (input !== undefined) found.push(...conflictsOf(one, input, dueOf, context.zones));
    });
    for (const zone of zones) {
      const read = factsInZone(zone, given, context.zones);
      if (read === undefined) continue;
      const other = new Map<string, EpochDay | undefined>();
      days.forEach(read, ({ id, dueOn }) => other.set(id, dueOn));
      days.forEach(given, (one) => {
        found.push(...zoneConflicts(one, other.get(one.id), zone));
      });
    }
    yield { signing, conflicts: found };
  }
}

/** The assumed signing on a day, or at a minute of it. */
export function signedOn(
  day: EpochDay,
  { agreement, minute }: Pick<SensitivityQuestion, 'agreement' | 'minute'>,
  { zones }: ScheduleContext,
): Fact {
  const at =
    minute === undefined ? {} : { instant: zones.instantAt(day, minute, agreement.document.zone) };
  return { id: 'signed', kind: 'occurred', subject: 'signing', day, ...at, hypothetical: true };
}
