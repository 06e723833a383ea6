import type { Kind, Nature } from '../model/milestone';
import type { Headline } from '../model/status';

/** The sort of a milestone: its nature or, for obligations, whether it has a deadline or an interval. */
export type Sort = Nature | 'deadline' | 'interval';

export const SORTS = [
  'deadline',
  'interval',
  'beginning',
  'end',
  'moment',
  'right',
  'notice',
  'goal',
] as const satisfies readonly Sort[];

export function sortOf({ kind, nature }: { kind: Kind; nature?: Nature | null }): Sort {
  return nature ?? (kind === 'maintenance' ? 'interval' : 'deadline');
}

type Words = Partial<Record<Headline, string>>;

/** Words that replace a headline for each sort. `docs/status.md` prints this table. */
const STATUS_WORDS: Readonly<Record<Sort, Words>> = {
  deadline: {},
  interval: { upcoming: 'starts', 'due-soon': 'starts soon', expired: 'ended' },
  beginning: { upcoming: 'takes effect', 'due-soon': 'takes effect soon' },
  end: { upcoming: 'ends', 'due-soon': 'ends soon', expired: 'ended' },
  moment: { upcoming: 'comes', 'due-soon': 'comes soon' },
  right: { upcoming: 'opens', 'due-soon': 'opens soon' },
  notice: { upcoming: 'closes', 'due-soon': 'closes soon', expired: 'closed' },
  goal: {
    upcoming: 'goal',
    'due-soon': 'goal soon',
    open: 'goal not reached yet',
    met: 'goal reached',
  },
};

/** A headline in words that fit the sort: "took effect", "ends soon", "overdue". */
export function statusWords(sort: Sort, status: Headline): string {
  return STATUS_WORDS[sort][status] ?? (status === 'took-effect' ? 'took effect' : status);
}
