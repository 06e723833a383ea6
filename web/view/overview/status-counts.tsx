import { computed } from '@preact/signals';
import type { ShownStatus } from '../../../src/engine/status/shown-status';
import { follow, linkTo, route } from '../../state/address';
import { rows } from '../../state/timeline/rows';
import { count } from '../../words/format';
import { statusText } from '../shared/status';
import { StatusMark } from '../shared/status-mark';

/** The order of the counts: what is wrong, what is near, what is fine, what is over. */
export const STATUS_ORDER: readonly ShownStatus[] = [
  'overdue',
  'in-grace',
  'unrecorded',
  'breached',
  'violated',
  'disputed',
  'due-soon',
  'upcoming',
  'open',
  'holding',
  'met',
  'met-late',
  'undated',
  'conditional',
  'suspended',
  'discharged',
  'took-effect',
  'came',
  'expired',
  'terminated',
];

interface StatusCount {
  shown: ShownStatus;
  /** The word that fits all counted milestones, else the general word for the status. */
  text: string;
  n: number;
}

/** Counts by status; hypothetical statuses are counted apart. */
const counts = computed((): readonly StatusCount[] => {
  const found = new Map<string, StatusCount>();
  for (const row of rows.value) {
    const { shown, assumed } = row;
    const general = statusText({ shown, assumed });
    const text = statusText(row);
    const known = found.get(general);
    if (known === undefined) found.set(general, { shown, text, n: 1 });
    else {
      known.n += 1;
      if (known.text !== text) known.text = general;
    }
  }
  return [...found.values()].sort(
    (a, b) => STATUS_ORDER.indexOf(a.shown) - STATUS_ORDER.indexOf(b.shown),
  );
});

/** The number of milestones of each status; each count filters the table by its status. */
export function StatusCounts() {
  return (
    <ul class="status-counts">
      {counts.value.map(({ shown, text, n }) => {
        const only = route.status === shown;
        const patch = { status: only ? '' : shown, view: '' };
        return (
          <li key={text}>
            <a
              href={linkTo(patch)}
              onClick={follow(patch)}
              aria-current={only ? 'true' : undefined}
            >
              <StatusMark status={shown} />
              <b>{count(n)}</b> {text}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
