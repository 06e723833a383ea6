import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import { FIRST_DAY, LAST_DAY } from '../../state/what-if/what-if';
import { longDay, readDay, texts, weekDay } from '../../words/format';
import { lazy, withAllTexts } from '../shared/lazy';

const MonthGrid = lazy(withAllTexts(async () => (await import('../shared/month-grid')).MonthGrid));

interface DateFieldProps {
  label: string;
  /** Whether the label is visible. */
  shown?: boolean;
  /** The day in the field; undefined for an empty one. */
  value: number | undefined;
  /** While the field is empty: the day at which the calendar opens and whose year completes a date without one. */
  near: number;
  max?: number;
  /** Name of the form field, which holds the day as YYYY-MM-DD. */
  name?: string;
  choose: (day: number) => void;
}

/** A field for a day, typed in words or numbers in the page's language, or picked from a month. */
export function DateField(props: DateFieldProps) {
  const { label, shown, value, near, max = LAST_DAY, name, choose } = props;
  const w = texts.value.dateField;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState(false);
  const [picking, setPicking] = useState(false);
  const written = value === undefined ? '' : weekDay(value);
  const typing = useRef(false);
  // A date that changes meanwhile does not overwrite what is being typed.
  useEffect(() => {
    if (!typing.current && input.current !== null) input.current.value = written;
  });
  const restore = (): void => {
    typing.current = false;
    setWrong(false);
    if (input.current !== null) input.current.value = written;
  };
  const take = (): void => {
    const text = input.current?.value.trim() ?? '';
    if (text === '' || text === written) return restore();
    const day = readDay(text, value ?? near);
    const good = day !== undefined && day >= FIRST_DAY && day <= max;
    setWrong(!good);
    typing.current = !good;
    if (good) choose(day);
  };
  return (
    <span class="field">
      <label class={shown ? 'beside' : 'unseen'} for={id}>
        {label}
      </label>
      <span class="entry">
        <input
          id={id}
          ref={input}
          size={15}
          autocomplete="off"
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-wrong` : undefined}
          onInput={() => (typing.current = true)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && typing.current) restore();
            else if (event.key === 'Enter') take();
            else return;
            // Otherwise Enter would submit the form with the former day, and Escape close the dialog or drawer around.
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        <button
          type="button"
          class="icon"
          aria-label={w.pick}
          title={w.pick}
          aria-expanded={picking}
          onClick={() => setPicking(!picking)}
        >
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path class="line" d="M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2v3M10.5 2v3" />
          </svg>
        </button>
        {picking && (
          <MonthGrid
            label={label}
            day={value ?? near}
            max={max}
            close={() => setPicking(false)}
            choose={(day) => {
              typing.current = false;
              setWrong(false);
              choose(day);
            }}
          />
        )}
      </span>
      {name !== undefined && (
        <input type="hidden" name={name} value={value === undefined ? '' : formatDay(value)} />
      )}
      {wrong && (
        <span class="wrong" role="alert" id={`${id}-wrong`}>
          {w.wrong(weekDay(near), max < LAST_DAY ? longDay(max) : '')}
        </span>
      )}
    </span>
  );
}
