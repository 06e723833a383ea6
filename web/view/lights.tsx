import { computed } from '@preact/signals';
import { follow, here, linkTo } from '../state/address';
import { rows } from '../state/rows';
import { count } from '../words/format';
import type { ShownStatus } from '../words/shown-status';
import { Mark } from './mark';
import { statusText } from './status';

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
  supposed: boolean;
  n: number;
}

/** By status, and what would be apart from what is. */
const lights = computed((): readonly Light[] => {
  const found = new Map<string, Light>();
  for (const { shown, supposed } of rows.value) {
    const key = statusText({ shown, supposed });
    const light = found.get(key);
    if (light === undefined) found.set(key, { shown, supposed, n: 1 });
    else light.n += 1;
  }
  return [...found.values()].sort((a, b) => LIGHTS.indexOf(a.shown) - LIGHTS.indexOf(b.shown));
});

/** How many milestones stand how; each leads to those alone. */
export function Lights() {
  return (
    <ul class="lights">
      {lights.value.map((light) => {
        const only = here.status === light.shown;
        const patch = { status: only ? '' : light.shown, view: '' };
        return (
          <li key={statusText(light)}>
            <a
              href={linkTo(patch)}
              onClick={follow(patch)}
              aria-current={only ? 'true' : undefined}
            >
              <Mark status={light.shown} />
              <b>{count(light.n)}</b> {statusText(light)}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
