import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../base/clock';
import { presentInstant } from '../base/present-time';
import { Refusal } from '../base/refusal';
import { luxonZones } from '../base/zones';
import {
  type AgreementHeader,
  Agreements,
  type DocumentInForce,
} from '../domain/agreement/agreements';
import { settleUntil } from '../domain/agreement/revision';
import { wasRecorded } from '../domain/agreement/versions';
import type { FactRow } from '../domain/ledger/fact.entity';
import { factsKnownAt } from '../domain/ledger/ledger';
import { scheduleFacts } from '../domain/ledger/schedule-fact';
import type { MilestoneRow } from '../domain/milestone/milestone.entity';
import { milestoneRow, statusOfMilestone } from '../domain/milestone/milestone-row';
import type { Milestone } from '../engine/model/milestone';
import { schedule } from '../engine/schedule/schedule';
import { outcomeAt } from '../engine/status/outcome-at';
import { run } from '../store/sql/sql';
import { Store } from '../store/store';
import { type AsOf, type AsOfRequest, isPastRequest, readAsOf } from './as-of';

/** An agreement at `asOf`, computed from what was recorded by `knownAt`. */
export interface PastSnapshot extends DocumentInForce {
  at: AsOf;
  facts: readonly FactRow[];
  /** The scheduled milestones, in the order of the document. */
  milestones: readonly Milestone[];
  /** The same milestones as rows, in the same order. */
  rows: readonly MilestoneRow[];
}

interface DeadlineVersion {
  milestone_id: string;
  version: number;
  recorded_at: number | string;
}

/** The most agreements that one request reads; more than a service has. */
const MAX_AGREEMENTS = 10_000;

/**
 * Computes agreements at past instants from records that never change: facts, versions of documents and of calendars.
 * It does not read the rows of the present, so nothing that is recorded later can change the result.
 */
@Injectable()
export class PastSnapshots {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly clock: Clock,
  ) {}

  /** Like `settle` for requests about the past; other requests are returned as they are. */
  async settleIfPast<T extends AsOfRequest>(request: T, only?: readonly string[]): Promise<T> {
    return isPastRequest(request) ? this.settle(request, only) : request;
  }

  /**
   * Makes sure that nothing more is recorded at or before `knownAt`, so that a response about the past stays true. Call
   * it before reading the snapshot. It writes only where no earlier request and no later record has settled the instant.
   * @param only ids of the agreements concerned; undefined for all.
   * @returns the request with its `knownAt`; the default is the present.
   * @throws Refusal 'invalid' for an invalid `asOf` or `knownAt`.
   */
  async settle<T extends AsOfRequest>(request: T, only?: readonly string[]): Promise<T> {
    const rows = await this.store.read((tx) => this.agreements.headers(tx, MAX_AGREEMENTS, only));
    const latest = Math.max(this.clock.now(), ...rows.map(({ recordedAt }) => recordedAt));
    const known = { ...request, knownAt: request.knownAt ?? new Date(latest).toISOString() };
    const open = rows
      .map((row) => ({ row, until: this.asOfFor(row, known).knownAt }))
      .filter(({ row, until }) => row.settledUntil < until && row.recordedAt <= until);
    if (open.length === 0) return known;
    await this.store.write(async (tx) => {
      // Rows are in the order of ids, so that two requests lock them in the same order and cannot deadlock.
      for (const { row, until } of open) await settleUntil(tx, row.id, until);
    });
    return known;
  }

  /** The present by the service's clock, epoch milliseconds. */
  now(): number {
    return this.clock.now();
  }

  /** Reads a request for an agreement. Instants of its records are not in the future, also if the clock was set back. */
  asOfFor(row: AgreementHeader, request: AsOfRequest): AsOf {
    const latest = Math.max(this.clock.now(), row.recordedAt, row.settledUntil);
    return readAsOf(request, row.zone, latest);
  }

  /**
   * @param asked as `settled` answers it.
   * @throws Refusal 'not-found' for an agreement that is not known now, or was not known then; 'invalid' for a
   * moment that cannot be answered.
   */
  async snapshot(
    tx: EntityManager,
    agreementId: string,
    asked: AsOfRequest,
  ): Promise<PastSnapshot> {
    const snapshot = await this.findSnapshot(tx, agreementId, asked);
    if (snapshot !== undefined) return snapshot;
    const { createdAt } = await this.agreements.header(tx, agreementId);
    throw new Refusal(
      'not-found',
      `The agreement "${agreementId}" was not recorded yet at that time; it was added at ${presentInstant(createdAt)}.`,
    );
  }

  /** The instants of a request for the first of these agreements that was recorded by then; undefined if none was. */
  async firstRecorded(
    tx: EntityManager,
    headers: readonly AgreementHeader[],
    request: AsOfRequest,
  ): Promise<AsOf | undefined> {
    for (const header of headers) {
      const at = this.asOfFor(header, request);
      if (await wasRecorded(tx, header.id, at.knownAt)) return at;
    }
    return undefined;
  }

  /** Like `snapshot`; undefined for an agreement that is not known now, or was not recorded yet at `knownAt`. */
  async findSnapshot(
    tx: EntityManager,
    agreementId: string,
    request: AsOfRequest,
  ): Promise<PastSnapshot | undefined> {
    const [header] = await this.agreements.headers(tx, 1, [agreementId]);
    if (header === undefined) return undefined;
    const at = this.asOfFor(header, request);
    const inForce = await this.agreements.inForceAt(tx, agreementId, at.knownAt);
    if (inForce === undefined) return undefined;
    const facts = await factsKnownAt(tx, agreementId, at.knownAt);
    const { milestones } = schedule(inForce.agreement, scheduleFacts(facts), {
      zones: luxonZones,
      calendars: inForce.calendars,
      derivations: false,
      at: at.asOf,
    });
    const versions = await deadlineVersions(tx, agreementId, at.knownAt);
    const rows = milestones.map((milestone, i) => rowOf(milestone, i, at.asOf, versions));
    return { ...inForce, at, facts, milestones, rows };
  }
}

/** The milestone as its row was at that time. Deadline versions come from the history. */
function rowOf(
  milestone: Milestone,
  position: number,
  asOf: number,
  versions: ReadonlyMap<string, DeadlineVersion>,
): MilestoneRow {
  const { status, timeliness, state, since, nextChangeAt } = statusOfMilestone(milestone, asOf);
  const version = versions.get(milestone.id);
  const past = { ...milestone, outcome: outcomeAt(milestone.outcome, asOf) };
  return milestoneRow(past, position, {
    status,
    timeliness,
    state,
    statusSince: since ?? null,
    nextChangeAt: nextChangeAt ?? null,
    wakeAt: null,
    version: version?.version ?? 1,
    versionedAt: Number(version?.recorded_at ?? asOf),
    droppedAt: null,
  });
}

/** The deadline versions that were current at `knownAt` (inclusive), by milestone id. */
async function deadlineVersions(
  tx: EntityManager,
  agreementId: string,
  knownAt: number,
): Promise<Map<string, DeadlineVersion>> {
  const { rows } = await run<DeadlineVersion>(
    tx,
    `SELECT milestone_id, MAX(version) AS version, MAX(recorded_at) AS recorded_at
       FROM deadline WHERE agreement_id = ? AND recorded_at <= ? GROUP BY milestone_id`,
    [agreementId, knownAt],
  );
  return new Map(rows.map((row) => [row.milestone_id, row]));
}
