import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Granted, narrowGrant } from '../../access/caller';
import { Access } from '../../access/rule';
import { Answer } from '../../http/answer';
import { pageQuery } from '../../http/pagination';
import { ProblemResponse } from '../../http/problem';
import { instant, type ResponseOf } from '../../http/response-of';
import { messagesAfter, type OrderedMessage, START_CURSOR } from '../../outbox/message-order';
import { Store } from '../../store/store';
import { refuseUnknownCursor } from './cursor-check';

const query = z.strictObject({
  since: z
    .string()
    .max(60)
    .optional()
    .meta({
      description:
        'The `cursor` of a change or the `next` of an answer: only what follows it; everything still kept where none is given',
      examples: [START_CURSOR],
    }),
  limit: pageQuery.limit,
  agreement: z.string().max(80).optional(),
});

export const changesSchema = z
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
    next: z.string().meta({ description: 'Pass as `since` next time, also when nothing came' }),
    more: z.boolean().meta({ description: 'More follows at once' }),
  })
  .meta({ id: 'Changes' });

export type Changes = ResponseOf<typeof changesSchema>;

@ApiTags('changes')
@Controller('v1/changes')
export class ChangesController {
  constructor(private readonly store: Store) {}

  @Get()
  @Access('reader', 'granted')
  @ApiOperation({
    summary: 'Everything that was told, of all agreements, in one order without gaps',
    description: 'The same messages as the webhooks get; a reader who passes `next` misses none.',
  })
  @Answer(200, 'What followed the cursor', changesSchema)
  @ProblemResponse(422)
  async read(
    @Query({ schema: query }) { since = START_CURSOR, limit, agreement }: z.infer<typeof query>,
    @Granted() granted: readonly string[] | undefined,
  ): Promise<Changes> {
    const agreements = narrowGrant(granted, agreement);
    const found = await this.store.read(async (tx) => {
      await refuseUnknownCursor(tx, since, 'since', granted);
      return messagesAfter(tx, since, limit + 1, agreements);
    });
    const shown = found.slice(0, limit);
    return {
      items: shown.map(presentChange),
      next: shown.at(-1)?.cursor ?? since,
      more: found.length > limit,
    };
  }
}

function presentChange({ cursor: at, id, body }: OrderedMessage): Changes['items'][number] {
  const { type, timestamp, data } = JSON.parse(body) as Changes['items'][number];
  return { cursor: at, id, type, timestamp, data };
}
