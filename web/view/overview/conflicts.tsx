import type { Conflict } from '../../../src/engine/review/conflicts';
import { printing } from '../../state/timeline/window';
import { conflictById, conflicts } from '../../state/what-if/conflicts';
import { hasAssumptions } from '../../state/what-if/what-if';
import { day, texts } from '../../words/format';
import { nameOf } from '../milestone/due';
import { milestoneLink, pathOf } from '../milestone/milestone-link';

const LISTED = 40;

/** The list of dates to check, such as a deadline on a day off. */
export function Conflicts() {
  const w = texts.value;
  const { all, appear, vanish } = conflicts.value;
  if (all.length + vanish.length === 0) return null;
  const left = [all, vanish].reduce((n, list) => n + Math.max(0, list.length - LISTED), 0);
  return (
    <details class="conflicts" open={printing.value || undefined}>
      <summary aria-live="polite">
        {w.shift.conflicts(
          all.length,
          hasAssumptions.value ? [appear.length, vanish.length] : undefined,
        )}
      </summary>
      <ul class="reasons">
        {all.slice(0, LISTED).map((one) => (
          <Line key={`${one.kind} ${one.milestone}`} of={one}>
            {appear.includes(one) && <ins>{w.shift.comes}</ins>}
          </Line>
        ))}
        {vanish.slice(0, LISTED).map((one) => (
          <Line key={`${one.kind} ${one.milestone} gone`} of={one} gone />
        ))}
        {left > 0 && <li>{w.shift.more(left)}</li>}
      </ul>
    </details>
  );
}

interface LineProps {
  of: Conflict;
  gone?: boolean;
  children?: preact.ComponentChildren;
}

function Line({ of: one, gone, children }: LineProps) {
  const told = (
    <>
      {day(one.on)}: <What of={one} />
    </>
  );
  return (
    <li>
      <a {...milestoneLink(one.milestone)}>{nameOf(pathOf(one.milestone))}</a>{' '}
      {gone ? <del class="hint">{told}</del> : told} {children}
    </li>
  );
}

function What({ of: { kind, because } }: { of: Conflict }) {
  return (
    <>
      {texts.value.conflict[kind]} <span lang="en">({because})</span>
    </>
  );
}

/** The conflicts of one milestone, for its details. */
export function ConflictsOf({ id }: { id: string }) {
  const all = conflicts.value.all.filter(({ milestone }) => milestone === id);
  return (
    <>
      {all.map((one) => (
        <p key={one.kind} class="conflict">
          <What of={one} />
        </p>
      ))}
    </>
  );
}

/** A sign in a row that its date needs a check. */
export function ConflictSign({ id }: { id: string }) {
  const first = conflictById.value.get(id);
  if (first === undefined) return null;
  const text = `${texts.value.conflict[first.kind]} (${first.because})`;
  return <span class="conflict" role="img" title={text} aria-label={text} />;
}
