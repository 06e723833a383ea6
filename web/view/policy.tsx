import { effect, signal } from '@preact/signals';
import { here } from '../state/address';
import { api, locked } from '../state/api';
import { loaded } from '../state/plan';
import { say } from '../words/format';
import { localTime } from './day';
import { nameOf } from './due';
import { shortId } from './milestone-link';

interface Rehearsal {
  count: number;
  items: readonly { type: string; milestone: string; at: string | null }[];
}

const rules = signal<readonly unknown[]>([]);
const rehearsal = signal<Rehearsal | undefined>(undefined);

effect(() => {
  const { view, agreement } = here;
  rehearsal.value = undefined;
  if (view === 'alerts' && agreement !== '' && !locked.value) void load(agreement);
});

async function load(agreement: string): Promise<void> {
  const policy = await api<{ rules: readonly unknown[] }>(
    'GET',
    `/v1/agreements/${agreement}/alert-policy`,
  );
  rules.value = policy.rules;
}

const AHEAD_MS = 90 * 86_400_000;

async function rehearse(): Promise<void> {
  const now = loaded.peek()?.plan;
  if (now === undefined) return;
  const span = [now.now, now.now + AHEAD_MS].map((at) => new Date(at).toISOString());
  rehearsal.value = await api<Rehearsal>(
    'POST',
    `/v1/agreements/${now.agreement}/alert-policy/rehearsal`,
    {
      from: span[0],
      to: span[1],
    },
  );
}

/** How the agreement is watched, with a dry run. */
export function Policy() {
  const w = say.value;
  const found = rehearsal.value;
  return (
    <>
      <p class="hint">
        {rules.value.length === 0 ? w.alerts.noPolicy : w.alerts.rules(rules.value.length)}
      </p>
      <p class="tools">
        <button type="button" onClick={() => void rehearse()}>
          {w.alerts.rehearse}
        </button>
        <span role="status">{found === undefined ? '' : w.alerts.rehearsed(found.count)}</span>
      </p>
      {found !== undefined && found.count > 0 && (
        <ol class="rehearsed">
          {found.items.slice(0, 50).map(({ type, milestone, at }) => (
            <li key={`${type} ${milestone} ${at}`}>
              <time>{at === null ? '' : localTime(at)}</time>{' '}
              {w.notice[type.replace('milestone.', '')] ?? type}:{' '}
              {nameOf(shortId(milestone).replace(/[@#].*$/, ''))}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
