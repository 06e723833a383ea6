import type { Found } from '../finder/found';
import { isCapitalised, low, type Range, type Token } from '../layout/tokens';
import { isParticiple, type Nature, natureOf } from './nature';
import { OPERATORS, type Operator, PRESENT_EFFECTS } from './operators';

/** A statement of a sentence: who shall, may or agrees to do what. */
export interface Clause {
  /** The words that make it a duty, a right or a call. */
  readonly operator: Range;
  readonly kind: Operator['kind'];
  /** The place of its verb. */
  readonly verb: number;
  readonly negated: boolean;
  readonly passive: boolean;
  readonly nature: Nature;
  /** From where to where the statement reaches, in tokens. */
  readonly from: number;
  readonly to: number;
  /** Whom a call names after it: "requests the Secretary-General to". */
  readonly called?: Range;
  /** Where its subject stands, if other words stand between: "The Government, which is to act, shall". */
  readonly subjectIn?: Range;
  /** The obligor of the sentence that introduces the list to which this item belongs. */
  readonly inherits?: { readonly obligor: string | undefined };
}

/** Adverbs and the like between an operator and its verb. */
const BETWEEN =
  /^(?:not|also|only|further|furthermore|then|thereafter|henceforth|in|any|event|case|never|no|longer|either|both|each|first|again|hereby|at|all|times|once|forthwith|so|as|from|time|to|jointly|duly|now|promptly|accordingly|however|therefore|moreover|nevertheless|otherwise|itself|themselves)$/;

/** The statements of a sentence, in order. */
export function clausesOf(tokens: readonly Token[], found: readonly Found[]): Clause[] {
  const clauses: Clause[] = [];
  let i = 0;
  while (i < tokens.length) {
    const operator = operatorAt(tokens, i);
    if (operator === undefined) {
      i += 1;
      continue;
    }
    clauses.push(clauseAt(tokens, i, operator.to, operator.value, found));
    i = Math.max(operator.to, i + 1);
  }
  return asOne(clauses).map((clause, n, all) => bounded(tokens, clause, all[n - 1], all[n + 1]));
}

/** "would agree not to deploy": two operators make one statement. */
function asOne(clauses: readonly Clause[]): Clause[] {
  const all: Clause[] = [];
  for (const clause of clauses) {
    const before = all.at(-1);
    if (before === undefined || before.verb !== clause.operator.from || before.called) {
      all.push(clause);
      continue;
    }
    const { from } = before.operator;
    const negated = before.negated || clause.negated;
    all[all.length - 1] = { ...clause, negated, operator: { from, to: clause.operator.to } };
  }
  return all;
}

function operatorAt(
  tokens: readonly Token[],
  i: number,
): { value: Operator; to: number } | undefined {
  const operator = OPERATORS.at(tokens, i);
  if (operator !== undefined) {
    if (operator.value.kind === 'call' && !callLike(tokens, i, operator.to)) return undefined;
    if (
      low(tokens, i) === 'will' &&
      /^(?:the|a|their|his|its|of|free|political)$/.test(tokens[i - 1]?.text ?? '')
    )
      return undefined;
    if (tokens[i]?.text === 'May' && isMonth(tokens, i)) return undefined;
    if (low(tokens, i) === 'can' && low(tokens, i + 1) === '') return undefined;
    // "is to" as "is to say".
    if (
      /^(?:is|are)$/.test(low(tokens, i)) &&
      operator.to === i + 2 &&
      low(tokens, i + 1) === 'to' &&
      /^(?:the|a|say|it|this|which)$/.test(low(tokens, i + 2))
    )
      return undefined;
    return operator;
  }
  if (PLAN_VERB.test(low(tokens, i)) && ofPlan(tokens, i)) {
    const to = low(tokens, i + 1) === 'for' ? i + 2 : i + 1;
    return { value: { kind: 'duty', nature: 'state' }, to };
  }
  if (subjunctive(tokens, i)) return { value: { kind: 'duty' }, to: i };
  const present =
    PRESENT_EFFECTS.test(low(tokens, i)) && i > 0 && /^[a-z]/i.test(low(tokens, i - 1));
  return present ? { value: { kind: 'statement' }, to: i } : undefined;
}

/** Verbs by which an article tells what a plan contains. */
const PLAN_VERB =
  /^(?:includes?|imposes?|reaffirms?|provides?|stipulates?|envisages?|foresees?|limits?|guarantees?|obliges?|calls?)$/;
const PLAN = /^(?:plan|plans|proposal|framework|deal|draft|provisions?|roadmap|blueprint|points?)$/;

/** "The plan imposes limits", "Key provisions include guarantees". */
function ofPlan(tokens: readonly Token[], i: number): boolean {
  if (/^(?:call|calls|provide|provides)$/.test(low(tokens, i)) && low(tokens, i + 1) !== 'for')
    return false;
  const before = low(tokens, i - 1) === 'also' ? i - 2 : i - 1;
  if (PLAN.test(low(tokens, before))) return true;
  // "imposes limits and reaffirms the status"
  return (
    low(tokens, i - 1) === 'and' && tokens.slice(0, 6).some(({ low: word }) => PLAN.test(word))
  );
}

/** "that negotiations be undertaken": a duty without "shall". */
function subjunctive(tokens: readonly Token[], i: number): boolean {
  if (low(tokens, i) !== 'be' || i < 2) return false;
  const before = low(tokens, i - 1);
  if (
    /^(?:to|shall|will|would|may|might|must|can|cannot|could|should|not|also|and|or|then|only|,|it|as|thereby|hereby|ever|never|need)$/.test(
      before,
    ) ||
    before.endsWith('ly')
  )
    return false;
  const opened = tokens.slice(Math.max(0, i - 24), i).some(({ low: word }) => word === 'that');
  return (
    opened &&
    isParticiple(low(tokens, i + 1)) &&
    !tokens
      .slice(Math.max(0, i - 6), i)
      .some(({ low: word }) => /^(?:shall|will|would|may|must|should)$/.test(word))
  );
}

/** "May" beside a number, or after "of". */
const isMonth = (tokens: readonly Token[], i: number): boolean =>
  /^(?:\d.*|,)$/.test(low(tokens, i + 1)) || /^(?:of|in|\d.*)$/.test(low(tokens, i - 1));

/** "CALLS upon the Government to", "requests the Secretary-General to": not "upon request" and not "his requests". */
function callLike(tokens: readonly Token[], i: number, to: number): boolean {
  const before = low(tokens, i - 1);
  const starts =
    i === 0 ||
    /^(?:[,;:.)]|and|also|further|strongly|hereby|again)$/.test(before) ||
    /^[A-Z]{3}/.test(tokens[i]?.text ?? '') ||
    /(?:council|assembly|conference|plan|framework|proposal|agreement|deal)$/.test(before);
  return (
    starts &&
    /^(?:the|a|an|all|both|each|every|states?|member|members|parties|that|on|its|any|[A-Z])/.test(
      low(tokens, to),
    ) &&
    low(tokens, to) !== ''
  );
}

function clauseAt(
  tokens: readonly Token[],
  from: number,
  to: number,
  operator: Operator,
  found: readonly Found[],
): Clause {
  const called = operator.kind === 'call' ? calledAt(tokens, to) : undefined;
  const start = called === undefined ? to : called.verb;
  const { verb, negated } = verbAt(tokens, start, found);
  const not =
    negated ||
    tokens.slice(from, to).some(({ low: word }) => word === 'not') ||
    /^(?:neither|nobody|none|no)$/.test(low(tokens, from - 2));
  const passive = operator.nature === undefined && isPassive(tokens, verb);
  const ends = low(tokens, to) === 'no' && low(tokens, to + 1) === 'longer';
  const nature =
    operator.nature ??
    (ends ? 'effect' : undefined) ??
    (operator.kind === 'right' && !not ? 'right' : natureOf(tokens, verb, not, passive));
  return {
    operator: { from, to },
    kind: operator.kind,
    verb,
    negated: not,
    passive,
    nature,
    from,
    to: tokens.length,
    ...(called !== undefined && { called: called.range }),
  };
}

/** "the Government of X to release": whom a call names, and where its verb stands. */
function calledAt(
  tokens: readonly Token[],
  from: number,
): { range: Range; verb: number } | undefined {
  for (let i = from; i < Math.min(from + 25, tokens.length); i += 1) {
    const word = low(tokens, i);
    if (/^[;:.]$/.test(word)) return undefined;
    if (word !== 'to') continue;
    const adverb = low(tokens, i - 1).endsWith('ly') ? i - 1 : i;
    return { range: { from, to: adverb }, verb: i + 1 };
  }
  return undefined;
}

/** The verb after an operator, past adverbs, "not", and timing expressions between commas. */
function verbAt(
  tokens: readonly Token[],
  from: number,
  found: readonly Found[],
): { verb: number; negated: boolean } {
  let i = from;
  let negated = false;
  for (let count = 0; count < 60 && i < tokens.length; count += 1) {
    const word = low(tokens, i);
    const timing = found.find(({ range }) => range.from === i);
    if (timing !== undefined) {
      i = timing.range.to;
      // "will upon request, be considered": the comma closes.
      if (low(tokens, i) === ',' && low(tokens, timing.range.from - 1) !== ',') i += 1;
    } else if (word === 'not' || word === 'never') {
      negated = true;
      i += 1;
    } else if (word === ',') {
      const close = commaAfter(tokens, i + 1);
      i = close === undefined ? i + 1 : close + 1;
    } else if (
      (BETWEEN.test(word) || word.endsWith('ly')) &&
      !/^(?:apply|supply|comply|rely|reply|multiply)$/.test(word)
    )
      i += 1;
    else break;
  }
  return { verb: Math.min(i, tokens.length - 1), negated };
}

function commaAfter(tokens: readonly Token[], from: number): number | undefined {
  for (let i = from; i < Math.min(from + 45, tokens.length); i += 1) {
    if (low(tokens, i) === ',') return i;
    if (/^[;:]$/.test(low(tokens, i))) return undefined;
  }
  return undefined;
}

/** "be" or "have been" and a participle. */
function isPassive(tokens: readonly Token[], verb: number): boolean {
  if (!/^(?:be|been|is|are|being)$/.test(low(tokens, verb)))
    return (
      isParticiple(low(tokens, verb)) &&
      !/^(?:put|set|read|cut|run|become|split|cast)$/.test(low(tokens, verb))
    );
  for (let i = verb + 1; i < verb + 5; i += 1) {
    const word = low(tokens, i);
    if (isParticiple(word)) return true;
    if (!word.endsWith('ly') && !BETWEEN.test(word) && word !== 'been' && word !== ',')
      return false;
  }
  return false;
}

/** Cuts a statement where the next begins, or at a semicolon. */
function bounded(
  tokens: readonly Token[],
  clause: Clause,
  before: Clause | undefined,
  after: Clause | undefined,
): Clause {
  let from = clause.operator.from;
  const relative = before !== undefined && RELATIVE.test(low(tokens, before.operator.from - 1));
  const least = before === undefined ? 0 : relative ? before.operator.from : before.verb;
  while (from > least && !/^[;:\u2014]$/.test(low(tokens, from - 1))) from -= 1;
  if (before !== undefined && !relative)
    from = Math.max(from, secondSubject(tokens, before.verb, clause));
  let to = clause.verb;
  const again = after === undefined ? 0 : secondSubject(tokens, clause.verb, after);
  const most = again > 0 ? again - 1 : (after?.operator.from ?? tokens.length);
  while (to < most && !divides(tokens, to)) to += 1;
  // "The body which is to be created shall": the subject stands before the relative clause.
  const subjectIn =
    relative &&
    from <= before.verb &&
    !crosses(tokens, before.verb, clause.operator.from) &&
    !startsAgain(tokens, before.verb, clause.operator.from)
      ? { from: before.from, to: before.operator.from - 1 }
      : undefined;
  return {
    ...clause,
    from: Math.min(from, clause.operator.from),
    to: Math.max(to, clause.verb + 1),
    ...(subjectIn !== undefined && { subjectIn }),
  };
}

/** "shall return the tools and the Supplier shall": after the "and" that begins another subject, or 0. */
function secondSubject(tokens: readonly Token[], verb: number, { operator }: Clause): number {
  for (let i = operator.from - 2; i > verb; i -= 1) {
    if (/^[,;:(]$/.test(low(tokens, i))) return 0;
    if (!/^(?:and|but)$/.test(low(tokens, i))) continue;
    const next = tokens[i + 1];
    return isCapitalised(next) || /^(?:the|each|every|both|either|any|all)$/.test(next?.low ?? '')
      ? i + 1
      : 0;
  }
  return 0;
}

const RELATIVE = /^(?:which|who|that|as)$/;

/** Whether a new subject stands between two statements: after a comma or a conjunction. */
function startsAgain(tokens: readonly Token[], from: number, to: number): boolean {
  for (let i = to - 1; i > from; i -= 1) {
    if (low(tokens, i) === ',' || low(tokens, i) === 'and') return i < to - 1;
  }
  return false;
}

/** The statement that an item of a list continues: "The parties shall: (a) withdraw …". */
export function continued(
  tokens: readonly Token[],
  found: readonly Found[],
  kind: Clause['kind'],
  obligor: string | undefined,
): Clause {
  const { verb, negated } = verbAt(tokens, low(tokens, 0) === 'to' ? 1 : 0, found);
  const passive = isPassive(tokens, verb);
  return {
    operator: { from: 0, to: 0 },
    kind,
    verb,
    negated,
    passive: false,
    nature: kind === 'right' ? 'right' : natureOf(tokens, verb, negated, passive),
    from: 0,
    to: tokens.length,
    inherits: { obligor },
  };
}

/** The statement to which an expression belongs: the one before it, or the one that it opens. */
export function governing(
  tokens: readonly Token[],
  clauses: readonly Clause[],
  { from, to }: Range,
): Clause | undefined {
  let before: Clause | undefined;
  let after: Clause | undefined;
  for (const clause of clauses) {
    if (clause.operator.to <= from || clause.operator.from < from) before = clause;
    else if (clause.operator.from >= to && after === undefined) after = clause;
  }
  const cutBefore = before === undefined || crosses(tokens, before.operator.to, from);
  const cutAfter = after === undefined || crosses(tokens, to, after.operator.from);
  if (cutBefore && cutAfter) return undefined;
  if (cutBefore) return after;
  if (cutAfter) return before;
  return opens(tokens, { from, to }, after?.operator.from ?? to) ? after : before;
}

/** Whether a semicolon stands between two places. */
function crosses(tokens: readonly Token[], from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (divides(tokens, i)) return true;
  return false;
}

/** A semicolon, but not in "; and to facilitate": the call goes on. */
function divides(tokens: readonly Token[], i: number): boolean {
  if (low(tokens, i) !== ';') return false;
  const next = low(tokens, i + 1) === 'and' ? i + 2 : i + 1;
  return low(tokens, next) !== 'to';
}

/**
 * ", and within two months the parties shall": an expression after a comma opens what follows without another "and".
 */
function opens(tokens: readonly Token[], { from, to }: Range, operator: number): boolean {
  const one = low(tokens, from - 1);
  const joined = /^(?:and|but|or)$/.test(one);
  if (one !== ',' && !(joined && low(tokens, from - 2) === ',') && one !== 'that' && one !== ':')
    return false;
  if (joined) return true;
  for (let i = to; i < operator; i += 1) if (/^(?:and|or|but)$/.test(low(tokens, i))) return false;
  return true;
}
