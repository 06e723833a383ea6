import { effect, signal } from '@preact/signals';
import { address, here } from '../state/address';
import { api, locked, type Page, told } from '../state/api';
import { news } from '../state/live';
import { mayAct } from '../state/session';
import { say } from '../words/format';
import { localTime } from './day';
import { nameOf } from './due';
import { pathOf } from './milestone-link';
import { NotSupposed } from './not-supposed';
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

const alerts = signal<readonly Alert[] | undefined>(undefined);
const refused = signal('');

effect(() => {
  const { view, agreement } = here;
  const again = news.value;
  if (view === 'alerts' && agreement !== '' && !locked.value && again >= 0) void load(agreement);
});

async function load(agreement: string): Promise<void> {
  const { items } = await api<Page<Alert>>('GET', `/v1/alerts?limit=200&agreement=${agreement}`);
  alerts.value = items;
}

const WEEK_MS = 7 * 86_400_000;

async function answer(id: string, what: 'acknowledge' | 'snooze'): Promise<void> {
  const until = new Date(Date.now() + WEEK_MS).toISOString();
  try {
    await api('POST', `/v1/alerts/${id}/${what}`, what === 'snooze' ? { until } : {});
    refused.value = '';
  } catch (error) {
    refused.value = told(error);
  }
  await load(address.peek().agreement);
}

/** What was told of the agreement, who took it in hand, and who is told by webhook. */
export function Alerts() {
  const w = say.value;
  return (
    <section class="view">
      <h2>{w.alerts.title}</h2>
      <NotSupposed />
      <Policy />
      {refused.value !== '' && <p role="alert">{refused.value}</p>}
      {alerts.value?.length === 0 && <p class="nothing">{w.alerts.none}</p>}
      {(alerts.value?.length ?? 0) > 0 && <List />}
      <Webhooks />
    </section>
  );
}

function List() {
  const w = say.value;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={w.alerts.title}>
      <table class="plain">
        <thead>
          <tr>
            {[w.alerts.told, w.alerts.what, w.alerts.milestone, w.alerts.answer].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {alerts.value?.map(({ id, milestone, type, recordedAt, state }) => (
            <tr key={id}>
              <td class="day">{recordedAt === null ? '' : localTime(recordedAt)}</td>
              <td>{w.notice[type.replace('milestone.', '')] ?? type}</td>
              <td>{nameOf(pathOf(milestone))}</td>
              <td>
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
        </tbody>
      </table>
    </div>
  );
}
