import { computed, signal } from '@preact/signals';
import { buildCalendar, type CalendarDocument } from '../../src/engine/calendar/working-calendar';
import type { Agreement } from '../../src/engine/compile/agreement';
import { refsNeeded } from '../../src/engine/compile/cycles/find-cycles';
import { type Portable, unpack } from '../../src/engine/compile/portable';
import type { AgreementDocument } from '../../src/engine/model/document';
import type { Fact } from '../../src/engine/model/fact';
import type { ScheduleContext } from '../../src/engine/schedule/options';
import { firstWords, say } from '../words/format';
import { type Offsets, tableZones } from '../zones';
import { address, replace, route } from './address';
import { api, type Page, Problem, told } from './api';

/** What the service gives the engine to read. */
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
  /** By path, what its date counts from, and what counts from it. */
  restsOn: ReadonlyMap<string, readonly string[]>;
  carries: ReadonlyMap<string, readonly string[]>;
  /** The moments that were asked for, as the address writes them; empty for now. */
  asked: { asOf: string; knownAt: string };
}

export interface Listed {
  id: string;
  title: string;
  status: string | null;
  invented: boolean;
}

export const agreements = signal<readonly Listed[] | undefined>(undefined);
export const loaded = signal<Loaded | undefined>(undefined);
export const failure = signal('');
/** The service's clock less this browser's. */
const lead = signal(0);
const tick = signal(0);

/** The service's clock. */
export const now = computed(() => tick.value + lead.value);

/** Whether another moment than the present one is shown. */
export const replaying = computed(() => {
  const asked = loaded.value?.asked;
  return asked !== undefined && asked.asOf + asked.knownAt !== '';
});

/** The instant that statuses are for: the present one, unless another was asked for. */
export const asOf = computed(() => {
  const plan = loaded.value?.plan;
  if (plan === undefined) return 0;
  return replaying.value ? plan.asOf : now.value;
});

/** Whether what is shown is of another moment than the one asked for by now. */
export const stale = computed(() => {
  const asked = loaded.value?.asked;
  return asked !== undefined && (asked.asOf !== route.asOf || asked.knownAt !== route.knownAt);
});

export async function loadAgreements(): Promise<void> {
  const { items } = await api<Page<Listed>>('GET', '/v1/agreements?limit=1000');
  agreements.value = items;
  // A link to an agreement that is not in the list leads nowhere else: the service says whether it has it.
  if (route.agreement !== '') return;
  const [first] = [...items].sort((a, b) => Number(a.invented) - Number(b.invented));
  if (first !== undefined) replace({ agreement: first.id });
}

let requests = 0;

/** Reads the plan again. What is shown stays until it is there, unless it is of another agreement. */
export async function loadPlan(): Promise<void> {
  const { agreement, asOf: at, knownAt } = address.peek();
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
    lead.value = plan.now - Date.now();
    tick.value = Date.now();
    loaded.value = prepare(plan, { asOf: at, knownAt });
    failure.value = '';
  } catch (error) {
    if (mine !== requests) return;
    const unknown = error instanceof Problem && error.status === 404;
    if (unknown) clear();
    await firstWords();
    failure.value = unknown && at + knownAt === '' ? say.peek().unknown(agreement) : told(error);
  }
}

function clear(): void {
  loaded.value = undefined;
  failure.value = '';
}

function prepare(plan: Plan, asked: Loaded['asked']): Loaded {
  const zones = tableZones(plan.zones);
  const calendars = new Map(plan.calendars.map((table) => [table.id, buildCalendar(table)]));
  const agreement = unpack(plan.compiled, plan.document);
  const before = new Map<string, readonly string[]>();
  const after = new Map<string, string[]>();
  for (const item of agreement.items) {
    const paths = [...new Set(refsNeeded(item).map(({ path }) => path))];
    before.set(item.path, paths);
    for (const path of paths) after.set(path, [...(after.get(path) ?? []), item.path]);
  }
  // What is withheld from the public comes as null.
  const facts = plan.facts.map((fact) => {
    const { actor, ...rest } = fact as Fact & { actor?: string | null };
    return actor === null || actor === undefined ? rest : { ...rest, actor };
  });
  return {
    plan: { ...plan, facts },
    agreement,
    // Terms that renew themselves have done so up to this instant; each renewal brings a new plan.
    context: { zones, calendars, derivations: false, at: plan.asOf },
    restsOn: before,
    carries: after,
    asked,
  };
}

/** Statuses change with the clock alone; once a minute is often enough to see it. */
export function keepTime(): void {
  setInterval(() => {
    tick.value = Date.now();
  }, 60_000);
}
