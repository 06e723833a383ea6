import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock';
import { presentDay, presentMilestone } from '../milestone/present';
import { type MessageDraft, Outbox } from '../outbox/outbox';
import { newId, Randomness } from '../randomness';
import { type Raised, takeSequence } from '../store/revision';
import { insertNewRows, selectRows } from '../store/rows';
import { AlertRow } from './alert.entity';
import { DEADLINE_NOTICES, type Notice } from './alert-policy';
import type { Cause } from './recorder';
import type { Redated } from './redating';

/** How many moved milestones a `schedule.changed` message names; it counts them all. */
const NAMED_MOVES = 100;

export interface ScheduleChange {
  changes: readonly Redated[];
  cause: Cause;
}

/** Turns notices into alerts and messages, each at most once, in the transaction that caused them. */
@Injectable()
export class Announcer {
  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly randomness: Randomness,
  ) {}

  /** Writes the alerts nobody wrote before, their messages, and one message for a re-dating. */
  async announce(
    tx: EntityManager,
    raised: Raised,
    notices: readonly Notice[],
    schedule?: ScheduleChange,
  ): Promise<void> {
    const alerts = notices.map((notice) => this.alertOf(notice, raised));
    const fresh = await insertNewRows(tx, AlertRow, alerts);
    const told = notices
      .map((notice, i) => ({
        notice,
        messageId: alerts[i]?.messageId as string,
        id: alerts[i]?.id,
      }))
      .filter(({ id }) => fresh.has(id as string));
    const moved = schedule !== undefined && schedule.changes.length > 0 ? schedule : undefined;
    const count = told.length + (moved === undefined ? 0 : 1);
    if (count === 0) return;
    let sequence = await takeSequence(tx, raised, count);
    const drafts: MessageDraft[] = [];
    if (moved !== undefined) drafts.push(this.scheduleChanged(raised, moved, sequence++));
    for (const { notice, messageId } of told) {
      drafts.push(milestoneMessage(notice, messageId, raised, sequence++));
    }
    await this.outbox.append(tx, drafts);
  }

  /** Stops what still waits to be sent about deadlines that a new schedule supersedes. */
  async withdraw(tx: EntityManager, raised: Raised, changes: readonly Redated[]): Promise<void> {
    if (!changes.some((change) => change.previous !== undefined)) return;
    const superseded = new Set(changes.map((change) => change.row.id));
    const alerts = await this.standingAlerts(tx, raised.agreementId);
    await this.outbox.withdraw(
      tx,
      alerts.filter((alert) => superseded.has(alert.milestoneId)).map((alert) => alert.messageId),
    );
  }

  /**
   * Adds a correction for every alert of lateness that a fact has shown to be wrong: told overdue,
   * then recorded as fulfilled in time.
   */
  async correct(
    tx: EntityManager,
    raised: Raised,
    changes: readonly Redated[],
    notices: Notice[],
  ): Promise<void> {
    const wrong = new Map<string, Redated>();
    for (const change of changes) {
      const late =
        change.previous?.timeliness === 'overdue' || change.previous?.timeliness === 'in-grace';
      if (late && !change.versioned && change.row.timeliness === 'on-time') {
        wrong.set(change.row.id, change);
      }
    }
    if (wrong.size === 0) return;
    const alerts = await this.standingAlerts(tx, raised.agreementId);
    const told = alerts.filter(
      (alert) => wrong.has(alert.milestoneId) && alert.kind !== 'due-soon',
    );
    await this.outbox.withdraw(
      tx,
      told.map((alert) => alert.messageId),
    );
    for (const [step, alert] of told.entries()) {
      const { row } = wrong.get(alert.milestoneId) as Redated;
      notices.push({
        kind: 'corrected',
        row,
        step,
        at: row.outcome.fulfilledAt ?? raised.recordedAt,
        corrects: alert.messageId,
      });
    }
  }

  /** The alerts about each milestone's present deadline version; read before a version is raised. */
  private standingAlerts(tx: EntityManager, agreementId: string): Promise<AlertRow[]> {
    return selectRows(
      tx,
      AlertRow,
      `WHERE agreement_id = ? AND kind IN (${DEADLINE_NOTICES.map(() => '?').join(', ')})
         AND version = (SELECT version FROM milestone WHERE milestone.id = alert.milestone_id)
       ORDER BY recorded_at, id`,
      [agreementId, ...DEADLINE_NOTICES],
    );
  }

  private alertOf(notice: Notice, raised: Raised): AlertRow {
    return {
      id: newId('alert', this.clock, this.randomness),
      agreementId: raised.agreementId,
      milestoneId: notice.row.id,
      kind: notice.kind,
      version: notice.row.version,
      step: notice.step,
      at: notice.at,
      messageId: newId('msg', this.clock, this.randomness),
      recordedAt: raised.recordedAt,
    };
  }

  private scheduleChanged(raised: Raised, change: ScheduleChange, sequence: number): MessageDraft {
    const { changes, cause } = change;
    const moves = changes.slice(0, NAMED_MOVES).map(({ previous, row }) => ({
      milestone: row.id,
      title: row.title,
      from: previous === undefined ? null : presentDay(previous.dueOn ?? previous.startsOn),
      to: presentDay(row.dueOn ?? row.startsOn),
    }));
    return {
      id: newId('msg', this.clock, this.randomness),
      agreementId: raised.agreementId,
      sequence,
      type: 'schedule.changed',
      milestoneId: null,
      hypothetical: changes.some(({ row }) => row.hypothetical),
      createdAt: raised.recordedAt,
      data: {
        agreement: raised.agreementId,
        revision: raised.revision,
        cause: cause.text,
        changed: changes.length,
        moves,
        truncated: changes.length > NAMED_MOVES,
      },
    };
  }
}

function milestoneMessage(
  notice: Notice,
  id: string,
  raised: Raised,
  sequence: number,
): MessageDraft {
  const { row } = notice;
  return {
    id,
    agreementId: raised.agreementId,
    sequence,
    type: `milestone.${notice.kind}`,
    milestoneId: row.id,
    hypothetical: row.hypothetical,
    createdAt: raised.recordedAt,
    data: {
      agreement: raised.agreementId,
      revision: raised.revision,
      at: new Date(notice.at).toISOString(),
      ...(notice.corrects === undefined ? {} : { corrects: notice.corrects }),
      milestone: presentMilestone(row),
      derivation: `/v1/milestones/${encodeURIComponent(row.id)}`,
    },
  };
}
