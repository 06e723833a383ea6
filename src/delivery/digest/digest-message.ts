import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { luxonZones } from '../../base/zones';
import type { DigestList } from '../../outbox/digest-lists';
import type { Message } from '../../outbox/message.entity';
import type { MessageType } from '../../outbox/message-type';
import type { MessageDraft } from '../../outbox/messages';
import { PublicUrl } from '../../outbox/public-url';
import { sentenceOf } from '../../outbox/sentences/say';
import { readEscalation } from '../format/notice';
import type { DigestSetting } from './digest-setting';

/** The number of messages, and the first of them. */
export interface Came {
  count: number;
  messages: Message[];
}

interface Content {
  id: string;
  endpoint: string;
  setting: DigestSetting;
  /** Instants, epoch milliseconds. */
  from: number;
  to: number;
  createdAt: number;
  missed: number;
  came: Came;
  late: DigestList;
  next: DigestList;
}

/** Messages about future deadlines, which the list of next deadlines has already. */
const AHEAD: readonly MessageType[] = ['milestone.upcoming', 'milestone.due-soon'];

const stored = z.object({
  type: z.string(),
  timestamp: z.string(),
  data: z.object({
    hypothetical: z.boolean().default(false),
    text: z.string().optional(),
    translations: z.object({ uk: z.string(), ru: z.string() }).optional(),
    url: z.string().optional(),
  }),
});

/** Writes the message of a digest. */
@Injectable()
export class DigestMessages {
  constructor(private readonly links: PublicUrl) {}

  /** Whether a digest reports a message: not one about a future deadline, nor a second one about the same alert. */
  static reports({ type, body }: Message): boolean {
    return !AHEAD.includes(type) && readEscalation(body) === undefined;
  }

  draft(content: Content): MessageDraft {
    const { id, endpoint, setting, from, to, createdAt, missed, came, late, next } = content;
    const { zone, daysAhead } = setting;
    const { day, millisecond } = luxonZones.localOf(to, zone);
    return {
      id,
      agreementId: null,
      sequence: 0,
      type: 'digest',
      milestoneId: null,
      parties: null,
      themes: null,
      hypothetical: false,
      createdAt,
      data: {
        endpoint,
        ...sentenceOf('digest', {
          at: { day, clock: { minute: Math.floor(millisecond / 60_000), zone } },
          came: came.count,
          next: next.count,
          late: late.count,
          daysAhead,
          missed,
        }),
        url: this.links.page(),
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        zone,
        daysAhead,
        missed,
        came: { count: came.count, items: came.messages.map(itemOf) },
        late,
        next,
      },
    };
  }
}

function itemOf({ id, body, agreementId, milestoneId }: Message) {
  const { type, timestamp, data } = stored.parse(JSON.parse(body));
  const text = data.text ?? type;
  return {
    message: id,
    type,
    timestamp,
    agreement: agreementId,
    milestone: milestoneId,
    hypothetical: data.hypothetical,
    text,
    translations: data.translations ?? { uk: text, ru: text },
    url: data.url ?? null,
  };
}
