import { computed } from '@preact/signals';
import { route } from './address';
import { readAll } from './api';
import { loaded } from './plan';
import { resource } from './resource';

export interface Evidence {
  title: string;
  url?: string;
}

export interface PresentedFact {
  id: string;
  kind: string;
  subject: string;
  by: string | null;
  ordinal: number | null;
  occurredOn: string;
  /** YYYY-MM, of an event known only by its month. */
  occurredMonth: string | null;
  recordedAt: string;
  hypothetical: boolean;
  to: string | null;
  quantity: number | null;
  note: string | null;
  actor: string | null;
  reason: string | null;
  retracts: string | null;
  evidence: readonly Evidence[];
}

const wanted = computed(() => route.view === 'ledger' || route.milestone !== '');
const revision = computed(() => loaded.value?.plan.revision);

/** All facts of the agreement in the order of recording; read while the ledger or a drawer is open. */
export const ledger = resource(
  () => (wanted.value && revision.value !== undefined ? route.agreement : ''),
  (agreement) => readAll<PresentedFact>(`/v1/agreements/${encodeURIComponent(agreement)}/facts`),
);
