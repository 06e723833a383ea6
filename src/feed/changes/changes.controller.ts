import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Caller, CurrentCaller, narrowGrant } from '../../access/caller';
import { Access } from '../../access/rule';
import { Answer } from '../../http/answer';
import { pageQuery } from '../../http/pagination';
import { ProblemResponse } from '../../http/problem';
import { instant, type ResponseOf } from '../../http/response-of';
import { messagesAfter, type OrderedMessage, START_CURSOR } from '../../outbox/message-order';
import { Store } from '../../store/store';
import { streamedJson } from '../streamed-json';
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

/** Messages that are read at a time. They wait in memory while a client does not read. */
const BATCH = 20;

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
    const first = await this.store.read(async (tx) => {
      await refuseUnknownCursor(tx, since, 'since', granted);
      return messagesAfter(tx, since, Math.min(limit, BATCH) + 1, agreements);
    });
    let page = pageIn(first, since, Math.min(limit, BATCH));
    if (!page.more || limit <= BATCH) return page;
    const rest = (from: string, count: number) =>
      this.store.read((tx) => messagesAfter(tx, from, count, agreements));
    async function* parts(): AsyncGenerator<Changes['items']> {
      for (let left = limit; ; ) {
        yield page.items;
        left -= page.items.length;
        if (!page.more || left <= 0) return;
        // Other requests are answered between two readings.
        await setImmediate();
        const size = Math.min(left, BATCH);
        page = pageIn(await rest(page.next, size + 1), page.next, size);
      }
    }
    return streamedJson(reply, caller, {}, 'items', parts(), () => ({
      next: page.next,
      more: page.more,
    }));
  }
}

/** @param found up to `size + 1` messages after `since`. */
function pageIn(found: readonly OrderedMessage[], since: string, size: number): Changes {
  const shown = found.slice(0, size);
  return {
    items: shown.map(presentChange),
    next: shown.at(-1)?.cursor ?? since,
    more: found.length > size,
  };
}

function presentChange({ cursor: at, id, body }: OrderedMessage): Changes['items'][number] {
  const { type, timestamp, data } = messageSchema.parse(JSON.parse(body));
  return { cursor: at, id, type, timestamp, data };
}
