import { computed } from '@preact/signals';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import { HEADLINES } from '../../../src/engine/model/status';
import { navigate, replace, route } from '../../state/address';
import { loaded } from '../../state/plan';
import { rows, shownRows } from '../../state/timeline/rows';
import { scale, ZOOMS, zoom } from '../../state/timeline/scale';
import { hasAssumptions } from '../../state/what-if/what-if';
import { count, texts } from '../../words/format';

const themes = computed(() =>
  [...new Set(rows.value.flatMap(({ milestone }) => milestone.theme ?? []))].sort(),
);

/** The filters of the table, and the zoom of the time track. */
export function Filters() {
  const w = texts.value;
  const { party, theme, status, text, changed } = route;
  const parties = Object.entries(loaded.value?.agreement.document.parties ?? {});
  return (
    <form
      class="filters"
      role="search"
      aria-label={w.filter.title}
      onSubmit={(event) => event.preventDefault()}
    >
      <Choice
        label={w.filter.party}
        value={party}
        options={parties.map(([id, { name }]) => [id, name])}
        choose={(chosen) => navigate({ party: chosen })}
      />
      <Choice
        label={w.filter.theme}
        value={theme}
        options={themes.value.map((one) => [one, one])}
        choose={(chosen) => navigate({ theme: chosen })}
      />
      <Choice
        label={w.filter.status}
        value={status.includes(',') ? '' : status}
        options={[...HEADLINES, 'unrecorded' as const].map((one) => [one, w.status[one]])}
        choose={(chosen) => navigate({ status: chosen })}
      />
      <label>
        <span class="unseen">{w.filter.text}</span>
        <input
          type="search"
          value={text}
          placeholder={w.filter.text}
          onInput={({ currentTarget }) => replace({ text: currentTarget.value })}
        />
      </label>
      {hasAssumptions.value && (
        <label class="check">
          <input
            type="checkbox"
            checked={changed !== ''}
            onChange={({ currentTarget }) =>
              navigate({ changed: currentTarget.checked ? 'yes' : '' })
            }
          />{' '}
          {w.filter.changed}
        </label>
      )}
      <span class="hint" role="status">
        {w.filter.shown(count(shownRows.value.length), count(rows.value.length))}
      </span>
      <Zoom />
    </form>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  choose: (value: string) => void;
}

function Choice({ label, value, options, choose }: ChoiceProps) {
  if (options.length === 0) return null;
  return (
    <label>
      <span class="unseen">{label}</span>
      <select
        value={value}
        class={value === '' ? '' : 'active'}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      >
        <option value="">{label}</option>
        {options.map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** How many days the time track shows, and from when. */
function Zoom() {
  const w = texts.value;
  const { from, to } = scale.value;
  const by = (part: number): void =>
    navigate({ from: formatDay(Math.round(from + part * (to - from))) });
  const whole = zoom.value === 'all';
  return (
    <div class="zoom" role="group" aria-label={w.zoom.title}>
      <button type="button" disabled={whole} aria-label={w.zoom.earlier} onClick={() => by(-0.5)}>
        ‹
      </button>
      {[...Object.keys(ZOOMS), 'all'].map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={zoom.value === one}
          onClick={() => navigate({ zoom: one, from: '' })}
        >
          {w.zoom.of[one]}
        </button>
      ))}
      <button type="button" disabled={whole} aria-label={w.zoom.later} onClick={() => by(0.5)}>
        ›
      </button>
    </div>
  );
}
