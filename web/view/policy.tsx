import { effect, signal } from '@preact/signals';
import { address, here } from '../state/address';
import { api, locked, told } from '../state/api';
import { loaded } from '../state/plan';
import { mayAct } from '../state/session';
import { say } from '../words/format';
import { localTime } from './day';
import { nameOf } from './due';
import { shortId } from './milestone-link';

interface Rehearsal {
  count: number;
  items: readonly { type: string; milestone: string; at: string | null }[];
}

const rules = signal<readonly unknown[]>([]);
/** What the editor holds: the rules that are tried, and may be used. */
const draft = signal('');
const EXAMPLE = '[{ "theme": "elections", "leads": ["P30D", "P7D"] }]';
const refused = signal('');
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
  draft.value = policy.rules.length === 0 ? '' : JSON.stringify(policy.rules, null, 2);
}

const AHEAD_MS = 90 * 86_400_000;

async function rehearse(): Promise<void> {
  const now = loaded.peek()?.plan;
  if (now === undefined) return;
  const [from, to] = [now.now, now.now + AHEAD_MS].map((at) => new Date(at).toISOString());
  const path = `/v1/agreements/${now.agreement}/alert-policy`;
  await attempt(async () => {
    const tried: unknown = JSON.parse(draft.peek() || '[]');
    rehearsal.value = await api<Rehearsal>('POST', `${path}/rehearsal`, { from, to, rules: tried });
  });
}

async function put(): Promise<void> {
  const { agreement } = address.peek();
  await attempt(async () => {
    const wanted = { rules: JSON.parse(draft.peek() || '[]') as unknown };
    await api('PUT', `/v1/agreements/${agreement}/alert-policy`, wanted);
    await load(agreement);
  });
}

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
    refused.value = '';
  } catch (error) {
    refused.value = told(error);
  }
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
      {mayAct('editor') && <Editor />}
      {refused.value !== '' && <p role="alert">{refused.value}</p>}
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

/** The rules as they are written, to be tried below and then used whole. */
function Editor() {
  const w = say.value;
  return (
    <details class="rules">
      <summary>{w.alerts.change}</summary>
      <label class="stacked">
        {w.alerts.written}
        <textarea
          rows={8}
          placeholder={EXAMPLE}
          spellcheck={false}
          value={draft.value}
          onInput={({ currentTarget }) => (draft.value = currentTarget.value)}
        />
      </label>
      <button type="button" class="main" onClick={() => void put()}>
        {w.alerts.put}
      </button>
    </details>
  );
}
