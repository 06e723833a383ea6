import {
  type DefinedDay,
  type Definition,
  dayNamedAfter,
  definitionOf,
} from './anchors/defined-days';
import { isClosing, isRecital, kindOf, type TextKind } from './background/background';
import { backgroundReason, flagReason, nonOperativeReason } from './background/reasons';
import { bodyNamed, type Owner, ownerOfCondition, ownersOf, subjectOf } from './clause/actors';
import { type Clause, clausesOf, continued, governing } from './clause/clauses';
import { positionOf } from './clause/position';
import { titleOf } from './clause/title';
import { undatedDuties } from './clause/undated';
import { findTimings } from './finder/find';
import type { Found } from './finder/found';
import { momentAt } from './finder/moments';
import { type CleanText, cleanText, sourceSpan } from './layout/clean';
import { type Sentence, sentencesOf } from './layout/sentences';
import { low, type Range, type Token, textOf } from './layout/tokens';
import { AnchorMemory } from './reader/anchor-memory';
import { type Beginnings, beginningsOf } from './reader/beginnings';
import type { Anchor, NamedPeriod, Surroundings } from './reader/context';
import { read } from './reader/read';
import { asSentence, type Reading as PhraseReading } from './reader/reading';
import { LanguageReader } from './slavic/language-reader';
import type { Background, Flag, Proposal, Reading } from './types';

/** Reads a whole text: proposals, flags and background, in the order of the text. */
export function readText(source: string): Reading {
  const clean = cleanText(source);
  const sentences = sentencesOf(clean);
  const reader = new TextReader(clean, kindOf(sentences), beginningsOf(sentences));
  const languages = new LanguageReader(clean, reader);
  for (const [number, sentence] of sentences.entries())
    if (!languages.takes(sentence)) reader.sentence(sentence, number);
  const { proposals, flags, background } = reader;
  return { proposals, flags, background, notices: languages.notices() };
}

/** From when a text runs where it says nothing else. */
const STARTS: Readonly<Record<TextKind, Anchor>> = {
  press: { ref: 'signing', words: 'signing' },
  resolution: { ref: 'adoption', words: 'adoption of the resolution' },
  directive: { ref: 'entry-into-force', words: 'entry into force' },
  agreement: { ref: 'signing', words: 'signing' },
};

/** What an introducing sentence passes on to the items of its list. */
interface Stem {
  readonly kind: Clause['kind'];
  readonly obligor: string | undefined;
  /** Whether its statement is continued by the items. */
  readonly open: boolean;
}

/** Where an expression stands. */
interface Place {
  readonly clause: Clause | undefined;
  readonly all: readonly Found[];
  /** The name that it defines. */
  readonly day: DefinedDay | undefined;
}

class TextReader {
  readonly proposals: Proposal[] = [];
  readonly flags: Flag[] = [];
  readonly background: Background[] = [];
  private readonly anchors = new AnchorMemory();
  private periods: NamedPeriod[] = [];
  /** Whom the sentence before obliges. */
  private owner: Owner = { name: undefined };
  /** Whom "it" of the next sentence means. */
  private pronounOwner: Owner = { name: undefined };
  private owners = new Map<Clause, Owner>();
  private clauses: readonly Clause[] = [];
  private number = 0;
  /** The paragraph that began as a recital; -1 before the first. */
  private recital = -1;
  private readonly stems = new Map<Sentence, Stem>();
  /** What the sentence defines. */
  private definition: Definition | undefined;

  constructor(
    private readonly clean: CleanText,
    private readonly kind: TextKind,
    private readonly beginnings: Beginnings,
  ) {}

  sentence(sentence: Sentence, number: number): void {
    this.number = number;
    this.definition = definitionOf(sentence.tokens);
    const found = itemMoment(sentence) ?? withDefinition(sentence.tokens, this.definition);
    if (this.anchors.enter(sentence)) this.periods = [];
    if (isRecital(sentence)) this.recital = sentence.paragraph;
    if (sentence.heading || this.recital === sentence.paragraph || isClosing(sentence.tokens)) {
      for (const one of found) {
        if (this.defines(sentence, one) === undefined) {
          this.note(sentence, one.range, nonOperativeReason(sentence));
        } else this.expression(sentence, one, found, []);
      }
      return;
    }
    const clauses = this.clausesIn(sentence, found).filter(
      ({ operator }) => !within(operator, this.definition?.range),
    );
    this.findOwners(sentence, clauses, found);
    for (const one of found) this.expression(sentence, one, found, clauses);
    this.undated(sentence, found, clauses);
    this.keepStem(sentence, clauses);
  }

  /** Finds who owes what each clause says; the last owner is whom a pronoun of the next sentence means. */
  private findOwners(
    sentence: Sentence,
    clauses: readonly Clause[],
    found: readonly Found[],
  ): void {
    const owners = ownersOf(sentence.tokens, clauses, found, this.owner, this.pronounOwner);
    this.pronounOwner = bodyNamed(sentence.tokens, clauses, found) ?? this.pronounOwner;
    this.clauses = clauses;
    this.owners = new Map(clauses.map((clause, i) => [clause, owners[i] ?? { name: undefined }]));
    this.owner = owners.findLast(({ name }) => name !== undefined) ?? this.owner;
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
    return known?.open ? known : undefined;
  }

  private expression(
    sentence: Sentence,
    found: Found,
    all: readonly Found[],
    clauses: readonly Clause[],
  ): void {
    const { tokens } = sentence;
    const day = this.defines(sentence, found);
    const clause = governing(tokens, clauses, found.range);
    const placed = { tokens, found, all, clause, clauses, kind: this.kind };
    const reason = backgroundReason(placed);
    if (reason !== undefined && day === undefined) {
      this.note(sentence, found.range, reason);
      return;
    }
    const doubt = flagReason(placed);
    if (doubt !== undefined && day === undefined) {
      this.flag(sentence, found.range, doubt);
      return;
    }
    const around: Surroundings = {
      sentence,
      found: all,
      clauses,
      clause,
      kind: this.kind,
      start: this.beginnings.ofText ?? STARTS[this.kind],
      starts: this.beginnings.ofPeriods.get(this.number),
      ofParagraph: (paragraph) => this.anchors.ofParagraph(paragraph),
      anchors: this.anchors.seen(),
      periods: this.periods,
      intervals: new Set(),
    };
    const sets = reason === undefined && doubt === undefined;
    const reading = read(day === undefined || sets ? found : asDay(found), around);
    if ('why' in reading) {
      this.flag(sentence, found.range, reading.why);
      return;
    }
    this.propose(sentence, found, reading, { clause, all, day });
    if (reading.doubt !== undefined) this.flag(sentence, found.range, reading.doubt);
    this.anchors.add(found, reading.anchor);
    if (found.length !== undefined && reading.anchor !== undefined) {
      this.periods.push({
        length: found.length,
        anchor: reading.anchor.ref,
        words: reading.anchor.words,
      });
    }
  }

  private propose(
    sentence: Sentence,
    found: Found,
    reading: PhraseReading,
    { clause, all, day }: Place,
  ): void {
    const { tokens } = sentence;
    const owed = this.definition?.found === found ? undefined : clause;
    const conditional =
      found.relation === 'unless' ||
      positionOf(tokens, this.clauses, clause, found.range) === 'condition';
    const obligor = conditional
      ? ownerOfCondition(tokens, found.range)
      : owed && this.owners.get(owed)?.name;
    this.proposals.push({
      ...this.span(sentence, found.range),
      key: reading.key,
      phrase: reading.phrase,
      title: owed === undefined && day ? day.words : titleOf(tokens, clause, all, found.range.from),
      ...(day !== undefined && { defines: day.id }),
      obligor: obligor ?? null,
      anchor: reading.anchor?.words ?? null,
      confidence: reading.confidence,
      sentence: sourceSpan(this.clean, sentence.start, sentence.end),
      ref: sentence.ref ?? null,
      why: asSentence(reading.rules),
      alternatives: reading.alternatives.filter(
        ({ key, phrase }) =>
          !(owed === undefined && day) && (key !== reading.key || phrase !== reading.phrase),
      ),
    });
  }

  /** The day that the sentence names, where an expression says which it is. */
  private defines({ tokens }: Sentence, found: Found): DefinedDay | undefined {
    if (found === this.definition?.found) return this.definition.day;
    return found.moment === undefined ? undefined : dayNamedAfter(tokens, found.range);
  }

  /** Duties without any time. */
  private undated(sentence: Sentence, found: readonly Found[], clauses: readonly Clause[]): void {
    const { tokens } = sentence;
    for (const { clause, range, title } of undatedDuties(tokens, clauses, found)) {
      const shared = sharedTime(tokens, clauses, clause, found);
      if (shared !== undefined) this.flag(sentence, range, `Does "${shared}" time this too?`);
      const operator = textOf(tokens, clause.operator);
      this.proposals.push({
        ...this.span(sentence, range),
        key: 'due',
        phrase: 'undated',
        title: title ?? titleOf(tokens, clause, found, clause.verb),
        obligor: this.owners.get(clause)?.name ?? null,
        anchor: null,
        confidence: speaksOfTime(tokens, found) ? 'medium' : 'high',
        sentence: sourceSpan(this.clean, sentence.start, sentence.end),
        ref: sentence.ref ?? null,
        why: asSentence([
          operator === '' ? 'the list makes it a duty' : `"${operator}" makes it a duty`,
          'no time stands beside it',
        ]),
        alternatives: [],
      });
    }
  }

  /** Keeps what a sentence passes on to the list after it. */
  private keepStem(sentence: Sentence, clauses: readonly Clause[]): void {
    const { tokens } = sentence;
    const last = clauses.at(-1);
    if (last === undefined || last.kind === 'statement' || last.kind === 'news') return;
    const open = last.verb >= tokens.length - 3 || low(tokens, tokens.length - 1) === ':';
    const obligor = this.owners.get(last)?.name;
    this.stems.set(sentence, { kind: last.kind, obligor, open });
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

/** The timing expressions of a sentence, with the moment that it defines. */
function withDefinition(tokens: readonly Token[], definition: Definition | undefined): Found[] {
  const found = findTimings(tokens);
  if (definition === undefined) return found;
  const { range } = definition.found;
  const others = found.filter((one) => one.range.to <= range.from || one.range.from >= range.to);
  return [...others, definition.found].sort((a, b) => a.range.from - b.range.from);
}

/** A day that gets a name is one, also where nothing is owed on it. */
const asDay = (found: Found): Found => ({ ...found, relation: 'on', rule: 'is a day' });

const within = (inner: Range, outer: Range | undefined): boolean =>
  outer !== undefined && inner.from >= outer.from && inner.to <= outer.to;

/** Words of time that no rule has read: the claim that a duty has no time is then not certain. */
const TIME =
  /^(?:days?|dates?|times?|years?|months?|weeks?|hours?|periods?|terms?|after|before|when|whenever|until|during|while|once|then|early|late|soon|quick(?:ly)?|prompt(?:ly)?|immediate(?:ly)?|daily|annual(?:ly)?|regular(?:ly)?|phases?|stages?|\d{4})$/;

const speaksOfTime = (tokens: readonly Token[], found: readonly Found[]): boolean =>
  found.length > 0 || tokens.some(({ low: word }) => TIME.test(word));

/** "Within ten days the Buyer shall … and the Supplier shall …": the time that opens a sentence may be of both duties. */
function sharedTime(
  tokens: readonly Token[],
  clauses: readonly Clause[],
  clause: Clause,
  found: readonly Found[],
): string | undefined {
  const first = found.find(({ range }) => range.from === 0);
  if (first === undefined || !/^(?:within|by|before|on|every)$/.test(first.relation))
    return undefined;
  const of = governing(tokens, clauses, first.range);
  if (of === undefined || of === clause || low(tokens, clause.from - 1) !== 'and') return undefined;
  return textOf(tokens, first.range);
}

/** "The period shall run from: (a) the date on which the goods arrive": the item is a moment. */
function itemMoment({ tokens, first, stem }: Sentence): Found[] | undefined {
  const [before, colon] = stem?.tokens.slice(-2) ?? [];
  if (!first || colon?.low !== ':' || !/^(?:from|on|of|after)$/.test(before?.low ?? ''))
    return undefined;
  if (low(tokens, 0) !== 'the' || !/^(?:date|day|moment|time)$/.test(low(tokens, 1)))
    return undefined;
  const moment = momentAt(tokens, 0);
  if (moment === undefined) return undefined;
  const relation = before?.low === 'on' ? 'on' : 'from';
  const range = { from: 0, to: moment.to };
  return [{ relation, range, rule: 'from the moment of an item', moment: moment.value }];
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
