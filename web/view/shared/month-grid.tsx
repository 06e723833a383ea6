import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { monthLength, toCivil, toEpochDay, weekday } from '../../../src/engine/calendar/epoch-day';
import { FIRST_DAY } from '../../state/what-if/what-if';
import { allTexts, longDay, monthYear, weekdayNames } from '../../words/format';

interface MonthGridProps {
  label: string;
  day: number;
  max: number;
  choose: (day: number) => void;
  close: () => void;
}

/** The same day of the month, `by` months later; the last day where that month is shorter. */
function monthsOn(day: number, by: number): number {
  const { year, month, day: date } = toCivil(day);
  const at = year * 12 + month - 1 + by;
  const [y, m] = [Math.floor(at / 12), (((at % 12) + 12) % 12) + 1];
  return toEpochDay(y, m, Math.min(date, monthLength(y, m)));
}

/** How each key moves the day in focus. */
const MOVES: Readonly<Record<string, (day: number) => number>> = {
  ArrowLeft: (day) => day - 1,
  ArrowRight: (day) => day + 1,
  ArrowUp: (day) => day - 7,
  ArrowDown: (day) => day + 7,
  PageUp: (day) => monthsOn(day, -1),
  PageDown: (day) => monthsOn(day, 1),
};

/** A month to pick a day from, with the mouse or the arrow keys; Escape closes it. */
export function MonthGrid({ label, day, max, choose, close }: MonthGridProps) {
  const w = allTexts.value.month;
  const own = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(Math.min(day, max));
  const go = (to: number): void => setAt(Math.min(max, Math.max(FIRST_DAY, to)));
  const byKey = useRef(true);
  useLayoutEffect(() => {
    if (byKey.current) own.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    byKey.current = false;
  }, [at]);
  const leave = (): void => {
    own.current?.parentElement?.querySelector('button')?.focus();
    close();
  };
  const { year, month } = toCivil(at);
  const first = toEpochDay(year, month, 1);
  const blanks = weekday(first) - 1;
  const days = Array.from({ length: monthLength(year, month) }, (_, i) => first + i);
  return (
    <div
      class="month-grid"
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      ref={own}
      onFocusOut={() => {
        // Another month removes the focused day; where the focus went is known in the next task.
        setTimeout(() => {
          const entry = own.current?.parentElement;
          if (entry?.contains(document.activeElement) === false) close();
        }, 0);
      }}
      onKeyDown={(event) => {
        const move = MOVES[event.key];
        byKey.current = move !== undefined;
        if (event.key === 'Escape') leave();
        else if (move !== undefined) go(move(at));
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div class="month">
        <button type="button" aria-label={w.earlier} onClick={() => go(monthsOn(at, -1))}>
          ‹
        </button>
        <b aria-live="polite">{monthYear(at)}</b>
        <button type="button" aria-label={w.later} onClick={() => go(monthsOn(at, 1))}>
          ›
        </button>
      </div>
      <div class="days">
        {weekdayNames().map((name) => (
          <span key={name} aria-hidden="true">
            {name}
          </span>
        ))}
        {days.map((one, i) => (
          <button
            key={one}
            type="button"
            tabIndex={one === at ? 0 : -1}
            aria-label={longDay(one)}
            aria-pressed={one === day}
            disabled={one > max}
            style={i === 0 ? { gridColumnStart: blanks + 1 } : undefined}
            onClick={() => {
              choose(one);
              leave();
            }}
          >
            {i + 1}
          </button>
        ))}
      </div>
    </div>
  );
}
