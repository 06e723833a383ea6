import { computed, signal } from '@preact/signals';
import type { ShownStatus } from '../../../src/engine/status/shown-status';
import { follow, linkTo } from '../../state/address';
import { asOf, loaded, replaying } from '../../state/plan';
import { type Row, rows } from '../../state/timeline/rows';
import { outlook } from '../../state/what-if/what-if';
import { away, count, days, texts } from '../../words/format';
import { dueText } from '../milestone/due';
import { milestoneLink } from '../milestone/milestone-link';
import { localDay } from '../shared/day';
import { lazy, withAllTexts } from '../shared/lazy';
import { StatusMark } from '../shared/status-mark';
import { fullTitle } from '../shared/title-text';
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
  const w = texts.value.overview;
  const { today, late, unrecorded, next } = deadlines.value;
  const dueOn = ({ milestone }: Row): number => milestone.dueOn ?? today;
  const assumed = late.length > 0 && late.every((row) => row.assumed);
  /** How far a date is, if the day is known, and the date. */
  const dated = ({ milestone }: Row, text: string): string =>
    (milestone.rough === undefined ? `${text}, ` : '') + dueText(milestone);
  const lateBy = (row: Row): string =>
    dated(row, (row.assumed ? w.wouldBeLateBy : w.lateBy)(days(today - dueOn(row))));
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
          {late.length > 0 && <h2>{assumed ? w.wouldBeOverdue : w.overdue}</h2>}
          <Deadlines of={late} when={lateBy} all="overdue,in-grace" />
          {unrecorded.length > 0 && <h2>{w.unrecorded}</h2>}
          <Deadlines
            of={unrecorded}
            when={(row) => w.wasDue(dueText(row.milestone))}
            all="unrecorded"
          />
        </div>
      </div>
      <ByPartyAndTheme />
    </section>
  );
}

const RollUps = lazy(withAllTexts(async () => (await import('./roll-ups')).RollUps));
const open = signal(false);

function ByPartyAndTheme() {
  return (
    <details class="roll-ups" onToggle={({ currentTarget }) => (open.value = currentTarget.open)}>
      <summary>{texts.value.overview.by}</summary>
      {open.value && <RollUps />}
    </details>
  );
}

/** "in 6 days"; from another day than today, "6 days later". */
function untilText(ahead: number): string {
  return replaying.value ? texts.value.overview.later(days(ahead)) : away(ahead);
}

interface DeadlinesProps {
  of: readonly Row[];
  when: (row: Row) => string;
  /** The statuses that the link to all filters by. */
  all?: string;
}

/** The first few deadlines, and a link to all. */
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
          {texts.value.overview.all(count(of.length))}
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
      <a {...milestoneLink(milestone.id)}>{fullTitle(milestone)}</a>
      <span class="when">{when}</span>
    </li>
  );
}

/** The days to the elections, where an agreement has them, else to the next deadline. */
function Countdown() {
  const w = texts.value;
  const { today, next } = deadlines.value;
  const headline = headlineOf(next);
  if (headline?.milestone.dueOn === undefined) return null;
  const { dueOn, rough } = headline.milestone;
  const start = outlook.value?.signing?.day ?? today;
  const elapsed = Math.min(1, Math.max(0, (today - start) / Math.max(1, dueOn - start)));
  return (
    <div class="countdown">
      <h2>
        <a {...milestoneLink(headline.id)}>{fullTitle(headline.milestone)}</a>
      </h2>
      <p class="big">
        {rough && '≤ '}
        {days(dueOn - today)}
      </p>
      <svg class="elapsed" width="100%" height="6" aria-hidden="true">
        <rect class="whole" width="100%" height="6" rx="3" />
        <rect class="part" width={`${100 * elapsed}%`} height="6" rx="3" />
      </svg>
      <p class="hint">
        {(rough === undefined ? w.overview.until : String)(dueText(headline.milestone))}
      </p>
    </div>
  );
}

function headlineOf(next: readonly Row[]): Row | undefined {
  const named = loaded.value?.agreement.byPath.has('elections');
  return (named && next.find(({ milestone }) => milestone.path === 'elections')) || next[0];
}
