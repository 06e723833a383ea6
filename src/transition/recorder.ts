import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock';
import { MilestoneRow } from '../milestone/milestone.entity';
import type { ScheduledColumns } from '../milestone/scheduled';
import { newId, Randomness } from '../randomness';
import type { Raised } from '../store/revision';
import { insertRows, selectRows, updateRows } from '../store/rows';
import { factNotices } from './alert-policy';
import { Announcer } from './announcer';
import { DeadlineRow } from './deadline.entity';
import { type Passage, passages, statusColumns } from './progress';
import { redatedNotices } from './redated-notices';
import { changedColumns, type Redated, redate } from './redating';
import { TransitionRow } from './transition.entity';
import { noticesOf, wakeAt, watchOf } from './watch';

/** Why something changes: what the history and the messages say. */
export interface Cause {
  text: string;
  factId: string | null;
  /** The agreement was signed, or is assumed to be, on this civil day. */
  signed?: { on: number; at: number | null; hypothetical: boolean };
}

export const BY_THE_CLOCK: Cause = { text: 'clock', factId: null };

const STATUS_COLUMNS = [
  'timeliness',
  'state',
  'status',
  'statusSince',
  'nextChangeAt',
  'wakeAt',
] as const;

/**
 * The sole writer of dates and status. Both ways in hold the agreement's lock (`store/revision`): a new
 * schedule after a fact or amendment, and the clock.
 */
@Injectable()
export class Recorder {
  constructor(
    private readonly announcer: Announcer,
    private readonly clock: Clock,
    private readonly randomness: Randomness,
  ) {}

  /** Writes what a new schedule changes, in a handful of set-based statements whatever its size. */
  async redate(
    tx: EntityManager,
    raised: Raised,
    scheduled: readonly ScheduledColumns[],
    cause: Cause,
  ): Promise<Redated[]> {
    const stored = await selectRows(tx, MilestoneRow, 'WHERE agreement_id = ?', [
      raised.agreementId,
    ]);
    const changes = redate(stored, scheduled, raised);
    const watch = await watchOf(tx, raised.agreementId);
    for (const { row } of changes) row.wakeAt = wakeAt(watch, row, raised.now);
    const versioned = changes.filter((change) => change.versioned);
    // Read before the versions move: what is still waiting to be sent speaks of the old dates.
    const alerted = await this.announcer.withdraw(tx, raised, versioned);
    const created = changes.filter((change) => change.previous === undefined);
    const updated = changes.filter((change) => change.previous !== undefined);
    await insertRows(tx, MilestoneRow, rowsOf(created));
    await updateRows(tx, MilestoneRow, rowsOf(updated), changedColumns(updated));
    await insertRows(
      tx,
      DeadlineRow,
      versioned.map((change) => deadlineOf(change.row, raised.recordedAt, cause)),
    );
    await this.writePassages(tx, raised, changes, cause);
    const notices = changes.flatMap(({ previous, row, passed }) => [
      ...noticesOf(watch, row, previous?.timeliness, passed, raised.now),
      ...factNotices(previous, row, raised.recordedAt),
    ]);
    notices.push(...redatedNotices(watch, versioned, alerted, raised.recordedAt));
    await this.announcer.correct(tx, raised, changes, notices);
    await this.announcer.announce(tx, raised, notices, { changes: versioned, cause });
    return changes;
  }

  /** Writes what the clock has changed in these rows up to `raised.now`. */
  async advance(tx: EntityManager, raised: Raised, rows: readonly MilestoneRow[]): Promise<void> {
    const watch = await watchOf(tx, raised.agreementId);
    const advanced = rows.map((previous) => {
      const { passed, last } = passages(previous, raised.now);
      const row = {
        ...previous,
        ...statusColumns(last, passed.at(-1)?.at ?? previous.statusSince),
      };
      row.wakeAt = wakeAt(watch, row, raised.now);
      return { was: previous.timeliness, row, passed };
    });
    await updateRows(tx, MilestoneRow, rowsOf(advanced), STATUS_COLUMNS);
    await this.writePassages(tx, raised, advanced, BY_THE_CLOCK);
    const notices = advanced.flatMap(({ was, row, passed }) =>
      noticesOf(watch, row, was, passed, raised.now),
    );
    await this.announcer.announce(tx, raised, notices);
  }

  /** Looks anew at when each milestone is to be told of, after a policy or an answer changed. */
  async replan(tx: EntityManager, raised: Raised): Promise<void> {
    const watch = await watchOf(tx, raised.agreementId);
    const rows = await selectRows(tx, MilestoneRow, 'WHERE agreement_id = ?', [raised.agreementId]);
    const moved = rows.flatMap((row) => {
      // What has come due meanwhile is left to the sweep, which tells it.
      const due = row.wakeAt !== null && row.wakeAt <= raised.now;
      const next = due ? row.wakeAt : wakeAt(watch, row, raised.now);
      return next === row.wakeAt ? [] : [{ ...row, wakeAt: next }];
    });
    await updateRows(tx, MilestoneRow, moved, ['wakeAt']);
  }

  private async writePassages(
    tx: EntityManager,
    raised: Raised,
    changes: readonly { row: MilestoneRow; passed: readonly Passage[] }[],
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

function rowsOf(changes: readonly { row: MilestoneRow }[]): MilestoneRow[] {
  return changes.map((change) => change.row);
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
