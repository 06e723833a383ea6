import type { Case, Obligation, PartyList, Phase } from '../model/document';
import { canonicalPhrase, PHRASE_KEYS } from '../phrase/canonical';
import type { SharedNames } from './names';

/** One key of a clause whose value differs. A side is absent if it does not have the key. */
export interface RuleChange {
  key: string;
  from?: string;
  to?: string;
}

const NAME = /[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)*/g;

/** The keys that set the time of a clause and differ, with their phrases as canonical text. */
export function ruleChanges(
  before: Obligation | Phase,
  after: Obligation | Phase,
  names: SharedNames,
): RuleChange[] {
  const [from, to] = [rulesOf(before), rulesOf(after)];
  const changes: RuleChange[] = [];
  for (const key of new Set([...from.keys(), ...to.keys()].sort())) {
    const [was, is] = [from.get(key), to.get(key)];
    if (was !== undefined && is !== undefined) {
      if (renamed(was, names.before) === renamed(is, names.after)) continue;
    }
    changes.push({
      key,
      ...(was !== undefined && { from: was }),
      ...(is !== undefined && { to: is }),
    });
  }
  return changes;
}

/** The keys that set the time of a clause, with their values as text. */
export function rulesOf(own: Obligation | Phase): Map<string, string> {
  const found = new Map(phrasesOf(own));
  if (own.cases !== undefined) found.set('cases', own.cases.map(caseText).join('; otherwise '));
  const others: Readonly<Record<string, PartyList | undefined>> = {
    supersedes: own.supersedes,
    'for each': 'for each' in own ? own['for each'] : undefined,
    counting: own.counting,
    zone: own.zone,
    calendars: own.calendars,
    marks: own.marks,
  };
  for (const [key, value] of Object.entries(others)) {
    if (value !== undefined) found.set(key, typeof value === 'string' ? value : value.join(', '));
  }
  return found;
}

function phrasesOf(timing: Case): [string, string][] {
  return PHRASE_KEYS.flatMap((key): [string, string][] => {
    const text = timing[key];
    if (text === undefined) return [];
    const canonical = canonicalPhrase(key, text);
    return [[key, canonical.ok ? canonical.tree : text]];
  });
}

function caseText(one: Case): string {
  const phrases = phrasesOf(one).map(([key, text]) => `${key} ${text}`);
  const superseded = one.supersedes === undefined ? [] : [`supersedes ${one.supersedes}`];
  return [...phrases, ...superseded].join(', ');
}

/** A phrase with the common names of matched entries. */
function renamed(phrase: string, names: ReadonlyMap<string, string>): string {
  if (names.size === 0) return phrase;
  return phrase.replace(NAME, (name) => {
    for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
      const shared = names.get(name.slice(0, end));
      if (shared !== undefined) return shared + name.slice(end);
    }
    return name;
  });
}
