import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock';
import type { MilestoneRow } from '../milestone/milestone.entity';
import { presentDay, presentInstant, presentMilestone } from '../milestone/present';
import { type MessageDraft, Outbox } from '../outbox/outbox';
import { newId, Randomness } from '../randomness';
import { type Raised, takeSequence } from '../store/revision';
import { insertNewRows, insertRows, selectRows } from '../store/rows';
import { AlertRow } from './alert.entity';
import { AlertAnswerRow, type AlertReply } from './alert-answer.entity';
import { DEADLINE_NOTICES, type Notice } from './alert-policy';
import type { Cause } from './recorder';
import type { Redated } from './redating';

/** Alerts that stay true when something was done in time after all. */
const BEFORE_DUE: readonly string[] = ['upcoming', 'due-soon'];

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
    const signed = schedule?.cause.signed;
    const moved = schedule !== undefined && schedule.changes.length > 0 ? schedule : undefined;
    const count = told.length + (signed === undefined ? 0 : 1) + (moved === undefined ? 0 : 1);
    if (count === 0) return;
    let sequence = await takeSequence(tx, raised, count);
    const drafts: MessageDraft[] = [];
    if (signed !== undefined) drafts.push(this.signed(raised, signed, sequence++));
    if (moved !== undefined) drafts.push(this.scheduleChanged(raised, moved, sequence++));
    for (const { notice, messageId } of told) {
      drafts.push(milestoneMessage(notice, messageId, raised, sequence++));
    }
    await this.outbox.append(tx, drafts);
  }

  /**
   * Stops what still waits to be sent about deadlines that a new schedule supersedes.
   * @returns the ids of the milestones about whose old deadline there was an alert.
   */
  async withdraw(
    tx: EntityManager,
    raised: Raised,
    changes: readonly Redated[],
  ): Promise<Set<string>> {
    if (!changes.some((change) => change.previous !== undefined)) return new Set();
    const superseded = new Set(changes.map((change) => change.row.id));
    const standing = await this.standingAlerts(tx, raised.agreementId);
    const alerts = standing.filter((alert) => superseded.has(alert.milestoneId));
    await this.outbox.withdraw(
      tx,
      alerts.map((alert) => alert.messageId),
    );
    return new Set(alerts.map((alert) => alert.milestoneId));
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
      (alert) => wrong.has(alert.milestoneId) && !BEFORE_DUE.includes(alert.kind),
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

  /** Writes a person's answer; an acknowledgement is told, so that others know somebody has it in hand. */
  async answer(
    tx: EntityManager,
    raised: Raised,
    milestone: MilestoneRow,
    alert: AlertRow,
    { until, note, actor }: AlertReply,
  ): Promise<void> {
    const answer: AlertAnswerRow = {
      id: newId('ans', this.clock, this.randomness),
      alertId: alert.id,
      agreementId: alert.agreementId,
      milestoneId: alert.milestoneId,
      version: alert.version,
      kind: until === undefined ? 'acknowledged' : 'snoozed',
      until: until ?? null,
      note,
      actor,
      recordedAt: raised.recordedAt,
    };
    await insertRows(tx, AlertAnswerRow, [answer]);
    if (answer.kind === 'snoozed') return;
    const draft: MessageDraft = {
      id: newId('msg', this.clock, this.randomness),
      agreementId: alert.agreementId,
      sequence: await takeSequence(tx, raised, 1),
      type: 'alert.acknowledged',
      milestoneId: milestone.id,
      hypothetical: milestone.hypothetical,
      createdAt: raised.recordedAt,
      data: {
        agreement: alert.agreementId,
        revision: raised.revision,
        alert: alert.id,
        told: `milestone.${alert.kind}`,
        note,
        actor,
        milestone: presentMilestone(milestone),
      },
    };
    await this.outbox.append(tx, [draft]);
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

  private signed(
    raised: Raised,
    { on, at, hypothetical }: NonNullable<Cause['signed']>,
    sequence: number,
  ): MessageDraft {
    return {
      id: newId('msg', this.clock, this.randomness),
      agreementId: raised.agreementId,
      sequence,
      type: 'agreement.signed',
      milestoneId: null,
      hypothetical,
      createdAt: raised.recordedAt,
      data: {
        agreement: raised.agreementId,
        revision: raised.revision,
        date: presentDay(on),
        at: presentInstant(at),
      },
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
      ...notice.detail,
      milestone: presentMilestone(row),
      derivation: `/v1/milestones/${encodeURIComponent(row.id)}`,
    },
  };
}
