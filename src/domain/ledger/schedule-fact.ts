import { formatDay } from '../../engine/calendar/epoch-day';
import type { Fact, FactKind } from '../../engine/model/fact';
import { type RecordedKind, UNSCHEDULED_KINDS } from '../../engine/model/fact-kinds';
import type { FactDraft } from './draft';
import type { FactRow } from './fact.entity';

/** The facts that a schedule reads, as it reads them. */
export function scheduleFacts(rows: readonly Identified[]): Fact[] {
  return rows.map(asFact).filter((fact) => fact !== undefined);
}

type Identified = FactDraft & Pick<FactRow, 'id'>;

/** A fact as a schedule reads it; undefined for kinds that it does not read. */
export function asFact(row: Identified): Fact | undefined {
  return (UNSCHEDULED_KINDS as readonly RecordedKind[]).includes(row.kind)
    ? undefined
    : scheduleFact(row);
}

function scheduleFact(row: Identified): Fact {
  return {
    id: row.id,
    kind: row.kind as FactKind,
    subject: row.subject,
    day: row.occurredOn,
    ...(row.by === null ? {} : { by: row.by }),
    ...(row.ordinal === null ? {} : { ordinal: row.ordinal }),
    ...(row.occurredAt === null ? {} : { instant: row.occurredAt }),
    ...(row.to === null ? {} : { to: formatDay(row.to) }),
    ...(row.toAt === null ? {} : { toInstant: row.toAt }),
    ...(row.for === null ? {} : { for: row.for }),
    ...(row.level === null ? {} : { level: row.level }),
    ...(row.tolling === null ? {} : { tolling: row.tolling }),
    ...(row.surviving === null ? {} : { surviving: row.surviving }),
    ...(row.instead === null ? {} : { instead: row.instead }),
    ...(row.actor === null ? {} : { actor: row.actor }),
    ...(row.about ? { about: true } : {}),
    ...(row.hypothetical ? { hypothetical: true } : {}),
  };
}
