import { useEffect, useRef } from 'preact/hooks';
import { parseDay } from '../../src/schedule/epoch-day';

interface Chosen {
  label: string;
  /** Whether the label is seen, too. */
  shown?: boolean;
  value: string;
  choose: (day: number | undefined) => void;
}

/** How long after a key another is waited for: the days in between are nobody's question. */
const TYPED_MS = 500;

/** A day to be typed or picked; chosen when the hand rests. */
export function DateField({ label, shown, value, choose }: Chosen) {
  const input = useRef<HTMLInputElement>(null);
  const typing = useRef(false);
  const typed = useRef(false);
  const resting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const write = () => {
    if (input.current !== null) input.current.value = value;
  };
  // Whoever is typing is not written over by the day that came of the first digit. Only its own events tell: between
  // month and day `document.activeElement` is none for a moment.
  useEffect(() => {
    if (!typing.current) write();
  });
  return (
    <label class="field">
      <span class={shown ? 'beside' : 'unseen'}>{label}</span>
      <input
        type="date"
        min="1900-01-01"
        max="2200-12-31"
        ref={input}
        onFocus={() => {
          typing.current = true;
        }}
        onBlur={() => {
          typing.current = false;
          typed.current = false;
          if (resting.current === undefined) write();
        }}
        onKeyDown={() => {
          typed.current = true;
        }}
        onChange={({ currentTarget }) => {
          // Who types "2026" is at the year 2 first: a day out of range is one that is not written to its end.
          clearTimeout(resting.current);
          resting.current = undefined;
          if (!currentTarget.validity.valid) return;
          const day = parseDay(currentTarget.value);
          const wait = typed.current ? TYPED_MS : 0;
          resting.current = setTimeout(() => {
            resting.current = undefined;
            choose(day);
          }, wait);
        }}
      />
    </label>
  );
}
