import { computed } from '@preact/signals';
import type { Headline } from '../../src/schedule/model';
import { HEADLINES } from '../../src/schedule/status';
import { follow, here, linkTo } from '../state/address';
import { rows } from '../state/rows';
import { count, say } from '../words/format';
import { Mark } from './mark';

/** The order in which people look: what is wrong, what is near, what is fine, what is over. */
const LIGHTS: readonly Headline[] = [
  'overdue',
  'in-grace',
  'breached',
  'violated',
  'disputed',
  'due-soon',
  'upcoming',
  'holding',
  'met',
  'met-late',
  'undated',
  'conditional',
  'suspended',
  'discharged',
  'expired',
  'terminated',
];

const counted = computed(() => {
  const counts = new Map<Headline, number>(HEADLINES.map((one) => [one, 0]));
  for (const { standing } of rows.value)
    counts.set(standing.status, (counts.get(standing.status) ?? 0) + 1);
  return counts;
});

/** How many milestones stand how; each leads to those alone. */
export function Lights() {
  const w = say.value;
  return (
    <ul class="lights">
      {LIGHTS.filter((status) => (counted.value.get(status) ?? 0) > 0).map((status) => {
        const only = here.status === status;
        const patch = { status: only ? '' : status, view: '' };
        return (
          <li key={status}>
            <a
              href={linkTo(patch)}
              onClick={follow(patch)}
              aria-current={only ? 'true' : undefined}
            >
              <Mark status={status} />
              <b>{count(counted.value.get(status) ?? 0)}</b> {w.status[status]}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
