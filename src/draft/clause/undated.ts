import type { Found } from '../finder/found';
import { low, type Range, type Token, textOf } from '../layout/tokens';
import { subjectOf } from './actors';
import { type Clause, governing } from './clauses';
import { isParticiple } from './nature';

/** A duty beside which no time stands. */
interface UndatedDuty {
  readonly clause: Clause;
  /** What is quoted, in tokens. */
  readonly range: Range;
  /** Its own title, if it is not the first of its clause. */
  readonly title?: string;
}

/** Words with which an item of a list names a thing rather than an act. */
const NO_VERB =
  /^(?:the|a|an|any|all|each|its|their|his|her|in|on|by|for|where|if|that|those|these|such|no|one|two|or|and|which|who)$/;
/** How much of a duty is quoted, in tokens. */
const MOST_TOKENS = 40;
/** A vague word ("promptly") more words than this after the verb applies only to the last part of the duty. */
const FAR = 5;

/** The duties of a sentence that have no time: clauses without one, and parts that share the operator of a passive. */
export function undatedDuties(
  tokens: readonly Token[],
  clauses: readonly Clause[],
  found: readonly Found[],
): UndatedDuty[] {
  return clauses.flatMap((clause) => {
    if (clause.kind !== 'duty' && clause.kind !== 'call') return [];
    if (clause.inherits !== undefined && NO_VERB.test(low(tokens, clause.verb))) return [];
    const more = clause.passive ? gapped(tokens, clause, found) : [];
    const range = ownRange(tokens, clauses, clause, found);
    return range === undefined ? more : [{ clause, range }, ...more];
  });
}

function ownRange(
  tokens: readonly Token[],
  clauses: readonly Clause[],
  clause: Clause,
  found: readonly Found[],
): Range | undefined {
  const timing = found.filter(
    (one) => one.relation !== 'mention' && governing(tokens, clauses, one.range) === clause,
  );
  const far = timing.every(
    ({ relation, range }) => relation === 'vague' && range.from > clause.verb + FAR,
  );
  if (!far) return undefined;
  const begin = subjectOf(tokens, clause, found)?.from ?? clause.operator.from;
  const before = found.some(({ range }) => range.from >= begin && range.from < clause.verb);
  const from = before ? clause.operator.from : begin;
  const next = found.find(({ range }) => range.to > clause.verb)?.range.from ?? clause.to;
  const to = Math.min(clause.to, from + MOST_TOKENS, Math.max(next, from));
  return to > from ? { from, to } : undefined;
}

/** "sanctions would be lifted, membership restored, and trade resumed": parts that share the operator. */
function gapped(tokens: readonly Token[], clause: Clause, found: readonly Found[]): UndatedDuty[] {
  const duties: UndatedDuty[] = [];
  let from = clause.verb;
  for (let i = clause.verb; i <= clause.to; i += 1) {
    if (i < clause.to && !/^[,.;]$/.test(low(tokens, i))) continue;
    const start = low(tokens, from) === 'and' ? from + 1 : from;
    const timed = found.some(({ range }) => range.from < i && range.to > start);
    const part = isParticiple(low(tokens, i - 1)) && i - start > 1 && i - start < 12;
    if (from > clause.verb && part && !timed) {
      const range = { from: start, to: i };
      const title = textOf(tokens, range);
      duties.push({ clause, range, title: title.charAt(0).toUpperCase() + title.slice(1) });
    }
    from = i + 1;
  }
  return duties;
}
