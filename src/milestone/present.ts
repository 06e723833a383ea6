import { formatDay } from '../schedule/epoch-day';
import type { MilestoneRow } from './milestone.entity';

/** A milestone as the API, webhooks and the command line show it: days as YYYY-MM-DD, instants in UTC. */
export interface PresentedMilestone {
  id: string;
  agreement: string;
  obligation: string;
  phase: string | null;
  party: string | null;
  ordinal: number | null;
  ref: string | null;
  title: string;
  theme: string | null;
  kind: string;
  obligors: readonly string[];
  beneficiaries: readonly string[];
  phrase: string;
  status: string;
  timeliness: string;
  state: string;
  statusSince: string | null;
  dueOn: string | null;
  dueAt: string | null;
  graceEndsAt: string | null;
  opensOn: string | null;
  opensAt: string | null;
  startsOn: string | null;
  startsAt: string | null;
  endsOn: string | null;
  endsAt: string | null;
  waitsFor: readonly string[];
  provisional: boolean;
  hypothetical: boolean;
  fulfilledAt: string | null;
  incidents: number;
  version: number;
  nextChangeAt: string | null;
}

export function presentMilestone(row: MilestoneRow): PresentedMilestone {
  return {
    id: row.id,
    agreement: row.agreementId,
    obligation: row.obligation,
    phase: row.phase,
    party: row.party,
    ordinal: row.ordinal,
    ref: row.ref,
    title: row.title,
    theme: row.theme,
    kind: row.kind,
    obligors: row.obligors,
    beneficiaries: row.beneficiaries,
    phrase: row.phrase,
    status: row.status,
    timeliness: row.timeliness,
    state: row.state,
    statusSince: presentInstant(row.statusSince),
    dueOn: presentDay(row.dueOn),
    dueAt: presentInstant(row.dueAt),
    graceEndsAt: presentInstant(row.graceEndsAt),
    opensOn: presentDay(row.opensOn),
    opensAt: presentInstant(row.opensAt),
    startsOn: presentDay(row.startsOn),
    startsAt: presentInstant(row.startsAt),
    endsOn: presentDay(row.endsOn),
    endsAt: presentInstant(row.endsAt),
    waitsFor: row.waitsFor,
    provisional: row.provisional,
    hypothetical: row.hypothetical,
    fulfilledAt: presentInstant(row.outcome.fulfilledAt),
    incidents: row.outcome.incidents,
    version: row.version,
    nextChangeAt: presentInstant(row.nextChangeAt),
  };
}

/** YYYY-MM-DD, or null. */
export function presentDay(day: number | null | undefined): string | null {
  return day === null || day === undefined ? null : formatDay(day);
}

/** RFC 3339 in UTC without a fraction of zero ("2026-03-07T22:00:00Z"), or null. */
export function presentInstant(instant: number | null | undefined): string | null {
  if (instant === null || instant === undefined) return null;
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}
