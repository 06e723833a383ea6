import {
  datesSomething,
  isClosing,
  isPast,
  isRecital,
  kindOf,
  type TextKind,
} from './background/background';
import { obligorOf, subjectOf } from './clause/actors';
import { type Clause, clausesOf, continued, governing } from './clause/clauses';
import { positionOf } from './clause/position';
import { titleOf } from './clause/title';
import { findTimings } from './finder/find';
import type { Found } from './finder/found';
import { type CleanText, cleanText, sourceSpan } from './layout/clean';
import { type Sentence, sentencesOf } from './layout/sentences';
import { low, type Range, type Token } from './layout/tokens';
import type { Anchor, NamedPeriod, Surroundings } from './reader/context';
import { read } from './reader/read';
import type { Reading as PhraseReading } from './reader/reading';
import type { Background, Flag, Proposal, Reading } from './types';
import { isoDay } from './values/dates';

/** Reads a whole text: proposals, flags and background, in the order of the text. */
export function readText(source: string): Reading {
  const clean = cleanText(source);
  const sentences = sentencesOf(clean);
  const reader = new TextReader(clean, kindOf(sentences));
  for (const sentence of sentences) reader.sentence(sentence);
  return { proposals: reader.proposals, flags: reader.flags, background: reader.background };
}

/** From when a text runs where it says nothing else. */
const STARTS: Readonly<Record<TextKind, Anchor>> = {
  press: { ref: 'signing', words: 'signing' },
  resolution: { ref: 'adoption', words: 'adoption of the resolution' },
  directive: { ref: 'entry-into-force', words: 'entry into force' },
  agreement: { ref: 'signing', words: 'signing' },
};

const FIRST_WORDS = 40;

/** Relations that place something without a limit: in a condition or a description they set nothing. */
const PLACED = /^(?:on|after|from|during|while|before|unless|vague)$/;

/** What an introducing sentence passes on to the items of its list. */
interface Stem {
  readonly kind: Clause['kind'];
  readonly obligor: string | undefined;
  /** Whether its statement is continued by the items. */
  readonly open: boolean;
}

class TextReader {
  readonly proposals: Proposal[] = [];
  readonly flags: Flag[] = [];
  readonly background: Background[] = [];
  private anchors: Anchor[] = [];
  private periods: NamedPeriod[] = [];
  private subject: string | undefined;
  private recital = -1;
  private readonly stems = new Map<Sentence, Stem>();
  private article: string | undefined;

  constructor(
    private readonly clean: CleanText,
    private readonly kind: TextKind,
  ) {}

  sentence(sentence: Sentence): void {
    const found = findTimings(sentence.tokens);
    const article = sentence.ref?.split(',')[0];
    if (article !== this.article) {
      this.article = article;
      this.anchors = [];
      this.periods = [];
    }
    if (isRecital(sentence)) this.recital = sentence.paragraph;
    if (sentence.heading || this.recital === sentence.paragraph || isClosing(sentence.tokens)) {
      for (const one of found) this.note(sentence, one.range, reasonOf(sentence, this.recital));
      return;
    }
    const clauses = this.clausesIn(sentence, found);
    const before = this.anchors;
    this.anchors = [];
    for (const one of found) this.expression(sentence, one, found, clauses, before);
    if (this.anchors.length === 0) this.anchors = before;
    this.undated(sentence, found, clauses);
    this.remember(sentence, clauses, found);
  }

  /** The statements of a sentence; an item of a list continues the sentence that introduces it. */
  private clausesIn(sentence: Sentence, found: readonly Found[]): Clause[] {
    const own = clausesOf(sentence.tokens, found);
    const stem = sentence.first ? this.stemOf(sentence) : undefined;
    if (stem === undefined || subjectBefore(sentence.tokens, own[0], found)) return own;
    const first = own[0];
    const clause = continued(sentence.tokens, found, stem.kind, stem.obligor);
    return [{ ...clause, to: first?.operator.from ?? clause.to }, ...own];
  }

  /** What the introducing sentence says and of whom, where its statement is left open at its end. */
  private stemOf({ stem }: Sentence): Stem | undefined {
    if (stem === undefined) return undefined;
    const known = this.stems.get(stem);
    if (known !== undefined) return known.open ? known : undefined;
    return undefined;
  }

  private expression(
    sentence: Sentence,
    found: Found,
    all: readonly Found[],
    clauses: readonly Clause[],
    before: readonly Anchor[],
  ): void {
    const { tokens } = sentence;
    const clause = governing(tokens, clauses, found.range);
    const reason = this.backgroundReason(sentence, found, clause, clauses);
    if (reason !== undefined) {
      this.note(sentence, found.range, reason);
      return;
    }
    const doubt = unownedReason(tokens, found, clause, clauses);
    if (doubt !== undefined) {
      this.flag(sentence, found.range, doubt);
      return;
    }
    const around: Surroundings = {
      sentence,
      found: all,
      clauses,
      clause,
      kind: this.kind,
      start: STARTS[this.kind],
      anchors: [...before, ...this.anchors],
      periods: this.periods,
      intervals: new Set(),
    };
    const reading = read(found, around);
    if ('why' in reading) {
      if (found.relation === 'mention' || found.relation === 'unless')
        this.note(sentence, found.range, reading.why);
      else this.flag(sentence, found.range, reading.why);
      return;
    }
    this.propose(sentence, found, reading, clause, all, clauses);
    if (reading.doubt !== undefined) this.flag(sentence, found.range, reading.doubt);
    const anchor = reading.anchor ?? dayOf(found);
    if (anchor !== undefined) this.anchors.push(anchor);
    if (found.length !== undefined && reading.anchor !== undefined) {
      this.periods.push({
        length: found.length,
        anchor: reading.anchor.ref,
        words: reading.anchor.words,
      });
    }
  }

  /** Why an expression sets nothing; undefined where it may set something. */
  private backgroundReason(
    sentence: Sentence,
    found: Found,
    clause: Clause | undefined,
    clauses: readonly Clause[],
  ): string | undefined {
    const { tokens } = sentence;
    const { from } = found.range;
    if (found.relation === 'mention') {
      if (found.moment !== undefined) return 'It says when something was made or happened.';
      return clause === undefined ||
        (found.rule === 'a length that names a period' && low(tokens, from - 1) === 'the')
        ? 'It names a period.'
        : undefined;
    }
    if (found.moment?.type === 'day' && found.relation === 'on' && datesSomething(tokens, from)) {
      return 'It says when something was made or happened.';
    }
    if (found.vague === 'any-time') return 'It fixes no time and no limit.';
    if (clause?.kind === 'news') return 'It tells what is expected, not what is agreed.';
    const position = positionOf(tokens, clauses, clause, found.range);
    if (position === 'modifier' && PLACED.test(found.relation))
      return 'It describes something and times no duty.';
    if (clause !== undefined) return undefined;
    if (this.kind === 'press' || isPast(tokens)) return 'No duty stands beside it.';
    return PLACED.test(found.relation) && clauses.length === 0 && !found.every
      ? 'No duty stands beside it.'
      : undefined;
  }

  private propose(
    sentence: Sentence,
    found: Found,
    reading: PhraseReading,
    clause: Clause | undefined,
    all: readonly Found[],
    clauses: readonly Clause[],
  ): void {
    const { tokens } = sentence;
    const obligor = clause === undefined ? undefined : this.obligor(sentence, clause, all, clauses);
    this.proposals.push({
      ...this.span(sentence, found.range),
      key: reading.key,
      phrase: reading.phrase,
      title: titleOf(tokens, clause, all, found.range.from),
      obligor: obligor ?? null,
      anchor: reading.anchor?.words ?? null,
      confidence: reading.confidence,
      ref: sentence.ref ?? null,
      why: asSentence(reading.rules),
      alternatives: reading.alternatives.filter(
        ({ key, phrase }) => key !== reading.key || phrase !== reading.phrase,
      ),
    });
  }

  private obligor(
    { tokens }: Sentence,
    clause: Clause,
    found: readonly Found[],
    clauses: readonly Clause[],
  ): string | undefined {
    const index = clauses.indexOf(clause);
    const previous = clauses[index - 1];
    const before =
      previous === undefined
        ? this.subject
        : (obligorOf(tokens, previous, found, { before: this.subject }) ?? this.subject);
    return obligorOf(tokens, clause, found, { before });
  }

  /** Duties without any time. */
  private undated(sentence: Sentence, found: readonly Found[], clauses: readonly Clause[]): void {
    const { tokens } = sentence;
    for (const clause of clauses) {
      if (clause.kind !== 'duty' && clause.kind !== 'call') continue;
      if (
        found.some(
          (one) => governing(tokens, clauses, one.range) === clause && one.relation !== 'mention',
        )
      )
        continue;
      const subject = subjectOf(tokens, clause, found);
      const from = subject?.from ?? clause.operator.from;
      const range = { from, to: Math.min(clause.to, from + FIRST_WORDS) };
      if (found.some(({ range: other }) => other.from < range.to && other.to > range.from))
        range.to = Math.min(range.to, firstAfter(found, clause.verb));
      if (range.to <= range.from) continue;
      this.proposals.push({
        ...this.span(sentence, range),
        key: 'due',
        phrase: 'undated',
        title: titleOf(tokens, clause, found, clause.verb),
        obligor: this.obligor(sentence, clause, found, clauses) ?? null,
        anchor: null,
        confidence: 'high',
        ref: sentence.ref ?? null,
        why: asSentence([
          `"${tokens
            .slice(clause.operator.from, clause.operator.to)
            .map(({ text }) => text)
            .join(' ')}" makes it a duty`,
          'no time stands beside it',
        ]),
        alternatives: [],
      });
    }
  }

  private remember(
    { tokens }: Sentence,
    clauses: readonly Clause[],
    found: readonly Found[],
  ): void {
    for (const clause of clauses) {
      const named = obligorOf(tokens, clause, found, { before: undefined });
      if (named !== undefined) this.subject = named;
    }
  }

  private span({ tokens }: Sentence, { from, to }: Range) {
    return sourceSpan(this.clean, tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0);
  }

  private flag(sentence: Sentence, range: Range, why: string): void {
    this.flags.push({ ...this.span(sentence, range), why });
  }

  private note(sentence: Sentence, range: Range, why: string): void {
    this.background.push({ ...this.span(sentence, range), why });
  }
}

/** Why an expression is shown and not read: a condition, or no statement beside it. */
function unownedReason(
  tokens: readonly Token[],
  found: Found,
  clause: Clause | undefined,
  clauses: readonly Clause[],
): string | undefined {
  if (found.relation === 'back') return 'It points back to a period; does it set one anew?';
  if (!PLACED.test(found.relation)) return undefined;
  if (positionOf(tokens, clauses, clause, found.range) === 'condition') {
    return 'It belongs to a condition of the duty.';
  }
  return clause === undefined ? 'No verb of duty was found beside it.' : undefined;
}

/** A day on which something begins: what repeats counts from it. */
function dayOf({ relation, moment }: Found): Anchor | undefined {
  if (moment?.type !== 'day' || (relation !== 'on' && relation !== 'from')) return undefined;
  const day = isoDay(moment.date);
  return day === undefined ? undefined : { ref: day, words: day };
}

/** Whether an item has a subject of its own before its first operator. */
function subjectBefore(
  tokens: readonly Token[],
  clause: Clause | undefined,
  found: readonly Found[],
): boolean {
  if (clause === undefined) return false;
  const subject = subjectOf(tokens, clause, found);
  return (
    subject !== undefined &&
    subject.from <= 2 &&
    subject.to >= clause.operator.from - 1 &&
    subject.to - subject.from < 12
  );
}

function firstAfter(found: readonly Found[], verb: number): number {
  return Math.min(...found.filter(({ range }) => range.to > verb).map(({ range }) => range.from));
}

function reasonOf({ heading }: Sentence, _recital: number): string {
  return heading ? 'It stands in a heading.' : 'It stands in a recital or at the end of the text.';
}

function asSentence(rules: readonly string[]): string {
  const text = rules.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
