import type { AgreementDocument, PartyList } from '../model/document';
import { type Entry, plain } from './clause';
import type { Match } from './match';

/** Common names of entries, events or parties for both documents. Names that are equal in both are not listed. */
export interface SharedNames {
  before: ReadonlyMap<string, string>;
  after: ReadonlyMap<string, string>;
}

/** Events or parties by id. */
export type Named = Readonly<Record<string, { title?: string; name?: string }>>;

/** What a document calls an event or a party. */
export function nameIn(named: Named, id: string): string {
  return named[id]?.title ?? named[id]?.name ?? id;
}

/** The names of phrases: paths of matched entries, and events that differ in their id only. */
export function phraseNames(
  before: AgreementDocument,
  after: AgreementDocument,
  matches: readonly Match[],
): SharedNames {
  const paths = matches.map((one): [string, string] => [one.before.path, one.after.path]);
  return shared([...paths, ...renamedIn(before.events ?? {}, after.events ?? {})]);
}

/** Parties that differ in their id only. */
export function partyNames(before: AgreementDocument, after: AgreementDocument): SharedNames {
  return shared(renamedIn(before.parties ?? {}, after.parties ?? {}));
}

function shared(pairs: readonly (readonly [string, string])[]): SharedNames {
  const renamed = pairs.filter(([from, to]) => from !== to);
  return {
    before: new Map(renamed.map(([from, to]) => [from, `${from}=${to}`])),
    after: new Map(renamed.map(([from, to]) => [to, `${from}=${to}`])),
  };
}

/** Pairs of ids, each of which only one document has, with the same title. */
function renamedIn(before: Named, after: Named): [string, string][] {
  const others = titled(after, before);
  return [...titled(before, after)].flatMap(([title, id]): [string, string][] => {
    const other = others.get(title);
    return other === undefined ? [] : [[id, other]];
  });
}

/** The ids that the other document does not have, by title; for equal titles the first id. */
function titled(named: Named, other: Named): Map<string, string> {
  const found = new Map<string, string>();
  for (const id of Object.keys(named).sort()) {
    if (Object.hasOwn(other, id)) continue;
    const key = plain(nameIn(named, id)).toLowerCase();
    if (!found.has(key)) found.set(key, id);
  }
  return found;
}

/** Whether two clauses name the same parties, in whatever order; phases that name none have those of their obligation. */
export function isSameParties(before: Entry, after: Entry, names: SharedNames): boolean {
  return (['obligor', 'beneficiary'] as const).every((key) => {
    if (before.own[key] === undefined && after.own[key] === undefined) return true;
    const was = keyOf(before.own[key] ?? before.obligation[key], names.before);
    return was === keyOf(after.own[key] ?? after.obligation[key], names.after);
  });
}

function keyOf(list: PartyList | undefined, names: ReadonlyMap<string, string>): string {
  const ids = [list ?? []].flat().map((id) => names.get(id) ?? id);
  return [...new Set(ids)].sort().join(' ');
}
