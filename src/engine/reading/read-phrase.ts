import { canonicalPhrase, PHRASE_KEYS, type PhraseKey } from '../phrase/canonical';
import { ANY_NAME, type AnchorNames } from './anchors/anchors';
import { readCondition } from './clauses/conditions';
import { WHERE_POSSIBLE } from './clauses/deadline-words';
import { readDue } from './clauses/deadlines';
import { readHolds } from './clauses/holds';
import { readFalls, readOpens, readTarget } from './clauses/points';
import { readRenews } from './clauses/renews';
import { readExtends, readGrace, readPauses, readReverts } from './clauses/terms';
import { askLead, askTail } from './moments/tails';
import { Asked, TextCursor, Unread } from './text/text-cursor';
import type { Span } from './text/words';
import { IN_PLACE } from './values/clocks';

/** The words were read. */
interface ReadPhrase {
  kind: 'phrase';
  key: PhraseKey;
  /** In the canonical form of the language: the parser for `key` accepts it. */
  phrase: string;
  /** Whether `phrase` differs from the words. */
  changed: boolean;
  /** Words that set no date and are left out, such as "as soon as possible". */
  notes: readonly string[];
}

/** Two careful readers would read the words differently. */
interface Question {
  kind: 'question';
  question: string;
  /** The words that it is about. */
  at: Span;
  /** At least one; the parser for the key accepts each. */
  readings: readonly { phrase: string; means: string }[];
}

/** The words were not read. */
interface NotRead {
  kind: 'fault';
  detail: string;
  expected: string;
  /** The words that are not understood. */
  at: Span;
  /** The phrase that the words give without those, or with the word that is probably meant. */
  nearest?: string;
}

export type Reading = ReadPhrase | Question | NotRead;

interface ReadingOptions {
  /** What anchors may name; the default makes a name of any words: "receipt of notice" is `receipt-of-notice`. */
  names?: AnchorNames;
  /** Receives how many words were looked at, each time it was looked at counted: the measure of work. */
  work?: { steps: number };
}

const READERS: Readonly<Record<PhraseKey, (cursor: TextCursor) => string | undefined>> = {
  due: readDue,
  holds: readHolds,
  falls: readFalls,
  opens: readOpens,
  target: readTarget,
  grace: readGrace,
  when: readCondition,
  unless: readCondition,
  renews: readRenews,
  extends: readExtends,
  pauses: readPauses,
  reverts: readReverts,
};

const HAS_DATES: ReadonlySet<PhraseKey> = new Set(['due', 'holds', 'falls', 'opens', 'target']);

/** A longer text is refused, in UTF-16 units. */
const MAX_LENGTH = 1_000;
/** How many readings a question has at most. */
const MAX_READINGS = 4;

/** Words that a name of the language could be and that say a time, or have a name of their own in it. */
const NEVER_NAMES =
  /(?:^|\s)(?:noon|midnight|midday|today|tomorrow|signature|date|at once|(?!exactly)[a-z]+ly|(?:mid|end|early|late)-\S+|\d+[./]\S+|\d{1,2}-\S+)(?=\s|$)/;

/**
 * Reads the words of an agreement as a phrase of the language. What careful readers would read in several ways is a
 * question, what is not understood a fault; nothing is guessed. The time is linear in the length of the text.
 * @param key the key that the phrase stands under: "with effect from X" is a moment under `falls` and an interval under
 * `holds`. Without it, the first key that the words fit.
 */
export function readPhrase(text: string, key?: PhraseKey, options: ReadingOptions = {}): Reading {
  const context = { names: options.names ?? ANY_NAME, work: options.work ?? { steps: 0 } };
  if (key !== undefined) return readAs(text, key, context, 0);
  let first: Reading | undefined;
  for (const each of PHRASE_KEYS.slice(0, 4)) {
    const reading = readAs(text, each, context, 0);
    if (reading.kind === 'phrase') return reading;
    if (first === undefined || (first.kind === 'fault' && reading.kind === 'question'))
      first = reading;
  }
  return first ?? readAs(text, 'due', context, 0);
}

/** The canonical form of a text that is a phrase of the language already; undefined for any other. */
export function asWritten(text: string, key: PhraseKey): string | undefined {
  const canonical = canonicalPhrase(key, text);
  return canonical.ok && !NEVER_NAMES.test(text) && !IN_PLACE.test(text)
    ? canonical.tree
    : undefined;
}

function readAs(
  text: string,
  key: PhraseKey,
  context: Required<ReadingOptions>,
  depth: number,
): Reading {
  const canonical = asWritten(text, key);
  if (canonical !== undefined) return phraseOf(text, key, canonical, []);
  return readWords(text, key, context, depth);
}

function phraseOf(
  text: string,
  key: PhraseKey,
  phrase: string,
  notes: readonly string[],
): ReadPhrase {
  return { kind: 'phrase', key, phrase, changed: phrase !== text, notes };
}

function readWords(
  text: string,
  key: PhraseKey,
  context: Required<ReadingOptions>,
  depth: number,
): Reading {
  if (text.length > MAX_LENGTH) {
    const at = { start: MAX_LENGTH, end: text.length };
    return fault(
      new Unread(`the phrase has ${text.length} characters`, `at most ${MAX_LENGTH}`, at),
    );
  }
  const cursor = new TextCursor(text.replace(/[\s.,;:]+$/, ''), context.names);
  try {
    if (HAS_DATES.has(key) && WHERE_POSSIBLE.match(cursor.peek) === undefined) askLead(cursor);
    const read = READERS[key](cursor);
    if (read !== undefined && !cursor.atEnd) {
      askTail(cursor);
      const phrase = canonicalPhrase(key, read);
      if (phrase.ok) refuseRest(cursor, depth === 0 ? `, such as "${phrase.tree}"` : '');
    }
    if (read === undefined || !cursor.atEnd) throw cursor.fault();
    const phrase = canonicalPhrase(key, read);
    if (phrase.ok) return phraseOf(text, key, phrase.tree, cursor.notes);
    throw new Unread(phrase.fault.detail, phrase.fault.expected, { start: 0, end: text.length });
  } catch (error) {
    if (error instanceof Asked) return questionOf(error, text, key, context, depth);
    if (error instanceof Unread)
      return depth === 0 ? withNearest(error, text, key, context) : fault(error);
    throw error;
  } finally {
    context.work.steps += cursor.steps;
  }
}

function fault({ detail, expected, at: { start, end } }: Unread): NotRead {
  return { kind: 'fault', detail, expected, at: { start, end } };
}

/** A fault of a text with other words in it, at its place in the original. */
function moved(from: NotRead, { start, end }: Span, length: number): NotRead {
  const to = (at: number): number =>
    at <= start ? at : Math.max(start, at - length + end - start);
  const { nearest: _, ...rest } = from;
  return { ...rest, at: { start: to(from.at.start), end: to(from.at.end) } };
}

/** Reads the text with each of the ways in place of the words that are asked about. */
function questionOf(
  asked: Asked,
  text: string,
  key: PhraseKey,
  context: Required<ReadingOptions>,
  depth: number,
): Reading {
  const { start, end } = asked.at;
  const readings: { phrase: string; means: string }[] = [];
  let unread: NotRead | undefined;
  if (depth < 2) {
    for (const { text: instead, means } of asked.instead) {
      const reading = readAs(
        `${text.slice(0, start)}${instead}${text.slice(end)}`,
        key,
        context,
        depth + 1,
      );
      if (reading.kind === 'fault') unread ??= moved(reading, asked.at, instead.length);
      if (reading.kind === 'phrase') readings.push({ phrase: reading.phrase, means });
      if (reading.kind === 'question') {
        readings.push(
          ...reading.readings.map((inner) => ({
            phrase: inner.phrase,
            means: [means, inner.means].filter((one) => one !== '').join('; '),
          })),
        );
      }
    }
  }
  const at = { start, end };
  if (readings.length === 0) {
    // What is not understood comes before the question.
    return (
      unread ?? { kind: 'fault', detail: asked.question, expected: 'words with one meaning', at }
    );
  }
  const different = readings.filter(
    ({ phrase }, i) => readings.findIndex((one) => one.phrase === phrase) === i,
  );
  return {
    kind: 'question',
    question: asked.question,
    at,
    readings: different.slice(0, MAX_READINGS),
  };
}

/** The part of a text in parentheses that a place lies in. */
function asideAt(text: string, at: number): Span | undefined {
  const start = text.lastIndexOf('(', at);
  const end = text.indexOf(')', Math.max(start, at - 1)) + 1;
  return start < 0 || end <= at || text.slice(start, at).includes(')') ? undefined : { start, end };
}

/** A deadline that begins further on: "at a meeting held within 30 days of the adoption". */
function laterPart(text: string): string {
  const at = text.search(/(?<=\s)(?:within|not later than|no later than|before|until|by|on)\s/i);
  const before = text.slice(0, at);
  return at < 0 || TURNS.test(before) || REPEATS.test(before) ? '' : text.slice(at);
}

/**
 * @param example of what is expected; empty if the phrase is one of several ways to read the text.
 * @throws Asked where the words after a phrase say no time, Unread where they may turn its meaning.
 */
function refuseRest(cursor: TextCursor, example: string): void {
  const last = cursor.words[cursor.position - 1];
  const first = cursor.words[cursor.position];
  if (last === undefined || first === undefined) return;
  const at = { start: last.end, end: cursor.text.length };
  const rest = cursor.text.slice(first.start).replace(/^[\s,;:(-]+|[\s.,;)]+$/g, '');
  if (rest === '') return;
  const zone = mayBeZone(cursor.text.slice(0, last.end), rest);
  if (zone || TURNS.test(rest) || SAYS_TIME.test(rest) || /^of\b/i.test(rest))
    throw new Unread(`"${rest}" is not understood`, `one time${example}`, {
      ...at,
      start: first.start,
    });
  throw new Asked(`what does "${rest}" add to the date`, at, [
    { text: '', means: 'nothing: the date without these words' },
  ]);
}

/** A clock time: without it, a date is another. */
const CLOCK = /(?:\d[:.h]\d\d|\d ?[ap]\.?m\.?|o'clock|hours|noon|midnight)(?=[\s.,()]|$)/i;

/** "18:00 (W.A.T.)", "on 1 May at 18:00 W.A.T.": what follows a clock time may be its zone. */
function mayBeZone(text: string, words: string): boolean {
  const zone = /^\(?\s*(?:in )?[A-Z](?:\.?[A-Z]){1,4}\.?\s*\)?$/;
  return zone.test(words.trim()) && CLOCK.test(text);
}

/** Words of a repetition: what comes after them is none of its own. */
const REPEATS =
  /\b(?:every|each|per|daily|weekly|fortnightly|monthly|quarterly|yearly|annually)\b/i;

/** A number, or a word that begins a time: what follows is more than a remark. */
const SAYS_TIME =
  /\d|\b(?:days?|weeks?|months?|years?|hours?|within|until|from|later|earlier|each|every|or|and|than|half|quarterly|monthly|annually|weekly|daily|again|following|since|upon|preceding|prior|where|if|beginning|starting|commencing|time|clock|zone|noon|midnight|gmt|utc|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b/i;

/** Words without which a phrase says something else. */
const TURNS =
  /\b(?:less|minus|not|no|never|except|excluding|unless|without|before|after|working|business|banking|clear|other|alternate|second|third|last|half|or|thereafter|onwards?|indefinitely|until|till)\b/i;

/** Looks for the phrase that remains where the words that are not understood are left out. */
function withNearest(
  unread: Unread,
  text: string,
  key: PhraseKey,
  context: Required<ReadingOptions>,
): Reading {
  const { start, end } = unread.at;
  const aside = asideAt(text, start);
  const zone =
    aside !== undefined &&
    (mayBeZone(text.slice(0, aside.start), text.slice(aside.start, aside.end)) ||
      /\b(?:time|clock|zone|gmt|utc)\b/i.test(text.slice(aside.start)));
  if (aside !== undefined && !zone) {
    const without = `${text.slice(0, aside.start).trimEnd()}${text.slice(aside.end)}`;
    const reading = readAs(without, key, context, 1);
    if (reading.kind === 'phrase') {
      const { phrase } = reading;
      const question = `what does "${text.slice(aside.start, aside.end)}" add to the date`;
      const means = 'nothing: the date without these words';
      return { kind: 'question', question, at: aside, readings: [{ phrase, means }] };
    }
  }
  const left = text.slice(start, end);
  const timed = zone || CLOCK.test(left) || mayBeZone(text.slice(0, start), left);
  if (timed || TURNS.test(left)) return fault(unread);
  const rests = [text.slice(0, start) + text.slice(end), text.slice(0, start), laterPart(text)];
  for (const rest of rests) {
    if (rest.trim() === '' || rest === text) continue;
    const reading = readAs(rest, key, context, 1);
    if (reading.kind === 'phrase') return { ...fault(unread), nearest: reading.phrase };
  }
  return fault(unread);
}
