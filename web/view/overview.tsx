import { computed } from '@preact/signals';
import type { Headline } from '../../src/schedule/model';
import { follow, linkTo } from '../state/address';
import { asOf, loaded } from '../state/plan';
import { type Row, rows } from '../state/rows';
import { outlook } from '../state/what-if';
import { away, count, days, say, weekDay } from '../words/format';
import { localDay } from './day';
import { Lights } from './lights';
import { Mark } from './mark';
import { milestoneLink } from './milestone-link';
import { RollUps } from './roll-ups';

const OPEN: readonly Headline[] = ['upcoming', 'due-soon', 'in-grace', 'overdue'];
const LISTED = 3;

const deadlines = computed(() => {
  const today = localDay(asOf.value);
  const owed = rows.value.filter(
    ({ standing, milestone }) => OPEN.includes(standing.status) && milestone.dueOn !== undefined,
  );
  const dayOf = ({ milestone }: Row): number => milestone.dueOn ?? 0;
  const sorted = owed.toSorted((a, b) => dayOf(a) - dayOf(b));
  const late = sorted.filter(({ standing }) => ['overdue', 'in-grace'].includes(standing.status));
  const next = sorted.filter((one) => dayOf(one) >= today && !late.includes(one));
  return { today, late, next };
});

export function Overview() {
  const w = say.value;
  const { today, late, next } = deadlines.value;
  return (
    <section class="overview" aria-label={w.overview.title}>
      <Lights />
      <div class="nearest">
        <Countdown />
        <div>
          <h2>{w.overview.next}</h2>
          {next.length === 0 && <p class="hint">{w.overview.nothingNext}</p>}
          <ul>
            {next.slice(0, LISTED).map((row) => (
              <Deadline
                key={row.id}
                row={row}
                when={away((row.milestone.dueOn ?? today) - today)}
              />
            ))}
          </ul>
        </div>
        <div>
          <h2>{w.overview.overdue}</h2>
          {late.length === 0 && <p class="hint">{w.overview.nothingOverdue}</p>}
          <ul>
            {late.slice(0, LISTED).map((row) => (
              <Deadline
                key={row.id}
                row={row}
                when={w.overview.late(days(today - (row.milestone.dueOn ?? today)))}
              />
            ))}
          </ul>
          {late.length > LISTED && (
            <a
              href={linkTo({ status: 'overdue,in-grace' })}
              onClick={follow({ status: 'overdue,in-grace' })}
            >
              {w.overview.all(count(late.length))}
            </a>
          )}
        </div>
      </div>
      <RollUps />
    </section>
  );
}

function Deadline({ row, when }: { row: Row; when: string }) {
  const { milestone, standing } = row;
  return (
    <li class="deadline">
      <Mark status={standing.status} />
      <a {...milestoneLink(milestone.id)}>{milestone.title}</a>
      <span class="when">
        {when}, <time>{weekDay(milestone.dueOn ?? 0)}</time>
      </span>
    </li>
  );
}

/** How far the way is to the deadline that the agreement is known by: the last dated one that is still open. */
function Countdown() {
  const w = say.value;
  const { today, next } = deadlines.value;
  const headline = headlineOf(next);
  const start = outlook.value?.signing?.day;
  if (headline?.milestone.dueOn === undefined || start === undefined) return null;
  const { dueOn } = headline.milestone;
  const gone = Math.min(1, Math.max(0, (today - start) / Math.max(1, dueOn - start)));
  return (
    <div class="countdown">
      <h2>
        <a {...milestoneLink(headline.id)}>{headline.milestone.title}</a>
      </h2>
      <p class="big">{days(dueOn - today)}</p>
      <svg class="gone" width="100%" height="6" aria-hidden="true">
        <rect class="whole" width="100%" height="6" rx="3" />
        <rect class="part" width={`${100 * gone}%`} height="6" rx="3" />
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
