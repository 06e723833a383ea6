import { effect } from '@preact/signals';
import { render } from 'preact';
import { route } from './state/address';
import { told } from './state/api';
import { followChanges } from './state/live';
import { failure, keepTime, loadAgreements, loaded, loadPlan } from './state/plan';
import { loadSession } from './state/session';
import { App } from './view/app';
import { firstWords } from './words/format';

/** A slider through the past asks the service when it rests. */
const REST_MS = 80;
let resting: ReturnType<typeof setTimeout> | undefined;

async function start(): Promise<void> {
  await loadSession();
  await loadAgreements();
  effect(() => {
    const { agreement, asOf, knownAt } = route;
    clearTimeout(resting);
    const shown = loaded.peek();
    if (shown?.plan.agreement !== agreement) void loadPlan();
    else if (asOf !== shown.asked.asOf || knownAt !== shown.asked.knownAt)
      resting = setTimeout(() => void loadPlan(), REST_MS);
  });
  followChanges();
  keepTime();
}

/** Begins, or begins again once a token was given. */
export function begin(): void {
  start().catch((error: unknown) => {
    failure.value = told(error);
  });
}

const root = document.getElementById('page');
begin();
void firstWords().finally(() => {
  if (root !== null) render(<App enter={begin} />, root);
});
