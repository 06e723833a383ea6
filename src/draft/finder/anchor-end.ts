import { isCapitalised, isWord, low, type Token } from '../layout/tokens';
import { lengthAt } from '../values/periods';

/** Where what names an event ends, in tokens. */
const LONGEST = 34;

const MODALS = new Set('shall will must should would may can cannot could might'.split(' '));
const STOPS = new Set(
  'unless provided if except whether whereby which who whose until till within before prior upon while pending whichever but then thereafter thereof immediately hereinafter otherwise without as'.split(
    ' ',
  ),
);
/** Words after "and" that begin something new. */
const NEW_AFTER_AND = new Set(
  'to in by within not no thereafter then shall will may must on at for until upon further such the that this any each all both if it they he she its their also only with without under during unless where when a an'.split(
    ' ',
  ),
);
const DETERMINERS = new Set(
  'the a an each any such this that these those its their his her every all no neither either'.split(
    ' ',
  ),
);
/** Words after which a determiner continues the event. */
const CONTINUES =
  /^(?:of|by|to|from|with|for|in|on|at|under|between|into|through|and|or|has|have|had|is|are|was|were|been|be|after|before|towards?|against|all|both|per|via|concerning|regarding|pursuant|whom?)$|ing$/;
const VERB_LIKE = /(?:ed|es|s)$/;

/**
 * The position after the last word of an event that begins at `from`.
 * @param clause whether it has a verb of its own ("the date on which it is published"): then a determiner ends nothing.
 */
export function anchorEnd(tokens: readonly Token[], from: number, clause = false): number {
  let i = from;
  let depth = 0;
  while (i < tokens.length && i < from + LONGEST) {
    const token = tokens[i];
    const word = low(tokens, i);
    if (word === '(') depth += 1;
    if (word === ')') {
      depth -= 1;
      if (depth < 0) break;
    }
    if (depth === 0 && i > from && ends(tokens, i, clause)) break;
    if (depth === 0 && i === from && !isWord(token) && !/^\d/.test(word) && word !== '"') break;
    if (i === from && (MODALS.has(word) || STOPS.has(word) || word === 'to')) break;
    i += 1;
  }
  return withoutTail(tokens, from, i);
}

function ends(tokens: readonly Token[], i: number, clause: boolean): boolean {
  const word = low(tokens, i);
  const before = low(tokens, i - 1);
  if (/^[;:.\u2014?!]$/.test(word)) return true;
  if (word === ',') return true;
  if (word === 'then' && /^(?:-|current|applicable|existing|prevailing)$/.test(low(tokens, i + 1)))
    return false;
  if (clause && /^(?:which|who)$/.test(word)) return false;
  if (MODALS.has(word) || STOPS.has(word)) return true;
  if (word === 'so') return /^(?:that|as)$/.test(low(tokens, i + 1));
  if (word === 'and' || word === 'or') return endsAtAnd(tokens, i);
  if (word === 'to' && clause) return false;
  if (word === 'that' && !CONTINUES.test(before)) return false;
  if (!clause && DETERMINERS.has(word) && !DETERMINERS.has(before) && !CONTINUES.test(before)) {
    // "in such negotiations the Commission shall": a new subject, though "negotiations" could be a verb.
    if (!VERB_LIKE.test(before) || modalNear(tokens, i)) return true;
  }
  return !clause && newSubject(tokens, i);
}

function endsAtAnd(tokens: readonly Token[], i: number): boolean {
  // "delivery or 18 months from commissioning": a length begins another moment.
  if (lengthAt(tokens, i + 1, false) !== undefined) return true;
  return NEW_AFTER_AND.has(low(tokens, i + 1)) || MODALS.has(low(tokens, i + 2));
}

/** What a text calls itself and its parts, with a capital: "the term of this Franchise Grantee shall". */
const OF_TEXT =
  /^(?:agreement|franchise|contract|treaty|convention|protocol|ordinance|lease|period|term|date|section|article)$/;

/** "of this agreement ACME shall": a name directly after a common noun begins the subject of the sentence. */
function newSubject(tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1];
  const named = isCapitalised(before) && !OF_TEXT.test(before?.low ?? '');
  if (!isCapitalised(tokens[i]) || !isWord(before) || named) return false;
  return (
    !CONTINUES.test(before?.low ?? '') &&
    !DETERMINERS.has(before?.low ?? '') &&
    modalNear(tokens, i)
  );
}

function modalNear(tokens: readonly Token[], from: number): boolean {
  for (let i = from; i < from + 8; i += 1) if (MODALS.has(low(tokens, i))) return true;
  return false;
}

/** Without a preposition or conjunction at the end. */
function withoutTail(tokens: readonly Token[], from: number, to: number): number {
  let end = to;
  while (
    end > from &&
    /^(?:and|or|of|the|a|an|to|in|by|on|for|with|from|,|")$/.test(low(tokens, end - 1))
  )
    end -= 1;
  return end;
}
