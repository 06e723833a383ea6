import { computed, effect, signal } from '@preact/signals';
import { parseDay } from '../../src/engine/calendar/epoch-day';
import { buildCalendar, type CalendarDocument } from '../../src/engine/calendar/working-calendar';
import type { Agreement } from '../../src/engine/compile/agreement';
import { type Portable, unpack } from '../../src/engine/compile/portable';
import type { AgreementDocument } from '../../src/engine/model/document';
import type { Fact } from '../../src/engine/model/fact';
import type { ScheduleContext } from '../../src/engine/schedule/options';
import { firstTexts, language, texts } from '../words/format';
import { type Offsets, tableZones } from '../zones';
import { address, route } from './address';
import { ApiError, api, errorText } from './api';
import { readInstant } from './what-if/assumption';

/** All input of the engine, as `GET /v1/agreements/:id/plan` answers it. */
interface Plan {
  agreement: string;
  revision: number;
  documentVersion: number;
  sequence: number;
  now: number;
  createdAt: number;
  asOf: number;
  knownAt: number;
  dueSoonMs: number;
  document: AgreementDocument;
  compiled: Portable;
  facts: readonly Fact[];
  calendars: readonly CalendarDocument[];
  zones: Readonly<Record<string, Offsets>>;
}

export interface Loaded {
  plan: Plan;
  agreement: Agreement;
  context: ScheduleContext;
  /** By path: the paths that its date counts from, and the paths whose dates count from it. */
  dependsOn: ReadonlyMap<string, readonly string[]>;
  dependants: ReadonlyMap<string, readonly string[]>;
  /** `asOf` and `knownAt` of the request, as in the address; empty for now. */
  asked: { asOf: string; knownAt: string };
}

export const loaded = signal<Loaded | undefined>(undefined);
export const failure = signal('');
/** Milliseconds that the service's clock is ahead of the browser's. */
const clockOffset = signal(0);
const tick = signal(0);

/** The service's clock, in epoch milliseconds; moves once a minute. */
export const now = computed(() => tick.value + clockOffset.value);

/** `asOf` and `knownAt` of the address; empty where they are no day or instant. */
export const askedTimes = computed(() => ({
  asOf: readable(route.asOf),
  knownAt: readable(route.knownAt),
}));

function readable(text: string): string {
  return (parseDay(text) ?? readInstant(text)) === undefined ? '' : text;
}

/** Whether another instant than the present is shown. */
export const replaying = computed(() => {
  const asked = loaded.value?.asked;
  return asked !== undefined && asked.asOf + asked.knownAt !== '';
});

/** The instant that statuses are computed for. */
export const asOf = computed(() => {
  const plan = loaded.value?.plan;
  if (plan === undefined) return 0;
  return replaying.value ? plan.asOf : now.value;
});

/** Whether the address asks for another instant than the plan shown, so that a new plan is on its way. */
export const stale = computed(() => {
  const asked = loaded.value?.asked;
  const { asOf: at, knownAt } = askedTimes.value;
  return asked !== undefined && (asked.asOf !== at || asked.knownAt !== knownAt);
});

/** Titles are in the language of the page. */
effect(() => {
  const [before] = [loaded.peek(), language.value];
  if (before !== undefined) loaded.value = prepare(before.plan, before.asked);
});

let requests = 0;

/** Reads the plan again. Until it arrives the old one stays, unless it is of another agreement. */
export async function loadPlan(): Promise<void> {
  const { agreement } = address.peek();
  const { asOf: at, knownAt } = askedTimes.peek();
  if (agreement === '') return;
  const mine = ++requests;
  if (loaded.peek()?.plan.agreement !== agreement) clear();
  const query = new URLSearchParams();
  if (at !== '') query.set('asOf', at);
  if (knownAt !== '') query.set('knownAt', knownAt);
  const text = query.size === 0 ? '' : `?${query}`;
  try {
    const plan = await api<Plan>(
      'GET',
      `/v1/agreements/${encodeURIComponent(agreement)}/plan${text}`,
    );
    if (mine !== requests) return;
    clockOffset.value = plan.now - Date.now();
    tick.value = Date.now();
    loaded.value = prepare(plan, { asOf: at, knownAt });
    failure.value = '';
  } catch (error) {
    if (mine !== requests) return;
    const unknown = error instanceof ApiError && error.status === 404;
    if (unknown) clear();
    await firstTexts();
    failure.value =
      unknown && at + knownAt === '' ? texts.peek().unknown(agreement) : errorText(error);
  }
}

function clear(): void {
  loaded.value = undefined;
  failure.value = '';
}

function prepare(plan: Plan, asked: Loaded['asked']): Loaded {
  const zones = tableZones(plan.zones);
  const calendars = new Map(plan.calendars.map((table) => [table.id, buildCalendar(table)]));
  const agreement = unpack(plan.compiled, plan.document, language.peek());
  const before = new Map<string, readonly string[]>();
  const after = new Map<string, string[]>();
  for (const [own, refs] of agreement.needs) {
    const paths = [...new Set(refs.map(({ path }) => path))];
    before.set(own, paths);
    for (const path of paths) after.set(path, [...(after.get(path) ?? []), own]);
  }
  // The service writes null for what it withholds from the public.
  const facts = plan.facts.map((fact) => {
    const { actor, ...rest } = fact as Fact & { actor?: string | null };
    return actor === null || actor === undefined ? rest : { ...rest, actor };
  });
  return {
    plan: { ...plan, facts },
    agreement,
    // Tacit renewals are computed up to this instant; the next one brings a new plan.
    context: { zones, calendars, derivations: false, at: plan.asOf },
    dependsOn: before,
    dependants: after,
    asked,
  };
}

/** Moves the clock once a minute, so that statuses follow it. */
export function keepTime(): void {
  setInterval(() => {
    tick.value = Date.now();
  }, 60_000);
}
