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

/** An agreement as it stood at one instant, by what was known at another. */
export interface PastSnapshot extends DocumentInForce {
  moment: AsOf;
  facts: readonly FactRow[];
  /** As scheduled then; rows are the same in order. */
  milestones: readonly Milestone[];
  rows: readonly MilestoneRow[];
}

interface VersionThen {
  milestone_id: string;
  version: number;
  recorded_at: number | string;
}

/** More agreements than one service holds; a limit all the same. */
const AGREEMENTS = 10_000;

/**
 * Answers for the past out of what never changes: facts, versions of documents and of calendars. The rows of
 * the present are not looked at, so that nothing recorded later can change an answer.
 */
@Injectable()
export class PastSnapshots {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly clock: Clock,
  ) {}

  /**
   * What is asked, with a `knownAt` to which nothing can be added any more; to be awaited before the snapshot
   * is taken that answers it. Writes nothing where that past was told before, or something was recorded since.
   * @param only the agreements that it is asked of; undefined for every one.
   * @throws Refusal 'invalid' for a moment that cannot be answered.
   */
  async settleIfPast<T extends AsOfRequest>(asked: T, only?: readonly string[]): Promise<T> {
    return isPastRequest(asked) ? this.settle(asked, only) : asked;
  }

  /** The same, where no moment at all means by all we know now. */
  async settle<T extends AsOfRequest>(asked: T, only?: readonly string[]): Promise<T> {
    const rows = await this.store.read((tx) => this.agreements.headers(tx, AGREEMENTS, only));
    const latest = Math.max(this.clock.now(), ...rows.map(({ recordedAt }) => recordedAt));
    const known = { ...asked, knownAt: asked.knownAt ?? new Date(latest).toISOString() };
    const open = rows
      .map((row) => ({ row, until: this.asOfFor(row, known).knownAt }))
      .filter(({ row, until }) => row.settledUntil < until && row.recordedAt <= until);
    if (open.length === 0) return known;
    await this.store.write(async (tx) => {
      // In the order of their ids, so that two who settle several never wait for each other.
      for (const { row, until } of open) await settleUntil(tx, row.id, until);
    });
    return known;
  }

  /** By the service's clock, epoch milliseconds. */
  now(): number {
    return this.clock.now();
  }

  /** What is recorded or was told already is known, also where the clock was set back since. */
  asOfFor(row: AgreementHeader, asked: AsOfRequest): AsOf {
    const latest = Math.max(this.clock.now(), row.recordedAt, row.settledUntil);
    return readAsOf(asked, row.zone, latest);
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
      `The agreement "${agreementId}" was not known at that time: it is in these records since ${presentInstant(createdAt)}.`,
    );
  }

  /** The same; undefined for an agreement that was not known then. */
  async findSnapshot(
    tx: EntityManager,
    agreementId: string,
    asked: AsOfRequest,
  ): Promise<PastSnapshot | undefined> {
    const moment = this.asOfFor(await this.agreements.header(tx, agreementId), asked);
    const inForce = await this.agreements.inForceAt(tx, agreementId, moment.knownAt);
    if (inForce === undefined) return undefined;
    const facts = await factsKnownAt(tx, agreementId, moment.knownAt);
    const { milestones } = schedule(inForce.agreement, scheduleFacts(facts), {
      zones: luxonZones,
      calendars: inForce.calendars,
      derivations: false,
      at: moment.asOf,
    });
    const versions = await versionsThen(tx, agreementId, moment.knownAt);
    const rows = milestones.map((milestone, i) => rowOf(milestone, i, moment.asOf, versions));
    return { ...inForce, moment, facts, milestones, rows };
  }
}

/** As the stored row read then; only its history tells versions. */
function rowOf(
  milestone: Milestone,
  position: number,
  asOf: number,
  versions: ReadonlyMap<string, VersionThen>,
): MilestoneRow {
  const { status, timeliness, state, since, nextChangeAt } = statusOfMilestone(milestone, asOf);
  const version = versions.get(milestone.id);
  const then = { ...milestone, outcome: outcomeAt(milestone.outcome, asOf) };
  return milestoneRow(then, position, {
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

async function versionsThen(
  tx: EntityManager,
  agreementId: string,
  knownAt: number,
): Promise<Map<string, VersionThen>> {
  const { rows } = await run<VersionThen>(
    tx,
    `SELECT milestone_id, MAX(version) AS version, MAX(recorded_at) AS recorded_at
       FROM deadline WHERE agreement_id = ? AND recorded_at <= ? GROUP BY milestone_id`,
    [agreementId, knownAt],
  );
  return new Map(rows.map((row) => [row.milestone_id, row]));
}
