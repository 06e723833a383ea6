import { Injectable } from '@nestjs/common';
import { Refusal } from '../../base/refusal';
import { Vault } from '../../base/vault';
import { isAcknowledgeProof } from '../../outbox/acknowledge-link';
import { Message } from '../../outbox/message.entity';
import { selectRows } from '../../store/sql/rows';
import { Store } from '../../store/store';
import { AlertRow } from '../notification/alert.entity';
import { Alerts, type AlertWithAnswers } from './alerts';

/** How the alert of a link stands. */
type LinkState = 'open' | 'already' | 'superseded';

interface LinkedAlert {
  alertId: string;
  /** The stored JSON of its message. */
  body: string;
  state: LinkState;
}

/** Whom an acknowledgement by a link is attributed to: the link says nothing about who follows it. */
const ACTOR = 'a reader of the message';

/** Acknowledges alerts for those who hold the link of a message. */
@Injectable()
export class AcknowledgeLinks {
  constructor(
    private readonly store: Store,
    private readonly alerts: Alerts,
    private readonly vault: Vault,
  ) {}

  /** @throws Refusal 'not-found' for a link that this service did not make, or whose alert is gone. */
  async find(messageId: string, proof: string): Promise<LinkedAlert> {
    if (!isAcknowledgeProof(this.vault, messageId, proof)) throw unknownLink();
    return this.store.read(async (tx) => {
      const [message] = await selectRows(tx, Message, 'WHERE id = ?', [messageId]);
      if (message === undefined || message.milestoneId === null) throw unknownLink();
      const [alert] = await selectRows(
        tx,
        AlertRow,
        'WHERE milestone_id = ? AND message_id = ? LIMIT 1',
        [message.milestoneId, messageId],
      );
      if (alert === undefined) throw unknownLink();
      const found = await this.alerts.find(alert.id);
      return { alertId: alert.id, body: message.body, state: stateOf(found) };
    });
  }

  /**
   * Acknowledges the alert unless that is done or its date is superseded.
   * @returns how it stood before.
   * @throws Refusal 'not-found'
   */
  async acknowledge(messageId: string, proof: string): Promise<LinkState> {
    const { alertId, state } = await this.find(messageId, proof);
    if (state !== 'open') return state;
    await this.alerts.answer(alertId, { note: null, actor: ACTOR });
    return state;
  }
}

function stateOf({ alert, version, answers }: AlertWithAnswers): LinkState {
  if (version !== alert.version) return 'superseded';
  return answers.some(({ kind }) => kind === 'acknowledged') ? 'already' : 'open';
}

function unknownLink(): Refusal {
  return new Refusal('not-found', 'This link belongs to no alert. Acknowledge it in Pacta.');
}
