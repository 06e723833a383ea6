import { effect, signal } from '@preact/signals';
import { route } from '../../state/address';
import { ApiError, api, errorText, needsToken, type Page } from '../../state/api';
import { allTexts } from '../../words/format';
import { localTime } from '../shared/day';
import { PlainTable } from '../shared/plain-table';

interface Endpoint {
  id: string;
  kind: string;
  url: string;
  state: string;
}

interface Counts {
  attempts: { made: number; successRate: number | null };
}

interface Delivery {
  id: string;
  type: string;
  state: string;
  attempts: number;
  createdAt: string;
  lastStatusCode: number | null;
  lastError: string | null;
}

const endpoints = signal<readonly (Endpoint & { counts: Counts })[] | undefined>(undefined);
const refused = signal('');
/** The endpoint whose deliveries are listed, and the deliveries. */
const log = signal<{ endpoint: string; items: readonly Delivery[] } | undefined>(undefined);

effect(() => {
  if (route.view === 'alerts' && !needsToken.value) void load();
});

async function load(): Promise<void> {
  try {
    const { items } = await api<Page<Endpoint>>('GET', '/v1/webhooks?limit=100');
    endpoints.value = await Promise.all(
      items.map(async (endpoint) => ({
        ...endpoint,
        counts: await api<Counts>('GET', `/v1/webhooks/${endpoint.id}/counts`),
      })),
    );
    refused.value = '';
  } catch (error) {
    endpoints.value = undefined;
    const forbidden = error instanceof ApiError && [401, 403].includes(error.status);
    refused.value = forbidden ? allTexts.peek().hooks.notYours : errorText(error);
  }
}

async function show(endpoint: string): Promise<void> {
  const { items } = await api<Page<Delivery>>(
    'GET',
    `/v1/webhooks/${endpoint}/deliveries?limit=50`,
  );
  log.value = { endpoint, items };
}

async function act(work: () => Promise<unknown>, endpoint: string): Promise<void> {
  try {
    await work();
    refused.value = '';
  } catch (error) {
    refused.value = errorText(error);
  }
  await Promise.all([load(), show(endpoint)]);
}

/** Prints what the header `webhook-signature` must hold after "v1,"; needs no library. */
const SNIPPET = String.raw`key=$(printf %s "${'$'}{SECRET#whsec_}" | base64 -d | xxd -p -c 256)
printf %s "$WEBHOOK_ID.$WEBHOOK_TIMESTAMP.$BODY" |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64`;

/** The webhook endpoints, their success rates, and the log of deliveries. */
export function Webhooks() {
  const w = allTexts.value;
  return (
    <>
      <h2>{w.hooks.title}</h2>
      {refused.value !== '' && <p role="alert">{refused.value}</p>}
      {endpoints.value?.length === 0 && <p class="nothing">{w.hooks.none}</p>}
      {(endpoints.value?.length ?? 0) > 0 && <Endpoints />}
      {log.value !== undefined && <Log />}
      {endpoints.value !== undefined && (
        <p class="tools">
          <button type="button" onClick={() => void navigator.clipboard?.writeText(SNIPPET)}>
            {w.hooks.snippet}
          </button>
        </p>
      )}
    </>
  );
}

function Endpoints() {
  const w = allTexts.value;
  return (
    <PlainTable
      label={w.hooks.title}
      heads={[w.hooks.address, w.hooks.state, w.hooks.rate]}
      hasTools
    >
      {endpoints.value?.map(({ id, kind, url, state, counts: { attempts } }) => (
        <tr key={id}>
          <td>
            <span class="hint">{kind}</span> {url}
          </td>
          <td>{w.hooks.of[state] ?? state}</td>
          <td>
            {attempts.successRate === null ? '–' : `${Math.round(100 * attempts.successRate)} %`}{' '}
            <span class="hint">{w.hooks.attempts(attempts.made)}</span>
          </td>
          <td>
            <span class="tools">
              <button type="button" onClick={() => void show(id)}>
                {w.hooks.log}
              </button>
              <button
                type="button"
                onClick={() => void act(() => api('POST', `/v1/webhooks/${id}/ping`), id)}
              >
                {w.hooks.ping}
              </button>
            </span>
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}

function Log() {
  const w = allTexts.value;
  const { endpoint, items } = log.value ?? { endpoint: '', items: [] };
  const url = endpoints.value?.find(({ id }) => id === endpoint)?.url ?? endpoint;
  if (items.length === 0) return <p class="hint">{w.hooks.empty}</p>;
  return (
    <PlainTable
      label={w.hooks.log}
      caption={`${w.hooks.log}: ${url}`}
      heads={[w.hooks.created, w.hooks.message, w.hooks.state, w.hooks.answer]}
      hasTools
    >
      {items.map(({ id, type, state, attempts, createdAt, lastStatusCode, lastError }) => (
        <tr key={id}>
          <td class="day">{localTime(createdAt)}</td>
          <td>{type}</td>
          <td>
            {w.hooks.of[state] ?? state} <span class="hint">{w.hooks.attempts(attempts)}</span>
          </td>
          <td>{lastError ?? lastStatusCode ?? ''}</td>
          <td>
            <button
              type="button"
              onClick={() =>
                void act(
                  () => api('POST', `/v1/webhooks/${endpoint}/deliveries/${id}/redeliver`),
                  endpoint,
                )
              }
            >
              {w.hooks.redeliver}
            </button>
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}
