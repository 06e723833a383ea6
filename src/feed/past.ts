import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Agreements, type InForce } from '../agreement/agreements';
import { Clock } from '../clock';
import type { FactRow } from '../ledger/fact.entity';
import { factsKnownAt } from '../ledger/known';
import { scheduleFacts } from '../ledger/schedule-fact';
import { judgeScheduled } from '../milestone/judge';
import type { MilestoneRow } from '../milestone/milestone.entity';
import { milestoneRow } from '../milestone/scheduled';
import { Refusal } from '../refusal';
import type { Milestone } from '../schedule/model';
import { schedule } from '../schedule/schedule';
import { run } from '../store/set-based';
import { luxonZones } from '../zones';
import { type AskedMoment, type Moment, readMoment } from './moment';

/** An agreement as it stood at one instant, by what was known at another. */
export interface Picture extends InForce {
  moment: Moment;
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

/**
 * Answers for the past out of what never changes: facts, versions of documents and of calendars. The rows of
 * the present are not looked at, so that nothing recorded later can change an answer.
 */
@Injectable()
export class Past {
  constructor(
    private readonly agreements: Agreements,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Refusal 'not-found' for an agreement that is not known now, or was not known then; 'invalid' for a
   * moment that cannot be answered.
   */
  async picture(tx: EntityManager, agreementId: string, asked: AskedMoment): Promise<Picture> {
    const picture = await this.seek(tx, agreementId, asked);
    if (picture !== undefined) return picture;
    throw new Refusal('not-found', `The agreement "${agreementId}" was not known at that time.`);
  }

  /** The same; undefined for an agreement that was not known then. */
  async seek(
    tx: EntityManager,
    agreementId: string,
    asked: AskedMoment,
  ): Promise<Picture | undefined> {
    const present = this.agreements.compile(await this.agreements.find(tx, agreementId));
    const moment = readMoment(asked, present.document.zone, this.clock.now());
    const inForce = await this.agreements.at(tx, agreementId, moment.knownAt);
    if (inForce === undefined) return undefined;
    const facts = await factsKnownAt(tx, agreementId, moment.knownAt);
    const { milestones } = schedule(inForce.agreement, scheduleFacts(facts), {
      zones: luxonZones,
      calendars: inForce.calendars,
      derivations: false,
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
  const { status, timeliness, state, since, nextChangeAt } = judgeScheduled(milestone, asOf);
  const version = versions.get(milestone.id);
  return milestoneRow(milestone, position, {
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
