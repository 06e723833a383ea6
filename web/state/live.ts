import { effect, signal } from '@preact/signals';
import { AGREEMENT_MESSAGE_TYPES } from '../../src/outbox/message-type';
import { address, route } from './address';
import { needsToken } from './api';
import { loaded, loadPlan } from './plan';

type ConnectionState = 'live' | 'reconnecting' | 'offline' | 'asking';

/** How the page learns of changes; "asking": it polls once a minute. */
export const connection = signal<ConnectionState>('reconnecting');

/** Messages that arrive together cause one reload. */
const GATHER_MS = 300;
const POLL_MS = 60_000;

/** Rises with each reload, for views that read more than the plan. */
export const changeCount = signal(0);

let source: EventSource | undefined;
let gathering: ReturnType<typeof setTimeout> | undefined;

function reloadSoon(): void {
  clearTimeout(gathering);
  gathering = setTimeout(() => {
    changeCount.value += 1;
    void loadPlan();
  }, GATHER_MS);
}

function listen(agreement: string): void {
  source?.close();
  source = new EventSource(`/v1/events?agreement=${encodeURIComponent(agreement)}`);
  source.addEventListener('open', () => {
    connection.value = 'live';
  });
  source.addEventListener('error', () => {
    // The service refuses the stream to the public; the page polls instead.
    const refused = source?.readyState === EventSource.CLOSED;
    connection.value = refused ? 'asking' : navigator.onLine ? 'reconnecting' : 'offline';
  });
  for (const type of AGREEMENT_MESSAGE_TYPES) source.addEventListener(type, reloadSoon);
}

/** Reloads the shown agreement when it changes; the scroll position stays. */
export function followChanges(): void {
  effect(() => {
    const { agreement } = route;
    const closed = needsToken.value;
    if (agreement !== '' && !closed) startFor(agreement);
  });
  setInterval(() => {
    if (connection.peek() !== 'live' && !document.hidden) void loadPlan();
  }, POLL_MS);
  addEventListener('offline', () => {
    connection.value = 'offline';
  });
  addEventListener('online', () => {
    const { agreement } = address.peek();
    if (agreement !== '') listen(agreement);
    if (loaded.peek() !== undefined) reloadSoon();
  });
}

let following = '';

function startFor(agreement: string): void {
  if (agreement === following) return;
  following = agreement;
  listen(agreement);
}
