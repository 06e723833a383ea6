import { computed, effect, signal } from '@preact/signals';
import { FactIndex } from '../../src/engine/evaluate/fact-index';
import type { Milestone } from '../../src/engine/model/milestone';
import { milestonesAt } from '../../src/engine/schedule/milestones-at';
import { type Slack, slacks } from '../../src/engine/what-if/slack';
import { route } from './address';
import { api } from './api';
import { loaded } from './plan';
import { resource } from './resource';
import { type Row, rows } from './rows';
import { outlook } from './what-if/what-if';
import { othersRun } from './what-if/yield-to-browser';

/** What only the service knows of a milestone: how it came to its present dates and status. */
interface Told {
  alternatives: readonly { reading: string; on: string; text: string }[];
  history: {
    deadlines: readonly {
      version: number;
      dueOn: string | null;
      startsOn: string | null;
      recordedAt: string;
      cause: string;
      fact: string | null;
    }[];
    transitions: readonly {
      from: string | null;
      to: string;
      at: string | null;
      cause: string;
      fact: string | null;
    }[];
  };
}

/** The row whose drawer is open. */
export const opened = computed((): Row | undefined => {
  const { milestone } = route;
  return milestone === ''
    ? undefined
    : rows.value.find(({ id }) => id.slice(id.indexOf('/') + 1) === milestone);
});

/** The same with the steps to its date. */
export const derived = computed((): Milestone | undefined => {
  const [row, now, side] = [opened.value, loaded.value, outlook.value];
  if (row === undefined || now === undefined || side === undefined) return undefined;
  const context = { ...now.context, derivations: true };
  const found = milestonesAt(row.milestone.path, now.agreement, new FactIndex(side.facts), context);
  return found.find(({ id }) => id === row.id);
});

const openedId = computed(() => opened.value?.id ?? '');
const revision = computed(() => loaded.value?.plan.revision);

/** An occurrence that only the what-if brings is not known to the service: it has no history. */
export const told = resource(
  () => (revision.value === undefined ? '' : openedId.value),
  (id) => api<Told>('GET', `/v1/milestones/${encodeURIComponent(id)}`),
);

/** How far the open milestone may slip; undefined while it is looked for, null where the text ties nothing to it. */
export const slack = signal<Slack | null | undefined>(undefined);

const HORIZON = 3_653;
const SLICE_MS = 6;
let looking = 0;

effect(() => {
  const [path, now, side] = [opened.value?.milestone.path, loaded.value, outlook.value];
  const mine = ++looking;
  slack.value = undefined;
  if (path === undefined || now === undefined || side === undefined) return;
  void look(path, mine);
});

async function look(path: string, mine: number): Promise<void> {
  const [now, side] = [loaded.peek(), outlook.peek()];
  if (now === undefined || side === undefined) return;
  await new Promise((resolve) => setTimeout(resolve, 200));
  if (mine !== looking) return;
  let begun = performance.now();
  for (const one of slacks(now.agreement, side.facts, now.context, HORIZON)) {
    if (one?.path === path) {
      slack.value = one;
      return;
    }
    if (performance.now() - begun < SLICE_MS) continue;
    await othersRun();
    if (mine !== looking) return;
    begun = performance.now();
  }
  slack.value = null;
}
