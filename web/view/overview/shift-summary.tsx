import { computed, effect, signal } from '@preact/signals';
import { follow, linkTo, route } from '../../state/address';
import { mainDay, type Row, rows } from '../../state/timeline/rows';
import {
  assumptions,
  baseline,
  hasAssumptions,
  outlook,
  type Projection,
  shift,
} from '../../state/what-if/what-if';
import { loadAllTexts, signedDays, texts } from '../../words/format';
import { milestoneLink } from '../milestone/milestone-link';

const moves = computed(() => {
  const common = shift.value;
  const all = rows.value;
  const dated = all.filter(({ days }) => days !== undefined);
  const moved = dated.filter(({ days }) => days !== 0);
  const otherwise = common === 0 ? moved : dated.filter(({ days }) => days !== common);
  const dayed = ({ was, milestone }: Row) => [mainDay(was), mainDay(milestone)];
  return {
    all: all.length,
    changed: all.filter(({ changed }) => changed).length,
    moved: moved.length,
    /** The dates that move by as many days as the signing. */
    together: common === 0 ? 0 : moved.filter(({ days }) => days === common).length,
    otherwise,
    appeared: all.filter((row) => dayed(row)[0] === undefined && dayed(row)[1] !== undefined)
      .length,
    vanished: all.filter((row) => dayed(row)[0] !== undefined && dayed(row)[1] === undefined)
      .length,
    statusChanged: all.filter(({ statusChanged }) => statusChanged).length,
  };
});

/** Whether the list of reasons is open; reasons are computed for listed rows only. */
const asked = signal(false);
const LISTED = 40;
const REST_MS = 120;

interface Explained {
  id: string;
  title: string;
  days: number;
  reasons: readonly string[];
}

const reasons = signal<readonly Explained[]>([]);
let timer: ReturnType<typeof setTimeout> | undefined;

effect(() => {
  const [open, list, before, after] = [
    asked.value,
    moves.value.otherwise,
    baseline.value,
    outlook.value,
  ];
  clearTimeout(timer);
  if (!open || before === undefined || after === undefined) return;
  timer = setTimeout(() => void explain(list.slice(0, LISTED), before, after), REST_MS);
});

async function explain(list: readonly Row[], before: Projection, after: Projection): Promise<void> {
  const [{ reasonsOf }] = await Promise.all([import('./reasons'), loadAllTexts()]);
  reasons.value = list.map(({ id, milestone: { title, path }, days = 0 }) => ({
    id,
    title,
    days,
    reasons: reasonsOf(id, path, before, after),
  }));
}

/** What the what-if changes, in one sentence, and why some dates move by another number of days. */
export function ShiftSummary() {
  const w = texts.value;
  const { unknown } = assumptions.value;
  const { all, changed, moved, together, otherwise, appeared, vanished, statusChanged } =
    moves.value;
  const only = route.changed === '' ? 'yes' : '';
  const by = signedDays(shift.value);
  const parts = [
    moved > 0 && w.shift.moves(moved, together, by),
    appeared > 0 && w.shift.appeared(appeared),
    vanished > 0 && w.shift.vanished(vanished),
    statusChanged > 0 && w.shift.otherStatus(statusChanged),
  ].filter(Boolean);
  return (
    <section class="shift" aria-label={w.shift.title}>
      {hasAssumptions.value && (
        <p role="status">
          {w.shift.changes(changed, all)}
          {parts.length > 0 && `: ${parts.join('; ')}`}.{' '}
          <a href={linkTo({ changed: only })} onClick={follow({ changed: only })}>
            {only === '' ? w.shift.showAll : w.shift.showChanged}
          </a>
        </p>
      )}
      {unknown.length > 0 && <p role="alert">{w.shift.unknown(unknown.join(', '))}</p>}
      {otherwise.length > 0 && (
        <details onToggle={({ currentTarget }) => (asked.value = currentTarget.open)}>
          <summary>
            {(shift.value === 0 ? w.shift.moving : w.shift.otherwise)(otherwise.length)}
          </summary>
          <ul class="reasons">
            {reasons.value
              .filter(({ id }) => otherwise.some((row) => row.id === id))
              .map(({ id, title, days, reasons: why }) => (
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
