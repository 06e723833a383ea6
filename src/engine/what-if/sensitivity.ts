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

export interface DayOfSigning {
  signing: EpochDay;
  conflicts: Conflict[];
}

export interface SensitivityQuestion {
  agreement: Agreement;
  /** What is recorded, without any signing. */
  facts: readonly Fact[];
  /** First and last day of signing, both included. */
  from: EpochDay;
  to: EpochDay;
  /** Minute of the agreement's local day at which it is signed; known by its day only where absent. */
  minute?: number;
  blackouts?: readonly Blackout[];
}

/**
 * The conflicts of every day of signing in a range, one day at a time, so that the caller can let others
 * run. Each is what `conflicts` gives for that day alone; what whole days can date goes through integer code.
 */
export function* sensitivity(
  question: SensitivityQuestion,
  context: ScheduleContext,
): Generator<DayOfSigning> {
  const { agreement, from, to, facts, blackouts = [] } = question;
  const inputs = conflictInputs(agreement, context, blackouts);
  const zones = partyZones(agreement, context.zones);
  const sharp = question.minute !== undefined || facts.some(({ instant }) => instant !== undefined);
  const days = new PlannedDays(agreement, facts, sharp, context);
  for (let signing = from; signing <= to; signing++) {
    const given = [...facts, signedOn(signing, question, context)];
    const found: Conflict[] = [];
    days.on(given, (one, dueOf) => {
      const input = inputs.get(one.path);
      if (input !== undefined) found.push(...conflictsOf(one, input, dueOf, context.zones));
    });
    for (const zone of zones) {
      const read = factsInZone(zone, given, context.zones);
      if (read === undefined) continue;
      const other = new Map<string, EpochDay | undefined>();
      days.on(read, ({ id, dueOn }) => other.set(id, dueOn));
      days.on(given, (one) => {
        found.push(...zoneConflicts(one, other.get(one.id), zone));
      });
    }
    yield { signing, conflicts: found };
  }
}

/** The signing assumed on a day, or at a minute of it. */
export function signedOn(
  day: EpochDay,
  { agreement, minute }: Pick<SensitivityQuestion, 'agreement' | 'minute'>,
  { zones }: ScheduleContext,
): Fact {
  const at =
    minute === undefined ? {} : { instant: zones.instantAt(day, minute, agreement.document.zone) };
  return { id: 'signed', kind: 'occurred', subject: 'signing', day, ...at, hypothetical: true };
}
