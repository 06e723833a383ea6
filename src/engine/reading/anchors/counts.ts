import { cardinalAt, ordinalWord } from '../text/number-words';
import { AGREEMENT_NOUNS, FILLERS } from './noun-words';

/** Reads which of many acts an anchor means: that of the 55th party, or the last one of all. */

/** Words for a share of the parties, from which no number of parties follows. */
const SHARE =
  /\b(?:(?:one|two|three|four|five|\d+)[ -](?:half|thirds?|quarters?|fourths?|fifths?)|half of|majority|per ?cent|%)(?:\W|$)/;

/** The parties or acts that a number counts. */
const COUNTED =
  /^(?:other |contracting |member |signatory |more |further )*(?:states?|part(?:y|ies)|members?|signatories|countries|governments|instruments?|ratifications|acceptances|approvals|accessions|deposits|notifications)\b/;

/** "55 Parties have deposited", "at least 55 States": the 55th; `other` for a share or an upper limit. */
export function countOf(words: readonly string[]): number | 'other' | undefined {
  const text = words.join(' ');
  if (SHARE.test(text)) return 'other';
  for (let i = 0; i < words.length; i++) {
    const found = cardinalAt((ahead) => words[i + ahead] ?? '', 0);
    if (found === undefined) continue;
    const before = words.slice(0, i).join(' ');
    const after = words.slice(i + found.next).join(' ');
    if (found.value < 2 || /\bthe$/.test(before) || !COUNTED.test(after)) {
      i += found.next - 1;
      continue;
    }
    const lower = /\b(?:(?:not|no) (?:less|fewer) than|at least|minimum of)$/.test(before);
    return !lower && /\b(?:than|most|to|maximum of|exceeding)$/.test(before)
      ? 'other'
      : found.value;
  }
  return undefined;
}

const ACTS = /^(?:deposit|notif|ratif|accept|approv|acce[ds]|instruments?$|adher)/;
const MANY = /^(?:states|parties|members|signatories|countries|governments)$/;
const ONE = /^(?:state|party|member|signatory|country|government)$/;
/** Adjectives that leave out none of those who may act. */
const ANYONE = /^(?:other|contracting|member|signatory|states?|more|further|different)$/;
/** Where the words about those who act begin. */
const BEGINS =
  /^(?:the|a|an|by|of|from|to|least|than|have|has|all|both|these|those|such|which|whom|with|among|between|for|its|their|either|or|and)$/;
/** What tells which of them act: "listed in Annex 2", "having a fleet". */
const WHICH = /(?:ed|ing)$|^(?:whose|from|outside|within|other|with)$/;
/** Before those to whom something is done, who do not act. */
const TO = /^(?:to|for|on|upon|among|between|towards|against|with)$/;

/** Whether a group acts of which a number of records says nothing: all of them, or only some of those who may act. */
export function isGroup(words: readonly string[]): boolean {
  if (!words.some((word) => ACTS.test(word))) return false;
  return words.some((_, i) => isAll(words, i) || isSome(words, i) || isOfSome(words, i));
}

function isAll(words: readonly string[], at: number): boolean {
  if (!/^(?:all|every|both)$/.test(words[at] ?? '') || TO.test(words[at - 1] ?? '')) return false;
  // "the Parties have all deposited"
  if (/^(?:have|had)$/.test(words[at - 1] ?? '') && ACTS.test(words[at + 1] ?? '')) return true;
  const whom = words
    .slice(at + 1)
    .find((word) => !(FILLERS.has(word) || /^(?:other|contracting)$/.test(word)));
  return /^(?:states?|part(?:y|ies)|members?|signator(?:y|ies)|countries|governments|instruments|deposits|ratifications)$/.test(
    whom ?? '',
  );
}

/** "African States", "Member States of the Council of Europe", "Parties listed in Annex 2". */
function isSome(words: readonly string[], at: number): boolean {
  const word = words[at] ?? '';
  const numbered = words.some((_, i) => isOrdinal(words, i));
  if (!(MANY.test(word) || (numbered && ONE.test(word)))) return false;
  const from = adjectivesBefore(words, at);
  let lead = from - 1;
  while (/^(?:the|a|an|these|those|such)$/.test(words[lead] ?? '')) lead--;
  if (TO.test(words[lead] ?? '')) return false;
  const before = words.slice(from, at).filter((one) => !ACTS.test(one));
  const signatories = word.startsWith('signator') || before.includes('signatory');
  const counted = from > 0 && isAmount(words, from - 1);
  return (
    (from > 0 && before.some((one) => !ANYONE.test(one))) ||
    (signatories && !counted) ||
    tellsWhich(words, at + 1)
  );
}

/** "the fortieth African instrument of ratification" */
function isOfSome(words: readonly string[], at: number): boolean {
  if (!/^(?:instruments?|ratifications?|deposits?)$/.test(words[at] ?? '')) return false;
  const from = adjectivesBefore(words, at);
  const before = words.slice(from, at);
  return (
    from > 0 &&
    isOrdinal(words, from - 1) &&
    before.some((one) => !(ACTS.test(one) || ANYONE.test(one) || FILLERS.has(one)))
  );
}

/** Where the adjectives before a noun begin. */
function adjectivesBefore(words: readonly string[], noun: number): number {
  let from = noun;
  while (from > 0 && !(BEGINS.test(words[from - 1] ?? '') || isAmount(words, from - 1))) from--;
  return from;
}

function isAmount(words: readonly string[], at: number): boolean {
  const word = words[at] ?? '';
  return isOrdinal(words, at) || cardinalAt((ahead) => (ahead === 0 ? word : ''), 0) !== undefined;
}

function isOrdinal(words: readonly string[], at: number): boolean {
  const word = words[at] ?? '';
  return /^(?:last|final|latest)$/.test(word) || ordinalWord(word) !== undefined;
}

function tellsWhich(words: readonly string[], at: number): boolean {
  const [word = '', next = '', ...rest] = words.slice(at);
  if (WHICH.test(word) && !ACTS.test(word)) return next !== 'the' || word !== 'with';
  if (/^(?:which|that|who)$/.test(word))
    return ![next, ...rest.slice(0, 2)].some((one) => ACTS.test(one));
  if (word === 'in') return !/^(?:accordance|writing|respect|question|total)$/.test(next);
  if (word !== 'of' && word !== 'to') return false;
  const of = [next, ...rest].find((one) => !FILLERS.has(one)) ?? '';
  const notified = words.some((one) => one.startsWith('notif'));
  return of !== '' && !(AGREEMENT_NOUNS.has(of) || ACTS.test(of) || of === 'hereof' || notified);
}

/** "for that Party", "in respect of the acceding State": a day of its own for one of them. */
export function isForOne(words: readonly string[]): boolean {
  const at = words.findIndex((word, i) => i > 0 && (word === 'for' || word === 'respect'));
  const after =
    at < 0 ? [] : words.slice(at + 1).filter((word) => !FILLERS.has(word) || word === 'it');
  const whom = after.find((word) => ONE.test(word) || MANY.test(word) || word === 'it');
  if (whom !== undefined) return !MANY.test(whom);
  // "enters into force for France"
  return (
    words.includes('force') && after.length > 0 && !/^(?:first|purposes?)$/.test(after[0] ?? '')
  );
}
