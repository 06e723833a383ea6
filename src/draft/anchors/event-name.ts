import { printOrdinal } from '../../engine/phrase/words';
import { low, type Range, type Token, textOf, WordTable } from '../layout/tokens';
import { ordinalAt } from '../values/numbers';
import { eventNoun } from './event-words';

/** An event of the text, named for the language. */
export interface NamedEvent {
  /** As a phrase names it: "signing", "its deposit", "20th deposit". */
  readonly ref: string;
  /** The id that the draft declares: "deposit". */
  readonly id: string;
  /** The words of the text. */
  readonly words: string;
}

/** Words that say nothing about which event is meant. */
const EMPTY = new Set(
  'the a an any each every such this that these those its their his her own present said same of date day time moment on which is are was were has have had been be being by it to in for with from at and or as so both all no not first-mentioned aforementioned hereto hereof thereof herein respective relevant concerned actual there estimated scheduled planned expected anticipated they them it he she'.split(
    ' ',
  ),
);
/** What a text calls itself: "the signing of this Agreement" is the signing. */
const ITSELF =
  /^(?:agreement|convention|treaty|protocol|contract|directive|regulation|resolution|act|law|ordinance|accord|deal|memorandum|statute|truce)$/;
const STOP =
  /^(?:by|from|to|in|at|under|pursuant|referred|mentioned|provided|specified|set|through|with|for|between|on|against|concerning|regarding|without|unless|if|,|\(|who|that)$/;
const MOST_WORDS = 4;

/** A number, a clock time, a month, a word of time or a connective: alone they name nothing that happens. */
const NO_EVENT =
  /^(?:\d[\d:.,/-]*(?:st|nd|rd|th|am|pm)?|january|february|march|april|may|june|july|august|september|october|november|december|mid|early|late|next|last|this|hours?|days?|weeks?|months?|years?|or|and|but|then|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)$/;

/** Names the event that a range of words stands for. */
export function nameEvent(tokens: readonly Token[], range: Range): NamedEvent | undefined {
  const words = textOf(tokens, range);
  const plan = /^([A-Z])(?: ?- ?[Dd]ay)?$/.exec(words.replace(/^the /i, ''));
  if (plan !== null) {
    const id = `${plan[1]?.toLowerCase()}-day`;
    return { ref: id, id, words: `${plan[1]}-Day` };
  }
  const content = contentOf(tokens, range);
  if (content.every((word) => NO_EVENT.test(word))) return undefined;
  const force = inForce(tokens, range);
  const named = force ?? joined(content);
  if (named === undefined || !/^[a-z0-9]/.test(named)) return undefined;
  const id = idOf(named);
  if (id === undefined) return undefined;
  const own =
    /\b(?:its|his|her|their) (?:own )?\b/i.test(words) &&
    /\bown\b|\b(?:its|their)\b.*\b(?:instruments?|ratification|accession|deposit)\b/i.test(words);
  const concerned =
    /\bfor (?:the|that|each|such|any) (?:state|states|party|member)(?: party| state)?(?: concerned)?\b/i.test(
      words,
    );
  const nth = counted(tokens, range);
  if (nth !== undefined) return { ref: `${nth} ${id}`, id, words };
  return { ref: own || concerned ? `its ${id}` : id, id, words };
}

const TAKES_EFFECT = new WordTable<true>([
  ['takes|take|took|taking effect', true],
  ['becomes|become|became|becoming effective', true],
]);

/** "the entry into force of": a fixed expression. */
function inForce(tokens: readonly Token[], { from, to }: Range): string | undefined {
  for (let i = from; i < to - 1; i += 1) {
    const entered = /^(?:entry|entries|coming|entered|enters|enter|comes|came|entering)$/.test(
      low(tokens, i),
    );
    const effect = TAKES_EFFECT.at(tokens, i) !== undefined;
    if (!effect && (!entered || low(tokens, i + 1) !== 'into')) continue;
    const noun = low(tokens, i + 2);
    if (!effect && noun !== 'force' && noun !== 'effect' && noun !== 'operation') continue;
    const of =
      low(tokens, i + 3) === 'of'
        ? contentOf(tokens, { from: i + 4, to })
        : contentOf(tokens, { from, to: i });
    const other = of.find((word) => !ITSELF.test(word));
    return other === undefined || /^(?:state|party|states|parties|respect|between)$/.test(other)
      ? 'entry-into-force'
      : `${other}-entry-into-force`;
  }
  return undefined;
}

/** The telling words of an event, its verbs as nouns. */
function contentOf(tokens: readonly Token[], { from, to }: Range): string[] {
  const content: string[] = [];
  let depth = 0;
  for (let i = from; i < to && content.length < MOST_WORDS; i += 1) {
    const word = low(tokens, i).replace(/'s?$/, '');
    if (word === '(') depth += 1;
    else if (word === ')') depth -= 1;
    if (depth > 0 || !/^[a-z0-9]/.test(word)) continue;
    if (content.length > 0 && STOP.test(word)) break;
    // "its due date", "the effective date": the words are a name together.
    const named =
      /^(?:date|period|day)$/.test(word) &&
      content.length > 0 &&
      content.at(-1) === low(tokens, i - 1);
    if (!named && (EMPTY.has(word) || STOP.test(word) || word.endsWith('ly'))) continue;
    content.push(word);
  }
  return content;
}

/** Nouns made of a verb: "redeployment", "abolition". */
const NOMINAL = /^\w{2,}(?:ment|tion|sion|awal|osal|oval|ival)$/;

/** "request, received" is request-receipt; "signature, agreement" is signing. */
function joined(content: readonly string[]): string | undefined {
  const nouns = content.map((word) => ({ word, noun: eventNoun(word) }));
  const event =
    nouns.find(({ noun, word }) => noun !== undefined && !ITSELF.test(word)) ??
    nouns.find(({ word }) => NOMINAL.test(word) && !ITSELF.test(word));
  if (event === undefined) {
    const own = content.filter((word) => !ITSELF.test(word));
    return (own.length === 0 ? content : own).join('-');
  }
  const rest = nouns
    .filter((one) => one !== event && !ITSELF.test(one.word))
    .map(({ word }) => word);
  const said = rest.filter(
    (word) =>
      !/^(?:instrument|instruments|ratification|accession|acceptance|approval|party|parties)$/.test(
        word,
      ) || event.noun !== 'deposit',
  );
  if (event.noun === 'signing' || event.noun === 'deposit') {
    return said.length === 0 || event.noun === 'deposit'
      ? (event.noun ?? event.word)
      : [...said, event.noun].slice(-3).join('-');
  }
  return [...said, event.noun ?? event.word].join('-');
}

/** "the twentieth instrument of ratification": which of many is meant. The first has a name of its own. */
function counted(tokens: readonly Token[], { from, to }: Range): string | undefined {
  for (let i = from; i < to; i += 1) {
    const ordinal = ordinalAt(tokens, i);
    if (ordinal === undefined || ordinal.value < 2) continue;
    const next = low(tokens, ordinal.to);
    if (
      /^(?:such|instruments?|ratifications?|accessions?|signatures?|deposits?|notifications?|acceptances?|state|signatory)$/.test(
        next,
      )
    )
      return printOrdinal(ordinal.value);
  }
  return undefined;
}

/** Words of the language that no name may be. */
const RESERVED = new Set(
  'due ends starts opens latest undated within by before on at after of it its once first last later earlier until for from while no and or not day every each'.split(
    ' ',
  ),
);

function idOf(name: string): string | undefined {
  const id = name
    .normalize('NFKD')
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
  if (id === '' || id.length > 60 || RESERVED.has(id) || /^\d+(?:st|nd|rd|th)?$/.test(id))
    return undefined;
  return id;
}
