import { computed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Milestone } from '../../../src/engine/model/milestone';
import type { PartyStanding } from '../../../src/engine/status/by-party';
import { navigate, route } from '../../state/address';
import { isAssumed, partiesOf } from '../../state/parties';
import { mainDay, type Row, rows, shownRows } from '../../state/timeline/rows';
import { highlightRelated, relatedPaths } from '../../state/timeline/scale';
import { bodyTop, rowHeight, visibleRange } from '../../state/timeline/window';
import { hasAssumptions } from '../../state/what-if/what-if';
import { signed, texts, weekDay } from '../../words/format';
import { dueParts, dueText, partyName } from '../milestone/due';
import { isOpen, milestoneLink } from '../milestone/milestone-link';
import { ConflictSign } from '../overview/conflicts';
import { Status } from '../shared/status';
import { fullTitle } from '../shared/title-text';
import { Axis } from './axis';
import { Track } from './track';

/** Width of the column of references, by the longest one. */
const refWidth = computed(() => {
  const longest = Math.max(0, ...rows.value.map(({ milestone: { ref = '' } }) => ref.length));
  if (longest === 0) return 'none';
  return longest <= 4 ? 'short' : longest <= 9 ? 'middle' : 'long';
});

/** One table of all milestones, whose last column is the time track; the same on screen, on paper and for screen readers. */
export function Table() {
  const w = texts.value;
  const list = shownRows.value;
  const { from, to } = visibleRange.value;
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    const top = (body.current?.getBoundingClientRect().top ?? 0) + scrollY;
    if (Math.abs(top - bodyTop.peek()) > 1) bodyTop.value = top;
  });
  if (rows.value.length > 0 && list.length === 0) return <NothingLeft />;
  return (
    <table
      class={`milestones refs-${refWidth.value}${hasAssumptions.value ? ' compared' : ''}`}
      aria-rowcount={list.length + 1}
    >
      <caption class="unseen">{w.table.caption}</caption>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col" class="title">
            {w.table.milestone}
          </th>
          <th scope="col" class="rule">
            {w.table.rule}
          </th>
          <th scope="col" class="due">
            {w.table.due}
          </th>
          {hasAssumptions.value && (
            <th scope="col" class="days">
              {w.table.shift}
            </th>
          )}
          <th scope="col" class="status">
            {w.table.status}
          </th>
          <th scope="col" class="time">
            <span class="unseen">{w.table.track}</span>
            <Axis />
          </th>
        </tr>
      </thead>
      <tbody
        ref={body}
        onPointerOver={({ target }) => highlightRelated(pathAt(target))}
        onPointerLeave={() => highlightRelated(undefined)}
        onFocusIn={({ target }) => highlightRelated(pathAt(target))}
        onFocusOut={() => highlightRelated(undefined)}
      >
        <Gap rows={from} />
        {list.slice(from, to).map((row, i) => (
          <Line key={row.id} row={row} index={from + i + 2} />
        ))}
        <Gap rows={list.length - to} />
      </tbody>
    </table>
  );
}

/** Takes the height of rows that are not drawn. */
function Gap({ rows: missing }: { rows: number }) {
  if (missing <= 0) return null;
  return (
    <tr class="gap" aria-hidden="true" style={{ height: `${missing * rowHeight.value}px` }}>
      <td colSpan={6} />
    </tr>
  );
}

function pathAt(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element)) return undefined;
  return target.closest<HTMLElement>('tr[data-path]')?.dataset.path;
}

function relation(path: string): string {
  const { before, after } = relatedPaths.value;
  if (before.includes(path)) return ' anchor';
  return after.includes(path) ? ' dependant' : '';
}

function Line({ row, index }: { row: Row; index: number }) {
  const { milestone, was, days, changed } = row;
  const open = isOpen(row.id) ? ' open' : '';
  const [lead, dates] = dueParts(milestone, true);
  return (
    <tr
      class={`line-of${open}${relation(milestone.path)}`}
      aria-rowindex={index}
      data-path={milestone.path}
      data-id={row.id}
    >
      <th scope="row" class="title">
        <div class="named">
          <span class="ref" title={milestone.ref}>
            {milestone.ref}
          </span>
          <a {...milestoneLink(row.id)}>{fullTitle(milestone)}</a>
        </div>
      </th>
      <td class="rule" lang="en">
        <span>{milestone.phrase}</span>
      </td>
      <td class="due">
        {changed && was !== undefined && <Was row={row} />}
        <span
          class={lead === '' ? 'is' : 'is span'}
          data-due={milestone.dueOn}
          title={milestone.rough && dueText(milestone)}
        >
          {lead}
          <BoundSign of={milestone} />
          {dates}
          <ConflictSign id={row.id} />
        </span>
      </td>
      {hasAssumptions.value && <td class="days">{days === undefined ? '–' : signed(days)}</td>}
      <td class="status">
        <Status of={row} />
        <ByParty row={row} />
      </td>
      <td class="time">
        <Track row={row} />
      </td>
    </tr>
  );
}

/** Which of several obligors fulfilled or breached it, and what is assumed about it. */
function ByParty({ row: { milestone } }: { row: Row }) {
  const { obligors, outcome } = milestone;
  if (outcome.moves === undefined) return null;
  const w = texts.value.table;
  const standings = partiesOf(milestone);
  const names = (...states: readonly PartyStanding['state'][]): string =>
    standings
      .filter(({ state }) => states.includes(state))
      .map(({ party }) => partyName(party))
      .join(', ');
  const broke = names('breached');
  // Where all have done it, the status says so.
  const did = names('open', 'breached', 'cured') === '' ? '' : names('done', 'late');
  const assumed = standings.find(({ move }) => move !== undefined && isAssumed(move.fact))?.move;
  const text = [
    assumed !== undefined && w.assumed(weekDay(assumed.on)),
    obligors.length > 1 && broke !== '' && w.broke(broke),
    obligors.length > 1 && did !== '' && w.did(did),
  ]
    .filter(Boolean)
    .join('; ');
  return text === '' ? null : (
    <span class="by-party" title={text}>
      {text}
    </span>
  );
}

/** The date without the what-if, struck out. */
function Was({ row: { was, milestone } }: { row: Row }) {
  const [before, after] = [mainDay(was), mainDay(milestone)];
  if (before === undefined || before === after) return null;
  return (
    <>
      <del>
        <span class="unseen">{texts.value.table.before} </span>
        {weekDay(before)}
      </del>{' '}
    </>
  );
}

const BOUND_SIGNS = { earliest: '≥', latest: '≤', either: '≈' } as const;

/** Before a date that can still move: which way. */
function BoundSign({ of }: { of: Milestone }) {
  if (!of.provisional) return null;
  const bound = of.bound ?? 'either';
  const text = texts.value.due.bound[bound];
  return (
    <span class="bound" role="img" title={text} aria-label={text}>
      {`${BOUND_SIGNS[bound]}\u00a0`}
    </span>
  );
}

function NothingLeft() {
  const w = texts.value;
  const all = { party: '', theme: '', status: '', text: '', changed: '' };
  const { changed } = route;
  return (
    <p class="nothing">
      {changed === '' ? w.table.nothing : w.table.nothingChanged}{' '}
      <button type="button" onClick={() => navigate(all)}>
        {w.table.showAll}
      </button>
    </p>
  );
}
