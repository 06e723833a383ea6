import { presentDay } from '../milestone/present';
import { CONFLICT_KINDS, type ConflictKind } from '../schedule/conflicts';
import type { DayOfSigning } from '../schedule/sensitivity';
import type { Slack } from '../schedule/slack';

const KINDS = Object.keys(CONFLICT_KINDS) as ConflictKind[];

export interface PresentedSlack {
  milestone: string;
  dueOn: string | null;
  /** Days it may slip; null where no deadline binds within the horizon. */
  days: number | null;
  dependants: number;
  misses: { milestone: string; dueOn: string | null; chain: readonly string[] } | null;
}

export function presentSlack(
  { id, dueOn, days, dependants, misses }: Slack,
  agreement: string,
): PresentedSlack {
  return {
    milestone: `${agreement}/${id}`,
    dueOn: presentDay(dueOn),
    days: days ?? null,
    dependants,
    misses:
      misses === undefined
        ? null
        : {
            milestone: `${agreement}/${misses.id}`,
            dueOn: presentDay(misses.dueOn),
            chain: misses.chain,
          },
  };
}

export interface PresentedDay {
  signing: string | null;
  count: number;
  byKind: Partial<Record<ConflictKind, number>>;
  conflicts: readonly {
    kind: ConflictKind;
    milestone: string;
    on: string | null;
    because: string;
  }[];
}

export function presentDayOfSigning({ signing, conflicts }: DayOfSigning): PresentedDay {
  const byKind: Partial<Record<ConflictKind, number>> = {};
  for (const { kind } of conflicts) byKind[kind] = (byKind[kind] ?? 0) + 1;
  return {
    signing: presentDay(signing),
    count: conflicts.length,
    byKind,
    conflicts: conflicts.map(({ kind, milestone, on, because }) => ({
      kind,
      milestone,
      on: presentDay(on),
      because,
    })),
  };
}

export const DAYS_HEAD = ['signing', 'count', ...KINDS, 'conflicts'].join(',');

/** One line of CSV: the day, the counts, and the conflicts as `kind milestone day because`, joined by "; ". */
export function dayLine(day: PresentedDay): string {
  const listed = day.conflicts.map(
    (one) => `${one.kind} ${one.milestone} ${one.on} ${one.because}`,
  );
  const counts = KINDS.map((kind) => day.byKind[kind] ?? 0);
  return [day.signing, day.count, ...counts, quoted(listed.join('; '))].join(',');
}

export const SLACK_HEAD = 'milestone,due_on,slack_days,dependants,misses,missed_due_on,chain';

export function slackLine({ milestone, dueOn, days, dependants, misses }: PresentedSlack): string {
  const missed = [misses?.milestone ?? '', misses?.dueOn ?? '', misses?.chain.join(' > ') ?? ''];
  return [milestone, dueOn, days ?? '', dependants, ...missed]
    .map((cell) => quoted(String(cell)))
    .join(',');
}

/** RFC 4180. */
function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
