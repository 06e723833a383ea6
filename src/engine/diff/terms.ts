import type { AgreementDocument } from '../model/document';
import { plain } from './clause';
import { type Named, nameIn, type SharedNames } from './names';

/** The keys of a whole document that are compared. */
const KEYS = ['title', 'status', 'zone', 'counting', 'calendars', 'conventions'] as const;
export const TERMS = [...KEYS, 'party', 'event'] as const;

/** A difference between the documents as a whole. A side is absent if its document does not have the key. */
export interface TermChange {
  what: (typeof TERMS)[number];
  from?: string;
  to?: string;
}

/** @param parties those that differ in their id only. @param events likewise, among the names of phrases. */
export function termChanges(
  before: AgreementDocument,
  after: AgreementDocument,
  parties: SharedNames,
  events: SharedNames,
): TermChange[] {
  const keys = KEYS.flatMap((key): TermChange[] => {
    const [from, to] = [textOf(before[key]), textOf(after[key])];
    if (from === to || (from && to && plain(from) === plain(to))) return [];
    return [change(key, from, to)];
  });
  return [
    ...keys,
    ...listed('party', before.parties ?? {}, after.parties ?? {}, parties),
    ...listed('event', before.events ?? {}, after.events ?? {}, events),
  ];
}

/** Entries that only one document declares. */
function listed(
  what: 'party' | 'event',
  before: Named,
  after: Named,
  names: SharedNames,
): TermChange[] {
  const only = (own: Named, other: Named, renamed: SharedNames['before']): string[] =>
    Object.keys(own)
      .filter((id) => !Object.hasOwn(other, id) && !renamed.has(id))
      .map((id) => nameIn(own, id));
  return [
    ...only(before, after, names.before).map((text) => change(what, text, undefined)),
    ...only(after, before, names.after).map((text) => change(what, undefined, text)),
  ];
}

function change(
  what: TermChange['what'],
  from: string | undefined,
  to: string | undefined,
): TermChange {
  return { what, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  return Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
}
