import { presentDay } from '../../base/present-time';
import { luxonZones } from '../../base/zones';
import type { AgreementDocument } from '../../engine/model/document';
import { documentIn } from '../../engine/model/texts';
import { byParty } from '../../engine/status/by-party';
import { sortOf } from '../../engine/status/status-words';
import type { PublicUrl } from '../../outbox/public-url';
import type { Language, Moment } from '../../outbox/sentences/catalogue';
import type { Sentence } from '../../outbox/sentences/say';
import type { Records } from '../ledger/ledger';
import { presentEvidence } from '../ledger/present';
import type { MilestoneRow } from '../milestone/milestone.entity';
import { presentRecord } from '../milestone/present/milestone';
import { targetDay, targetInstant } from './alert-plan';

/** What the sentences of messages about one agreement need: its document, and the facts that they rest on. */
export interface MessageContext {
  document: AgreementDocument;
  /** The zones that its entries have instead of the agreement's, by path. */
  zones: ReadonlyMap<string, string>;
  records: Records;
  links: PublicUrl;
  /** The clock's instant, epoch milliseconds. */
  now: number;
}

/** A context with the zones of its document. */
export function messageContext(given: Omit<MessageContext, 'zones'>): MessageContext {
  return { ...given, zones: zonesOf(given.document) };
}

function zonesOf({ obligations }: AgreementDocument): ReadonlyMap<string, string> {
  const zones = new Map<string, string>();
  for (const { id, zone, phases = [] } of obligations) {
    if (zone !== undefined) zones.set(id, zone);
    for (const phase of phases) {
      const own = phase.zone ?? zone;
      if (own !== undefined) zones.set(`${id}.${phase.id}`, own);
    }
  }
  return zones;
}

interface Named {
  id: string;
  name: string;
}

export function namedParties({ document }: MessageContext, parties: readonly string[]): Named[] {
  return parties.map((id) => ({ id, name: document.parties?.[id]?.name ?? id }));
}

/** How many facts a message lists, the last ones: an import may have hundreds. */
const NAMED_FACTS = 20;

/** The facts that a message rests on, with their reason and evidence. */
export function reasonAndEvidence(context: MessageContext, facts: readonly string[]) {
  const rows = facts.slice(-NAMED_FACTS).flatMap((id) => context.records.get(id) ?? []);
  // An internal fact appears only as a record, which the public view hides.
  const shown = rows.filter(({ internal }) => !internal);
  return {
    reason: shown.find(({ reason }) => reason !== null)?.reason ?? null,
    evidence: shown.flatMap(({ evidence }) => presentEvidence(evidence)),
    facts: rows.map((row) => ({
      fact: row.id,
      was: row.kind,
      by: row.by === null ? null : (namedParties(context, [row.by])[0] ?? null),
      on: presentDay(row.occurredOn),
      record: presentRecord(context.records, row.id),
    })),
  };
}

/** The parties in the facts, each once. */
export function partiesInFacts({ records }: MessageContext, facts: readonly string[]): string[] {
  return [...new Set(facts.flatMap((id) => records.get(id)?.by ?? []))];
}

/** The parties that have done their share, and those that have not. */
export function sharesOf(row: MilestoneRow): { done: string[]; open: string[] } {
  const parties = byParty(row);
  const isDone = ({ state }: (typeof parties)[number]) => state === 'done' || state === 'late';
  return {
    done: parties.filter(isDone).map(({ party }) => party),
    open: parties.filter((one) => !isDone(one)).map(({ party }) => party),
  };
}

/**
 * A sentence in every language, each with the titles and names of that language.
 * @param row the milestone that it is about, if it is about one.
 * @param say makes it from a context and that milestone.
 */
export function saidInEach(
  context: MessageContext,
  row: MilestoneRow | undefined,
  say: (context: MessageContext, row: MilestoneRow | undefined) => Sentence,
): Sentence {
  const { document } = context;
  const titles = row?.titles ?? undefined;
  if (document.titles === undefined && titles === undefined) return say(context, row);
  const inOne = (language: Language): Sentence => {
    const own = row && { ...row, title: titles?.[language] ?? row.title };
    return say({ ...context, document: documentIn(document, language) }, own);
  };
  const [{ text }, { translations: uk }, { translations: ru }] = [
    inOne('en'),
    inOne('uk'),
    inOne('ru'),
  ];
  return { text, translations: { uk: uk.uk, ru: ru.ru } };
}

/** The values that every sentence about a milestone uses. */
export function sentenceSubject(
  context: MessageContext,
  row: MilestoneRow,
  who: readonly string[],
) {
  return {
    agreement: context.document.title,
    assumed: row.hypothetical,
    milestone: row.title,
    sort: sortOf(row),
    who: namedParties(context, who).map(({ name }) => name),
  };
}

/** The zone in which the days of a milestone are counted. */
export function zoneOf(
  { document, zones }: MessageContext,
  { obligation, phase }: MilestoneRow,
): string {
  // By path, not by search: an import may have thousands of messages.
  return zones.get(phase === null ? obligation : `${obligation}.${phase}`) ?? document.zone;
}

/**
 * When a milestone is due, comes or begins: its day, and the clock time if it is not the end of the day (due) or its
 * beginning (others).
 */
export function momentOf(context: MessageContext, row: MilestoneRow): Moment | undefined {
  const { dueOn, dueAt } = row;
  const between = rangeOf(row);
  if (between !== undefined) return between;
  const zone = zoneOf(context, row);
  const moment = (day: number, at: number, minute: number): Moment =>
    at === luxonZones.instantAt(day, minute, zone) ? { day } : clockAt(at, zone);
  if (dueOn !== null && dueAt !== null) return moment(dueOn, dueAt, 1440);
  const [day, at] = [targetDay(row), targetInstant(row)];
  return day === null || at === null
    ? undefined
    : moment(day, at, row.nature === 'goal' ? 1440 : 0);
}

/** The earliest and the latest day of what is known only roughly; undefined for an exact date. */
function rangeOf({
  dueOn,
  startsOn,
  opensOn,
  targetOn,
  nature,
  rough,
}: MilestoneRow): Moment | undefined {
  if (rough === null) return undefined;
  const ends =
    nature === 'goal'
      ? [rough.targetOnEarliest, targetOn]
      : dueOn === null
        ? startsOn === null
          ? [opensOn, rough.opensOnLatest]
          : [startsOn, rough.startsOnLatest]
        : [rough.dueOnEarliest, dueOn];
  const [earliest, day] = ends;
  if (typeof earliest !== 'number' || typeof day !== 'number') return undefined;
  return { day, earliest };
}

/** The last day or clock time before an instant: the day before if it is a midnight. */
export function endingAt(context: MessageContext, row: MilestoneRow, instant: number): Moment {
  const zone = zoneOf(context, row);
  const { day, millisecond } = luxonZones.localOf(instant, zone);
  return millisecond === 0 ? { day: day - 1 } : clockAt(instant, zone);
}

/** The civil day of an instant in the milestone's zone. */
export function dayAt(context: MessageContext, row: MilestoneRow, instant: number): number {
  return luxonZones.localOf(instant, zoneOf(context, row)).day;
}

function clockAt(instant: number, zone: string): Moment {
  const { day, millisecond } = luxonZones.localOf(instant, zone);
  return { day, clock: { minute: Math.floor(millisecond / 60_000), zone } };
}

/** What a date waits for: titles of events, else paths. */
export function awaitedTitles({ document }: MessageContext, row: MilestoneRow): string[] {
  return row.waitsFor.map((name) => document.events?.[name]?.title ?? name);
}
