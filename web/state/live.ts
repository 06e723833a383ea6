import { effect, signal } from '@preact/signals';
import { AGREEMENT_MESSAGE_TYPES } from '../../src/outbox/message-type';
import { address, route } from './address';
import { locked } from './api';
import { loaded, loadPlan } from './plan';

export type Line = 'live' | 'reconnecting' | 'offline' | 'asking';

/** How the page hears of changes; "asking": it looks again once a minute. */
export const line = signal<Line>('reconnecting');

const GATHER_MS = 300;
const ASK_MS = 60_000;

/** Counts what was told, for views that read something of their own. */
export const news = signal(0);

let source: EventSource | undefined;
let gathering: ReturnType<typeof setTimeout> | undefined;

function changed(): void {
  clearTimeout(gathering);
  gathering = setTimeout(() => {
    news.value += 1;
    void loadPlan();
  }, GATHER_MS);
}

function listen(agreement: string): void {
  source?.close();
  source = new EventSource(`/v1/events?agreement=${encodeURIComponent(agreement)}`);
  source.addEventListener('open', () => {
    line.value = 'live';
  });
  source.addEventListener('error', () => {
    // A closed stream was refused, as it is to the public: the page asks instead.
    const refused = source?.readyState === EventSource.CLOSED;
    line.value = refused ? 'asking' : navigator.onLine ? 'reconnecting' : 'offline';
  });
  for (const type of AGREEMENT_MESSAGE_TYPES) source.addEventListener(type, changed);
}

/** Follows the agreement that is looked at; what the reader is reading stays where it is. */
export function followChanges(): void {
  effect(() => {
    const { agreement } = route;
    const closed = locked.value;
    if (agreement !== '' && !closed) startFor(agreement);
  });
  setInterval(() => {
    if (line.peek() !== 'live' && !document.hidden) void loadPlan();
  }, ASK_MS);
  addEventListener('offline', () => {
    line.value = 'offline';
  });
  addEventListener('online', () => {
    const { agreement } = address.peek();
    if (agreement !== '') listen(agreement);
    if (loaded.peek() !== undefined) changed();
  });
}

let following = '';

function startFor(agreement: string): void {
  if (agreement === following) return;
  following = agreement;
  listen(agreement);
}
