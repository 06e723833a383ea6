import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Caller, CurrentCaller, narrowGrant } from '../../access/caller';
import { Access } from '../../access/rule';
import { POLICY } from '../../config/policy';
import { Answer } from '../../http/answer';
import { pageQuery } from '../../http/pagination';
import { ProblemResponse } from '../../http/problem';
import { instant, type ResponseOf } from '../../http/response-of';
import {
  type Batch,
  messagesAfter,
  type OrderedMessage,
  START_CURSOR,
} from '../../outbox/message-order';
import { Store } from '../../store/store';
import { JsonObject, streamedJson } from '../streamed-json';
import { refuseUnknownCursor } from './cursor-check';

const query = z.strictObject({
  since: z
    .string()
    .max(60)
    .optional()
    .meta({
      description:
        'The `cursor` of a change, or the `next` of a response: only later changes. Without it, all changes that are kept',
      examples: [START_CURSOR],
    }),
  limit: pageQuery.limit,
  agreement: z.string().max(80).optional(),
});

const changesSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        cursor: z.string(),
        id: z.string(),
        type: z.string(),
        timestamp: instant,
        data: z.looseObject({}),
      }),
    ),
    next: z
      .string()
      .meta({ description: 'The `since` of the next request, also where `items` is empty' }),
    more: z.boolean().meta({ description: 'Further changes are available now' }),
  })
  .meta({ id: 'Changes' });

type Changes = ResponseOf<typeof changesSchema>;

/** The messages read at a time. They stay in memory until the client has read them. */
const BATCH: Batch = { messages: 20, bytes: POLICY.streamedBytes };

/** The stored body of a message. */
const messageSchema = z.object({
  type: z.string(),
  timestamp: z.string(),
  data: z.record(z.string(), z.unknown()),
});

@ApiTags('changes')
@Controller('v1/changes')
export class ChangesController {
  constructor(private readonly store: Store) {}

  @Get()
  @Access('reader', 'granted')
  @ApiOperation({
    summary: 'All messages of all agreements, in one order without gaps',
    description:
      'The same messages as webhooks. A client that passes the `next` of each response as `since` misses none.',
  })
  @Answer(200, 'The messages after the cursor', changesSchema)
  @ProblemResponse(422)
  async read(
    @Query({ schema: query }) { since = START_CURSOR, limit, agreement }: z.infer<typeof query>,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Changes | Readable> {
    const granted = caller.agreements ?? undefined;
    const agreements = narrowGrant(granted, agreement);
    const messages = Math.min(limit, BATCH.messages);
    const first = await this.store.read(async (tx) => {
      await refuseUnknownCursor(tx, since, 'since', granted);
      return messagesAfter(tx, since, { ...BATCH, messages }, agreements);
    });
    const at = { next: first.messages.at(-1)?.cursor ?? since, more: first.more };
    if (!at.more || first.messages.length === limit) {
      return { items: first.messages.map(presentChange), ...at };
    }
    const parts = this.rest(first.messages, at, limit, agreements);
    return streamedJson(reply, caller, {}, 'items', parts, () => at);
  }

  /**
   * The changes of a page, batch by batch.
   * @param first the first batch.
   * @param at the position after it; moves on with each batch.
   */
  private async *rest(
    first: OrderedMessage[],
    at: Pick<Changes, 'next' | 'more'>,
    limit: number,
    agreements: readonly string[] | undefined,
  ): AsyncGenerator<JsonObject[]> {
    let left = limit - first.length;
    // Taken out, so that they are held once.
    yield first.splice(0).map(changeText);
    while (at.more && left > 0) {
      // Other requests are answered between two readings.
      await setImmediate();
      const messages = Math.min(left, BATCH.messages);
      const read = await this.store.read((tx) =>
        messagesAfter(tx, at.next, { ...BATCH, messages }, agreements),
      );
      left -= read.messages.length;
      Object.assign(at, { next: read.messages.at(-1)?.cursor ?? at.next, more: read.more });
      yield read.messages.splice(0).map(changeText);
    }
  }
}

/** The same as `presentChange` without reading the body: a stored body is JSON with just these members, in this order. */
function changeText({ cursor, id, body }: OrderedMessage): JsonObject {
  return new JsonObject(`${JSON.stringify({ cursor, id }).slice(0, -1)},${body.slice(1)}`);
}

function presentChange({ cursor: at, id, body }: OrderedMessage): Changes['items'][number] {
  const { type, timestamp, data } = messageSchema.parse(JSON.parse(body));
  return { cursor: at, id, type, timestamp, data };
}
