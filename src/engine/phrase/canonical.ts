import {
  parseCondition,
  parseDue,
  parseExtends,
  parseFalls,
  parseGrace,
  parseHolds,
  parseMoment,
  parseOpens,
  parsePauses,
  parseRenews,
  parseReverts,
} from './parse';
import {
  printCond,
  printDue,
  printExtends,
  printFalls,
  printHolds,
  printMoment,
  printOpens,
  printPauses,
  printPeriod,
  printRenews,
  printReverts,
} from './print';
import type { Parsed } from './tree';

/** The keys of a document that hold a phrase. */
export const PHRASE_KEYS = [
  'due',
  'holds',
  'falls',
  'opens',
  'target',
  'grace',
  'when',
  'unless',
  'renews',
  'extends',
  'pauses',
  'reverts',
] as const;
export type PhraseKey = (typeof PHRASE_KEYS)[number];

const FORMS: Readonly<Record<PhraseKey, (text: string) => Parsed<string>>> = {
  due: form(parseDue, printDue),
  holds: form(parseHolds, printHolds),
  falls: form(parseFalls, printFalls),
  opens: form(parseOpens, printOpens),
  target: form(parseMoment, printMoment),
  grace: form(parseGrace, printPeriod),
  when: form(parseCondition, printCond),
  unless: form(parseCondition, printCond),
  renews: form(parseRenews, printRenews),
  extends: form(parseExtends, printExtends),
  pauses: form(parsePauses, printPauses),
  reverts: form(parseReverts, printReverts),
};

function form<T>(parse: (text: string) => Parsed<T>, print: (tree: T) => string) {
  return (text: string): Parsed<string> => {
    const parsed = parse(text);
    return parsed.ok ? { ok: true, tree: print(parsed.tree) } : parsed;
  };
}

/** The canonical form of a phrase of the language, or why it is none. */
export function canonicalPhrase(key: PhraseKey, text: string): Parsed<string> {
  return FORMS[key](text);
}
