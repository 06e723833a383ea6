import { formatDay } from '../schedule/epoch-day';
import { type RecordedKind, UNREAD } from '../schedule/fact-kinds';
import type { Fact, FactKind } from '../schedule/model';
import type { FactDraft } from './draft';
import type { FactRow } from './fact.entity';

/** The facts that a schedule reads, as it reads them. */
export function scheduleFacts(rows: readonly (FactDraft & Pick<FactRow, 'id'>)[]): Fact[] {
  return rows.filter(({ kind }) => isRead(kind)).map(scheduleFact);
}

function isRead(kind: RecordedKind): kind is FactKind {
  return !(UNREAD as readonly RecordedKind[]).includes(kind);
}

function scheduleFact(row: FactDraft & Pick<FactRow, 'id'>): Fact {
  return {
    id: row.id,
    kind: row.kind as FactKind,
    subject: row.subject,
    day: row.occurredOn,
    ...(row.by === null ? {} : { by: row.by }),
    ...(row.ordinal === null ? {} : { ordinal: row.ordinal }),
    ...(row.occurredAt === null ? {} : { instant: row.occurredAt }),
    ...(row.to === null ? {} : { to: formatDay(row.to) }),
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
