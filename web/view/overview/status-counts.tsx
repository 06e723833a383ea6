import { computed } from '@preact/signals';
import { follow, linkTo, route } from '../../state/address';
import { rows } from '../../state/rows';
import { count } from '../../words/format';
import type { ShownStatus } from '../../words/shown-status';
import { statusText } from '../shared/status';
import { StatusMark } from '../shared/status-mark';

/** The order in which people look: what is wrong, what is near, what is fine, what is over. */
const LIGHTS: readonly ShownStatus[] = [
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

interface Light {
  shown: ShownStatus;
  /** The word that all of them share, else the general one. */
  text: string;
  n: number;
}

/** By status, and what would be apart from what is. */
const lights = computed((): readonly Light[] => {
  const found = new Map<string, Light>();
  for (const row of rows.value) {
    const { shown, supposed } = row;
    const general = statusText({ shown, supposed });
    const text = statusText(row);
    const light = found.get(general);
    if (light === undefined) found.set(general, { shown, text, n: 1 });
    else {
      light.n += 1;
      if (light.text !== text) light.text = general;
    }
  }
  return [...found.values()].sort((a, b) => LIGHTS.indexOf(a.shown) - LIGHTS.indexOf(b.shown));
});

/** How many milestones stand how; each leads to those alone. */
export function StatusCounts() {
  return (
    <ul class="lights">
      {lights.value.map(({ shown, text, n }) => {
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
