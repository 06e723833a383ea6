import { isCapitalised, low, type Range, type Token } from '../layout/tokens';
import type { Clause } from './clauses';
import { isParticiple } from './nature';

/** Where an expression stands in its sentence, if it does not time the statement itself. */
export type Position = 'condition' | 'modifier' | undefined;

const CONDITION = /^(?:if|unless|provided|whether|where|should|case|event|whenever)$/;
const RELATIVE = /^(?:which|who|whom|whose)$/;

/** "if the report is not submitted within three months", "a State that ratifies after", "notices which arrive before". */
export function positionOf(
  tokens: readonly Token[],
  clauses: readonly Clause[],
  clause: Clause | undefined,
  { from, to }: Range,
): Position {
  if (inCondition(tokens, clauses, from)) return 'condition';
  if (clause === undefined) return undefined;
  if (clause.operator.from >= to && !opensClause(tokens, from)) return 'modifier';
  return inRelative(tokens, clause, from) ? 'modifier' : undefined;
}

/** A conjunction of condition before it, without an operator or the end of the condition between. */
function inCondition(tokens: readonly Token[], clauses: readonly Clause[], from: number): boolean {
  let commas = 0;
  for (let i = from - 1; i >= Math.max(0, from - 40); i -= 1) {
    const word = low(tokens, i);
    if (/^[;:.]$/.test(word)) return false;
    if (clauses.some(({ operator }) => i >= operator.from && i < operator.to)) return false;
    if (word === ',') commas = from - i === 1 ? commas : commas + 1;
    if (!CONDITION.test(word)) continue;
    if ((word === 'event' || word === 'case') && !/^(?:the|in)$/.test(low(tokens, i - 1))) continue;
    if ((word === 'event' || word === 'case') && low(tokens, i - 1) === 'any') continue;
    // "In the event that, within four months, one third favours": the comma opens what is in the condition.
    const near = from - i <= 4;
    return commas === 0 && (low(tokens, from - 1) !== ',' || near);
  }
  return false;
}

/** Whether nothing stands before it but a boundary or a conjunction. */
function opensClause(tokens: readonly Token[], from: number): boolean {
  const word = low(tokens, from - 1);
  return (
    from === 0 ||
    /^[,;:.()\u2014"-]$/.test(word) ||
    /^(?:and|but|or|that|however|if|then|agree|agreed|decides)$/.test(word)
  );
}

function inRelative(tokens: readonly Token[], clause: Clause, from: number): boolean {
  for (let i = from - 1; i > clause.verb; i -= 1) {
    const word = low(tokens, i);
    if (/^[,;:.]$/.test(word)) return false;
    if (RELATIVE.test(word)) return true;
    if (
      i > clause.verb + 1 &&
      isParticiple(word) &&
      !isCapitalised(tokens[i]) &&
      describes(low(tokens, i - 1))
    )
      return true;
  }
  return false;
}

/** "goods placed on the market before": a participle after a noun. */
const describes = (before: string): boolean =>
  !/^(?:be|been|being|is|are|was|were|has|have|had|and|or|not|,|to|so|as|the|a|an|its|their|any|such|each|no|longer)$/.test(
    before,
  ) && !before.endsWith('ly');
