import { HEADLINES } from '../../engine/model/status';
import type { Cell } from '../milestones/csv';
import type { AgreementSummary } from './summary';

const DEADLINES = ['next', 'longestOverdue'] as const;

const NAMED = DEADLINES.flatMap((one) => [one, `${one}DueOn`, `${one}DueAt`]);

/** The names of the columns. */
export const SUMMARY_COLUMNS: readonly Cell[] = [
  'agreement',
  'title',
  'hypothetical',
  'milestones',
  ...HEADLINES,
  ...NAMED,
];

/** An agreement of a summary as a line of a table. */
export function summaryLine(one: AgreementSummary): Cell[] {
  return [
    one.agreement,
    one.title,
    one.hypothetical,
    one.milestones,
    ...HEADLINES.map((status) => one.counts[status] ?? 0),
    ...DEADLINES.flatMap((which): Cell[] => {
      const { id = null, dueOn = null, dueAt = null } = one[which] ?? {};
      return [id, dueOn, dueAt];
    }),
  ];
}
