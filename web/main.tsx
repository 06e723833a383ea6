import { effect } from '@preact/signals';
import { render } from 'preact';
import { loadSession } from './state/access/session';
import { route } from './state/address';
import { errorText } from './state/api';
import { followChanges } from './state/live';
import { askedTimes, failure, keepTime, loaded, loadPlan } from './state/plan';
import { App } from './view/app';
import { firstTexts } from './words/format';

/** After the last move of a slider through the past, before the plan of that day is requested. */
const REST_MS = 80;
let timer: ReturnType<typeof setTimeout> | undefined;

async function start(): Promise<void> {
  await loadSession();
  effect(() => {
    const { agreement } = route;
    const { asOf, knownAt } = askedTimes.value;
    clearTimeout(timer);
    const shown = loaded.peek();
    if (shown?.plan.agreement !== agreement) void loadPlan();
    else if (asOf !== shown.asked.asOf || knownAt !== shown.asked.knownAt)
      timer = setTimeout(() => void loadPlan(), REST_MS);
  });
  followChanges();
  keepTime();
}

/** Starts the page; also called after a sign-in. */
export function begin(): void {
  start().catch((error: unknown) => {
    failure.value = errorText(error);
  });
}

const root = document.getElementById('page');
begin();
void firstTexts().finally(() => {
  if (root !== null) render(<App enter={begin} />, root);
});
