import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../base/clock';
import { Refusal } from '../../base/refusal';
import { MessageSamples } from '../../outbox/message-samples';
import type { MessageDraft } from '../../outbox/messages';
import { PublicUrl } from '../../outbox/public-url';
import { selectRows } from '../../store/sql/rows';
import { Store } from '../../store/store';
import { Agreements } from '../agreement/agreements';
import { recordsOf } from '../ledger/ledger';
import { MilestoneRow } from '../milestone/milestone.entity';
import { targetDay } from './alert-plan';
import { messageContext } from './message-context';
import { noticeMessage } from './message-drafts';
import { KIND_BY_TIMELINESS, type Notice } from './notices';

/** Writes the message that a milestone's present status has, for trials of a destination. */
@Injectable()
export class NoticeSamples implements OnModuleInit {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly samples: MessageSamples,
    private readonly clock: Clock,
    private readonly links: PublicUrl,
  ) {}

  onModuleInit(): void {
    this.samples.offer((milestoneId) => this.sample(milestoneId));
  }

  private sample(milestoneId: string): Promise<MessageDraft> {
    return this.store.read(async (tx) => {
      const [row] = await selectRows(tx, MilestoneRow, 'WHERE id = ? AND dropped_at IS NULL', [
        milestoneId,
      ]);
      if (row === undefined) {
        throw new Refusal('not-found', `There is no milestone "${milestoneId}".`);
      }
      const { agreementId } = row;
      const document = await this.agreements.findDocument(tx, agreementId);
      const notice = presentNotice(row, this.clock.now());
      const records = await recordsOf(tx, notice.facts ?? []);
      const now = this.clock.now();
      const context = messageContext({ document, records, links: this.links, now });
      const about = { id: '', agreementId, revision: 1, sequence: 1, createdAt: now, context };
      return noticeMessage(about, notice);
    });
  }
}

/** The notice that a milestone's present status has. */
function presentNotice(row: MilestoneRow, now: number): Notice {
  const { fulfilledAt, moves = [] } = row.outcome;
  const notice = { row, step: 0, at: row.statusSince ?? now };
  if (fulfilledAt !== undefined) {
    const facts = moves.filter(({ was }) => was === 'fulfilled').map(({ fact }) => fact);
    return { ...notice, kind: row.timeliness === 'late' ? 'fulfilled-late' : 'fulfilled', facts };
  }
  if (targetDay(row) === null) return { ...notice, kind: 'undated' };
  return { ...notice, kind: KIND_BY_TIMELINESS[row.timeliness] ?? 'upcoming' };
}
