import { computed, signal } from '@preact/signals';
import { follow, linkTo } from '../../state/address';
import { asOf, loaded, replaying } from '../../state/plan';
import { type Row, rows } from '../../state/rows';
import { outlook } from '../../state/what-if/what-if';
import { away, count, days, say, weekDay } from '../../words/format';
import type { ShownStatus } from '../../words/shown-status';
import { milestoneLink } from '../milestone/milestone-link';
import { localDay } from '../shared/day';
import { explained, fetched } from '../shared/fetched';
import { StatusMark } from '../shared/status-mark';
import { titleText } from '../shared/title-text';
import { StatusCounts } from './status-counts';

const OPEN: readonly ShownStatus[] = ['upcoming', 'due-soon', 'in-grace', 'overdue', 'unrecorded'];
const LATE: readonly ShownStatus[] = ['overdue', 'in-grace'];
const LISTED = 3;

const deadlines = computed(() => {
  const today = localDay(asOf.value);
  const dayOf = ({ milestone }: Row): number => milestone.dueOn ?? 0;
  const owed = rows.value
    .filter(({ shown, milestone }) => OPEN.includes(shown) && milestone.dueOn !== undefined)
    .toSorted((a, b) => dayOf(a) - dayOf(b));
  const late = owed.filter(({ shown }) => LATE.includes(shown));
  const unrecorded = owed.filter(({ shown }) => shown === 'unrecorded');
  const next = owed.filter(
    (one) => dayOf(one) >= today && !late.includes(one) && !unrecorded.includes(one),
  );
  return { today, late, unrecorded, next };
});

export function Overview() {
  const w = say.value.overview;
  const { today, late, unrecorded, next } = deadlines.value;
  const dueOn = ({ milestone }: Row): number => milestone.dueOn ?? today;
  const supposed = late.length > 0 && late.every((row) => row.supposed);
  const dated = (row: Row, text: string): string => `${text}, ${weekDay(dueOn(row))}`;
  const lateBy = (row: Row): string =>
    dated(row, (row.supposed ? w.wouldBeLateBy : w.lateBy)(days(today - dueOn(row))));
  return (
    <section class="overview" aria-label={w.title}>
      <StatusCounts />
      <div class="nearest">
        <Countdown />
        <div>
          <h2>{w.next}</h2>
          {next.length === 0 && <p class="hint">{w.nothingNext}</p>}
          <Deadlines of={next} when={(row) => dated(row, untilText(dueOn(row) - today))} />
        </div>
        <div>
          {late.length + unrecorded.length === 0 && (
            <>
              <h2>{w.overdue}</h2>
              <p class="hint">{w.nothingOverdue}</p>
            </>
          )}
          {late.length > 0 && <h2>{supposed ? w.wouldBeOverdue : w.overdue}</h2>}
          <Deadlines of={late} when={lateBy} all="overdue,in-grace" />
          {unrecorded.length > 0 && <h2>{w.unrecorded}</h2>}
          <Deadlines
            of={unrecorded}
            when={(row) => w.wasDue(weekDay(dueOn(row)))}
            all="unrecorded"
          />
        </div>
      </div>
      <ByPartyAndTheme />
    </section>
  );
}

const RollUps = fetched(explained(async () => (await import('./roll-ups')).RollUps));
const open = signal(false);

function ByPartyAndTheme() {
  return (
    <details class="rolled" onToggle={({ currentTarget }) => (open.value = currentTarget.open)}>
      <summary>{say.value.overview.by}</summary>
      {open.value && <RollUps />}
    </details>
  );
}

/** "in 6 days"; from another day than today, "6 days later". */
function untilText(ahead: number): string {
  return replaying.value ? say.value.overview.later(days(ahead)) : away(ahead);
}

interface DeadlinesProps {
  of: readonly Row[];
  when: (row: Row) => string;
  /** The statuses that the rest is found by. */
  all?: string;
}

/** The first few, and a way to the others. */
function Deadlines({ of, when, all }: DeadlinesProps) {
  if (of.length === 0) return null;
  const patch = { status: all ?? '' };
  return (
    <>
      <ul>
        {of.slice(0, LISTED).map((row) => (
          <Deadline key={row.id} row={row} when={when(row)} />
        ))}
      </ul>
      {all !== undefined && of.length > LISTED && (
        <a href={linkTo(patch)} onClick={follow(patch)}>
          {say.value.overview.all(count(of.length))}
        </a>
      )}
    </>
  );
}

function Deadline({ row, when }: { row: Row; when: string }) {
  const { milestone, shown } = row;
  return (
    <li class="deadline">
      <StatusMark status={shown} />
      <a {...milestoneLink(milestone.id)}>{titleText(milestone)}</a>
      <span class="when">{when}</span>
    </li>
  );
}

/** How far the way is to the deadline that the agreement is known by: the last dated one that is still open. */
function Countdown() {
  const w = say.value;
  const { today, next } = deadlines.value;
  const headline = headlineOf(next);
  if (headline?.milestone.dueOn === undefined) return null;
  const { dueOn } = headline.milestone;
  const start = outlook.value?.signing?.day ?? today;
  const elapsed = Math.min(1, Math.max(0, (today - start) / Math.max(1, dueOn - start)));
  return (
    <div class="countdown">
      <h2>
        <a {...milestoneLink(headline.id)}>{titleText(headline.milestone)}</a>
      </h2>
      <p class="big">{days(dueOn - today)}</p>
      <svg class="elapsed" width="100%" height="6" aria-hidden="true">
        <rect class="whole" width="100%" height="6" rx="3" />
        <rect class="part" width={`${100 * elapsed}%`} height="6" rx="3" />
      </svg>
      <p class="hint">{w.overview.until(weekDay(dueOn))}</p>
    </div>
  );
}

/** Elections, where an agreement has some: that is the day people ask for. Else the next deadline. */
function headlineOf(next: readonly Row[]): Row | undefined {
  const named = loaded.value?.agreement.byPath.has('elections');
  return (named && next.find(({ milestone }) => milestone.path === 'elections')) || next[0];
}
