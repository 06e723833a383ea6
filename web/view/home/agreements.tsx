import { signal } from '@preact/signals';
import { parseInstant } from '../../../src/engine/calendar/instant';
import type { ShownStatus } from '../../../src/engine/status/shown-status';
import { mayAct } from '../../state/access/session';
import { agreementPatch, follow, linkTo } from '../../state/address';
import {
  type ListedAgreement,
  listed,
  organised,
  overview,
  ROWS,
  showMore,
} from '../../state/home';
import { away, count } from '../../words/format';
import { homeTexts } from '../../words/home';
import { STATUS_ORDER } from '../overview/status-counts';
import { statusText } from '../shared/status';
import { StatusMark } from '../shared/status-mark';
import { lateText, whenText } from './ahead';

const DAY_MS = 86_400_000;
/** Between two parts of a bar, in percent. */
const GAP = 0.8;

const adding = signal(false);

async function add(): Promise<void> {
  adding.value = true;
  await showMore().finally(() => (adding.value = false));
}

/** A row for each agreement. */
export function Agreements() {
  const w = homeTexts.value;
  const found = listed.value;
  if (w === undefined || found === undefined) return null;
  if (found.items.length === 0) {
    const patch = { text: '', tag: '', group: '' };
    return (
      <p class="nothing">
        {w.nothing}{' '}
        <a href={linkTo(patch)} onClick={follow(patch)}>
          {w.showAll}
        </a>
      </p>
    );
  }
  const left = found.total - found.items.length;
  return (
    <>
      <table class="agreements">
        <thead>
          <tr>
            <th scope="col">{w.column.agreement}</th>
            <th scope="col">{w.column.milestones}</th>
            <th scope="col">{w.column.next}</th>
            <th scope="col">{w.column.late}</th>
            <th scope="col" class="changed">
              {w.column.changed}
            </th>
          </tr>
        </thead>
        <tbody>
          {found.items.map((one) => (
            <Row key={one.id} agreement={one} />
          ))}
        </tbody>
      </table>
      {found.next !== null && (
        <button type="button" class="more" disabled={adding.value} onClick={() => void add()}>
          {w.more(Math.min(ROWS, left))}
        </button>
      )}
    </>
  );
}

function Row({ agreement }: { agreement: ListedAgreement }) {
  const w = homeTexts.value;
  if (w === undefined) return null;
  const { id, title, next, standing } = agreement;
  const patch = agreementPatch(id);
  return (
    <tr class={standing} data-id={id}>
      <th scope="row">
        <a class="open" href={linkTo(patch)} onClick={follow(patch)}>
          {title}
        </a>
        <About agreement={agreement} />
        <Found agreement={agreement} />
      </th>
      <td>
        <Counts agreement={agreement} />
      </td>
      <td class="next">
        {next === null ? (
          <span class="hint">{w.noNext}</span>
        ) : (
          <>
            <span class="date">{whenText(next)}</span>
            <span class="what">{next.title}</span>
          </>
        )}
      </td>
      <td class="late">
        <Late agreement={agreement} />
      </td>
      <td class="changed">
        <time dateTime={agreement.changedAt}>{agoText(agreement.changedAt)}</time>
        {mayAct('monitor') && (
          <button
            type="button"
            class="organise"
            aria-label={w.organiseOf(title)}
            onClick={() => (organised.value = agreement)}
          >
            {w.organise}
          </button>
        )}
      </td>
    </tr>
  );
}

/** The line under a title: its status, parties and tags. */
function About({ agreement }: { agreement: ListedAgreement }) {
  const w = homeTexts.value;
  const { status, invented, hypothetical, standing, parties, tags } = agreement;
  const names = Object.values(parties)
    .map(({ name }) => name)
    .join(', ');
  const said = [standing !== 'active' && w?.[standing], invented && w?.invented, status].filter(
    (text) => typeof text === 'string',
  );
  return (
    <span class="about">
      {said.length > 0 && <b>{said.join(', ')}</b>}
      {hypothetical && <span class="hypothetical">{w?.hypothetical}</span>}
      {names !== '' && <span class="names">{names}</span>}
      {tags.map((tag) => (
        <a key={tag} class="tag" href={linkTo({ tag })} onClick={follow({ tag })}>
          {tag}
        </a>
      ))}
    </span>
  );
}

/** With a search: the clauses that have its words. Each opens the timeline with its milestones. */
function Found({ agreement: { id, found } }: { agreement: ListedAgreement }) {
  if (found === null || found.length === 0) return null;
  return (
    <ul class="found">
      {found.map(({ path, ref, title }) => {
        const patch = agreementPatch(id, { text: title });
        return (
          <li key={path}>
            <a href={linkTo(patch)} onClick={follow(patch)}>
              {ref !== null && <span class="ref">{ref}</span>} {title}
            </a>
          </li>
        );
      })}
    </ul>
  );
}

interface Counted {
  shown: ShownStatus;
  n: number;
}

/** The counts of an agreement in the order of the timeline, with those that nobody could record apart. */
function countsOf({ counts, unrecorded }: ListedAgreement): Counted[] {
  const overdue = counts.overdue ?? 0;
  const fromOverdue = Math.min(unrecorded, overdue);
  const of: Partial<Record<ShownStatus, number>> = {
    ...counts,
    overdue: overdue - fromOverdue,
    'in-grace': (counts['in-grace'] ?? 0) - (unrecorded - fromOverdue),
    unrecorded,
  };
  return STATUS_ORDER.map((shown) => ({ shown, n: of[shown] ?? 0 })).filter(({ n }) => n > 0);
}

/** A bar of the counts by status; below it the shape and number of each. */
function Counts({ agreement }: { agreement: ListedAgreement }) {
  const counts = countsOf(agreement);
  const all = counts.reduce((sum, { n }) => sum + n, 0);
  let x = 0;
  return (
    <>
      <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        {counts.map(({ shown, n }) => {
          const from = x;
          x += (100 * n) / all;
          const width = Math.max(0.5, x - from - GAP);
          return <rect key={shown} class={`is-${shown}`} x={from} width={width} height="6" />;
        })}
      </svg>
      <ul class="counts">
        {counts.map(({ shown, n }) => {
          const text = statusText({ shown, assumed: agreement.hypothetical });
          return (
            <li key={shown} title={text}>
              <StatusMark status={shown} />
              {count(n)}
              <span class="unseen"> {text}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Late({ agreement: { late, longestLate } }: { agreement: ListedAgreement }) {
  const w = homeTexts.value;
  if (longestLate === null) return <span class="hint">{w?.noLate}</span>;
  return (
    <>
      <span class={`date is-${longestLate.status}`}>
        <StatusMark status={longestLate.status} /> {lateText(longestLate)}
      </span>
      <span class="what">
        {longestLate.title}
        {late > 1 && ` ${w?.andMore(count(late - 1))}`}
      </span>
    </>
  );
}

/** "today", "3 days ago": by the service's clock, in the zone of the reader. */
function agoText(instant: string): string {
  const dayOf = (text: string): number => {
    const at = parseInstant(text) ?? 0;
    return Math.floor((at - new Date(at).getTimezoneOffset() * 60_000) / DAY_MS);
  };
  return away(dayOf(instant) - dayOf(overview.value?.asOf ?? instant));
}
