import { effect } from '@preact/signals';
import { render } from 'preact';
import { here } from './state/address';
import { told } from './state/api';
import { followChanges } from './state/live';
import { failure, keepTime, loadAgreements, loaded, loadPlan } from './state/plan';
import { loadSession } from './state/session';
import { App } from './view/app';
import { speak } from './words/format';

/** A slider through the past asks the service when it rests. */
const REST_MS = 80;
let resting: ReturnType<typeof setTimeout> | undefined;

async function start(): Promise<void> {
  await loadSession();
  await loadAgreements();
  let read = '';
  effect(() => {
    const { agreement, asOf, knownAt } = here;
    const wanted = `${agreement} ${asOf} ${knownAt}`;
    if (wanted === read) return;
    read = wanted;
    clearTimeout(resting);
    resting = setTimeout(() => void loadPlan(), loaded.peek() === undefined ? 0 : REST_MS);
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
void speak().finally(() => {
  if (root !== null) render(<App enter={begin} />, root);
});
