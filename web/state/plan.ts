import { computed, signal } from '@preact/signals';
import type { Agreement } from '../../src/schedule/compile';
import { restsOn } from '../../src/schedule/cycle';
import type { AgreementDocument } from '../../src/schedule/document';
import type { Fact } from '../../src/schedule/model';
import { type Portable, unpack } from '../../src/schedule/portable';
import type { ScheduleContext } from '../../src/schedule/schedule';
import { buildCalendar, type CalendarDocument } from '../../src/schedule/working-calendar';
import { type Offsets, tableZones } from '../zones';
import { address, here, slide } from './address';
import { api, type Page, told } from './api';

/** What the service gives the engine to read. */
interface Plan {
  agreement: string;
  revision: number;
  documentVersion: number;
  sequence: number;
  now: number;
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

/** The instant that statuses are for: the service's own clock, unless the address names another. */
export const asOf = computed(() => {
  const plan = loaded.value?.plan;
  if (plan === undefined) return 0;
  return here.asOf === '' ? tick.value + lead.value : plan.asOf;
});

export async function loadAgreements(): Promise<void> {
  const { items } = await api<Page<Listed>>('GET', '/v1/agreements?limit=1000');
  agreements.value = items;
  if (items.some(({ id }) => id === here.agreement)) return;
  const [first] = [...items].sort((a, b) => Number(a.invented) - Number(b.invented));
  if (first !== undefined) slide({ agreement: first.id });
}

let asked = 0;

/** Reads the plan again; what is on the screen stays until it is there. */
export async function loadPlan(): Promise<void> {
  const { agreement, asOf: at, knownAt } = address.peek();
  if (agreement === '') return;
  const mine = ++asked;
  const query = new URLSearchParams();
  if (at !== '') query.set('asOf', at);
  if (knownAt !== '') query.set('knownAt', knownAt);
  const text = query.size === 0 ? '' : `?${query}`;
  try {
    const plan = await api<Plan>(
      'GET',
      `/v1/agreements/${encodeURIComponent(agreement)}/plan${text}`,
    );
    if (mine !== asked) return;
    lead.value = plan.now - Date.now();
    tick.value = Date.now();
    loaded.value = prepare(plan);
    failure.value = '';
  } catch (error) {
    if (mine === asked) failure.value = told(error);
  }
}

function prepare(plan: Plan): Loaded {
  const zones = tableZones(plan.zones);
  const calendars = new Map(plan.calendars.map((table) => [table.id, buildCalendar(table)]));
  const agreement = unpack(plan.compiled, plan.document);
  const before = new Map<string, readonly string[]>();
  const after = new Map<string, string[]>();
  for (const item of agreement.items) {
    const paths = [...new Set(restsOn(item).map(({ path }) => path))];
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
    context: { zones, calendars, derivations: false },
    restsOn: before,
    carries: after,
  };
}

/** Statuses change with the clock alone; once a minute is often enough to see it. */
export function keepTime(): void {
  setInterval(() => {
    tick.value = Date.now();
  }, 60_000);
}
