import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock';
import { MilestoneRow } from '../milestone/milestone.entity';
import type { ScheduledColumns } from '../milestone/scheduled';
import { newId, Randomness } from '../randomness';
import type { Raised } from '../store/revision';
import { insertRows, selectRows, updateRows } from '../store/rows';
import { clockNotices, factNotices } from './alert-policy';
import { Announcer } from './announcer';
import { DeadlineRow } from './deadline.entity';
import { type Passage, passages, statusColumns } from './progress';
import { changedColumns, type Redated, redate } from './redating';
import { TransitionRow } from './transition.entity';

/** Why something changes: what the history and the messages say. */
export interface Cause {
  text: string;
  factId: string | null;
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
    const versioned = changes.filter((change) => change.versioned);
    // Read before the versions move: what is still waiting to be sent speaks of the old dates.
    await this.announcer.withdraw(tx, raised, versioned);
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
      ...clockNotices(row, previous?.timeliness, passed),
      ...factNotices(previous, row, raised.recordedAt),
    ]);
    await this.announcer.correct(tx, raised, changes, notices);
    await this.announcer.announce(tx, raised, notices, { changes: versioned, cause });
    return changes;
  }

  /** Writes what the clock has changed in these rows up to `raised.now`. */
  async advance(tx: EntityManager, raised: Raised, rows: readonly MilestoneRow[]): Promise<void> {
    const advanced = rows.map((row) => {
      const { passed, last } = passages(row, raised.now);
      const since = passed.at(-1)?.at ?? row.statusSince;
      return { was: row.timeliness, row: { ...row, ...statusColumns(last, since) }, passed };
    });
    await updateRows(tx, MilestoneRow, rowsOf(advanced), STATUS_COLUMNS);
    await this.writePassages(tx, raised, advanced, BY_THE_CLOCK);
    const notices = advanced.flatMap(({ was, row, passed }) => clockNotices(row, was, passed));
    await this.announcer.announce(tx, raised, notices);
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
