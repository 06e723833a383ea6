import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { newId, Randomness } from '../../base/randomness';
import type { MessageDraft } from '../../outbox/messages';
import { Outbox } from '../../outbox/outbox';
import { PublicUrl } from '../../outbox/public-url';
import { insertNewRows, insertRows, selectRows } from '../../store/sql/rows';
import { Agreements } from '../agreement/agreements';
import { type RevisionTicket, takeSequence } from '../agreement/revision';
import { recordsOf } from '../ledger/records';
import type { MilestoneRow } from '../milestone/milestone.entity';
import type { Redated } from '../milestone/redating';
import { AlertRow } from './alert.entity';
import { AlertAnswerRow, type AlertReply } from './alert-answer.entity';
import {
  type About,
  acknowledgedMessage,
  changedMessage,
  noticeMessage,
  type ScheduleChange,
  signedMessage,
} from './message-drafts';
import { DEADLINE_NOTICES, type Notice } from './notices';
import type { Telling } from './telling';
import { messagesAboutOne } from './untold';

/** Alerts that stay true when something was done in time after all. */
const BEFORE_DUE: readonly string[] = ['upcoming', 'due-soon'];

/** What was told and no longer holds. */
export interface Superseded {
  /** Messages of which nothing more is to be sent. */
  messages: readonly string[];
  /** The ids of the milestones about whose old deadline there was an alert. */
  alerted: ReadonlySet<string>;
  corrections: readonly Notice[];
}

/** Turns notices into alerts and messages, each at most once, in the transaction that caused them. */
@Injectable()
export class AlertPublisher {
  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly randomness: Randomness,
    private readonly agreements: Agreements,
    private readonly links: PublicUrl,
  ) {}

  /** Writes the alerts nobody wrote before, their messages, and one message for a re-dating. */
  async announce(
    tx: EntityManager,
    raised: RevisionTicket,
    notices: readonly Notice[],
    schedule?: ScheduleChange,
  ): Promise<void> {
    const together = schedule?.announced ?? [];
    const sharedId = newId('msg', this.clock, this.randomness);
    const alerts = notices.map((notice) => this.alertOf(notice, raised));
    const fresh = await insertNewRows(tx, AlertRow, [
      ...alerts,
      ...together.map((notice) => ({ ...this.alertOf(notice, raised), messageId: sharedId })),
    ]);
    const told = notices
      .map((notice, i) => ({
        notice,
        messageId: alerts[i]?.messageId as string,
        id: alerts[i]?.id,
      }))
      .filter(({ id }) => fresh.has(id as string));
    const signed = schedule?.cause.signed;
    const changed = (schedule?.changes.length ?? 0) > 0 || together.length > 0;
    const moved = changed ? schedule : undefined;
    const count = told.length + (signed === undefined ? 0 : 1) + (moved === undefined ? 0 : 1);
    if (count === 0) return;
    const cause = schedule?.cause.factId ?? null;
    const reasons = cause === null ? [] : [cause];
    const facts = [...reasons, ...told.flatMap(({ notice }) => notice.facts ?? [])];
    const telling = await this.telling(tx, raised, facts);
    let sequence = await takeSequence(tx, raised, count);
    const about = (id?: string) => this.about(raised, telling, sequence++, id);
    const drafts: MessageDraft[] = [];
    if (signed !== undefined) drafts.push(signedMessage(about(), signed, cause));
    if (moved !== undefined) drafts.push(changedMessage(about(sharedId), moved));
    for (const { notice, messageId } of told) {
      drafts.push(noticeMessage(about(messageId), { facts: reasons, ...notice }));
    }
    await this.outbox.append(tx, drafts);
  }

  /**
   * What a re-dating makes void of what was told, read before any version is raised: alerts of superseded
   * dates, and alerts of lateness that a fact has shown to be wrong (told overdue, then recorded as fulfilled
   * in time), each of which gets a correction.
   */
  async superseded(
    tx: EntityManager,
    raised: RevisionTicket,
    changes: readonly Redated[],
  ): Promise<Superseded> {
    const nothing: Superseded = { messages: [], alerted: new Set(), corrections: [] };
    if (!changes.some((change) => isMoved(change) || isRefuted(change))) return nothing;
    const alerts = await this.standingAlerts(tx, raised.agreementId);
    if (alerts.length === 0) return nothing;
    const moved = new Set(changes.filter(isMoved).map(({ row }) => row.id));
    const wrong = new Map(changes.filter(isRefuted).map((change) => [change.row.id, change]));
    const about = alerts.filter((alert) => moved.has(alert.milestoneId));
    const refuted = alerts.filter(
      (alert) => wrong.has(alert.milestoneId) && !BEFORE_DUE.includes(alert.kind),
    );
    const own = await messagesAboutOne(tx, [...about, ...refuted]);
    return {
      messages: own,
      alerted: new Set(about.map(({ milestoneId }) => milestoneId)),
      corrections: refuted.map((alert, step) => {
        const { row } = wrong.get(alert.milestoneId) as Redated;
        const at = row.outcome.fulfilledAt ?? raised.recordedAt;
        return { kind: 'corrected', row, step, at, corrects: alert.messageId };
      }),
    };
  }

  /** Stops what still waits to be sent of these messages. */
  withdraw(tx: EntityManager, messages: readonly string[]): Promise<void> {
    return this.outbox.withdraw(tx, messages);
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
    raised: RevisionTicket,
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
    const telling = await this.telling(tx, raised, []);
    const about = this.about(raised, telling, await takeSequence(tx, raised, 1));
    await this.outbox.append(tx, [acknowledgedMessage(about, milestone, alert, answer)]);
  }

  private about(
    { agreementId, revision, recordedAt }: RevisionTicket,
    telling: Telling,
    sequence: number,
    id = newId('msg', this.clock, this.randomness),
  ): About {
    return { id, agreementId, revision, telling, sequence, createdAt: recordedAt };
  }

  /** Read after the document and the facts of this write were stored. */
  private async telling(
    tx: EntityManager,
    { agreementId, now }: RevisionTicket,
    facts: readonly string[],
  ): Promise<Telling> {
    const { document } = await this.agreements.present(tx, agreementId);
    return { document, records: await recordsOf(tx, facts), links: this.links, now };
  }

  private alertOf(notice: Notice, raised: RevisionTicket): AlertRow {
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
}

function isMoved({ previous, versioned }: Redated): boolean {
  return previous !== undefined && versioned;
}

/** Told late, and on time after all. */
function isRefuted({ previous, versioned, row }: Redated): boolean {
  const late = previous?.timeliness === 'overdue' || previous?.timeliness === 'in-grace';
  return late && !versioned && row.timeliness === 'on-time';
}
