import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { newId, Randomness } from '../../base/randomness';
import type { Milestone } from '../../engine/model/milestone';
import {
  type ConvertedRows,
  insertionOf,
  insertRows,
  selectRows,
  selectSome,
  updateOf,
  updateRows,
  writeConverted,
} from '../../store/sql/rows';
import type { RevisionTicket } from '../agreement/revision';
import { MilestoneRow } from '../milestone/milestone.entity';
import {
  CHANGEABLE,
  CHANGEABLE_BY_DOCUMENT,
  DROPPED_COLUMNS,
  dropMilestone,
  type Redated,
  redate,
  type StoredMilestone,
} from '../milestone/redating';
import {
  type Cause,
  CLOCK_CAUSE,
  STATUS_COLUMNS,
  statusChangesUntil,
  statusColumns,
} from '../milestone/status-changes';
import { isAhead } from '../notification/alert-plan';
import {
  AlertPublisher,
  type Announcement,
  type UnwrittenChange,
} from '../notification/alert-publisher';
import type { ScheduleChange } from '../notification/message-drafts';
import { newNotices, withoutAnnounced } from '../notification/new-notices';
import { factNotices, type Notice } from '../notification/notices';
import { redatedNotices } from '../notification/redated-notices';
import {
  hasChain,
  loadWatch,
  noticesAhead,
  noticesOf,
  type Watch,
  wakeAt,
} from '../notification/watch';
import { DeadlineRow, TransitionRow } from './transition.entity';

/** What a new schedule changes: the rows to write and the messages to send. */
export interface RedatingPlan {
  /** Created, updated and dropped milestones together. */
  changes: readonly Redated[];
  created: readonly Redated[];
  updated: readonly Redated[];
  dropped: readonly Redated[];
  /** The columns to write of updated milestones. */
  columns: readonly (keyof MilestoneRow)[];
  /** Ids of messages whose pending deliveries are withdrawn. */
  superseded: readonly string[];
  notices: readonly Notice[];
  /** Upcoming deadlines that the one `schedule.changed` message announces together. */
  announced: readonly Notice[];
  /** The agreement is paused or archived: no message is sent. */
  silent: boolean;
}

/** A plan with everything that it writes, computed and not yet written. */
export interface Redating {
  plan: RedatingPlan;
  schedule: ScheduleChange;
  /** Milestones, deadline versions and transitions. */
  rows: readonly ConvertedRows[];
  /** Undefined if no message is sent. */
  announcement: Announcement | undefined;
}

/**
 * The only writer of dates and statuses: `compute` and `write` after facts and amendments, `advance` for the clock. Callers
 * that write hold the agreement's lock (`agreement/revision.ts`).
 */
@Injectable()
export class Recorder {
  constructor(
    private readonly publisher: AlertPublisher,
    private readonly clock: Clock,
    private readonly randomness: Randomness,
  ) {}

  /**
   * Computes what a new schedule changes, with the rows and messages to write; reads only.
   * @param documentChanged whether to compare the columns that come from the document alone, too.
   */
  async compute(
    tx: EntityManager,
    ticket: RevisionTicket,
    scheduled: readonly Milestone[],
    cause: Cause,
    documentChanged: boolean,
    change: UnwrittenChange,
  ): Promise<Redating> {
    const plan = await this.plan(tx, ticket, scheduled, documentChanged);
    const changes = plan.changes.filter(({ versioned }) => versioned);
    const schedule = { changes, cause, announced: plan.announced };
    const deadlines = changes.map(({ row }) => deadlineOf(row, ticket.recordedAt, cause));
    return {
      plan,
      schedule,
      rows: [
        insertionOf(tx, MilestoneRow, plan.created.map(rowOf)),
        updateOf(tx, MilestoneRow, plan.updated.map(rowOf), plan.columns),
        updateOf(tx, MilestoneRow, plan.dropped.map(rowOf), DROPPED_COLUMNS),
        insertionOf(tx, DeadlineRow, deadlines),
        insertionOf(tx, TransitionRow, this.transitionsOf(ticket, plan.changes, cause)),
      ],
      announcement: plan.silent
        ? undefined
        : await this.publisher.compute(tx, ticket, plan.notices, schedule, change),
    };
  }

  /** Writes a re-dating in a fixed number of statements. */
  async write(
    tx: EntityManager,
    ticket: RevisionTicket,
    { plan, schedule, rows, announcement }: Redating,
  ): Promise<void> {
    await this.publisher.withdraw(tx, plan.superseded);
    for (const converted of rows) await writeConverted(tx, converted);
    if (announcement === undefined) return;
    const { notices } = plan;
    const alerted = await this.publisher.announce(tx, ticket, notices, schedule, announcement);
    await this.awaitEscalations(tx, ticket, alerted);
  }

  /** What a new schedule changes, without the rows and messages to write; reads only. */
  async plan(
    tx: EntityManager,
    ticket: RevisionTicket,
    scheduled: readonly Milestone[],
    documentChanged: boolean,
  ): Promise<RedatingPlan> {
    const where = 'WHERE agreement_id = ? ORDER BY position';
    const read = documentChanged ? CHANGEABLE_BY_DOCUMENT : CHANGEABLE;
    const key = [ticket.agreementId];
    const stored: StoredMilestone[] = await selectSome(tx, MilestoneRow, read, where, key);
    const watch = await loadWatch(tx, ticket.agreementId, ticket.watchedSince);
    const wake = (row: MilestoneRow): number | null => wakeAt(watch, row, ticket.now);
    const { changes, columns, missing } = redate(stored, read, scheduled, ticket, wake);
    // Whole rows are needed only for milestones that are dropped, which are few.
    const whole = missing.size === 0 ? [] : await selectRows(tx, MilestoneRow, where, key);
    const dropped = whole
      .filter(({ id }) => missing.has(id))
      .map((row) => dropMilestone(row, ticket.recordedAt));
    const all = dropped.length === 0 ? changes : [...changes, ...dropped];
    const { messages, alerted, corrections } = await this.publisher.superseded(tx, ticket, all);
    const found = ticket.silent
      ? []
      : [
          ...redatedNotices(watch, all, alerted, ticket.recordedAt),
          ...noticesOfChanges(watch, changes, ticket),
          ...corrections,
        ];
    return {
      changes: all,
      created: changes.filter(({ previous }) => previous === undefined),
      updated: changes.filter(({ previous }) => previous !== undefined),
      dropped,
      columns,
      superseded: messages,
      silent: ticket.silent,
      ...(await newNotices(tx, ticket, found)),
    };
  }

  /** Writes what the clock has changed in these rows up to `ticket.now`. Returns the rows after the changes. */
  async advance(
    tx: EntityManager,
    ticket: RevisionTicket,
    rows: readonly MilestoneRow[],
  ): Promise<readonly MilestoneRow[]> {
    const watch = await loadWatch(tx, ticket.agreementId, ticket.watchedSince);
    const advanced = rows.map((previous) => {
      const { changes: statusChanges, last } = statusChangesUntil(previous, ticket.now);
      const row = {
        ...previous,
        ...statusColumns(last, statusChanges.at(-1)?.at ?? previous.statusSince),
      };
      row.wakeAt = wakeAt(watch, row, ticket.now);
      return { was: previous.timeliness, row, statusChanges };
    });
    await updateRows(tx, MilestoneRow, advanced.map(rowOf), STATUS_COLUMNS);
    await insertRows(tx, TransitionRow, this.transitionsOf(ticket, advanced, CLOCK_CAUSE));
    const notices = advanced.flatMap(({ was, row, statusChanges }) =>
      noticesOf(watch, row, was, statusChanges, ticket),
    );
    if (!ticket.silent) {
      const fresh = await withoutAnnounced(tx, notices);
      const alerted = await this.publisher.announce(tx, ticket, fresh);
      await this.awaitEscalations(tx, ticket, alerted);
    }
    return advanced.map(rowOf);
  }

  /** Computes `wakeAt` of one milestone again, after an alert about it was answered. */
  async replanOne(tx: EntityManager, ticket: RevisionTicket, row: MilestoneRow): Promise<void> {
    await this.wakeAgain(tx, ticket, await loadWatch(tx, ticket.agreementId, ticket.watchedSince), [
      row,
    ]);
  }

  /**
   * Computes `wakeAt` of each milestone again, after a policy or the watch mode changed.
   * @param cause if given, alerts of upcoming deadlines whose step has passed are sent now, with this cause.
   */
  async replan(tx: EntityManager, ticket: RevisionTicket, cause?: Cause): Promise<void> {
    const watch = await loadWatch(tx, ticket.agreementId, ticket.watchedSince);
    const rows = await selectRows(tx, MilestoneRow, 'WHERE agreement_id = ?', [ticket.agreementId]);
    const judged = await this.wakeAgain(tx, ticket, watch, rows);
    if (cause === undefined || ticket.silent) return;
    const ahead = judged.filter((row) => isAhead(row, ticket.now));
    const found = ahead.flatMap((row) => noticesAhead(watch, row, ticket));
    const { notices, announced } = await newNotices(tx, ticket, found);
    const schedule = { changes: [], cause, announced };
    const alerted = await this.publisher.announce(tx, ticket, notices, schedule);
    await this.awaitEscalations(tx, ticket, alerted);
  }

  /** Computes `wakeAt` of milestones again. @returns those whose instant has not come; the others are left to the sweep. */
  private async wakeAgain(
    tx: EntityManager,
    ticket: RevisionTicket,
    watch: Watch,
    rows: readonly MilestoneRow[],
  ): Promise<readonly MilestoneRow[]> {
    const judged = rows.filter((row) => row.wakeAt === null || row.wakeAt > ticket.now);
    const moved = judged.flatMap((row) => {
      const next = wakeAt(watch, row, ticket.now);
      return next === row.wakeAt ? [] : [{ ...row, wakeAt: next }];
    });
    await updateRows(tx, MilestoneRow, moved, ['wakeAt']);
    return judged;
  }

  /** Computes `wakeAt` again of milestones with an alert that was sent just now, since their chains count from it. */
  private async awaitEscalations(
    tx: EntityManager,
    ticket: RevisionTicket,
    alerted: readonly MilestoneRow[],
  ): Promise<void> {
    if (alerted.length === 0) return;
    const watch = await loadWatch(tx, ticket.agreementId, ticket.watchedSince);
    if (!hasChain(watch.rules)) return;
    const rows = new Map(alerted.map((row) => [row.id, row]));
    const waiting = [...rows.values()].map((row) => ({
      ...row,
      wakeAt: wakeAt(watch, row, ticket.now),
    }));
    await updateRows(tx, MilestoneRow, waiting, ['wakeAt']);
  }

  private transitionsOf(
    ticket: RevisionTicket,
    changes: readonly Pick<Redated, 'row' | 'statusChanges'>[],
    cause: Cause,
  ): TransitionRow[] {
    return changes.flatMap(({ row, statusChanges }) =>
      statusChanges.map(
        (change): TransitionRow => ({
          id: newId('tr', this.clock, this.randomness),
          agreementId: row.agreementId,
          milestoneId: row.id,
          fromStatus: change.from,
          toStatus: change.to,
          revision: ticket.revision,
          timeliness: change.timeliness,
          state: change.state,
          at: change.at,
          recordedAt: ticket.recordedAt,
          cause: cause.text,
          factId: cause.factId,
        }),
      ),
    );
  }
}

/** Pushes into one list: of thousands of changes, most have no notice, and a list for each is slow. */
function noticesOfChanges(
  watch: Watch,
  changes: readonly Redated[],
  ticket: RevisionTicket,
): Notice[] {
  const notices: Notice[] = [];
  for (const { previous, row, statusChanges: passed } of changes) {
    for (const notice of noticesOf(watch, row, previous?.timeliness, passed, ticket))
      notices.push(notice);
    for (const notice of factNotices(previous, row, ticket.recordedAt)) notices.push(notice);
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
