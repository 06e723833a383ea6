import type { EntityManager } from 'typeorm';
import { ZONE_DATA } from '../../base/zones';
import {
  buildCalendar,
  type CalendarDocument,
  type WorkingCalendar,
} from '../../engine/calendar/working-calendar';
import type { AgreementDocument } from '../../engine/model/document';
import { insertRows, selectRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { AgreementVersionRow, type CalendarUsed } from './agreement-version.entity';
import { CalendarVersionRow } from './calendar-version.entity';
import { shippedCalendars } from './calendars';
import type { RevisionTicket } from './revision';

export type NewVersion = Pick<
  AgreementVersionRow,
  'number' | 'title' | 'document' | 'source' | 'documentHash'
>;

/** Keeps a document as in force from now on, with the calendars it names, in the caller's transaction. */
export async function insertVersion(
  tx: EntityManager,
  raised: RevisionTicket,
  version: NewVersion,
): Promise<void> {
  await insertRows(tx, AgreementVersionRow, [
    {
      ...version,
      agreementId: raised.agreementId,
      calendars: await keepCalendars(tx, JSON.parse(version.document), raised.recordedAt),
      zoneData: ZONE_DATA,
      revision: raised.revision,
      recordedAt: raised.recordedAt,
    },
  ]);
}

/** The version in force, in our knowledge, at an instant; undefined before the agreement was known. */
export async function versionAt(
  tx: EntityManager,
  agreementId: string,
  knownAt: number,
): Promise<AgreementVersionRow | undefined> {
  const [version] = await selectRows(
    tx,
    AgreementVersionRow,
    'WHERE agreement_id = ? AND recorded_at <= ? ORDER BY number DESC LIMIT 1',
    [agreementId, knownAt],
  );
  return version;
}

/**
 * The calendars a version's dates were counted by, as they were then; today's where none were kept, and
 * for those that nobody named.
 */
export async function calendarsOf(
  tx: EntityManager,
  version: Pick<AgreementVersionRow, 'calendars'>,
): Promise<ReadonlyMap<string, WorkingCalendar>> {
  const kept = await keptThen(tx, version);
  return new Map([
    ...[...shippedCalendars()].map(([id, { calendar }]) => [id, calendar] as const),
    ...kept.map(({ calendarId, document }) => [calendarId, buildCalendar(document)] as const),
  ]);
}

/** The tables of the calendars that a version names, for whoever builds them elsewhere. */
export async function tablesOf(
  tx: EntityManager,
  version: Pick<AgreementVersionRow, 'calendars' | 'document'>,
): Promise<CalendarDocument[]> {
  const kept = await keptThen(tx, version);
  return calendarsNamed(JSON.parse(version.document)).flatMap(
    ({ id }) =>
      kept.find(({ calendarId }) => calendarId === id)?.document ??
      shippedCalendars().get(id)?.document ??
      [],
  );
}

/** Those that have changed since, as they were. */
async function keptThen(
  tx: EntityManager,
  { calendars }: Pick<AgreementVersionRow, 'calendars'>,
): Promise<CalendarVersionRow[]> {
  const today = shippedCalendars();
  const then = (calendars ?? []).filter(({ id, hash }) => today.get(id)?.hash !== hash);
  if (then.length === 0) return [];
  return selectRows(
    tx,
    CalendarVersionRow,
    `WHERE hash IN (${then.map(() => '?').join(', ')})`,
    then.map(({ hash }) => hash),
  );
}

/** The calendars a document names that this service has. */
export function calendarsNamed(document: AgreementDocument): CalendarUsed[] {
  const named = [document, ...document.obligations, ...document.obligations.flatMap(phasesOf)];
  const ids = [...new Set(named.flatMap(({ calendars }) => calendars ?? []))].sort();
  const known = shippedCalendars();
  return ids.flatMap((id) => {
    const calendar = known.get(id);
    return calendar === undefined
      ? []
      : [{ id, version: calendar.document.version, hash: calendar.hash }];
  });
}

async function keepCalendars(
  tx: EntityManager,
  document: AgreementDocument,
  recordedAt: number,
): Promise<CalendarUsed[]> {
  const used = calendarsNamed(document);
  for (const { id, version, hash } of used) {
    await run(
      tx,
      `INSERT INTO calendar_version (hash, calendar_id, version, document, recorded_at)
       VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      [hash, id, version, JSON.stringify(shippedCalendars().get(id)?.document), recordedAt],
    );
  }
  return used;
}

function phasesOf({ phases }: AgreementDocument['obligations'][number]) {
  return phases ?? [];
}
