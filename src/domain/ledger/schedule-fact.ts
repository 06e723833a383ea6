import { formatDay } from '../../engine/calendar/epoch-day';
import { type Fact, isScheduled } from '../../engine/model/fact';
import type { EpochDay } from '../../engine/model/time';
import { readPeriod } from '../../engine/phrase/parse-period';
import type { FactDraft } from './draft';
import type { FactRow } from './fact.entity';
import { readEventTime } from './occurrence';

/** Stored facts as the engine reads them, without kinds that it does not read. */
export function scheduleFacts(rows: readonly Identified[]): Fact[] {
  return rows.map(scheduleFact).filter((fact) => fact !== undefined);
}

type Identified = FactDraft & Pick<FactRow, 'id'>;

/** A stored fact as the engine reads it; undefined for kinds that it does not read. */
export function scheduleFact(row: Identified): Fact | undefined {
  const { kind } = row;
  if (!isScheduled(kind)) return undefined;
  return {
    id: row.id,
    kind,
    subject: row.subject,
    day: row.occurredOn,
    ...(row.occurredFrom === null ? {} : { earliest: row.occurredFrom }),
    ...(row.by === null ? {} : { by: row.by }),
    ...(row.ordinal === null ? {} : { ordinal: row.ordinal }),
    ...(row.occurredAt === null ? {} : { instant: row.occurredAt }),
    ...(row.to === null ? {} : { to: formatDay(row.to) }),
    ...(row.toAt === null ? {} : { toInstant: row.toAt }),
    ...(row.for === null ? {} : extensionOf(row.for)),
    ...(row.level === null ? {} : { level: row.level }),
    ...(row.quantity === null ? {} : { quantity: row.quantity }),
    ...(row.tolling === null ? {} : { tolling: row.tolling }),
    ...(row.surviving === null ? {} : { surviving: row.surviving }),
    ...(row.instead === null ? {} : { instead: row.instead }),
    ...(row.actor === null ? {} : { actor: row.actor }),
    ...(row.about ? { about: true } : {}),
    ...(row.hypothetical ? { hypothetical: true } : {}),
  };
}

function extensionOf(text: string): Pick<Fact, 'for' | 'period'> {
  const period = readPeriod(text);
  return period === undefined ? { for: text } : { for: text, period };
}

/**
 * Reads the time of a signing that is assumed for a schedule.
 * @param text a month, a day or an instant.
 * @param pointer of faults.
 * @throws Refusal 'invalid'
 */
export function readAssumedSigning(text: string, zone: string, pointer: string): Fact {
  const { occurredOn, occurredFrom, occurredAt } = readEventTime(text, zone, pointer);
  return {
    id: 'signed',
    kind: 'occurred',
    subject: 'signing',
    day: occurredOn,
    ...(occurredFrom === null ? {} : { earliest: occurredFrom }),
    ...(occurredAt === null ? {} : { instant: occurredAt }),
    hypothetical: true,
  };
}

/** The day of the signing in force; undefined if there is none. */
export function signedDay(facts: readonly Fact[]): EpochDay | undefined {
  return facts.findLast(({ kind, subject }) => kind === 'occurred' && subject === 'signing')?.day;
}
