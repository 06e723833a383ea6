import { effect } from '@preact/signals';
import { render } from 'preact';
import { address } from './state/address';
import { told } from './state/api';
import { followChanges } from './state/live';
import { failure, keepTime, loadAgreements, loadPlan } from './state/plan';
import { loadSession } from './state/session';
import { App } from './view/app';
import { speak } from './words/format';

async function start(): Promise<void> {
  await loadSession();
  await loadAgreements();
  let read = '';
  effect(() => {
    const { agreement, asOf, knownAt } = address.value;
    const wanted = `${agreement} ${asOf} ${knownAt}`;
    if (wanted !== read) void loadPlan();
    read = wanted;
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
