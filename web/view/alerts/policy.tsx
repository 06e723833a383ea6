import { computed, effect, signal } from '@preact/signals';
import { route } from '../../state/address';
import { api, told } from '../../state/api';
import { loaded } from '../../state/plan';
import { resource } from '../../state/resource';
import { mayAct } from '../../state/session';
import { sayAll } from '../../words/format';
import { nameOf } from '../milestone/due';
import { pathOf } from '../milestone/milestone-link';
import { localTime } from '../shared/day';

interface Rehearsal {
  count: number;
  items: readonly { type: string; milestone: string; at: string | null }[];
}

/** What the editor holds: the rules that are tried, and may be used. */
const draft = signal('');
const EXAMPLE = '[{ "theme": "elections", "leads": ["P30D", "P7D"] }]';
const refused = signal('');
const rehearsal = signal<Rehearsal | undefined>(undefined);

const agreement = computed(() => (route.view === 'alerts' ? route.agreement : ''));
const policyOf = (id: string): string => `/v1/agreements/${encodeURIComponent(id)}/alert-policy`;

const rules = resource(
  () => agreement.value,
  async (id) => (await api<{ rules: readonly unknown[] }>('GET', policyOf(id))).rules,
);

// Another agreement has rules of its own: what was typed or tried for the one before goes.
effect(() => {
  const found = rules.answer.value ?? [];
  draft.value = found.length === 0 ? '' : JSON.stringify(found, null, 2);
  rehearsal.value = undefined;
  refused.value = '';
});

const AHEAD_MS = 90 * 86_400_000;

async function rehearse(): Promise<void> {
  const now = loaded.peek()?.plan;
  if (now === undefined) return;
  const [from, to] = [now.now, now.now + AHEAD_MS].map((at) => new Date(at).toISOString());
  const path = policyOf(now.agreement);
  await attempt(async () => {
    const tried: unknown = JSON.parse(draft.peek() || '[]');
    rehearsal.value = await api<Rehearsal>('POST', `${path}/rehearsal`, { from, to, rules: tried });
  });
}

async function put(): Promise<void> {
  await attempt(async () => {
    const wanted = { rules: JSON.parse(draft.peek() || '[]') as unknown };
    await api('PUT', policyOf(agreement.peek()), wanted);
    await rules.reload();
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
  const w = sayAll.value;
  const found = rehearsal.value;
  const own = rules.answer.value;
  return (
    <>
      {own !== undefined && (
        <p class="hint">{own.length === 0 ? w.alerts.noPolicy : w.alerts.rules(own.length)}</p>
      )}
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
              {w.notice[type.replace('milestone.', '')] ?? type}: {nameOf(pathOf(milestone))}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/** The rules as they are written, to be tried below and then used whole. */
function Editor() {
  const w = sayAll.value;
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
