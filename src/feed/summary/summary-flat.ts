import { HEADLINES } from '../../engine/status/status';
import type { Cell } from '../milestones/csv';
import type { Summary } from './summary';

const DEADLINES = ['next', 'longestOverdue'] as const;

/** A summary as lines of a table. The first line has the names of the columns. */
export function summaryLines({ agreements }: Summary): Cell[][] {
  const named = DEADLINES.flatMap((one) => [one, `${one}DueOn`, `${one}DueAt`]);
  const columns = ['agreement', 'title', 'hypothetical', 'milestones', ...HEADLINES, ...named];
  const lines = agreements.map((one): Cell[] => [
    one.agreement,
    one.title,
    one.hypothetical,
    one.milestones,
    ...HEADLINES.map((status) => one.counts[status] ?? 0),
    ...DEADLINES.flatMap((which): Cell[] => {
      const { id = null, dueOn = null, dueAt = null } = one[which] ?? {};
      return [id, dueOn, dueAt];
    }),
  ]);
  return [columns, ...lines];
}
