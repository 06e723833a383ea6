import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { newId, Randomness } from '../../base/randomness';
import type { Milestone } from '../../engine/model/milestone';
import { insertRows, selectRows, selectSome, updateRows } from '../../store/sql/rows';
import type { RevisionTicket } from '../agreement/revision';
import { BY_THE_CLOCK, type Cause } from '../milestone/cause';
import { MilestoneRow } from '../milestone/milestone.entity';
import {
  CHANGEABLE,
  CHANGEABLE_BY_DOCUMENT,
  DROPPED,
  drop,
  type Redated,
  redate,
  type StoredMilestone,
} from '../milestone/redating';
import {
  passages,
  STATUS_COLUMNS,
  type StatusChange,
  statusColumns,
} from '../milestone/status-changes';
import { isAhead } from '../notification/alert-plan';
import { AlertPublisher } from '../notification/alert-publisher';
import { factNotices, type Notice } from '../notification/notices';
import { redatedNotices } from '../notification/redated-notices';
import { sharedOut, untold } from '../notification/untold';
import { noticesAhead, noticesOf, type Watch, wakeAt, watchOf } from '../notification/watch';
import { DeadlineRow } from './deadline.entity';
import { TransitionRow } from './transition.entity';

/** What a new schedule would write and tell. */
export interface RedatingPlan {
  /** All of them: created, updated and dropped. */
  changes: readonly Redated[];
  created: readonly Redated[];
  updated: readonly Redated[];
  dropped: readonly Redated[];
  /** What is written of the updated ones. */
  columns: readonly (keyof MilestoneRow)[];
  /** Messages of which nothing more is to be sent. */
  superseded: readonly string[];
  notices: readonly Notice[];
  /** Deadlines ahead that are announced together, by the one message about the change. */
  announced: readonly Notice[];
  /** The agreement is paused or archived: nothing is told, the change of the schedule neither. */
  silent: boolean;
}

/**
 * The sole writer of dates and status. Both ways in hold the agreement's lock (`store/revision`): a new
 * schedule after a fact or amendment, and the clock.
 */
@Injectable()
export class Recorder {
  constructor(
    private readonly announcer: AlertPublisher,
    private readonly clock: Clock,
    private readonly randomness: Randomness,
  ) {}

  /**
   * Writes what a new schedule changes, in a handful of statements whatever its size.
   * @param anew the document is another: what it alone decides is compared as well.
   */
  async redate(
    tx: EntityManager,
    raised: RevisionTicket,
    scheduled: readonly Milestone[],
    cause: Cause,
    anew = false,
  ): Promise<readonly Redated[]> {
    const plan = await this.plan(tx, raised, scheduled, anew);
    await this.announcer.withdraw(tx, plan.superseded);
    await insertRows(tx, MilestoneRow, plan.created.map(rowOf));
    await updateRows(tx, MilestoneRow, plan.updated.map(rowOf), plan.columns);
    await updateRows(tx, MilestoneRow, plan.dropped.map(rowOf), DROPPED);
    const changes = plan.changes.filter((change) => change.versioned);
    const deadlines = changes.map(({ row }) => deadlineOf(row, raised.recordedAt, cause));
    await insertRows(tx, DeadlineRow, deadlines);
    await this.writePassages(tx, raised, plan.changes, cause);
    const { notices, announced } = plan;
    if (!plan.silent) {
      await this.announcer.announce(tx, raised, notices, { changes, cause, announced });
    }
    return plan.changes;
  }

  /** What `redate` would write and tell; reads only. */
  async plan(
    tx: EntityManager,
    raised: RevisionTicket,
    scheduled: readonly Milestone[],
    anew: boolean,
  ): Promise<RedatingPlan> {
    const where = 'WHERE agreement_id = ? ORDER BY position';
    const read = anew ? CHANGEABLE_BY_DOCUMENT : CHANGEABLE;
    const key = [raised.agreementId];
    const stored: StoredMilestone[] = await selectSome(tx, MilestoneRow, read, where, key);
    const watch = await watchOf(tx, raised.agreementId, raised.watchedSince);
    const wake = (row: MilestoneRow): number | null => wakeAt(watch, row, raised.now);
    const { changes, columns, gone } = redate(stored, scheduled, raised, wake);
    // Whole rows, of the few that are dropped only.
    const whole = gone.size === 0 ? [] : await selectRows(tx, MilestoneRow, where, key);
    const dropped = whole
      .filter(({ id }) => gone.has(id))
      .map((row) => drop(row, raised.recordedAt));
    const all = dropped.length === 0 ? changes : [...changes, ...dropped];
    const { messages, alerted, corrections } = await this.announcer.superseded(tx, raised, all);
    const found = raised.silent
      ? []
      : [
          ...redatedNotices(watch, all, alerted, raised.recordedAt),
          ...noticesOfChanges(watch, changes, raised),
          ...corrections,
        ];
    return {
      changes: all,
      created: changes.filter(({ previous }) => previous === undefined),
      updated: changes.filter(({ previous }) => previous !== undefined),
      dropped,
      columns,
      superseded: messages,
      silent: raised.silent,
      ...(await sharedOut(tx, raised, found)),
    };
  }

  /** Writes what the clock has changed in these rows up to `raised.now`, and answers them as they are then. */
  async advance(
    tx: EntityManager,
    raised: RevisionTicket,
    rows: readonly MilestoneRow[],
  ): Promise<readonly MilestoneRow[]> {
    const watch = await watchOf(tx, raised.agreementId, raised.watchedSince);
    const advanced = rows.map((previous) => {
      const { passed, last } = passages(previous, raised.now);
      const row = {
        ...previous,
        ...statusColumns(last, passed.at(-1)?.at ?? previous.statusSince),
      };
      row.wakeAt = wakeAt(watch, row, raised.now);
      return { was: previous.timeliness, row, passed };
    });
    await updateRows(tx, MilestoneRow, advanced.map(rowOf), STATUS_COLUMNS);
    await this.writePassages(tx, raised, advanced, BY_THE_CLOCK);
    const notices = advanced.flatMap(({ was, row, passed }) =>
      noticesOf(watch, row, was, passed, raised),
    );
    if (!raised.silent) {
      await this.announcer.announce(tx, raised, await untold(tx, notices));
    }
    return advanced.map(rowOf);
  }

  /**
   * Looks anew at when each milestone is to be told of, after a policy or an answer changed.
   * @param cause what lets deadlines that lie ahead be announced at once; nothing is where none is given.
   */
  async replan(tx: EntityManager, raised: RevisionTicket, cause?: Cause): Promise<void> {
    const watch = await watchOf(tx, raised.agreementId, raised.watchedSince);
    const rows = await selectRows(tx, MilestoneRow, 'WHERE agreement_id = ?', [raised.agreementId]);
    // What has come due meanwhile is left to the sweep, which tells it.
    const judged = rows.filter((row) => row.wakeAt === null || row.wakeAt > raised.now);
    const moved = judged.flatMap((row) => {
      const next = wakeAt(watch, row, raised.now);
      return next === row.wakeAt ? [] : [{ ...row, wakeAt: next }];
    });
    await updateRows(tx, MilestoneRow, moved, ['wakeAt']);
    if (cause === undefined || raised.silent) return;
    const ahead = judged.filter((row) => isAhead(row, raised.now));
    const found = ahead.flatMap((row) => noticesAhead(watch, row, raised));
    const { notices, announced } = await sharedOut(tx, raised, found);
    await this.announcer.announce(tx, raised, notices, { changes: [], cause, announced });
  }

  private async writePassages(
    tx: EntityManager,
    raised: RevisionTicket,
    changes: readonly { row: MilestoneRow; passed: readonly StatusChange[] }[],
    cause: Cause,
  ): Promise<void> {
    const rows = changes.flatMap(({ row, passed }) =>
      passed.map(
        (passage): TransitionRow => ({
          id: newId('tr', this.clock, this.randomness),
          agreementId: row.agreementId,
          milestoneId: row.id,
          fromStatus: passage.from,
          toStatus: passage.to,
          revision: raised.revision,
          timeliness: passage.timeliness,
          state: passage.state,
          at: passage.at,
          recordedAt: raised.recordedAt,
          cause: cause.text,
          factId: cause.factId,
        }),
      ),
    );
    await insertRows(tx, TransitionRow, rows);
  }
}

/** Of most of thousands nothing is told: no lists are made for those. */
function noticesOfChanges(
  watch: Watch,
  changes: readonly Redated[],
  raised: RevisionTicket,
): Notice[] {
  const notices: Notice[] = [];
  for (const { previous, row, passed } of changes) {
    for (const notice of noticesOf(watch, row, previous?.timeliness, passed, raised))
      notices.push(notice);
    for (const notice of factNotices(previous, row, raised.recordedAt)) notices.push(notice);
  }
  return notices;
}

function rowOf({ row }: { row: MilestoneRow }): MilestoneRow {
  return row;
}

function deadlineOf(row: MilestoneRow, recordedAt: number, cause: Cause): DeadlineRow {
  return {
    milestoneId: row.id,
    version: row.version,
    agreementId: row.agreementId,
    dueOn: row.dueOn,
    dueAt: row.dueAt,
    graceEndsAt: row.graceEndsAt,
    opensOn: row.opensOn,
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    hypothetical: row.hypothetical,
    recordedAt,
    cause: cause.text,
    factId: cause.factId,
  };
}
