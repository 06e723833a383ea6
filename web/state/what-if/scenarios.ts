import { computed } from '@preact/signals';
import { session } from '../access/session';
import { route } from '../address';
import { api, type Page } from '../api';
import { resource } from '../resource';

interface Scenario {
  id: string;
  name: string;
  signing: string | null;
  assume: readonly string[];
}

/** The address of an agreement's saved what-ifs. */
export const scenariosOf = (agreement: string): string =>
  `/v1/agreements/${encodeURIComponent(agreement)}/scenarios`;

/** Saved what-ifs are not public. */
const allowed = computed(() => session.value !== undefined && session.value.kind !== 'public');

const saved = resource(
  () => (allowed.value ? route.agreement : ''),
  async (id) => (await api<Page<Scenario>>('GET', `${scenariosOf(id)}?limit=100`)).items,
);

/** The saved what-ifs of the agreement; empty until they are read. */
export const savedScenarios = computed((): readonly Scenario[] => saved.answer.value ?? []);

export const reloadScenarios = (): Promise<void> => saved.reload();
