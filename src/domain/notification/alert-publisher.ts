import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { newId, Randomness } from '../../base/randomness';
import type { Agreement } from '../../engine/compile/agreement';
import { type ComputedMessages, type MessageDraft, messagesOf } from '../../outbox/messages';
import { Outbox } from '../../outbox/outbox';
import { PublicUrl } from '../../outbox/public-url';
import { insertNewRows, insertRows, selectRows, selectSome } from '../../store/sql/rows';
import { Agreements } from '../agreement/agreements';
import { type RevisionTicket, reserveSequence } from '../agreement/revision';
import type { FactRow } from '../ledger/fact.entity';
import { recordsOf } from '../ledger/ledger';
import type { MilestoneRow } from '../milestone/milestone.entity';
import type { Redated } from '../milestone/redating';
import { AlertAnswerRow, type AlertReply, AlertRow } from './alert.entity';
import { type MessageContext, messageContext } from './message-context';
import {
  acknowledgedMessage,
  changedMessage,
  type MessageBase,
  noticeMessage,
  type ScheduleChange,
  signedMessage,
} from './message-drafts';
import { messagesAboutOne } from './new-notices';
import { DEADLINE_NOTICES, type Notice } from './notices';

/** Alerts that stay correct if a fulfilment in time is recorded late. */
const BEFORE_DUE: readonly string[] = ['upcoming', 'due-soon'];

/** Alerts that a re-dating makes outdated or wrong. */
interface Superseded {
  /** Ids of messages whose pending deliveries are withdrawn. */
  messages: readonly string[];
  /** Ids of milestones with an alert about their superseded deadline. */
  alerted: ReadonlySet<string>;
  corrections: readonly Notice[];
}

/** The alerts of one write. */
interface Alerts {
  /** Each with a message of its own. */
  single: readonly { notice: Notice; alert: AlertRow }[];
  /** Those that the message about the new schedule announces; its id is `sharedId`. */
  together: readonly AlertRow[];
  sharedId: string;
}

/** Alerts and messages that are computed and not yet written. */
export interface Announcement {
  alerts: Alerts;
  /** The sequence number of the first message. */
  first: number;
  messages: ComputedMessages;
}

/** A change that is not written yet: what its messages refer to. */
export interface UnwrittenChange {
  /** The agreement after it. */
  agreement: Agreement;
  /** The facts that it records. */
  recorded: readonly FactRow[];
  /** The sequence number of its first message. */
  first: number;
}

/** Turns notices into alerts and messages, each once, in the transaction that causes them. */
@Injectable()
export class AlertPublisher {
  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly randomness: Randomness,
    private readonly agreements: Agreements,
    private readonly links: PublicUrl,
  ) {}

  /**
   * Writes the alerts that do not exist yet, their messages, and one message for a re-dating.
   * @param computed what `compute` returned for the same notices; computed again if an alert exists already.
   * @returns the milestones that have a new alert.
   */
  async announce(
    tx: EntityManager,
    ticket: RevisionTicket,
    notices: readonly Notice[],
    schedule?: ScheduleChange,
    computed?: Announcement,
  ): Promise<readonly MilestoneRow[]> {
    const alerts = computed?.alerts ?? this.alertsOf(ticket, notices, schedule);
    const all = [...alerts.single.map(({ alert }) => alert), ...alerts.together];
    const fresh = await insertNewRows(tx, AlertRow, all);
    const written = alerts.single.filter(({ alert }) => fresh.has(alert.id));
    const announced = { ...alerts, single: written };
    const together = schedule?.announced ?? [];
    const alerted = [...written.map(({ notice }) => notice), ...together].map(({ row }) => row);
    const count = countOf(announced, schedule);
    if (count === 0) return alerted;
    const first = await reserveSequence(tx, ticket, count);
    if (computed !== undefined && computed.first === first && fresh.size === all.length) {
      await this.outbox.appendComputed(tx, computed.messages);
    } else {
      const context = await this.contextOf(tx, ticket, factsOf(announced, schedule));
      const messages = this.messagesOf(ticket, context, announced, schedule, first);
      await this.outbox.appendComputed(tx, messages);
    }
    return alerted;
  }

  /**
   * Computes the alerts and messages of a change before it is written, as if no alert existed yet. Reads only.
   * @param change the agreement after it.
   * @param first the sequence number of its first message.
   */
  async compute(
    tx: EntityManager,
    ticket: RevisionTicket,
    notices: readonly Notice[],
    schedule: ScheduleChange,
    change: UnwrittenChange,
  ): Promise<Announcement> {
    const { agreement, recorded, first } = change;
    const alerts = this.alertsOf(ticket, notices, schedule);
    const own = new Map(recorded.map((fact) => [fact.id, fact]));
    const known = await recordsOf(
      tx,
      factsOf(alerts, schedule).filter((id) => !own.has(id)),
    );
    const { document } = agreement;
    const records = new Map([...known, ...own]);
    const context = messageContext({ document, records, links: this.links, now: ticket.now });
    return { alerts, first, messages: this.messagesOf(ticket, context, alerts, schedule, first) };
  }

  private alertsOf(
    ticket: RevisionTicket,
    notices: readonly Notice[],
    schedule: ScheduleChange | undefined,
  ): Alerts {
    const sharedId = newId('msg', this.clock, this.randomness);
    const together = schedule?.announced ?? [];
    return {
      sharedId,
      single: notices.map((notice) => ({ notice, alert: this.alertOf(notice, ticket) })),
      together: together.map((notice) => ({
        ...this.alertOf(notice, ticket),
        messageId: sharedId,
      })),
    };
  }

  private messagesOf(
    ticket: RevisionTicket,
    context: MessageContext,
    { sharedId, single }: Alerts,
    schedule: ScheduleChange | undefined,
    first: number,
  ): ComputedMessages {
    let sequence = first;
    const nextBase = (id?: string) => this.messageBase(ticket, context, sequence++, id);
    const cause = schedule?.cause.factId ?? null;
    const signed = schedule?.cause.signed;
    const drafts: MessageDraft[] = [];
    if (signed !== undefined) drafts.push(signedMessage(nextBase(), signed, cause));
    if (schedule !== undefined && hasMoved(schedule)) {
      drafts.push(changedMessage(nextBase(sharedId), schedule));
    }
    for (const { notice, alert } of single) {
      const facts = cause === null ? [] : [cause];
      drafts.push(noticeMessage(nextBase(alert.messageId), { facts, ...notice }));
    }
    return messagesOf(drafts);
  }

  /**
   * Finds the alerts that a re-dating affects; call it before the versions are written. These are alerts about superseded
   * dates, and alerts of lateness that a fact proves wrong (sent as overdue, then recorded as fulfilled in time), each of
   * which gets a correction.
   */
  async superseded(
    tx: EntityManager,
    ticket: RevisionTicket,
    changes: readonly Redated[],
  ): Promise<Superseded> {
    const nothing: Superseded = { messages: [], alerted: new Set(), corrections: [] };
    if (!changes.some((change) => isMoved(change) || isRefuted(change))) return nothing;
    const alerts = await this.currentAlerts(tx, ticket.agreementId);
    if (alerts.length === 0) return nothing;
    const moved = new Set(changes.filter(isMoved).map(({ row }) => row.id));
    const wrong = new Map(changes.filter(isRefuted).map((change) => [change.row.id, change]));
    const about = alerts.filter((alert) => moved.has(alert.milestoneId));
    const refuted = alerts.filter(
      (alert) =>
        wrong.has(alert.milestoneId) &&
        !BEFORE_DUE.includes(alert.kind) &&
        // The correction of the alert itself also goes where it was escalated to.
        alert.escalatedTo === null,
    );
    const own = await messagesAboutOne(tx, [...about, ...refuted]);
    return {
      messages: own,
      alerted: new Set(about.map(({ milestoneId }) => milestoneId)),
      corrections: refuted.flatMap((alert, step): Notice[] => {
        const row = wrong.get(alert.milestoneId)?.row;
        if (row === undefined) return [];
        const at = row.outcome.fulfilledAt ?? ticket.recordedAt;
        return [{ kind: 'corrected', row, step, at, corrects: alert.messageId }];
      }),
    };
  }

  /** Withdraws the pending deliveries of these messages. */
  withdraw(tx: EntityManager, messages: readonly string[]): Promise<void> {
    return this.outbox.withdraw(tx, messages);
  }

  /** The alerts about the current deadline version of each milestone. */
  private currentAlerts(tx: EntityManager, agreementId: string): Promise<AlertRow[]> {
    return selectRows(
      tx,
      AlertRow,
      `WHERE agreement_id = ? AND kind IN (${DEADLINE_NOTICES.map(() => '?').join(', ')})
         AND version = (SELECT version FROM milestone WHERE milestone.id = alert.milestone_id)
       ORDER BY recorded_at, id`,
      [agreementId, ...DEADLINE_NOTICES],
    );
  }

  /** Writes a person's answer. An acknowledgement sends a message, so that others know. */
  async answer(
    tx: EntityManager,
    ticket: RevisionTicket,
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
      recordedAt: ticket.recordedAt,
    };
    await insertRows(tx, AlertAnswerRow, [answer]);
    if (answer.kind === 'snoozed') return;
    await this.outbox.withdraw(tx, await escalatedMessages(tx, alert));
    const context = await this.contextOf(tx, ticket, []);
    const base = this.messageBase(ticket, context, await reserveSequence(tx, ticket, 1));
    await this.outbox.append(tx, [acknowledgedMessage(base, milestone, alert, answer)]);
  }

  private messageBase(
    { agreementId, revision, recordedAt }: RevisionTicket,
    context: MessageContext,
    sequence: number,
    id = newId('msg', this.clock, this.randomness),
  ): MessageBase {
    return { id, agreementId, revision, context, sequence, createdAt: recordedAt };
  }

  /** Call it after the document and the facts of this write are stored. */
  private async contextOf(
    tx: EntityManager,
    { agreementId, now }: RevisionTicket,
    facts: readonly string[],
  ): Promise<MessageContext> {
    const document = await this.agreements.findDocument(tx, agreementId);
    const records = await recordsOf(tx, facts);
    return messageContext({ document, records, links: this.links, now });
  }

  private alertOf(notice: Notice, ticket: RevisionTicket): AlertRow {
    return {
      id: newId('alert', this.clock, this.randomness),
      agreementId: ticket.agreementId,
      milestoneId: notice.row.id,
      kind: notice.kind,
      version: notice.row.version,
      step: notice.step,
      at: notice.at,
      messageId: newId('msg', this.clock, this.randomness),
      recordedAt: ticket.recordedAt,
      escalatedTo: notice.chain?.to ?? null,
    };
  }
}

/** The messages by which a chain passed on alerts about the same deadline version. */
async function escalatedMessages(tx: EntityManager, alert: AlertRow): Promise<string[]> {
  const rows = await selectSome(
    tx,
    AlertRow,
    ['messageId'],
    'WHERE milestone_id = ? AND version = ? AND escalated_to IS NOT NULL',
    [alert.milestoneId, alert.version],
  );
  return rows.map(({ messageId }) => messageId);
}

/** How many messages they make. */
function countOf({ single }: Alerts, schedule: ScheduleChange | undefined): number {
  if (schedule === undefined) return single.length;
  return (
    single.length + (schedule.cause.signed === undefined ? 0 : 1) + (hasMoved(schedule) ? 1 : 0)
  );
}

function hasMoved({ changes, announced }: ScheduleChange): boolean {
  return changes.length > 0 || announced.length > 0;
}

/** The ids of the facts that their messages name. */
function factsOf({ single }: Alerts, schedule: ScheduleChange | undefined): string[] {
  const cause = schedule?.cause.factId ?? null;
  return [
    ...(cause === null ? [] : [cause]),
    ...single.flatMap(({ notice }) => notice.facts ?? []),
  ];
}

function isMoved({ previous, versioned }: Redated): boolean {
  return previous !== undefined && versioned;
}

/** It was overdue, and a fact shows that it was fulfilled in time. */
function isRefuted({ previous, versioned, row }: Redated): boolean {
  const late = previous?.timeliness === 'overdue' || previous?.timeliness === 'in-grace';
  return late && !versioned && row.timeliness === 'on-time';
}
