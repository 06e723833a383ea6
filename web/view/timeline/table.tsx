import { computed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { PartyStanding } from '../../../src/engine/status/by-party';
import { navigate, route } from '../../state/address';
import { isAssumed, partiesOf } from '../../state/parties';
import { type Row, rows, shownRows } from '../../state/rows';
import { relate, related } from '../../state/scale';
import { supposing } from '../../state/what-if/what-if';
import { bodyTop, drawn, rowHeight } from '../../state/window';
import { say, signed, weekDay } from '../../words/format';
import { dueText, partyName } from '../milestone/due';
import { isOpen, milestoneLink } from '../milestone/milestone-link';
import { ClashSign } from '../overview/conflicts';
import { Status } from '../shared/status';
import { titleText } from '../shared/title-text';
import { Axis } from './axis';
import { Track } from './track';

/** How wide the column of references is, by the longest of them. */
const refWidth = computed(() => {
  const longest = Math.max(0, ...rows.value.map(({ milestone: { ref = '' } }) => ref.length));
  if (longest === 0) return 'none';
  return longest <= 4 ? 'short' : longest <= 9 ? 'middle' : 'long';
});

/** Every milestone in one table, its last column the time track: the same for eyes, readers aloud and paper. */
export function Table() {
  const w = say.value;
  const list = shownRows.value;
  const { from, to } = drawn.value;
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    const top = (body.current?.getBoundingClientRect().top ?? 0) + scrollY;
    if (Math.abs(top - bodyTop.peek()) > 1) bodyTop.value = top;
  });
  if (rows.value.length > 0 && list.length === 0) return <NothingLeft />;
  return (
    <table
      class={`milestones refs-${refWidth.value}${supposing.value ? ' compared' : ''}`}
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
          {supposing.value && (
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
        onPointerOver={({ target }) => relate(pathAt(target))}
        onPointerLeave={() => relate(undefined)}
        onFocusIn={({ target }) => relate(pathAt(target))}
        onFocusOut={() => relate(undefined)}
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

/** Stands for rows that are out of sight. */
function Gap({ rows: missing }: { rows: number }) {
  if (missing <= 0) return null;
  return (
    <tr class="gap" aria-hidden="true" style={{ height: `${missing * rowHeight.value}px` }}>
      <td colSpan={6} />
    </tr>
  );
}

function pathAt(target: EventTarget | null): string | undefined {
  return (target as Element | null)?.closest<HTMLElement>('tr[data-path]')?.dataset.path;
}

function relation(path: string): string {
  const { before, after } = related.value;
  if (before.includes(path)) return ' carries';
  return after.includes(path) ? ' rests' : '';
}

function Line({ row, index }: { row: Row; index: number }) {
  const w = say.value;
  const { milestone, was, days, changed } = row;
  const open = isOpen(row.id) ? ' open' : '';
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
          <a {...milestoneLink(row.id)}>
            {titleText(milestone)}
            {milestone.ordinal !== undefined && ` ${w.table.nth(milestone.ordinal)}`}
            {milestone.party !== undefined && ` (${partyName(milestone.party)})`}
          </a>
        </div>
      </th>
      <td class="rule" lang="en">
        <span>{milestone.phrase}</span>
      </td>
      <td class="due">
        {changed && was !== undefined && <Was row={row} />}
        <span class="is" data-due={milestone.dueOn}>
          {dueText(milestone)}
          <ClashSign id={row.id} />
        </span>
      </td>
      {supposing.value && <td class="days">{days === undefined ? '–' : signed(days)}</td>}
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

/** Of what several owe who has done it and who broke it, and what is assumed of it. */
function ByParty({ row: { milestone } }: { row: Row }) {
  const { obligors, outcome } = milestone;
  if (outcome.moves === undefined) return null;
  const w = say.value.table;
  const standings = partiesOf(milestone);
  const names = (...states: readonly PartyStanding['state'][]): string =>
    standings
      .filter(({ state }) => states.includes(state))
      .map(({ party }) => partyName(party))
      .join(', ');
  const broke = names('breached');
  // What all have done is said by the status.
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

/** The date as it stands, beside the one that would be. */
function Was({ row: { was, milestone } }: { row: Row }) {
  const before = was?.dueOn ?? was?.startsOn;
  const after = milestone.dueOn ?? milestone.startsOn;
  if (before === undefined || before === after) return null;
  return (
    <>
      <del>
        <span class="unseen">{say.value.table.before} </span>
        {weekDay(before)}
      </del>{' '}
    </>
  );
}

function NothingLeft() {
  const w = say.value;
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
