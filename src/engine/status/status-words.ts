import type { Kind, Nature } from '../model/milestone';
import type { Headline } from '../model/status';

/** What a milestone is about: what its nature says, or that it is owed. */
export type Sort = Nature | 'deadline' | 'interval';

export const SORTS = [
  'deadline',
  'interval',
  'beginning',
  'end',
  'moment',
  'right',
  'notice',
] as const satisfies readonly Sort[];

export function sortOf({ kind, nature }: { kind: Kind; nature?: Nature | null }): Sort {
  return nature ?? (kind === 'maintenance' ? 'interval' : 'deadline');
}

type Words = Partial<Record<Headline, string>>;

/** Headlines that read otherwise where nobody can be late. `docs/status.md` prints this table. */
export const STATUS_WORDS: Readonly<Record<Sort, Words>> = {
  deadline: {},
  interval: { upcoming: 'starts', 'due-soon': 'starts soon', expired: 'ended' },
  beginning: { upcoming: 'takes effect', 'due-soon': 'takes effect soon' },
  end: { upcoming: 'ends', 'due-soon': 'ends soon', expired: 'ended' },
  moment: { upcoming: 'comes', 'due-soon': 'comes soon' },
  right: { upcoming: 'opens', 'due-soon': 'opens soon' },
  notice: { upcoming: 'closes', 'due-soon': 'closes soon', expired: 'closed' },
};

/** A headline in the words of what it is about: "took effect", "ends soon", "overdue". */
export function statusWords(sort: Sort, status: Headline): string {
  return STATUS_WORDS[sort][status] ?? (status === 'took-effect' ? 'took effect' : status);
}
