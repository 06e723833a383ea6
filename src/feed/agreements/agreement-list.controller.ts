import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Granted } from '../../access/caller';
import { Access } from '../../access/rule';
import { POLICY } from '../../config/policy';
import { Answer } from '../../http/answer';
import { nextLink, pageOf, pageQuery, pageSchema } from '../../http/pagination';
import { ProblemResponse } from '../../http/problem';
import type { ResponseOf } from '../../http/response-of';
import { AgreementList, listedSchema } from './agreement-list';
import { cursorOf, readCursor, sortQuery } from './agreement-order';
import { selectionQuery } from './selection';

const listQuery = z.strictObject({
  ...selectionQuery,
  text: z.string().trim().min(1).max(POLICY.searchCharacters).optional().meta({
    description:
      'Only agreements whose titles, parties and clauses have all of these words or parts of words. Case and marks above and below letters make no difference',
  }),
  sort: sortQuery,
  ...pageQuery,
});

const listSchema = z
  .strictObject({
    ...pageSchema(listedSchema).shape,
    total: z.number().int().meta({ description: 'Of all pages together' }),
  })
  .meta({ id: 'AgreementPage' });

@ApiTags('agreements')
@Controller('v1/agreements')
export class AgreementListController {
  constructor(private readonly agreements: AgreementList) {}

  @Get()
  @Access('reader', 'granted')
  @ApiOperation({ summary: 'All agreements: what is next and late in each, sorted and searched' })
  @Answer(200, 'One page of agreements; the header `Link` has the next page', listSchema)
  @ProblemResponse(422)
  async list(
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
    @Granted() granted: readonly string[] | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ResponseOf<typeof listSchema>> {
    const { limit, cursor, sort, text, ...selected } = query;
    const after = readCursor(cursor, sort);
    const selection = { ...selected, granted };
    const { positions, total } = await this.agreements.positions({
      selection,
      text,
      sort,
      after,
      limit,
    });
    const { items: ids, next } = pageOf(positions, limit, cursorOf, ([, id]) => id);
    if (next !== null) reply.header('link', nextLink(reply.request.url, next));
    return { items: await this.agreements.items(ids, text), next, total };
  }
}
