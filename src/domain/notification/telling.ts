import { presentDay } from '../../base/present-time';
import { luxonZones } from '../../base/zones';
import type { AgreementDocument } from '../../engine/model/document';
import { byParty } from '../../engine/status/by-party';
import { sortOf } from '../../engine/status/status-words';
import type { PublicUrl } from '../../outbox/public-url';
import type { Moment } from '../../outbox/sentences/catalogue';
import { presentEvidence } from '../ledger/present';
import type { Records } from '../ledger/records';
import type { MilestoneRow } from '../milestone/milestone.entity';
import { presentRecord } from '../milestone/present/milestone';
import { dayOf, endOf } from './alert-plan';

/** What messages about one agreement say of it in words, and what the ledger says of the facts they rest on. */
export interface Telling {
  document: AgreementDocument;
  records: Records;
  links: PublicUrl;
  /** By the service's clock, epoch milliseconds. */
  now: number;
}

interface Named {
  id: string;
  name: string;
}

export function named({ document }: Telling, parties: readonly string[]): Named[] {
  return parties.map((id) => ({ id, name: document.parties?.[id]?.name ?? id }));
}

/** How many facts a message names, the last ones; an import may bring hundreds. */
const NAMED_FACTS = 20;

/** Why something is told: the facts it rests on, and what they give as reason and evidence. */
export function because(telling: Telling, facts: readonly string[]) {
  const rows = facts.slice(-NAMED_FACTS).flatMap((id) => telling.records.get(id) ?? []);
  // What is internal stands only in its record, which the public view hides.
  const shown = rows.filter(({ internal }) => !internal);
  return {
    reason: shown.find(({ reason }) => reason !== null)?.reason ?? null,
    evidence: shown.flatMap(({ evidence }) => presentEvidence(evidence)),
    facts: rows.map((row) => ({
      fact: row.id,
      was: row.kind,
      by: row.by === null ? null : (named(telling, [row.by])[0] ?? null),
      on: presentDay(row.occurredOn),
      record: presentRecord(telling.records, row.id),
    })),
  };
}

/** The parties that the facts name, each once. */
export function doers({ records }: Telling, facts: readonly string[]): string[] {
  return [...new Set(facts.flatMap((id) => records.get(id)?.by ?? []))];
}

/** Those whose share is done, and those whose share is not. */
export function shares(row: MilestoneRow): { done: string[]; open: string[] } {
  const parties = byParty(row);
  const isDone = ({ state }: (typeof parties)[number]) => state === 'done' || state === 'late';
  return {
    done: parties.filter(isDone).map(({ party }) => party),
    open: parties.filter((one) => !isDone(one)).map(({ party }) => party),
  };
}

/** What is said of a milestone in every sentence about it. */
export function subjectOf(telling: Telling, row: MilestoneRow, who: readonly string[]) {
  return {
    agreement: telling.document.title,
    assumed: row.hypothetical,
    milestone: row.title,
    sort: sortOf(row),
    who: named(telling, who).map(({ name }) => name),
  };
}

/** The zone whose midnight ends the days of a row. */
function zoneOf({ document }: Telling, row: MilestoneRow): string {
  const obligation = document.obligations.find(({ id }) => id === row.obligation);
  const phase = obligation?.phases?.find(({ id }) => id === row.phase);
  return phase?.zone ?? obligation?.zone ?? document.zone;
}

/**
 * When a row is due, comes or begins: its day, with the clock time where that is not the day's own end or
 * beginning.
 */
export function momentOf(telling: Telling, row: MilestoneRow): Moment | undefined {
  const { dueOn, dueAt } = row;
  const zone = zoneOf(telling, row);
  const moment = (day: number, at: number, minute: number): Moment =>
    at === luxonZones.instantAt(day, minute, zone) ? { day } : clockAt(at, zone);
  if (dueOn !== null && dueAt !== null) return moment(dueOn, dueAt, 1440);
  const [day, at] = [dayOf(row), endOf(row)];
  return day === null || at === null ? undefined : moment(day, at, 0);
}

/** The end of what an instant ends: the day before where it is a midnight. */
export function endingAt(telling: Telling, row: MilestoneRow, instant: number): Moment {
  const zone = zoneOf(telling, row);
  const { day, millisecond } = luxonZones.localOf(instant, zone);
  return millisecond === 0 ? { day: day - 1 } : clockAt(instant, zone);
}

/** The civil day of an instant. */
export function dayAt(telling: Telling, row: MilestoneRow, instant: number): number {
  return luxonZones.localOf(instant, zoneOf(telling, row)).day;
}

function clockAt(instant: number, zone: string): Moment {
  const { day, millisecond } = luxonZones.localOf(instant, zone);
  return { day, clock: { minute: Math.floor(millisecond / 60_000), zone } };
}

/** What a date waits for, by the titles of events where they have one. */
export function awaited({ document }: Telling, row: MilestoneRow): string[] {
  return row.waitsFor.map((name) => document.events?.[name]?.title ?? name);
}
