import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { AskedBy, type Caller, narrowed } from '../access/caller';
import { Access } from '../access/rule';
import { Answer } from '../http/answer';
import { ProblemResponse } from '../http/problem';
import { isCursor } from '../outbox/message-order';
import { Refusal } from '../refusal';
import { Live } from './live';

const query = z.strictObject({
  since: z
    .string()
    .refine(isCursor, 'the id of an event')
    .optional()
    .meta({ description: 'Only what follows it; `Last-Event-ID` says the same and wins' }),
  agreement: z.string().max(80).optional(),
});

@ApiTags('changes')
@Controller('v1/events')
export class EventsController {
  constructor(private readonly live: Live) {}

  @Get()
  @Access('reader', 'granted', { public: false })
  @ApiOperation({
    summary: 'The same as server-sent events, as they come',
    description: 'A listener that comes back with its last event’s id misses nothing.',
  })
  @Answer(200, 'An endless stream; a comment every 15 seconds', { 'text/event-stream': z.string() })
  @ProblemResponse(422, 503)
  async listen(
    @Query({ schema: query }) { since, agreement }: z.infer<typeof query>,
    @Headers('last-event-id') last: string | undefined,
    @AskedBy() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (last !== undefined && !isCursor(last)) {
      throw new Refusal('invalid', 'Last-Event-ID is no id of an event of this service.', [
        { pointer: '/Last-Event-ID', detail: `"${last}" is none`, expected: 'the id of an event' },
      ]);
    }
    this.live.refuseTooMany();
    reply.hijack();
    const agreements = narrowed(caller.agreements ?? undefined, agreement);
    await this.live.serve(reply.raw, last ?? since, { agreements, stands: caller.stands });
  }
}
