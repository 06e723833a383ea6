import { signal } from '@preact/signals';
import { mayAct } from '../../state/access/session';
import { route } from '../../state/address';
import { api, errorText, type Page } from '../../state/api';
import { changeCount } from '../../state/live';
import { resource } from '../../state/resource';
import { rows } from '../../state/timeline/rows';
import { allTexts } from '../../words/format';
import { nameOf } from '../milestone/due';
import { pathOf } from '../milestone/milestone-link';
import { localTime } from '../shared/day';
import { PresentOnlyNote, RecordedOnlyNote } from '../shared/notes';
import { PlainTable } from '../shared/plain-table';
import { ownWord } from '../shared/status';
import { Policy } from './policy';
import { Webhooks } from './webhooks';

interface Alert {
  id: string;
  milestone: string;
  type: string;
  at: string | null;
  recordedAt: string | null;
  state: string;
}

const alerts = resource(
  () => (changeCount.value >= 0 && route.view === 'alerts' ? route.agreement : ''),
  async (agreement) => {
    const query = `limit=200&agreement=${encodeURIComponent(agreement)}`;
    return (await api<Page<Alert>>('GET', `/v1/alerts?${query}`)).items;
  },
);
const refused = signal('');

const WEEK_MS = 7 * 86_400_000;

async function answer(id: string, what: 'acknowledge' | 'snooze'): Promise<void> {
  const until = new Date(Date.now() + WEEK_MS).toISOString();
  try {
    await api('POST', `/v1/alerts/${id}/${what}`, what === 'snooze' ? { until } : {});
    refused.value = '';
  } catch (error) {
    refused.value = errorText(error);
  }
  await alerts.reload();
}

/** The alerts of the agreement with their state, the alert policy, and the webhooks. */
export function Alerts() {
  const w = allTexts.value;
  return (
    <section class="view">
      <h2>{w.alerts.title}</h2>
      <RecordedOnlyNote />
      <PresentOnlyNote />
      <Policy />
      {[refused.value, alerts.failure.value].map(
        (text) =>
          text !== '' && (
            <p key={text} role="alert">
              {text}
            </p>
          ),
      )}
      {alerts.answer.value?.length === 0 && <p class="nothing">{w.alerts.none}</p>}
      {(alerts.answer.value?.length ?? 0) > 0 && <List />}
      <Webhooks />
    </section>
  );
}

/** "opens soon" for a right, "is due soon" for a deadline. */
function alertText(id: string, type: string): string {
  const row = rows.value.find((one) => one.id === id);
  const soon = type === 'milestone.due-soon' && row && ownWord(row.milestone, 'due-soon');
  return soon || (allTexts.value.notice[type.replace('milestone.', '')] ?? type);
}

function List() {
  const w = allTexts.value;
  return (
    <PlainTable
      label={w.alerts.title}
      heads={[w.alerts.sent, w.alerts.what, w.alerts.milestone, w.alerts.answer]}
    >
      {alerts.answer.value?.map(({ id, milestone, type, recordedAt, state }) => (
        <tr key={id}>
          <td class="day">{recordedAt === null ? '' : localTime(recordedAt)}</td>
          <td>{alertText(milestone, type)}</td>
          <td>{nameOf(pathOf(milestone))}</td>
          <td class="answer">
            {w.alerts.state[state] ?? state}{' '}
            {state === 'open' && mayAct('monitor') && (
              <span class="tools">
                <button type="button" onClick={() => void answer(id, 'acknowledge')}>
                  {w.alerts.acknowledge}
                </button>
                <button type="button" onClick={() => void answer(id, 'snooze')}>
                  {w.alerts.snooze}
                </button>
              </span>
            )}
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}
