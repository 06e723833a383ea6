import { computed, effect, signal } from '@preact/signals';
import type { WorkingCalendar } from '../../src/engine/calendar/working-calendar';
import { FactIndex } from '../../src/engine/evaluate/fact-index';
import type { Milestone } from '../../src/engine/model/milestone';
import type { Headline } from '../../src/engine/model/status';
import { milestonesAt } from '../../src/engine/schedule/milestones-at';
import { type Slack, slacks } from '../../src/engine/what-if/slack';
import { route } from './address';
import { api } from './api';
import { loaded } from './plan';
import { resource } from './resource';
import { type Row, rows } from './timeline/rows';
import { outlook } from './what-if/what-if';
import { yieldToBrowser } from './what-if/yield-to-browser';

/** What only the service has of a milestone: other readings of its words, and the history of its dates and statuses. */
interface ServiceDetail {
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
      from: Headline | null;
      to: Headline;
      at: string | null;
      cause: string;
      fact: string | null;
    }[];
  };
}

/** The row of the milestone in the drawer. */
export const openRow = computed((): Row | undefined => {
  const { milestone } = route;
  return milestone === ''
    ? undefined
    : rows.value.find(({ id }) => id.slice(id.indexOf('/') + 1) === milestone);
});

/** Working calendars that remember which of them were looked up. */
class NotedCalendars extends Map<string, WorkingCalendar> {
  readonly used = new Set<WorkingCalendar>();
  override get(id: string): WorkingCalendar | undefined {
    const found = super.get(id);
    if (found !== undefined) this.used.add(found);
    return found;
  }
}

/** The same milestone with the steps to its date, and the calendars that the date was counted by. */
const derivation = computed(() => {
  const [row, now, side] = [openRow.value, loaded.value, outlook.value];
  if (row === undefined || now === undefined || side === undefined) return undefined;
  const calendars = new NotedCalendars(now.context.calendars);
  const context = { ...now.context, calendars, derivations: true };
  const found = milestonesAt(row.milestone.path, now.agreement, new FactIndex(side.facts), context);
  const milestone = found.find(({ id }) => id === row.id);
  return { milestone, calendars: [...calendars.used] };
});

/** The open milestone with the steps to its date. */
export const derived = computed((): Milestone | undefined => derivation.value?.milestone);

/** The calendars that the open milestone's date was counted by. */
export const usedCalendars = computed(() => derivation.value?.calendars ?? []);

const openedId = computed(() => openRow.value?.id ?? '');
const revision = computed(() => loaded.value?.plan.revision);

/** The service's answer about the open milestone. It refuses an occurrence that exists only in the what-if. */
export const serviceDetail = resource(
  () => (revision.value === undefined ? '' : openedId.value),
  (id) => api<ServiceDetail>('GET', `/v1/milestones/${encodeURIComponent(id)}`),
);

/** How far the open milestone may slip; undefined while it is computed, null where slack does not apply. */
export const slack = signal<Slack | null | undefined>(undefined);

const HORIZON = 3_653;
const SLICE_MS = 6;
let search = 0;

effect(() => {
  const [path, now, side] = [openRow.value?.milestone.path, loaded.value, outlook.value];
  const mine = ++search;
  slack.value = undefined;
  if (path === undefined || now === undefined || side === undefined) return;
  void findSlack(path, mine);
});

async function findSlack(path: string, mine: number): Promise<void> {
  const [now, side] = [loaded.peek(), outlook.peek()];
  if (now === undefined || side === undefined) return;
  await new Promise((resolve) => setTimeout(resolve, 200));
  if (mine !== search) return;
  let begun = performance.now();
  for (const one of slacks(now.agreement, side.facts, now.context, HORIZON)) {
    if (one?.path === path) {
      slack.value = one;
      return;
    }
    if (performance.now() - begun < SLICE_MS) continue;
    await yieldToBrowser();
    if (mine !== search) return;
    begun = performance.now();
  }
  slack.value = null;
}
