import { Injectable } from '@nestjs/common';
import { Refusal } from '../base/refusal';
import type { MessageDraft } from './messages';

/** A message without an id, which the caller chooses. */
type Sample = Omit<MessageDraft, 'id'>;

/** Writes the message that a milestone has now. @throws Refusal 'not-found' */
type Source = (milestoneId: string) => Promise<Sample>;

/** Messages about real milestones for trials of a destination. They are not stored and have no alert. */
@Injectable()
export class MessageSamples {
  private source: Source | undefined;

  /** The domain, which writes messages, offers itself here: the delivery does not import it. */
  offer(source: Source): void {
    this.source = source;
  }

  /** @throws Refusal 'not-found' */
  of(milestoneId: string): Promise<Sample> {
    if (this.source === undefined) {
      throw new Refusal('not-found', `There is no milestone "${milestoneId}".`);
    }
    return this.source(milestoneId);
  }
}
