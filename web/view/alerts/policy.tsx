import { computed, effect, signal } from '@preact/signals';
import { mayAct } from '../../state/access/session';
import { route } from '../../state/address';
import { api, errorText } from '../../state/api';
import { loaded } from '../../state/plan';
import { resource } from '../../state/resource';
import { allTexts } from '../../words/format';
import { nameOf } from '../milestone/due';
import { pathOf } from '../milestone/milestone-link';
import { localTime } from '../shared/day';

interface DryRun {
  standing: string;
  count: number;
  items: readonly { type: string; milestone: string; at: string | null }[];
}

/** The rules in the editor, as JSON. */
const draft = signal('');
const EXAMPLE = '[{ "theme": "elections", "leads": ["P30D", "P7D"] }]';
const refused = signal('');
const dryRun = signal<DryRun | undefined>(undefined);

const agreement = computed(() => (route.view === 'alerts' ? route.agreement : ''));
const policyOf = (id: string): string => `/v1/agreements/${encodeURIComponent(id)}/alert-policy`;

const rules = resource(
  () => agreement.value,
  async (id) => (await api<{ rules: readonly unknown[] }>('GET', policyOf(id))).rules,
);

// Rules and dry run belong to one agreement; another one clears them.
effect(() => {
  const found = rules.answer.value ?? [];
  draft.value = found.length === 0 ? '' : JSON.stringify(found, null, 2);
  dryRun.value = undefined;
  refused.value = '';
});

const AHEAD_MS = 90 * 86_400_000;

async function runDry(): Promise<void> {
  const now = loaded.peek()?.plan;
  if (now === undefined) return;
  const [from, to] = [now.now, now.now + AHEAD_MS].map((at) => new Date(at).toISOString());
  const path = policyOf(now.agreement);
  await attempt(async () => {
    const tried: unknown = JSON.parse(draft.peek() || '[]');
    dryRun.value = await api<DryRun>('POST', `${path}/rehearsal`, { from, to, rules: tried });
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
    refused.value = errorText(error);
  }
}

/** The alert policy of the agreement, with a dry run. */
export function Policy() {
  const w = allTexts.value;
  const found = dryRun.value;
  const own = rules.answer.value;
  return (
    <>
      {own !== undefined && (
        <p class="hint">{own.length === 0 ? w.alerts.noPolicy : w.alerts.rules(own.length)}</p>
      )}
      {mayAct('editor') && <Editor />}
      {refused.value !== '' && <p role="alert">{refused.value}</p>}
      <p class="tools">
        <button type="button" onClick={() => void runDry()}>
          {w.alerts.dryRun}
        </button>
        <span role="status">{found === undefined ? '' : w.alerts.dryRunCount(found.count)}</span>
      </p>
      {found !== undefined && found.standing !== 'active' && (
        <p class="hint">{w.alerts.dryRunSilent}</p>
      )}
      {found !== undefined && found.count > 0 && (
        <ol class="dry-run">
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

/** An editor of the rules; the dry run below uses them, and a button saves them. */
function Editor() {
  const w = allTexts.value;
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
