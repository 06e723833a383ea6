import { formatDay } from '../../engine/calendar/epoch-day';
import type { Fact, FactKind } from '../../engine/model/fact';
import { type RecordedKind, UNSCHEDULED_KINDS } from '../../engine/model/fact-kinds';
import type { FactDraft } from './draft';
import type { FactRow } from './fact.entity';

/** Stored facts as the engine reads them, without kinds that it does not read. */
export function scheduleFacts(rows: readonly Identified[]): Fact[] {
  return rows.map(scheduleFact).filter((fact) => fact !== undefined);
}

type Identified = FactDraft & Pick<FactRow, 'id'>;

/** A stored fact as the engine reads it; undefined for kinds that it does not read. */
export function scheduleFact(row: Identified): Fact | undefined {
  return (UNSCHEDULED_KINDS as readonly RecordedKind[]).includes(row.kind)
    ? undefined
    : factFromRow(row);
}

function factFromRow(row: Identified): Fact {
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
