import { parseDay } from '../../../src/engine/calendar/epoch-day';
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
  const sentence = (
    <>
      {day(one.on)}: {conflictText(one)}
    </>
  );
  return (
    <li>
      <a {...milestoneLink(one.milestone)}>{nameOf(pathOf(one.milestone))}</a>{' '}
      {gone ? <del class="hint">{sentence}</del> : sentence} {children}
    </li>
  );
}

/** "due on a day off (weekend)" */
export const conflictText = (one: Conflict): string =>
  `${texts.value.conflict[one.kind]} (${becauseText(one.because)})`;

const REASON = /^(?:(no working day from|opens on) )?(\d{4}-\d\d-\d\d)(?: in (.+))?$/;

/** The engine's reason in the page's language; names of holidays stay as the calendar has them. */
function becauseText(because: string): string {
  const w = texts.value.because;
  if (because === 'weekend') return w.weekend;
  if (because === 'ends before it starts') return w.endsFirst;
  const [, what, on = '', zone] = REASON.exec(because) ?? [];
  const known = parseDay(on);
  if (known === undefined) return nameOf(because);
  const date = day(known);
  if (zone !== undefined) return `${date}, ${zone}`;
  return what === 'opens on' ? w.opens(date) : w.noWorkingDay(date);
}

/** A sign in a row that its date needs a check. */
export function ConflictSign({ id }: { id: string }) {
  const first = conflictById.value.get(id);
  if (first === undefined) return null;
  const text = conflictText(first);
  return <span class="conflict" role="img" title={text} aria-label={text} />;
}
