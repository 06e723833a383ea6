import { PATH, printOrdinal } from '../../phrase/words';
import { isNumberWord, ordinalAt, ordinalWord } from '../text/number-words';
import { countOf, isGroup } from './counts';
import {
  AGENT_NOUNS,
  AGREEMENT_NOUNS,
  AUXILIARIES,
  DATE_OF,
  ENTERS_INTO_FORCE,
  FILLERS,
  HAPPENED,
  INTRANSITIVE,
  LEGAL_ACTS,
  OTHER_THAN_THIS,
  OWNERS,
  PASSIVE,
  SIGNED_NOUNS,
  TAILS,
} from './noun-words';

/** What an anchor says, apart from the names of a document. */
export interface NamedAnchor {
  /** Words joined by hyphens: `receipt-of-notice`. */
  id: string;
  /** The words that name it, without what says who, where or under which clause. */
  words: readonly string[];
  /** "its deposit". */
  its: boolean;
  /** The words name the owner: "for the State Party concerned", "for it". */
  owned?: true;
  /** Whose it is: "agent" in "the Agent's demand". */
  owner?: readonly string[];
  /** The 40th deposit. */
  ordinal?: number | 'last';
  /** The words say a share, a number, a group of those who act or a day, so only a name with all of them will do. */
  whole?: true;
  /** It depends on which of several act. */
  group?: true;
  /** It is a name of the language as it stands: `elections.fulfilled`. */
  canonical: boolean;
}

/** The longest name that is made of an anchor's words. */
const MOST_WORDS = 6;

const SIGNING: ReadonlySet<string> = new Set(['signature', 'signing', 'conclusion']);

/**
 * The name of an anchor by its words alone: "the date of signature of this Agreement" is `signing`.
 * @param words lower case.
 * @param raw the same words as they are written.
 * @returns undefined where no name can be made of the words.
 */
export function nameAnchor(
  words: readonly string[],
  raw: readonly string[],
): NamedAnchor | undefined {
  const [only = ''] = raw;
  if (raw.length === 1 && PATH.test(only) && only.includes('.')) return plain(only, [only], true);
  const counted = countOf(words);
  const group = isGroup(words);
  const denied = counted === undefined && words.some((word) => DENIALS.has(word));
  if (counted === 'other' || group || denied || isDay(words)) {
    const named = { ...plain(words.join('-'), words, false), whole: true as const };
    return group || counted === 'other' ? { ...named, group: true } : named;
  }
  const owner = words.flatMap((word) => (word.endsWith("'s") ? [word.slice(0, -2)] : []));
  const bare = words.flatMap((word) => (word === '"' ? [] : [word.replace(/'s$/, '')]));
  const rest = withoutDate(bare);
  const dated = rest.length < bare.length;
  const another = isAnother(rest);
  if (isAgreement(rest) && dated && !another) return plain('signing', ['signing'], false);
  if (rest.join(' ').replace(/^the /, '') === 'due date')
    return plain('due-date', ['due', 'date'], false);
  if (isHereof(words)) return plain('signing', ['signing'], false);
  const { words: own, its } = withoutOwner(rest);
  const entry = entryIntoForce(own, another);
  if (entry !== undefined) return its ? { ...entry, its, owned: true } : entry;
  const { ordinal = counted, left } = takeOrdinals(withoutTail(nominal(own)));
  const owned = its || left.includes('its') || left.includes('their') || left.includes('own');
  const named = left.filter((word) => !FILLERS.has(word) || word === 'of');
  const trimmed = shortened(trimOf(withoutAgreement(withoutParties(legalActs(named)), another)));
  const said = trimmed.filter((word, i) => i === 0 || !(PASSIVE.has(word) || HELPERS.has(word)));
  if (said.length === 0 || said.length > MOST_WORDS) return undefined;
  if (/^(?:date|day|time)$/.test(said.join(' '))) return undefined;
  const [one = ''] = said;
  const id = said.length === 1 && SIGNING.has(one) ? 'signing' : said.join('-');
  const numbered = said.some((word) => isNumberWord(word) || /^\d+$/.test(word));
  if (!PATH.test(id) || numbered) return undefined;
  const base = {
    id,
    words: said,
    its: owned,
    canonical: false,
    ...(its && { owned: true as const }),
    ...(owner.length > 0 && { owner }),
  };
  return ordinal === undefined ? base : { ...base, ordinal };
}

/** "No delivery is made" is not the delivery. */
const DENIALS: ReadonlySet<string> = new Set(['no', 'not', 'non', 'never', 'neither', 'without']);

/** A day of the calendar is no event: "the close of 31 December 2027". */
function isDay(words: readonly string[]): boolean {
  return words.some((word) => /^[12]\d{3}(?:-\d\d-\d\d)?$/.test(word));
}

/** "for the State Party concerned": a clock of its own for each. */
function withoutOwner(words: readonly string[]): { words: readonly string[]; its: boolean } {
  const at = words.indexOf('for');
  const after = words.slice(at + 1).filter((word) => word === 'it' || !FILLERS.has(word));
  const its =
    at > 0 && after.length > 0 && after.every((word) => OWNERS.has(word) || word === 'concerned');
  return { words: its ? words.slice(0, at) : words, its };
}

/** "of either Party" at the end names nobody. */
function withoutParties(words: readonly string[]): readonly string[] {
  const of = words.lastIndexOf('of');
  const after = words.slice(of + 1);
  const nobody =
    after.length > 0 && after.every((word) => /^(?:either|other|one|party|parties)$/.test(word));
  return of > 0 && nobody ? words.slice(0, of) : words;
}

/** A long name without what its second preposition begins. */
function shortened(words: readonly string[]): readonly string[] {
  if (words.length <= MOST_WORDS) return words;
  const joints = words.flatMap((word, i) => (/^(?:of|at|in|for|on)$/.test(word) ? [i] : []));
  const [first = words.length, second = first] = joints;
  return words.slice(0, second);
}

function plain(id: string, words: readonly string[], canonical: boolean): NamedAnchor {
  return { id, words, its: false, canonical };
}

/** Without "the date of", "the day on which" and the like before the name of an event. */
export function withoutDate(words: readonly string[]): readonly string[] {
  const length = prefixLength(words);
  return length === 0 ? words : withoutDate(words.slice(length));
}

/** How many words "the date on which" and the like take at the beginning. */
function prefixLength(words: readonly string[]): number {
  let from = 0;
  while (['the', 'a', 'an'].includes(words[from] ?? '')) from++;
  const found = DATE_OF.match((ahead) => words[from + ahead] ?? '');
  return found === undefined ? 0 : from + found.length;
}

/** "a new resolution", "the delegated act": not the agreement that the phrase stands in. */
function isAnother(words: readonly string[]): boolean {
  return words.some(
    (word, i) =>
      AGREEMENT_NOUNS.has(word) &&
      words.slice(Math.max(0, i - 2), i).some((before) => OTHER_THAN_THIS.has(before)),
  );
}

function isAgreement(words: readonly string[]): boolean {
  const named = words.filter((word) => !FILLERS.has(word));
  return named.length === 0
    ? false
    : named.every((word) => SIGNED_NOUNS.has(word) || word === 'hereof');
}

/** "the date hereof". */
function isHereof(words: readonly string[]): boolean {
  return words.filter((word) => !FILLERS.has(word)).join(' ') === 'date hereof';
}

/** "entry into force of this Agreement", "the Agreement enters into force"; of something else, with its name. */
function entryIntoForce(words: readonly string[], another: boolean): NamedAnchor | undefined {
  const at = words.findIndex(
    (_, i) => ENTERS_INTO_FORCE.match((ahead) => words[i + ahead] ?? '') !== undefined,
  );
  if (at < 0) return undefined;
  const length = ENTERS_INTO_FORCE.match((ahead) => words[at + ahead] ?? '')?.length ?? 0;
  const others = withoutTail([...words.slice(0, at), 'of', ...words.slice(at + length)]);
  const of = others.filter((word) => !FILLERS.has(word) && !AUXILIARIES.has(word));
  const its = words.includes('its');
  const base = { its, canonical: false };
  const named = ['entry', 'into', 'force'];
  if (of.length === 0 || (!another && of.some((word) => AGREEMENT_NOUNS.has(word)))) {
    return { ...base, id: 'entry-into-force', words: named };
  }
  const id = `entry-into-force-of-${of.join('-')}`;
  const { ordinal, left } = takeOrdinals(of);
  if (ordinal !== undefined && left.every((word) => AGREEMENT_NOUNS.has(word))) return undefined;
  return PATH.test(id) && of.length < MOST_WORDS
    ? { ...base, id, words: [...named, ...of] }
    : undefined;
}

/** A clause as a noun: "the notice has been received" is "receipt of notice". */
function nominal(words: readonly string[]): readonly string[] {
  const [first = '', ...others] = words;
  const gerund = GERUNDS.get(first);
  if (gerund !== undefined && others.length > 0 && others[0] !== 'of')
    return [gerund, 'of', ...others];
  const done = INTRANSITIVE.has(first) ? '' : (HAPPENED.get(first) ?? '');
  if (done !== '') return others.length > 0 ? [done, 'of', ...others] : [done];
  const verb = words.findIndex((word, i) => i > 0 && HAPPENED.has(word));
  if (verb < 0) return words;
  let end = verb;
  while (end > 0 && AUXILIARIES.has(words[end - 1] ?? '')) end--;
  const [name, between, rest] = [words[verb] ?? '', words.slice(end, verb), words.slice(verb + 1)];
  const subject = words.slice(0, end);
  const noun = HAPPENED.get(name) ?? '';
  const passive = INTRANSITIVE.has(name) || between.some((word) => PASSIVE.has(word));
  if (passive) return noun === '' ? subject : [noun, 'of', ...subject];
  // Of "the last Party has notified the others" the subject says only which notification.
  const nth = ordinalOf(subject);
  const object = (rest[0] === 'of' ? rest.slice(1) : rest).filter(
    (word) => !['other', 'others', 'another'].includes(word),
  );
  if (noun === '') return [...nth, ...object];
  return [...nth, noun, ...(object.length > 0 ? ['of', ...object] : [])];
}

const GERUNDS: ReadonlyMap<string, string> = new Map([
  ['signing', 'signing'],
  ['receiving', 'receipt'],
  ['depositing', 'deposit'],
  ['submitting', 'submission'],
  ['notifying', 'notification'],
]);

/** The ordinal among the words of a subject, as a list of at most one word. */
function ordinalOf(words: readonly string[]): string[] {
  // All have done it when the last one has.
  if (words.includes('all') || words.includes('both')) return ['last'];
  const at = words.findIndex((word) => word === 'last' || ordinalWord(word) !== undefined);
  return at < 0 ? [] : [words[at] ?? ''];
}

/** Verbs beside which another verb says what happened. */
const HELPERS: ReadonlySet<string> = new Set(['has', 'have', 'had', 'shall', 'will', 'may']);

/** Cuts out who did it, where, and under which clause; "receipt by the Buyer of the notice" keeps the notice. */
function withoutTail(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word, i) => i > 0 && beginsTail(words, word, i));
  if (at < 0) return words;
  if (!AGENT_TAILS.has(words[at] ?? '')) return words.slice(0, at);
  const after = words.slice(at + 1);
  const agentOf = after.findIndex((word) => AGENT_NOUNS.has(word));
  const of = after.indexOf('of', after[agentOf + 1] === 'of' ? agentOf + 2 : 0);
  return of < 0 || agentOf > of ? words.slice(0, at) : [...words.slice(0, at), ...after.slice(of)];
}

const AGENT_TAILS: ReadonlySet<string> = new Set(['by', 'with']);

function beginsTail(words: readonly string[], word: string, i: number): boolean {
  if (TAILS.has(word)) return true;
  if (word === 'in') return ['accordance', 'official', 'article'].includes(nextNoun(words, i));
  return (word === 'from' || word === 'to') && i > 1;
}

function nextNoun(words: readonly string[], at: number): string {
  return words.slice(at + 1).find((word) => !FILLERS.has(word)) ?? '';
}

/** Of these, the final one is the last of several. */
const ACTS =
  /^(?:instruments?|deposit|ratification|acceptance|approval|accession|notification|signature|party|state|instalment|installment|delivery|tranche)$/;

/** Takes the ordinal out: "deposit of the fortieth instrument" is the 40th deposit. */
function takeOrdinals(words: readonly string[]): { ordinal?: number | 'last'; left: string[] } {
  for (const [i, word] of words.entries()) {
    const found = ordinalAt((ahead) => words[i + ahead] ?? '', 0);
    if (found !== undefined && found.value > 0) {
      return { ordinal: found.value, left: words.toSpliced(i, found.next) };
    }
    const several = words[i + 1] === 'of';
    // "the Final Agreement", "the final date for payment" is the name of one.
    const final = word === 'final' && ACTS.test(words[i + 1] ?? '');
    const last = word === 'last' || final;
    if (last || (several && (word === 'later' || word === 'latest'))) {
      return { ordinal: 'last', left: words.toSpliced(i, several ? 2 : 1) };
    }
  }
  return { left: [...words] };
}

/** "instrument of ratification, acceptance or approval" beside a deposit says nothing more; alone it is the deposit. */
function legalActs(words: readonly string[]): readonly string[] {
  const instrument = words.some((word) => /^instruments?$/.test(word));
  const acts = words.filter((word) => LEGAL_ACTS.has(word));
  const begins = /^(?:deposit|depositing|instruments?)$/.test(words[0] ?? '');
  if (instrument && begins) return ['deposit'];
  if (acts.length > 1) return words.filter((word) => !LEGAL_ACTS.has(word) || word === acts[0]);
  return words;
}

/** Cuts off "of the Ceasefire Agreement", "of this Declaration of Principles". */
function withoutAgreement(words: readonly string[], another: boolean): readonly string[] {
  if (another) return words;
  const noun = words.findIndex((word, i) => i > 1 && AGREEMENT_NOUNS.has(word));
  const of = noun < 0 ? -1 : words.slice(0, noun).lastIndexOf('of');
  return of > 0 ? words.slice(0, of) : words;
}

function trimOf(words: readonly string[]): readonly string[] {
  let [from, to] = [0, words.length];
  while (words[from] === 'of') from++;
  while (to > from && words[to - 1] === 'of') to--;
  return words.slice(from, to);
}

/** The reference in the language: `its deposit`, `40th deposit`, `signing`. */
export function printAnchor({
  id,
  its,
  ordinal,
}: Pick<NamedAnchor, 'id' | 'its' | 'ordinal'>): string {
  if (ordinal !== undefined) return `${ordinal === 'last' ? 'last' : printOrdinal(ordinal)} ${id}`;
  return its ? `its ${id}` : id;
}

/** What the words of an anchor name: a reference of the language, or several where they could name each of them. */
export interface FoundAnchor {
  refs: readonly { ref: string; means: string }[];
  /** The words only resemble the names. */
  similar?: true;
}

/** The names that anchors may have. */
export interface AnchorNames {
  /**
   * @param text the words as they are written.
   * @param at their place.
   * @param named what the words say by themselves; undefined where no name can be made of them.
   * @returns undefined where they name nothing.
   */
  find(text: string, named: NamedAnchor | undefined): FoundAnchor | undefined;
  /** Names for the readings of a phrase that does not say what it counts from. */
  samples: readonly string[];
  /** What is expected in place of words that name nothing. */
  expected: string;
}

/** Acts of a party: without a document, "its" before another noun speaks of the agreement. */
const ACTS_OF_A_PARTY: ReadonlySet<string> = new Set([
  ...LEGAL_ACTS,
  ...'deposit notification notice withdrawal declaration denunciation request consent'.split(' '),
]);

/** Names made of the words alone. */
export const ANY_NAME: AnchorNames = {
  find(_text, named) {
    if (named === undefined || named.whole) return undefined;
    const its = named.owned === true || (named.its && ACTS_OF_A_PARTY.has(named.id));
    return {
      refs: [{ ref: named.canonical ? named.id : printAnchor({ ...named, its }), means: '' }],
    };
  },
  samples: ['signing', 'entry-into-force'],
  expected: 'the name of an event of at most six words, such as signing or receipt-of-notice',
};
