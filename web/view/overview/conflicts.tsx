import type { Conflict } from '../../../src/engine/review/conflicts';
import { clashById, clashes } from '../../state/what-if/conflicts';
import { supposing } from '../../state/what-if/what-if';
import { printing } from '../../state/window';
import { day, say } from '../../words/format';
import { nameOf } from '../milestone/due';
import { milestoneLink, pathOf } from '../milestone/milestone-link';

const LISTED = 40;

/** Dates to check, such as a deadline on a day off, whether anything is supposed or not. */
export function Conflicts() {
  const w = say.value;
  const { all, appear, vanish } = clashes.value;
  if (all.length + vanish.length === 0) return null;
  const left = [all, vanish].reduce((n, list) => n + Math.max(0, list.length - LISTED), 0);
  return (
    <details class="clashes" open={printing.value || undefined}>
      <summary aria-live="polite">
        {w.shift.conflicts(
          all.length,
          supposing.value ? [appear.length, vanish.length] : undefined,
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
      {say.value.conflict[kind]} <span lang="en">({because})</span>
    </>
  );
}

/** What is wrong with the day of one milestone, beside its date. */
export function ClashesOf({ id }: { id: string }) {
  const all = clashes.value.all.filter(({ milestone }) => milestone === id);
  return (
    <>
      {all.map((one) => (
        <p key={one.kind} class="clash">
          <What of={one} />
        </p>
      ))}
    </>
  );
}

/** A sign in a row that there is something to be read about its day. */
export function ClashSign({ id }: { id: string }) {
  const first = clashById.value.get(id);
  if (first === undefined) return null;
  const text = `${say.value.conflict[first.kind]} (${first.because})`;
  return <span class="clash" role="img" title={text} aria-label={text} />;
}
