import { low, type Range, type Token } from '../../layout/tokens';
import { transliterate } from '../transliterate';
import { isIn, type Words } from '../words/tables';

/** An event as the text names it. */
export interface NamedEvent {
  /** Its name in the phrase language; undefined if the words only refer back: "of that day". */
  readonly id: string | undefined;
  /** In tokens, without "the day of". */
  readonly range: Range;
  /** "the day following the day of": it counts one day more. */
  readonly dayAfter: boolean;
  /** Whether its noun is one of the table. */
  readonly known: boolean;
}

const MOST_COMPLEMENT = 6;

/**
 * @param stops where statements begin; a name ends before them.
 * @param opens whether the expression opens its part of the sentence: the words before a statement are then its subject.
 */
export function eventAt(
  words: Words,
  tokens: readonly Token[],
  i: number,
  stops: ReadonlySet<number>,
  opens: boolean,
): NamedEvent | undefined {
  let at = i;
  let point = false;
  if (isIn(words.pointNouns, tokens, at)) {
    at += 1;
    point = true;
  }
  const next = words.dayAfter.at(tokens, at);
  if (next !== undefined) at = next.to;
  if (isIn(words.pointNouns, tokens, at) && next !== undefined) at += 1;
  const begin = at;
  while (at < begin + 4 && isModifier(words, tokens, at)) at += 1;
  const head = words.events.at(tokens, at);
  if (head !== undefined) {
    const to = endOf(words, tokens, head.to, stops, opens);
    const of = complement(words, tokens, { from: head.to, to });
    // "The end of the whole term": the adjective keeps it from the table.
    const term = head.value === 'completion' && hasTerm(words, tokens, head.to, to);
    const name = of === '' ? head.value : `${of}-${head.value}`;
    const id = term ? 'expiry' : name;
    return { id, range: { from: begin, to }, dayAfter: next !== undefined, known: true };
  }
  if (point && words.back.at(tokens, i - 1) !== undefined)
    return { id: undefined, range: { from: begin, to: at }, dayAfter: false, known: false };
  return unknown(words, tokens, begin, stops, opens, next !== undefined);
}

/** An event whose noun is in no table. Its name is its own words in Latin letters. */
function unknown(
  words: Words,
  tokens: readonly Token[],
  begin: number,
  stops: ReadonlySet<number>,
  opens: boolean,
  dayAfter: boolean,
): NamedEvent | undefined {
  let at = begin;
  while (at < begin + 4 && isModifier(words, tokens, at)) at += 1;
  const word = low(tokens, at);
  if (!/^[\u0400-\u052f']{4,}$/.test(word) || isIn(words.prepositions, tokens, at))
    return undefined;
  if (stops.has(at) || words.objects.at(tokens, at)?.value === '') return undefined;
  const to = endOf(words, tokens, at + 1, stops, opens);
  const of = complement(words, tokens, { from: at + 1, to });
  const id = named([of, words.objects.at(tokens, at)?.value ?? transliterate(word)]);
  return id === undefined ? undefined : { id, range: { from: begin, to }, dayAfter, known: false };
}

const hasTerm = (words: Words, tokens: readonly Token[], from: number, to: number): boolean =>
  tokens.slice(from, to).some(({ low: word }) => words.term.has(word));

function named(parts: readonly string[]): string | undefined {
  const id = parts
    .filter((part) => part !== '')
    .join('-')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return id === '' || id.length > 60 ? undefined : id;
}

const isModifier = (words: Words, tokens: readonly Token[], i: number): boolean =>
  isIn(words.determiners, tokens, i) ||
  (words.data.adjective.test(low(tokens, i)) &&
    low(tokens, i).length > 4 &&
    words.events.at(tokens, i) === undefined &&
    words.objects.at(tokens, i) === undefined);

/** The end of the words that say what the event concerns. */
function endOf(
  words: Words,
  tokens: readonly Token[],
  from: number,
  stops: ReadonlySet<number>,
  opens: boolean,
): number {
  let to = from;
  while (to < from + MOST_COMPLEMENT) {
    const token = tokens[to];
    const about = words.about.has(low(tokens, to)) && /^\p{Ll}/u.test(tokens[to + 1]?.text ?? '');
    if (token === undefined || stops.has(to)) break;
    if (about) {
      to += 2;
      continue;
    }
    if (token.text === '-' && to > from && token.end === tokens[to + 1]?.start) {
      to += 2;
      continue;
    }
    if (!/^[\u0400-\u052fA-Za-z]/.test(token.text) || isIn(words.prepositions, tokens, to)) break;
    if (words.vague.at(tokens, to) !== undefined || words.every.at(tokens, to) !== undefined) break;
    // A name in the nominative is the subject of the statement after it.
    const own = words.objects.at(tokens, to)?.value === '';
    if (!own && /^\p{Lu}/u.test(token.text) && /[^аяуюиіїеєоыійв]$/.test(token.low)) break;
    to += 1;
  }
  return opens ? subjectBefore(words, tokens, from, to, stops) : to;
}

/** The words before a statement are its subject: "after signing the parties shall". */
function subjectBefore(
  words: Words,
  tokens: readonly Token[],
  from: number,
  to: number,
  stops: ReadonlySet<number>,
): number {
  const verb = isIn(words.not, tokens, to) || isIn(words.adverbs, tokens, to) ? to + 1 : to;
  if (!stops.has(verb)) return to;
  let end = to;
  // With the adjectives before it.
  if (end > from) end -= 1;
  while (
    end > from &&
    /(?:і|ї|ий|ый|ые|ие|ая|а|е)$/.test(low(tokens, end - 1)) &&
    end < to &&
    !isNoun(words, tokens, end - 1)
  )
    end -= 1;
  return end;
}

const isNoun = (words: Words, tokens: readonly Token[], i: number): boolean =>
  words.objects.at(tokens, i) !== undefined || words.events.at(tokens, i) !== undefined;

/** What an event concerns: the first noun that is neither the agreement nor a party. */
function complement(words: Words, tokens: readonly Token[], { from, to }: Range): string {
  for (let i = from; i < to; i += 1) {
    if (words.about.has(low(tokens, i))) return '';
    const object = words.objects.at(tokens, i);
    if (object !== undefined) {
      if (object.value === '') continue;
      return object.value;
    }
    const event = words.events.at(tokens, i);
    if (event !== undefined) return event.value;
    if (isModifier(words, tokens, i)) continue;
    return transliterate(low(tokens, i)).replace(/[^a-z0-9]/g, '');
  }
  return '';
}
