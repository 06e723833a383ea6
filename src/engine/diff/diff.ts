import type { Agreement } from '../compile/agreement';
import type { Milestone } from '../model/milestone';
import { type Clause, type Entry, entriesOf, plain, sharedLanguage } from './clause';
import { type DateChange, dateChanges } from './dates';
import { type Match, matchEntries } from './match';
import { outOfOrder } from './moved';
import { isSameParties, partyNames, phraseNames, type SharedNames } from './names';
import { type RuleChange, ruleChanges, rulesOf } from './rule';
import { type TermChange, termChanges } from './terms';

/** One of two agreements that are compared. */
export interface DiffSide {
  agreement: Agreement;
  /** Its schedule, for the dates; derivations are not used. */
  milestones: readonly Milestone[];
}

/** What can differ between two clauses that are matched. */
export const CHANGES = ['moved', 'reworded', 'retimed', 'parties', 'quantity'] as const;
export type Change = (typeof CHANGES)[number];

/** What became of a clause. */
export const CLAUSE_CHANGES = ['added', 'dropped', 'changed', 'same'] as const;

export interface ClauseDiff {
  change: (typeof CLAUSE_CHANGES)[number];
  /** Absent if the clause is added. */
  from?: Clause;
  /** Absent if the clause is dropped. */
  to?: Clause;
  /** How the two are matched, and the similarity of their words, from 0 to 1. */
  match?: Pick<Match, 'by' | 'likeness'>;
  /** What differs, in the order of `CHANGES`; empty unless it is changed. */
  changes: readonly Change[];
  /** The timing keys that differ; all of them for an added or dropped clause. */
  rules: readonly RuleChange[];
  /** The dates that differ; all of them for an added or dropped clause. */
  dates: readonly DateChange[];
}

export interface Diff {
  /** In the order of the later document. A dropped clause follows the clause that it followed in the earlier one. */
  clauses: readonly ClauseDiff[];
  /** Differences between the documents as a whole. */
  terms: readonly TermChange[];
}

/**
 * Compares two agreements clause by clause. Pure; swapped sides give the mirrored result. Notes, themes and sources are not
 * compared: they are about the text.
 * @param ids whether equal ids mean the same clause; those of drafts do not.
 */
export function diff(before: DiffSide, after: DiffSide, ids: boolean): Diff {
  const [from, to] = [before.agreement.document, after.agreement.document];
  const language = sharedLanguage(from, to);
  const [entries, others] = [entriesOf(from, language), entriesOf(to, language)];
  const matches = matchEntries(entries, others, ids).sort((a, b) => a.after.place - b.after.place);
  const dates = dateChanges(before.milestones, after.milestones, matches);
  const names = { phrases: phraseNames(from, to, matches), parties: partyNames(from, to) };
  const places = new Map(matches.map((one) => [one.before.place, one.after.place]));
  const later = laterPlaces(entries, places);
  const isOut = outOfOrder(matches.map((one) => one.before.place));
  const matched = matches.map((match, i): Placed => {
    const { before: was, after: is } = match;
    const parent = was.parent === undefined ? undefined : (places.get(was.parent) ?? -1);
    const moved = isOut[i] === true || parent !== is.parent || isRenumbered(match);
    return [is.place, compared(match, moved, dates.of(is), names)];
  });
  const dropped = unmatched(entries, matches, 'before').map((one): Placed => {
    return [later[one.place] ?? -1, alone('dropped', one, dates.ofDropped(one))];
  });
  const added = unmatched(others, matches, 'after').map((one): Placed => {
    return [one.place, alone('added', one, dates.of(one))];
  });
  const clauses = [...matched, ...added, ...dropped]
    .sort(([a], [b]) => a - b)
    .map(([, clause]) => clause);
  return { clauses, terms: termChanges(from, to, names.parties, names.phrases) };
}

/** With its place in the later document. */
type Placed = readonly [number, ClauseDiff];

/**
 * For each place of the earlier document: the place, in the later one, of the nearest matched entry at or before it; -1
 * if there is none.
 */
function laterPlaces(entries: readonly Entry[], places: ReadonlyMap<number, number>): number[] {
  let last = -1;
  return entries.map(({ place }) => {
    last = places.get(place) ?? last;
    return last;
  });
}

function unmatched(
  entries: readonly Entry[],
  matches: readonly Match[],
  side: 'before' | 'after',
): Entry[] {
  const taken = new Set(matches.map((match) => match[side]));
  return entries.filter((entry) => !taken.has(entry));
}

/** Numbers are compared if both clauses have one. */
function isRenumbered({ before, after }: Match): boolean {
  return before.ref !== undefined && after.ref !== undefined && before.ref !== after.ref;
}

function compared(
  { before, after, by, likeness }: Match,
  moved: boolean,
  dates: readonly DateChange[],
  { phrases, parties }: { phrases: SharedNames; parties: SharedNames },
): ClauseDiff {
  const rules = ruleChanges(before.own, after.own, phrases);
  const differs: Readonly<Record<Change, boolean>> = {
    moved,
    reworded: isReworded(before, after),
    retimed: rules.length > 0 || dates.length > 0,
    parties: !isSameParties(before, after, parties),
    quantity: before.quantity !== after.quantity,
  };
  const changes = CHANGES.filter((change) => differs[change]);
  return {
    change: changes.length === 0 ? 'same' : 'changed',
    from: clauseOf(before),
    to: clauseOf(after),
    match: { by, likeness },
    changes,
    rules,
    dates,
  };
}

/** Whether its title differs, or its quote if both have one. Spaces and forms of quotation marks do not count. */
function isReworded(before: Entry, after: Entry): boolean {
  if (plain(before.words) !== plain(after.words)) return true;
  if (before.quote === undefined || after.quote === undefined) return false;
  return plain(before.quote) !== plain(after.quote);
}

function alone(
  change: 'added' | 'dropped',
  entry: Entry,
  dates: readonly DateChange[],
): ClauseDiff {
  const side = change === 'added' ? 'to' : 'from';
  const rules = [...rulesOf(entry.own)].map(([key, text]) => ({ key, [side]: text }));
  return { change, [side]: clauseOf(entry), changes: [], rules, dates };
}

function clauseOf(entry: Entry): Clause {
  const { path, title, titles, ref, quote, quantity, obligors, beneficiaries } = entry;
  return {
    path,
    title,
    ...(titles !== undefined && { titles }),
    ...(ref !== undefined && { ref }),
    ...(quote !== undefined && { quote }),
    ...(quantity !== undefined && { quantity }),
    obligors,
    beneficiaries,
  };
}
