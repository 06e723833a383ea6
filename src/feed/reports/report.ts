import { presentDay, presentInstant } from '../../base/present-time';
import { luxonZones } from '../../base/zones';
import type { FactRow } from '../../domain/ledger/fact.entity';
import { presentWhen } from '../../domain/ledger/present';
import type { MilestoneRow } from '../../domain/milestone/milestone.entity';
import { statusOfRow } from '../../domain/milestone/milestone-row';
import { formatDay } from '../../engine/calendar/epoch-day';
import type { Agreement } from '../../engine/compile/agreement';
import { sortOf } from '../../engine/status/status-words';
import type { PastSnapshot } from '../past-snapshots';
import type { Entry, Incident, Period, Report } from './report-schema';
import { groupOf } from './roll-up';

const AHEAD_MS = 90 * 86_400_000;
/** Statuses of milestones whose deadline has passed without fulfilment. */
const OPEN: readonly string[] = ['overdue', 'in-grace'];
/** Kinds of facts that are no incident: other lists show them, or nothing happened. */
const NO_INCIDENT: readonly string[] = ['fulfilled', 'verified', 'amended', 'note', 'evidence'];

/** A pure function: the same snapshot and period give the same report. */
export function reportOf(
  { agreement, version, facts, rows: judged, at }: PastSnapshot,
  period: Period,
): Report {
  const rows = judged.map((row) => withoutLaterFulfilment(row, period, at.asOf));
  const shown = facts.filter(({ internal }) => !internal);
  const { zone, parties = {} } = agreement.document;
  const namesOf = (row: MilestoneRow): string[] =>
    row.obligors.map((party) => parties[party]?.name ?? party);
  const entry = (row: MilestoneRow): Entry => ({
    ...entryOf(row, shown, at.asOf, zone),
    obligors: namesOf(row),
  });
  const incident = (fact: FactRow): Incident => incidentOf(fact, agreement);
  // A deadline is the instant after its last day: inclusive at the end of the period, exclusive at its start.
  const inside = (instant: number | null | undefined): boolean =>
    typeof instant === 'number' && instant > period.startsAt && instant <= period.endsAt;
  const owed = rows.filter(({ kind }) => kind !== 'maintenance');
  // An occasion has come when its day begins (`comesAt`), not at the end of the day.
  const due = owed.filter(
    ({ comesAt, dueAt }) => inside(dueAt) && Number(comesAt ?? dueAt) <= at.asOf,
  );
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
    asOf: presentInstant(at.asOf),
    knownAt: presentInstant(at.knownAt),
    partial: at.asOf < period.endsAt,
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
    standing: groupOf(null, rows, at.asOf),
    fellDue: {
      onTime: due.filter(({ status }) => status === 'met').map(entry),
      late: due.filter(({ status }) => status === 'met-late').map(entry),
      missed: due.filter(({ status }) => OPEN.includes(status)).map(entry),
      otherwise: due
        .filter(({ status }) => !['met', 'met-late', ...OPEN].includes(status))
        .map(entry),
    },
    stillOpen: owed
      .filter(
        ({ dueAt, status }) => dueAt !== null && dueAt <= period.startsAt && OPEN.includes(status),
      )
      .map(entry),
    doneBesides: owed
      .filter(({ dueAt, outcome }) => {
        const { fulfilledOn } = outcome;
        if (fulfilledOn === undefined || inside(dueAt)) return false;
        return fulfilledOn >= period.from && fulfilledOn <= period.to;
      })
      .map(entry),
    held: rows
      .filter(({ startsOn, endsOn, kind }) => {
        if (kind !== 'maintenance' || startsOn === null) return false;
        return startsOn <= period.to && (endsOn ?? period.from) >= period.from;
      })
      .map((row) => ({
        milestone: row.id,
        ref: row.ref,
        title: row.title,
        obligors: namesOf(row),
        status: row.status,
        breaches: about.filter(
          ({ kind, subject }) => kind === 'breached' && subject === row.obligation,
        ).length,
        hypothetical: row.hypothetical,
      })),
    incidents: about
      .filter(({ kind, recordedAt }) => !NO_INCIDENT.includes(kind) && recordedAt <= period.endsAt)
      .map(incident),
    recordedLate: about.filter(({ recordedAt }) => recordedAt > period.endsAt).map(incident),
    ahead: owed
      .filter(({ dueAt, timeliness }) => {
        const after = dueAt !== null && dueAt > at.asOf && dueAt <= at.asOf + AHEAD_MS;
        return after && (timeliness === 'upcoming' || timeliness === 'due-soon');
      })
      .sort((a, b) => Number(a.dueAt) - Number(b.dueAt))
      .map(entry),
    undated: rows
      .filter(({ status }) => status === 'undated')
      .map(({ id, title, ref, waitsFor }) => ({ milestone: id, title, ref, waitsFor })),
  };
}

/**
 * Removes fulfilment after the period. Statuses are those at the midnight that ends the last day. A fulfilment on the
 * next day that is known by its day alone counts at that midnight already, but belongs to the next period.
 */
function withoutLaterFulfilment(row: MilestoneRow, { to }: Period, asOf: number): MilestoneRow {
  const { fulfilledAt: _at, fulfilledOn, ...outcome } = row.outcome;
  if (fulfilledOn === undefined || fulfilledOn <= to) return row;
  const { status, timeliness, state } = statusOfRow({ ...row, outcome }, asOf);
  return { ...row, outcome, status, timeliness, state };
}

function entryOf(
  row: MilestoneRow,
  facts: readonly FactRow[],
  asOf: number,
  zone: string,
): Omit<Entry, 'obligors'> {
  const { dueAt, outcome } = row;
  const doneAt = outcome.fulfilledAt ?? asOf;
  const behind = dueAt !== null && doneAt >= dueAt && ['met-late', ...OPEN].includes(row.status);
  // `asOf` and a deadline are the instant after the last day, so subtract a millisecond to get that day.
  const dayOf = (at: number) => luxonZones.localOf(at, zone).day;
  const until = outcome.fulfilledAt === undefined ? dayOf(asOf - 1) : dayOf(outcome.fulfilledAt);
  const dueOn = row.dueOn ?? dayOf(Number(dueAt) - 1);
  const path = row.phase === null ? row.obligation : `${row.obligation}.${row.phase}`;
  return {
    milestone: row.id,
    ref: row.ref,
    title: row.title,
    dueOn: presentDay(row.dueOn),
    dueOnEarliest: presentDay(row.rough?.dueOnEarliest),
    status: row.status,
    nature: sortOf(row),
    doneOn: presentDay(outcome.fulfilledOn ?? null),
    daysLate: behind ? Math.max(0, (outcome.fulfilledOn ?? until) - dueOn) : null,
    hypothetical: row.hypothetical,
    evidence: facts
      .filter(({ subject }) => subject === path)
      .flatMap(({ evidence }) => evidence ?? []),
  };
}

function incidentOf(fact: FactRow, { byPath, document }: Agreement): Incident {
  return {
    kind: fact.kind,
    subject: fact.subject,
    title: byPath.get(fact.subject)?.title ?? document.events?.[fact.subject]?.title ?? null,
    to: presentDay(fact.to),
    for: fact.for,
    level: fact.level,
    hypothetical: fact.hypothetical,
    by: fact.by,
    on: presentWhen(fact),
    recordedAt: presentInstant(fact.recordedAt),
    actor: fact.actor,
    reason: fact.reason,
    note: fact.note,
    evidence: fact.evidence ?? [],
  };
}
