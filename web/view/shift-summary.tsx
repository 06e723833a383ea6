import { computed, effect, signal } from '@preact/signals';
import { follow, go, here, linkTo } from '../state/address';
import { mainDay, type Row, rows } from '../state/rows';
import { assumptions, baseline, outlook, type Side, shift, supposing } from '../state/what-if';
import { say, signedDays } from '../words/format';
import { milestoneLink } from './milestone-link';
import { reasonsOf } from './reasons';

const moves = computed(() => {
  const common = shift.value;
  const dated = rows.value.filter(({ days }) => days !== undefined);
  const otherwise = dated.filter(({ days }) => days !== common);
  return {
    dated: dated.length,
    moving: dated.filter(({ days }) => days !== 0).length,
    otherwise: common === 0 ? otherwise.filter(({ days }) => days !== 0) : otherwise,
    appeared: rows.value.filter(
      ({ was, milestone }) => mainDay(was) === undefined && mainDay(milestone) !== undefined,
    ).length,
  };
});

/** Whether the reasons are open; they are computed for the ones listed only. */
const asked = signal(false);
const LISTED = 40;
const REST_MS = 120;

interface Told {
  id: string;
  title: string;
  days: number;
  reasons: readonly string[];
}

const reasons = signal<readonly Told[]>([]);
let resting: ReturnType<typeof setTimeout> | undefined;

effect(() => {
  const [open, list, before, after] = [
    asked.value,
    moves.value.otherwise,
    baseline.value,
    outlook.value,
  ];
  clearTimeout(resting);
  if (!open || before === undefined || after === undefined) return;
  resting = setTimeout(() => explain(list.slice(0, LISTED), before, after), REST_MS);
});

function explain(list: readonly Row[], before: Side, after: Side): void {
  reasons.value = list.map(({ id, milestone: { title, path }, days = 0 }) => ({
    id,
    title,
    days,
    reasons: reasonsOf(id, path, before, after),
  }));
}

/** What the what-if does, in one sentence, and why not everything moves alike. */
export function ShiftSummary() {
  const w = say.value;
  const { unknown } = assumptions.value;
  if (!supposing.value && unknown.length === 0) return null;
  const { dated, moving, otherwise, appeared } = moves.value;
  const changed = here.changed === '' ? 'yes' : '';
  return (
    <section class="shift" aria-label={w.shift.title}>
      <p role="status">
        {w.shift.moves(
          moving,
          dated,
          shift.value === 0 ? '' : signedDays(shift.value),
          otherwise.length === 0,
        )}
        {appeared > 0 && <> {w.shift.appeared(appeared)}</>}{' '}
        <a href={linkTo({ changed })} onClick={follow({ changed })}>
          {changed === '' ? w.shift.showAll : w.shift.showChanged}
        </a>
      </p>
      <Assumed />
      {unknown.length > 0 && <p role="alert">{w.shift.unknown(unknown.join(', '))}</p>}
      {otherwise.length > 0 && (
        <details onToggle={({ currentTarget }) => (asked.value = currentTarget.open)}>
          <summary>{w.shift.otherwise(otherwise.length)}</summary>
          <ul class="reasons">
            {reasons.value.map(({ id, title, days, reasons: why }) => (
              <li key={id}>
                <a {...milestoneLink(id)}>{title}</a> <b>{signedDays(days)}</b>
                {why.map((text) => (
                  <span key={text} class="because">
                    {text}
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** Everything assumed besides the signing, each to be taken back alone. */
function Assumed() {
  const w = say.value;
  const { assume } = here;
  if (assume.length === 0) return null;
  return (
    <ul class="assumed" aria-label={w.shift.assumed}>
      {assume.map((text) => (
        <li key={text}>
          {w.shift.assuming} <code>{text}</code>{' '}
          <button
            type="button"
            aria-label={w.shift.takeBack(text)}
            onClick={() => go({ assume: assume.filter((one) => one !== text) })}
          >
            ×
          </button>
        </li>
      ))}
    </ul>
  );
}
