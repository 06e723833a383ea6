import { Injectable } from '@nestjs/common';
import { Clock } from '../../base/clock';
import { newId, Randomness } from '../../base/randomness';
import { MessageSamples } from '../../outbox/message-samples';
import { bodyOf, type MessageDraft } from '../../outbox/messages';
import { PublicUrl } from '../../outbox/public-url';
import { sentenceOf } from '../../outbox/sentences/say';
import type { SentMessage } from '../queue/sender';

/** Writes the messages by which people try an endpoint. */
@Injectable()
export class TrialMessages {
  constructor(
    private readonly clock: Clock,
    private readonly randomness: Randomness,
    private readonly links: PublicUrl,
    private readonly samples: MessageSamples,
  ) {}

  ping(endpointId: string): MessageDraft {
    return {
      id: newId('msg', this.clock, this.randomness),
      agreementId: null,
      sequence: 0,
      type: 'ping',
      milestoneId: null,
      parties: null,
      themes: null,
      hypothetical: false,
      createdAt: this.clock.now(),
      data: {
        endpoint: endpointId,
        ...sentenceOf('ping', {}),
        url: this.links.page({ view: 'alerts' }),
      },
    };
  }

  /**
   * The id and the JSON of a `ping`, or of the message that a milestone has now.
   * @throws Refusal 'not-found'
   */
  async unstored(endpointId: string, milestoneId?: string): Promise<SentMessage> {
    const { id, ...ping } = this.ping(endpointId);
    const draft = milestoneId === undefined ? ping : await this.samples.of(milestoneId);
    return { id, body: bodyOf(draft, draft.data), alerted: false };
  }
}
