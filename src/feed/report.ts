import type { Evidence, FactRow } from '../ledger/fact.entity';
import type { MilestoneRow } from '../milestone/milestone.entity';
import { presentDay, presentInstant } from '../milestone/present';
import { formatDay } from '../schedule/epoch-day';
import { luxonZones } from '../zones';
import type { Picture } from './past';
import { type Group, rollUp } from './roll-up';

/** A span of an agreement's life as monitors report it; days are inclusive, in the agreement's zone. */
export interface Report {
  agreement: string;
  title: string;
  from: string;
  to: string;
  /** The instant the statuses are for: the end of the period, or now where it has not ended. */
  asOf: string | null;
  knownAt: string | null;
  /** The period had not ended. */
  partial: boolean;
  /** Some dates rest on an assumed signing. */
  hypothetical: boolean;
  signing: { date: string; hypothetical: boolean } | null;
  basis: {
    zone: string;
    counting: string;
    documentVersion: number;
    documentHash: string;
    /** Hash of the last fact counted, which stands for all before it; null where there is none. */
    ledgerHead: string | null;
    facts: number;
  };
  /** The whole agreement, as of the end of the period. */
  standing: Group;
  /** Deadlines of the period, by what became of them. */
  fellDue: { onTime: Entry[]; late: Entry[]; missed: Entry[]; otherwise: Entry[] };
  /** Done in the period although due before or after it. */
  doneBesides: Entry[];
  /** What happened in the period besides fulfilment: breaches, extensions, disputes and so on. */
  incidents: Incident[];
  /** Facts about the period that were recorded only after it. */
  recordedLate: Incident[];
  /** Deadlines of the ninety days that follow. */
  ahead: Entry[];
  /** Owed, but nothing dates it yet. */
  undated: { milestone: string; title: string; ref: string | null; waitsFor: readonly string[] }[];
}

export interface Entry {
  milestone: string;
  ref: string | null;
  title: string;
  /** Names of the parties that owe it. */
  obligors: readonly string[];
  dueOn: string | null;
  status: string;
  /** Civil day in the agreement's zone. */
  doneOn: string | null;
  /** Whole days after the due day, for what was done late or is not done. */
  daysLate: number | null;
  hypothetical: boolean;
  evidence: readonly Evidence[];
}

export interface Incident {
  kind: string;
  subject: string;
  by: string | null;
  on: string;
  recordedAt: string | null;
  actor: string | null;
  reason: string | null;
  note: string | null;
  evidence: readonly Evidence[];
}

/** Civil days, inclusive, with the instants that begin the first and end the last. */
export interface Period {
  from: number;
  to: number;
  startsAt: number;
  endsAt: number;
}

const DAY_MS = 86_400_000;
const AHEAD_MS = 90 * DAY_MS;
/** What fulfilment tells already, or nothing happened by it. */
const NO_INCIDENT: readonly string[] = ['fulfilled', 'verified', 'amended', 'note', 'evidence'];

/** Pure: the same picture and period always give the same report. */
export function reportOf(
  { agreement, version, facts, rows, moment }: Picture,
  period: Period,
  now: number,
): Report {
  const shown = facts.filter(({ internal }) => !internal);
  const { zone, parties = {} } = agreement.document;
  const entry = (row: MilestoneRow): Entry => ({
    ...entryOf(row, shown, moment.asOf, zone),
    obligors: row.obligors.map((party) => parties[party]?.name ?? party),
  });
  const inside = (at: number | null | undefined): boolean =>
    at !== null && at !== undefined && at > period.startsAt && at <= period.endsAt;
  const owed = rows.filter(({ kind }) => kind !== 'maintenance');
  const due = owed.filter(({ dueAt }) => inside(dueAt) && Number(dueAt) <= moment.asOf);
  const signing = facts.findLast(
    ({ kind, subject }) => kind === 'occurred' && subject === 'signing',
  );
  const about = shown.filter(
    ({ occurredOn }) => occurredOn >= period.from && occurredOn <= period.to,
  );
  return {
    agreement: version.agreementId,
    title: version.title,
    from: formatDay(period.from),
    to: formatDay(period.to),
    asOf: presentInstant(moment.asOf),
    knownAt: presentInstant(moment.knownAt),
    partial: period.endsAt > now,
    hypothetical: rows.some((row) => row.hypothetical),
    signing:
      signing === undefined
        ? null
        : { date: formatDay(signing.occurredOn), hypothetical: signing.hypothetical },
    basis: {
      zone,
      counting: agreement.document.counting ?? 'agreement-d-plus-n',
      documentVersion: version.number,
      documentHash: version.documentHash,
      ledgerHead: facts.at(-1)?.hash ?? null,
      facts: facts.length,
    },
    standing: rollUp(rows, 'agreement', moment.asOf)[0] as Group,
    fellDue: {
      onTime: due.filter(({ status }) => status === 'met').map(entry),
      late: due.filter(({ status }) => status === 'met-late').map(entry),
      missed: due.filter(({ status }) => status === 'overdue' || status === 'in-grace').map(entry),
      otherwise: due
        .filter(({ status }) => !['met', 'met-late', 'overdue', 'in-grace'].includes(status))
        .map(entry),
    },
    doneBesides: owed
      .filter(({ dueAt, outcome }) => inside(outcome.fulfilledAt) && !inside(dueAt))
      .map(entry),
    incidents: about.filter(({ kind }) => !NO_INCIDENT.includes(kind)).map(incidentOf),
    recordedLate: about.filter(({ recordedAt }) => recordedAt > period.endsAt).map(incidentOf),
    ahead: owed
      .filter(({ dueAt, timeliness }) => {
        const after = dueAt !== null && dueAt > moment.asOf && dueAt <= moment.asOf + AHEAD_MS;
        return after && (timeliness === 'upcoming' || timeliness === 'due-soon');
      })
      .sort((a, b) => Number(a.dueAt) - Number(b.dueAt))
      .map(entry),
    undated: rows
      .filter(({ status }) => status === 'undated')
      .map(({ id, title, ref, waitsFor }) => ({ milestone: id, title, ref, waitsFor })),
  };
}

function entryOf(
  row: MilestoneRow,
  facts: readonly FactRow[],
  asOf: number,
  zone: string,
): Omit<Entry, 'obligors'> {
  const { dueAt, outcome } = row;
  const doneAt = outcome.fulfilledAt ?? asOf;
  const behind =
    dueAt !== null && doneAt >= dueAt && ['met-late', 'overdue', 'in-grace'].includes(row.status);
  const path = row.phase === null ? row.obligation : `${row.obligation}.${row.phase}`;
  return {
    milestone: row.id,
    ref: row.ref,
    title: row.title,
    dueOn: presentDay(row.dueOn),
    status: row.status,
    doneOn:
      outcome.fulfilledAt === undefined
        ? null
        : formatDay(luxonZones.localOf(outcome.fulfilledAt, zone).day),
    daysLate: behind ? Math.floor((doneAt - Number(dueAt)) / DAY_MS) + 1 : null,
    hypothetical: row.hypothetical,
    evidence: facts
      .filter(({ subject }) => subject === path)
      .flatMap(({ evidence }) => evidence ?? []),
  };
}

function incidentOf(fact: FactRow): Incident {
  return {
    kind: fact.kind,
    subject: fact.subject,
    by: fact.by,
    on: formatDay(fact.occurredOn),
    recordedAt: presentInstant(fact.recordedAt),
    actor: fact.actor,
    reason: fact.reason,
    note: fact.note,
    evidence: fact.evidence ?? [],
  };
}
