import { nonOperativeReason } from '../background/reasons';
import { type CleanText, sourceSpan } from '../layout/clean';
import type { Sentence } from '../layout/sentences';
import { low, type Range, type Token, textOf } from '../layout/tokens';
import type { Anchor } from '../reader/context';
import { asSentence, type Reading } from '../reader/reading';
import type { Background, Flag, Proposal } from '../types';
import { type Owner, ownersOf } from './owners';
import { phraseOf } from './phrases';
import { governing, type Predicate, predicatesOf } from './predicates';
import { timingsOf } from './timings/find';
import type { Timing } from './timings/timing';
import { titleOf } from './titles';
import { isIn, type SlavicLanguage, WORDS, type Words } from './words/tables';

/** The results of a reader. */
export interface Findings {
  readonly proposals: Proposal[];
  readonly flags: Flag[];
  readonly background: Background[];
}

/** A period without an anchor counts from an event of at most this many sentences before. */
const REACH = 3;
/** The longest quote of a duty without a time, in tokens. */
const MOST_TOKENS = 40;

/** A sentence and what was found in it. */
interface Scene {
  readonly sentence: Sentence;
  readonly words: Words;
  readonly predicates: readonly Predicate[];
  readonly timings: readonly Timing[];
  readonly owners: ReadonlyMap<Predicate, Owner>;
}

/** Reads the Ukrainian and Russian sentences of a text in order. */
export class SlavicReader {
  private anchor: { anchor: Anchor; number: number } | undefined;
  private readonly stems = new Map<Sentence, string | undefined>();
  private owner: string | undefined;
  private recital = -1;
  private number = 0;

  constructor(
    private readonly clean: CleanText,
    private readonly out: Findings,
  ) {}

  sentence(sentence: Sentence, language: SlavicLanguage): void {
    const words = WORDS[language];
    const { tokens } = sentence;
    this.number += 1;
    const predicates = predicatesOf(words, tokens);
    const place = {
      words,
      tokens,
      stops: new Set(predicates.map(({ range }) => range.from)),
    };
    const timings = timingsOf(place);
    if (sentence.first && isIn(words.recitals, tokens, 0)) this.recital = sentence.paragraph;
    if (
      sentence.heading ||
      this.recital === sentence.paragraph ||
      words.closings.at(tokens, 0) !== undefined
    ) {
      const why = nonOperativeReason(sentence);
      for (const { range } of timings) this.note(sentence, range, why);
      return;
    }
    const before = sentence.stem === undefined ? undefined : this.stems.get(sentence.stem);
    const owners = ownersOf(words, tokens, predicates, timings, {
      stem: before,
      sentence: this.owner,
    });
    const scene = { sentence, words, predicates, timings, owners };
    for (const timing of timings) this.timing(scene, timing);
    this.undated(scene);
    this.owner =
      [...owners.values()].findLast(({ name }) => name !== undefined)?.name ?? this.owner;
    this.stems.set(sentence, [...owners.values()].at(-1)?.name);
  }

  private timing(scene: Scene, timing: Timing): void {
    const { sentence, words, predicates, owners } = scene;
    const { tokens } = sentence;
    const predicate = governing(words, tokens, predicates, timing.range);
    const background = backgroundReason(scene, timing, predicate);
    if (background !== undefined) return this.note(sentence, timing.range, background);
    const doubt = flagReason(scene, timing, predicate);
    if (doubt !== undefined) return this.flag(sentence, timing.range, doubt);
    const near = this.anchor !== undefined && this.number - this.anchor.number <= REACH;
    const conditional = tokens.some((_, i) => words.conditions.at(tokens, i) !== undefined);
    // A duty with a condition counts from the condition, not from an earlier event.
    const inherited = near && !conditional ? this.anchor?.anchor : undefined;
    const subject = predicate && owners.get(predicate)?.subject;
    const ofAgreement = subject !== undefined && isAgreement(words, tokens, subject);
    const reading = phraseOf(timing, { tokens, predicate, inherited, ofAgreement });
    if ('why' in reading) return this.flag(sentence, timing.range, reading.why);
    this.propose(scene, timing, reading, predicate);
    if (reading.doubt !== undefined) this.flag(sentence, timing.range, reading.doubt);
    if (reading.anchor !== undefined && timing.relation !== 'every')
      this.anchor = { anchor: reading.anchor, number: this.number };
  }

  private propose(
    { sentence, words, owners, timings }: Scene,
    timing: Timing,
    reading: Reading,
    predicate: Predicate | undefined,
  ): void {
    const owner = predicate && owners.get(predicate);
    this.out.proposals.push({
      ...this.span(sentence.tokens, timing.range),
      key: reading.key,
      phrase: reading.phrase,
      title: titleOf(words, sentence.tokens, predicate, owner, timings),
      obligor: owner?.name ?? null,
      anchor: reading.anchor?.words ?? null,
      confidence: reading.confidence,
      ...this.place(sentence),
      why: asSentence(reading.rules),
      alternatives: reading.alternatives,
    });
  }

  /** Duties without any time. */
  private undated(scene: Scene): void {
    const { sentence, words, predicates, timings, owners } = scene;
    const { tokens } = sentence;
    for (const [n, predicate] of predicates.entries()) {
      const owes =
        predicate.kind === 'duty' ||
        predicate.kind === 'call' ||
        (predicate.kind === 'present' &&
          words.owing.at(tokens, predicate.range.from) !== undefined);
      const states =
        low(tokens, predicate.verb + 1) === ',' && isIn(words.relative, tokens, predicate.verb + 2);
      const opensList =
        predicate.verb >= tokens.length - 2 && low(tokens, tokens.length - 1) === ':';
      if (!owes || states || opensList || inCondition(words, tokens, predicate.range.from))
        continue;
      if (
        timings.some(
          (one) =>
            one.relation !== 'mention' &&
            governing(words, tokens, predicates, one.range) === predicate,
        )
      )
        continue;
      const owner = owners.get(predicate);
      const next = predicates[n + 1];
      const following =
        next === undefined ? undefined : (owners.get(next)?.subject?.from ?? next.range.from);
      const from = owner?.subject?.from ?? predicate.range.from;
      const timed = timings.find(({ range }) => range.from > predicate.verb)?.range.from;
      const to = Math.min(following ?? tokens.length, timed ?? tokens.length, from + MOST_TOKENS);
      const range = { from, to: withoutEnd(words, tokens, to) };
      if (range.to <= predicate.range.from) continue;
      this.out.proposals.push({
        ...this.span(tokens, range),
        key: 'due',
        phrase: 'undated',
        title: titleOf(words, tokens, predicate, owner, timings),
        obligor: owner?.name ?? null,
        anchor: null,
        confidence: timings.length > 0 ? 'medium' : 'high',
        ...this.place(sentence),
        why: asSentence([
          `"${textOf(tokens, predicate.range)}" makes it a duty`,
          'no time stands beside it',
        ]),
        alternatives: [],
      });
    }
  }

  private place(sentence: Sentence) {
    return {
      sentence: sourceSpan(this.clean, sentence.start, sentence.end),
      ref: sentence.ref ?? null,
    };
  }

  private span(tokens: readonly Token[], { from, to }: Range) {
    return sourceSpan(this.clean, tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0);
  }

  private flag({ tokens }: Sentence, range: Range, why: string): void {
    this.out.flags.push({ ...this.span(tokens, range), why });
  }

  private note({ tokens }: Sentence, range: Range, why: string): void {
    this.out.background.push({ ...this.span(tokens, range), why });
  }
}

/** "This Agreement", "the contract of lease". */
function isAgreement(words: Words, tokens: readonly Token[], { from, to }: Range): boolean {
  const at = isIn(words.determiners, tokens, from) ? from + 1 : from;
  return at < to && words.agreements.at(tokens, at) !== undefined;
}

/** Relations that are not limits. Without a statement they set no deadline. */
const PLACED = /^(?:on|after|from|in|between)$/;

function backgroundReason(
  { words, sentence, predicates }: Scene,
  timing: Timing,
  predicate: Predicate | undefined,
): string | undefined {
  if (timing.relation === 'mention') return timing.why ?? '';
  const { tokens } = sentence;
  const conditional = inCondition(words, tokens, timing.range.from);
  if (predicate?.kind === 'past' && !conditional) return 'It tells what has happened.';
  if (predicates.some(({ range }) => words.said.at(tokens, range.from) !== undefined))
    return 'It tells what was said, not what is agreed.';
  if (timing.moment?.type === 'day' && madeBefore(words, tokens, timing.range.from))
    return 'It says when something was made or happened.';
  if (predicate === undefined && PLACED.test(timing.relation)) return 'No duty stands beside it.';
  return undefined;
}

/** "підписаний 12 лютого 2015 року": a past participle before a day. */
const madeBefore = (words: Words, tokens: readonly Token[], from: number): boolean =>
  words.made.at(tokens, from - 1) !== undefined;

function flagReason(
  { words, sentence }: Scene,
  timing: Timing,
  predicate: Predicate | undefined,
): string | undefined {
  if (timing.relation === 'unread') return timing.why ?? '';
  if (inCondition(words, sentence.tokens, timing.range.from))
    return 'It belongs to a condition of the duty.';
  return predicate === undefined ? 'No verb of duty was found beside it.' : undefined;
}

/** Whether a position is between the first word of a condition and the comma that ends it. */
function inCondition(words: Words, tokens: readonly Token[], at: number): boolean {
  for (let i = at - 1; i >= 0; i -= 1) {
    if (/^[,;:]$/.test(low(tokens, i))) return false;
    if (words.conditions.at(tokens, i) === undefined) continue;
    // A condition of nouns ("in case of delay the Seller …") ends before a name with a capital.
    const named = tokens.slice(i + 2, at).some(({ text }) => /^\p{Lu}/u.test(text));
    return words.clauseConditions.has(low(tokens, i)) || !named;
  }
  return false;
}

/** The end of a range without its final comma and conjunction. */
function withoutEnd(words: Words, tokens: readonly Token[], to: number): number {
  let end = to;
  while (
    end > 0 &&
    (/^[,;:.]$/.test(low(tokens, end - 1)) || isIn(words.conjunctions, tokens, end - 1))
  )
    end -= 1;
  return end;
}
