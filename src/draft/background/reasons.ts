import type { Clause } from '../clause/clauses';
import { positionOf } from '../clause/position';
import type { Found } from '../finder/found';
import type { Sentence } from '../layout/sentences';
import { low, type Token } from '../layout/tokens';
import { datesSomething, describedOn, isPast, type TextKind } from './background';

/** Why the times of a heading, a recital or the end of a text set nothing. */
export function nonOperativeReason({ heading }: Sentence): string {
  return heading ? 'It stands in a heading.' : 'It stands in a recital or at the end of the text.';
}

/** An expression and what stands around it. */
export interface Placed {
  readonly tokens: readonly Token[];
  readonly found: Found;
  /** All expressions of the sentence. */
  readonly all: readonly Found[];
  readonly clause: Clause | undefined;
  readonly clauses: readonly Clause[];
  readonly kind: TextKind;
}

/** Relations that place something without a limit: in a condition or a description they set nothing. */
const PLACED = /^(?:on|after|from|during|while|before|vague)$/;
/** Relations that speak of a duty also where an article tells them without a verb of duty. */
const BINDING = /^(?:within|until|for|between|every|vague|unread)$/;

const TIMED = /^(?:within|by|before|every|on|from)$/;

const MADE = 'It says when something was made or happened.';
const ALONE = 'No duty stands beside it.';

/** Why an expression sets nothing; undefined where it may set something. */
export function backgroundReason({
  tokens,
  found,
  all,
  clause,
  clauses,
  kind,
}: Placed): string | undefined {
  const { from } = found.range;
  const { relation, moment } = found;
  if (relation === 'amount') return 'It measures something and sets no time.';
  if (relation === 'mention' && moment !== undefined) return MADE;
  if (relation === 'mention' && (clause === undefined || namesPeriod(tokens, found))) {
    return 'It names a period.';
  }
  if (moment?.type === 'day' && relation === 'on') {
    if (datesSomething(tokens, from) || describedOn(tokens, from, clause?.verb ?? -1)) return MADE;
  }
  if (
    found.vague === 'later' &&
    clauses.length > 0 &&
    all.some((one) => one !== found && TIMED.test(one.relation))
  ) {
    return 'The time beside it says when.';
  }
  if (relation === 'vague' && positionOf(tokens, clauses, clause, found.range) === 'modifier') {
    return 'It describes something and times no duty.';
  }
  if (found.vague === 'any-time') return 'It fixes no time and no limit.';
  if (clause?.kind === 'news') return 'It tells what is expected, not what is agreed.';
  const modifies = positionOf(tokens, clauses, clause, found.range) === 'modifier';
  if (modifies && PLACED.test(relation) && moment?.type === 'event') {
    return 'It describes something and times no duty.';
  }
  if (clause !== undefined) return undefined;
  if (relation === 'unless' || isPast(tokens)) return ALONE;
  return kind === 'press' && !BINDING.test(relation) ? ALONE : undefined;
}

/** Whether what is excepted has a time, or is a state that would last without it. */
const exceptsTime = (all: readonly Found[], found: Found, clause: Clause | undefined): boolean =>
  (clause?.nature === 'state' && !clause.negated) ||
  all.some((one) => one !== found && !/^(?:vague|mention|amount|unless)$/.test(one.relation));

/** "The 20-day period": a name. */
const namesPeriod = (tokens: readonly Token[], { rule, range }: Found): boolean =>
  rule === 'a length that names a period' && low(tokens, range.from - 1) === 'the';

/** "may terminate if the other Party fails to mend it within thirty days": whoever that is owes it elsewhere. */
function otherFails(tokens: readonly Token[], { relation, range }: Found): boolean {
  const before = tokens
    .slice(Math.max(0, range.from - 20), range.from)
    .map(({ low: word }) => word);
  return (
    relation === 'within' &&
    before.includes('other') &&
    before.some((word) => /^fail(?:s|ed)?$/.test(word))
  );
}

/** Why an expression is shown and not read: a condition, or no statement beside it. */
export function flagReason({ all, tokens, found, clause, clauses }: Placed): string | undefined {
  if (found.relation === 'back' && found.rule !== 'during a period named before') {
    return 'It points back to a period; does it set one anew?';
  }
  if (found.relation === 'unless' && !exceptsTime(all, found, clause)) {
    return 'It excepts the duty beside it.';
  }
  const position = positionOf(tokens, clauses, clause, found.range);
  if (position === 'condition' && clause?.kind === 'right' && otherFails(tokens, found)) {
    return 'It belongs to a condition of the right; is it a duty of its own?';
  }
  if (!PLACED.test(found.relation)) return undefined;
  if (position === 'condition') return 'It belongs to a condition of the duty.';
  if (position === 'modifier') return 'It describes something in the duty; does it time it?';
  return clause === undefined ? 'No verb of duty was found beside it.' : undefined;
}
