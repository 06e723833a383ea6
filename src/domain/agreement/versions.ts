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
import { AgreementVersionRow, type CalendarUsed, CalendarVersionRow } from './agreement.entity';
import { installedCalendars } from './calendars';
import type { RevisionTicket } from './revision';

export type NewVersion = Pick<
  AgreementVersionRow,
  'number' | 'title' | 'document' | 'source' | 'documentHash'
>;

/** Stores a document as the version in force from now on, with the calendars that it names. */
export async function insertVersion(
  tx: EntityManager,
  ticket: RevisionTicket,
  version: NewVersion,
): Promise<void> {
  await insertRows(tx, AgreementVersionRow, [
    {
      ...version,
      agreementId: ticket.agreementId,
      calendars: await storeCalendars(tx, JSON.parse(version.document), ticket.recordedAt),
      zoneData: ZONE_DATA,
      revision: ticket.revision,
      recordedAt: ticket.recordedAt,
    },
  ]);
}

/** The version that was in force at an instant, inclusive; undefined before the agreement was recorded. */
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

/** Whether an agreement was recorded at an instant, inclusive. */
export async function wasRecorded(
  tx: EntityManager,
  agreementId: string,
  knownAt: number,
): Promise<boolean> {
  const { rows } = await run(
    tx,
    'SELECT number FROM agreement_version WHERE agreement_id = ? AND recorded_at <= ? LIMIT 1',
    [agreementId, knownAt],
  );
  return rows.length > 0;
}

/**
 * All installed calendars, but those that a version names as they were when it was stored. A version that stored none
 * gets today's.
 */
export async function calendarsOf(
  tx: EntityManager,
  version: Pick<AgreementVersionRow, 'calendars'>,
): Promise<ReadonlyMap<string, WorkingCalendar>> {
  const kept = await calendarsChangedSince(tx, version);
  return new Map([
    ...[...installedCalendars()].map(([id, { calendar }]) => [id, calendar] as const),
    ...kept.map(({ calendarId, document }) => [calendarId, buildCalendar(document)] as const),
  ]);
}

/** The documents of the calendars that a version names, as they were when it was stored. */
export async function calendarDocumentsOf(
  tx: EntityManager,
  version: Pick<AgreementVersionRow, 'calendars' | 'document'>,
): Promise<CalendarDocument[]> {
  const kept = await calendarsChangedSince(tx, version);
  return calendarsNamed(JSON.parse(version.document)).flatMap(
    ({ id }) =>
      kept.find(({ calendarId }) => calendarId === id)?.document ??
      installedCalendars().get(id)?.document ??
      [],
  );
}

/** The calendars of a version that differ from the installed ones. */
async function calendarsChangedSince(
  tx: EntityManager,
  { calendars }: Pick<AgreementVersionRow, 'calendars'>,
): Promise<CalendarVersionRow[]> {
  const today = installedCalendars();
  const then = (calendars ?? []).filter(({ id, hash }) => today.get(id)?.hash !== hash);
  if (then.length === 0) return [];
  return selectRows(
    tx,
    CalendarVersionRow,
    `WHERE hash IN (${then.map(() => '?').join(', ')})`,
    then.map(({ hash }) => hash),
  );
}

/** The installed calendars that a document names. */
function calendarsNamed(document: AgreementDocument): CalendarUsed[] {
  const named = [document, ...document.obligations, ...document.obligations.flatMap(phasesOf)];
  const ids = [...new Set(named.flatMap(({ calendars }) => calendars ?? []))].sort();
  const known = installedCalendars();
  return ids.flatMap((id) => {
    const calendar = known.get(id);
    return calendar === undefined
      ? []
      : [{ id, version: calendar.document.version, hash: calendar.hash }];
  });
}

async function storeCalendars(
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
      [hash, id, version, JSON.stringify(installedCalendars().get(id)?.document), recordedAt],
    );
  }
  return used;
}

function phasesOf({ phases }: AgreementDocument['obligations'][number]) {
  return phases ?? [];
}
