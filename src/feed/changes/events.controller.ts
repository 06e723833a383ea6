import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Caller, CurrentCaller, narrowGrant } from '../../access/caller';
import { Access } from '../../access/rule';
import { Answer } from '../../http/answer';
import { ProblemResponse } from '../../http/problem';
import { START_CURSOR } from '../../outbox/message-order';
import { Store } from '../../store/store';
import { refuseUnknownCursor } from './cursor-check';
import { EventStream } from './event-stream';

const query = z.strictObject({
  since: z
    .string()
    .max(60)
    .optional()
    .meta({
      description:
        'The id of an event: only later events. The header `Last-Event-ID` has the same meaning and takes precedence',
      examples: [START_CURSOR],
    }),
  agreement: z.string().max(80).optional(),
});

@ApiTags('changes')
@Controller('v1/events')
export class EventsController {
  constructor(
    private readonly stream: EventStream,
    private readonly store: Store,
  ) {}

  @Get()
  @Access('reader', 'granted', { public: false })
  @ApiOperation({
    summary: 'New messages as server-sent events',
    description: 'A client that reconnects with the id of its last event misses nothing.',
  })
  @Answer(200, 'A stream without end, with a comment every 15 seconds', {
    'text/event-stream': z.string(),
  })
  @ProblemResponse(422, 503)
  async listen(
    @Query({ schema: query }) { since, agreement }: z.infer<typeof query>,
    @Headers('last-event-id') last: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const granted = caller.agreements ?? undefined;
    const cursor = last ?? since;
    if (cursor !== undefined) {
      const place = last === undefined ? 'since' : 'Last-Event-ID';
      await this.store.read((tx) => refuseUnknownCursor(tx, cursor, place, granted));
    }
    this.stream.refuseTooMany();
    reply.hijack();
    const agreements = narrowGrant(granted, agreement);
    await this.stream.serve(reply.raw, cursor, { agreements, isValid: caller.isValid });
  }
}
