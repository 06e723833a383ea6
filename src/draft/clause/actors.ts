import type { Found } from '../finder/found';
import { isCapitalised, isWord, low, type Range, type Token, textOf } from '../layout/tokens';
import type { Clause } from './clauses';
import { SAYS, speaker } from './speaker';

/** Things of which a text says "shall", and which owe nothing. */
const THINGS =
  /^(?:agreements?|pacts?|accords?|leases?|conventions?|treat(?:y|ies)|protocols?|directives?|regulations?|contracts?|amendments?|resolutions?|articles?|paragraphs?|provisions?|clauses?|sections?|annex(?:es)?|terms?|periods?|time|times|dates?|deadlines?|elections?|reports?|requests?|notices?|notifications?|payments?|measures?|rights?|sanctions|memberships?|transfers?|ordinances?|franchises?|acts?|laws?|rules?|ceasefires?|withdrawals?|truce|meetings?|sessions?|decisions?|disputes?|claims?|costs?|expenses|fees?|prices?|products?|goods|services?|equipment|information|documents?|texts?|instruments?|denunciations?|operations|force|hostilities|phases?|stages?|plans?|steps?|proposals?|prisoners|hostages|detainees|aid|assistance|oversight|negotiations|talks|elections|region|regions|territor(?:y|ies)|areas?|zones?|lines?|borders?|inspections?|flights?|observations?|activities|arrangements|establishment|publication|liability|it|this|that|these|those|there|which|nothing|what|order|orders|schedules?|licen[cs]es?|copies|records?|fighting|everything|amounts?|sums?|interest|taxes|invoices?|warrant(?:y|ies)|damages|copyright|data|reference|references|obligations?|vacanc(?:y|ies)|majority|quorum|seat|budget|crimea|implementation|condition|conditions|entry|signature|accession|ratification|nomination|nominations|list|lists|names?|question|questions|work|use|sale|delivery|installation|construction|exchange|release|return|removal|destruction|reduction|cessation|demarcation|demobili[sz]ation|disarmament|evacuation|repatriation|passage|access|movement|traffic|trade|vehicles?|weapons?|missiles?|aircraft|sensors?|systems?|ammunition|mines?|units?|bases?|ships?|launchers?|warheads?|process|frameworks?|blueprint|roadmap|drafts?|programme|program|council\s+directive)$/;

const PRONOUNS = /^(?:they|he|she|them|we|i|you|it|both|who)$/;
const LEADING =
  /^(?:and|but|or|that|however|therefore|moreover|furthermore|thereafter|accordingly|also|then|if|where|when|whereas|in turn|nor|so|further|for|likewise|meanwhile|domestically|additionally|finally|first|second|third|consequently|subsequently|immediately|"|,|\(|\)|:|-|\u2014)$/;
const PREPOSITION =
  /^(?:in|on|at|upon|by|within|under|for|with|without|after|before|during|following|pursuant|subject|notwithstanding|until|as|from|to|of|except|unless|provided|should|if|where|when|once|while|since|prior|not|no|because|through|throughout|having|being)$/;
const RELATIVE = /^(?:which|who|whose|that|whom|concerned)$/;

/** Who owes what a clause says. */
export interface Owner {
  /** In the words of the text; undefined where the text names nobody. */
  readonly name: string | undefined;
}

const NOBODY: Owner = { name: undefined };

/** The body that "it" of the next sentence means: the last subject, also of a passive; undefined where a thing or several stand there. */
export function bodyNamed(
  tokens: readonly Token[],
  clauses: readonly Clause[],
  found: readonly Found[],
): Owner | undefined {
  for (const clause of clauses.toReversed()) {
    if (isRelative(tokens, clause)) continue;
    const subject = subjectOf(tokens, clause, found);
    if (subject === undefined) continue;
    const head = low(tokens, headOf(tokens, subject));
    if (PRONOUNS.test(head)) continue;
    if (isThing(tokens, subject, head)) return NOBODY;
    const several = head.endsWith('s') || low(tokens, subject.from) === 'both';
    if (!several) return { name: nameOf(tokens, subject) };
  }
  return undefined;
}

/**
 * Who owes what each clause of a sentence says, in their order.
 * @param carried the last owner of the sentences before, for pronouns.
 * @param it whom "it" means where the sentence names nobody before it.
 */
export function ownersOf(
  tokens: readonly Token[],
  clauses: readonly Clause[],
  found: readonly Found[],
  carried: Owner,
  it: Owner,
): Owner[] {
  const owners: Owner[] = [];
  let before = carried;
  let within = false;
  for (const clause of clauses) {
    const relative = isRelative(tokens, clause);
    const owner = ownerOf(tokens, clause, found, { before, within, it });
    owners.push(owner);
    // "which may be established": who that is does not own what follows.
    if (!relative) {
      const subject = clause.passive ? subjectOwner(tokens, clause, found) : undefined;
      before = subject ?? owner;
      within = true;
    }
  }
  return owners;
}

const isRelative = (tokens: readonly Token[], { operator }: Clause): boolean =>
  RELATIVE.test(low(tokens, operator.from - 1));

/** The subject of a passive, for the pronouns after it. */
function subjectOwner(
  tokens: readonly Token[],
  clause: Clause,
  found: readonly Found[],
): Owner | undefined {
  const subject = subjectOf(tokens, clause, found);
  if (subject === undefined) return undefined;
  const head = low(tokens, headOf(tokens, subject));
  if (PRONOUNS.test(head) || isThing(tokens, subject, head)) return undefined;
  return { name: nameOf(tokens, subject) };
}

interface Subjects {
  readonly before: Owner;
  /** Whether `before` is of the same sentence. */
  readonly within: boolean;
  readonly it: Owner;
}

function ownerOf(
  tokens: readonly Token[],
  clause: Clause,
  found: readonly Found[],
  { before, within, it }: Subjects,
): Owner {
  if (clause.inherits !== undefined) return { name: clause.inherits.obligor };
  if (clause.called !== undefined) return { name: nameOf(tokens, clause.called) };
  if (clause.passive && clause.nature !== 'state') {
    return { name: agentOf(tokens, clause.verb, clause.to) };
  }
  const subject = subjectOf(tokens, clause, found);
  if (subject === undefined) {
    return within && clause.kind !== 'statement' && !clause.passive ? before : NOBODY;
  }
  const head = low(tokens, headOf(tokens, subject));
  const alone = subject.to - subject.from === 1 || head === low(tokens, subject.from);
  if (alone && PRONOUNS.test(head)) return head === 'it' && !within ? it : before;
  if (isThing(tokens, subject, head)) return { name: agentOf(tokens, subject.from, subject.to) };
  return { name: nameOf(tokens, subject) };
}

/** "ITS" in capitals is a name, "its" is none. */
function isThing(tokens: readonly Token[], { from, to }: Range, head: string): boolean {
  if (to - from === 1 && /^(?:its|there)$/.test(tokens[from]?.text ?? '')) return true;
  if (
    /^(?:all|some|most|part) of (?:this|that|it|these|those)\b/.test(
      textOf(tokens, { from, to }).toLowerCase(),
    )
  )
    return true;
  // "Directive 90/12/EEC", "Article 4".
  if (THINGS.test(low(tokens, from)) && /\d/.test(low(tokens, from + 1))) return true;
  if (
    isCapitalised(tokens[to - 1]) &&
    to - from <= 3 &&
    !/^(?:the|this|that)$/.test(low(tokens, from))
  ) {
    return THINGS.test(head) && head !== 'its';
  }
  return THINGS.test(head) || (ABSTRACT.test(head) && !BODIES.test(head));
}

/** Endings of nouns that are no persons, and the nouns with such endings that are bodies. */
const ABSTRACT = /(?:tion|sion|ment|ity|ance|ence|ness|ship|ing|ism|age|ure|al)s?$/;
const BODIES =
  /^(?:governments?|parliaments?|departments?|commissions?|delegations?|organi[sz]ations?|institutions?|administrations?|missions?|unions?|authorit(?:y|ies)|federations?|associations?|corporations?|coalitions?|nations?|establishments?|municipalit(?:y|ies)|universit(?:y|ies)|communit(?:y|ies)|entit(?:y|ies)|cit(?:y|ies)|conferences?|secretary-general|general|tribunals?|officials?|nationals?|individuals?|professionals?|principals?|hospitals?|councils?|king|minorit(?:y|ies)|facilit(?:y|ies)|utilit(?:y|ies)|citizenship|management|leadership|membership|partnership)$/;

/** The words before an operator that are its subject. */
export function subjectOf(
  tokens: readonly Token[],
  clause: Clause,
  found: readonly Found[],
): Range | undefined {
  const operator = clause.operator.from;
  // "as it may reasonably require"
  const near = low(tokens, operator - 1);
  if (PRONOUNS.test(near) || (near === 'it' && tokens[operator - 1]?.text !== 'IT')) {
    return speaker(tokens, operator - 1) ?? { from: operator - 1, to: operator };
  }
  const relative = RELATIVE.test(low(tokens, operator - 1)) ? operator - 1 : undefined;
  if (relative !== undefined) return antecedent(tokens, relative);
  const { from, to } = clause.subjectIn ?? { from: clause.from, to: operator };
  const segments = segmentsOf(tokens, from, to);
  let last = segments.length - 1;
  // "Each agency, upon any request, shall": the comma closes what interrupts.
  if (last > 0 && isEmpty(segments[last])) {
    last -= 1;
    while (last > 0 && interrupts(tokens, segments[last])) last -= 1;
  }
  const segment = listed(tokens, segments, last);
  if (segment === undefined) return undefined;
  return trimmed(tokens, segment, found);
}

/** "Norland, Sutland, and Westland shall": names in a list are one subject. */
function listed(
  tokens: readonly Token[],
  segments: readonly Range[],
  last: number,
): Range | undefined {
  const segment = segments[last];
  if (segment === undefined || low(tokens, segment.from) !== 'and') return segment;
  let { from } = segment;
  for (let n = last - 1; n >= 0; n -= 1) {
    const one = segments[n];
    if (one === undefined || one.to - one.from > 4 || !isCapitalised(tokens[one.from])) break;
    if (PREPOSITION.test(low(tokens, one.from)) || LEADING.test(low(tokens, one.from))) break;
    from = one.from;
  }
  return { from, to: segment.to };
}

/** The noun phrase that a relative pronoun stands for. */
function antecedent(tokens: readonly Token[], relative: number): Range | undefined {
  for (let i = relative - 1; i >= Math.max(0, relative - 12); i -= 1) {
    if (/^[,;:.]$/.test(low(tokens, i)) && i < relative - 1) return { from: i + 1, to: relative };
    if (/^(?:the|a|an|each|any|every|all|such)$/.test(low(tokens, i)))
      return { from: i, to: relative };
  }
  return undefined;
}

const isEmpty = (range: Range | undefined): boolean =>
  range === undefined || range.to <= range.from;

function interrupts(tokens: readonly Token[], range: Range | undefined): boolean {
  if (range === undefined) return false;
  const word = low(tokens, range.from);
  return PREPOSITION.test(word) || RELATIVE.test(word) || /^(?:and|or|\()$|ing$/.test(word);
}

/** The parts between commas; commas inside parentheses divide nothing. */
function segmentsOf(tokens: readonly Token[], from: number, to: number): Range[] {
  const segments: Range[] = [];
  let start = from;
  let depth = 0;
  for (let i = from; i < to; i += 1) {
    const word = low(tokens, i);
    if (word === '(') depth += 1;
    if (word === ')' && depth > 0) depth -= 1;
    if (depth === 0 && (word === ',' || word === ';' || word === ':')) {
      segments.push({ from: start, to: i });
      start = i + 1;
    }
  }
  segments.push({ from: start, to });
  return segments;
}

/** Without conjunctions, timing expressions and prepositional phrases before the subject. */
function trimmed(
  tokens: readonly Token[],
  segment: Range,
  found: readonly Found[],
): Range | undefined {
  let { from } = segment;
  const { to } = segment;
  for (let count = 0; count < 30 && from < to; count += 1) {
    const timing = found.find(
      ({ range }) => range.from === from && range.to <= to && range.to > range.from,
    );
    if (timing !== undefined) from = timing.range.to;
    else if (LEADING.test(low(tokens, from))) from += 1;
    else break;
  }
  if (from >= to) return undefined;
  // "the president said parliament would": who said it does not owe it.
  for (let i = to - 2; i >= from; i -= 1) {
    if (!SAYS.test(low(tokens, i)) || /^(?:the|such|of|a|an)$/.test(low(tokens, i - 1))) continue;
    from = i + 1;
    break;
  }
  // "decides that the Committee shall", "agreed that both parties will": what follows the last "that".
  for (let i = to - 1; i > from; i -= 1) {
    if (
      low(tokens, i) === 'that' &&
      i < to - 1 &&
      !/^(?:is|are|has|have|was|were|does|may|shall|will)$/.test(low(tokens, i + 1)) &&
      /^(?:the|a|an|each|all|both|any|no|every|its|[a-z]+s)$|^[A-Z]/.test(tokens[i + 1]?.text ?? '')
    ) {
      from = i + 1;
      break;
    }
  }
  // "and shall" inside one segment: "X shall do A and shall do B".
  for (let i = to - 1; i >= from; i -= 1) {
    if (low(tokens, i) === 'and' && i === to - 1) return undefined;
  }
  if (PREPOSITION.test(low(tokens, from))) return subjectAfterPreposition(tokens, { from, to });
  return { from, to };
}

/** "In this case the Council shall": the subject begins at the last article or name. */
function subjectAfterPreposition(tokens: readonly Token[], { from, to }: Range): Range | undefined {
  for (let i = to - 1; i > from; i -= 1) {
    const word = low(tokens, i);
    const before = low(tokens, i - 1);
    const opens =
      /^(?:the|each|any|every|all|both|either|such|a|an|no)$/.test(word) ||
      (isCapitalised(tokens[i]) && !isCapitalised(tokens[i - 1]) && isWord(tokens[i - 1]));
    if (
      opens &&
      !/^(?:of|to|by|in|on|for|with|from|under|between|and|or|the|a|an|at|than)$/.test(before)
    )
      return { from: i, to };
  }
  return undefined;
}

/** The head of a noun phrase: the last word before "of", "which", a participle or the end. */
function headOf(tokens: readonly Token[], { from, to }: Range): number {
  for (let i = from + 1; i < to; i += 1) {
    const word = low(tokens, i);
    if (
      word.endsWith('ly') ||
      (word.endsWith('ing') && !isCapitalised(tokens[i])) ||
      /^(?:of|which|who|that|to|in|for|on|under|by|with|from|\(|,|at|against|between|held|made|having|receiving|concerned|referred|mentioned|adopted|elected|hereby|herein|also|granted|issued|described)$/.test(
        word,
      )
    )
      return i - 1;
  }
  return to - 1;
}

const LONGEST_NAME = 18;

/** A noun phrase as a name: without relative clauses and parentheses. */
function nameOf(tokens: readonly Token[], range: Range): string | undefined {
  let { to } = range;
  for (let i = range.from + 1; i < range.to; i += 1) {
    const word = low(tokens, i);
    if (
      RELATIVE.test(word) ||
      word === '(' ||
      word === ';' ||
      word === ':' ||
      (word === ',' && i > range.from + 6) ||
      /^(?:ratifying|wishing|receiving|having)$/.test(word)
    ) {
      to = i;
      break;
    }
  }
  to = Math.min(to, range.from + LONGEST_NAME);
  while (to > range.from && !isWord(tokens[to - 1])) to -= 1;
  const text = textOf(tokens, { from: range.from, to }).replace(/^[^A-Za-z]+/, '');
  return /[a-z]{2}/i.test(text) && !/^(?:and|or|as|not)$/i.test(text) ? text : undefined;
}

/** The agent of a passive: "shall be convened by the Secretary-General". */
function agentOf(tokens: readonly Token[], verb: number, to: number): string | undefined {
  for (let i = verb + 1; i < Math.min(to, verb + 40); i += 1) {
    if (low(tokens, i) !== 'by') continue;
    const next = low(tokens, i + 1);
    if (
      /ing$|^(?:\d.*|these|those|this|that|them|him|no|not|means|way|virtue|lot|consensus|agreement|mutual|force|majority|a|an|reason|such|written|january|february|march|april|may|june|july|august|september|october|november|december)$/.test(
        next,
      )
    )
      continue;
    const plural = next.endsWith('s') && next.length > 4;
    const named = plural || isCapitalised(tokens[i + 1]);
    if (!named && !/^(?:the|either|each|both|any|it|all|its|their|another|one)$/.test(next))
      continue;
    return nameOf(tokens, { from: i + 1, to: agentEnd(tokens, i + 1, to) });
  }
  return undefined;
}

function agentEnd(tokens: readonly Token[], from: number, most: number): number {
  let i = from + 1;
  while (i < most && i < from + 12) {
    const word = low(tokens, i);
    if (
      word.endsWith('ly') ||
      /^[,;:.(]$/.test(word) ||
      /^(?:to|in|on|at|within|not|no|by|with|for|from|upon|before|after|until|during|as|under|who|which|that|biennially|annually|or)$/.test(
        word,
      )
    )
      break;
    if (word === 'and' && !isCapitalised(tokens[i + 1]) && low(tokens, i + 1) !== 'the') break;
    i += 1;
  }
  return i;
}

/** Verbs at which the subject of a condition ends. */
const CONDITION_VERB =
  /^(?:fails?|does|do|is|are|has|have|had|gives?|receives?|makes?|requests?|pays?|files?|wish(?:es)?|objects?|considers?|notif(?:y|ies)|terminates?|breach(?:es)?|becomes?|ceases?|decides?|agrees?|favou?rs?|commits?|purchases?|informs?|submits?|delivers?|not)$/;
const MOST_OF_CONDITION = 16;

/** "If the Company fails to pay within ten days": who is to act within the condition. */
export function ownerOfCondition(tokens: readonly Token[], range: Range): string | undefined {
  const subject = subjectFrom(tokens, low(tokens, range.to) === ',' ? range.to + 1 : range.to);
  if (low(tokens, range.from - 1) === ',' && subject !== undefined) return subject;
  for (let i = range.from; i >= Math.max(0, range.from - 30); i -= 1) {
    if (!/^(?:if|unless|that|where|whenever)$/.test(low(tokens, i))) continue;
    return subjectFrom(tokens, i + 1);
  }
  return undefined;
}

function subjectFrom(tokens: readonly Token[], from: number): string | undefined {
  for (let i = from + 1; i < from + MOST_OF_CONDITION; i += 1) {
    if (!CONDITION_VERB.test(low(tokens, i))) continue;
    const range = { from, to: i };
    const head = low(tokens, headOf(tokens, range));
    return isThing(tokens, range, head) || PRONOUNS.test(head) ? undefined : nameOf(tokens, range);
  }
  return undefined;
}
