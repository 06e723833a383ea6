import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Granted } from '../../access/caller';
import { Access } from '../../access/rule';
import {
  type PresentedMilestone,
  presentMilestone,
} from '../../domain/milestone/present/milestone';
import { milestoneSchema } from '../../domain/milestone/present/milestone-schema';
import { Answer } from '../../http/answer';
import { nextLink, pageOf, pageSchema } from '../../http/pagination';
import { ProblemResponse } from '../../http/problem';
import type { ResponseOf } from '../../http/response-of';
import { asOfSchema } from '../as-of';
import { cursorOf, type ListQuery, listQuery, readCursor, selectionOf } from './milestone-query';
import { MilestoneReader } from './milestone-reader';

const sparse = milestoneSchema
  .partial()
  .meta({ id: 'SparseMilestone', description: 'With `fields`: those alone' });

/** The response to a request with `asOf` or `knownAt` contains both instants. */
const milestonePageSchema = z
  .strictObject({
    ...asOfSchema.partial().shape,
    ...pageSchema(z.union([milestoneSchema, sparse])).shape,
  })
  .meta({ id: 'MilestonePage' });
type MilestonePage = ResponseOf<typeof milestonePageSchema>;

@ApiTags('milestones')
@Controller('v1')
export class MilestonesController {
  constructor(private readonly reader: MilestoneReader) {}

  @Get('milestones')
  @Access('reader', 'granted')
  @ApiOperation({ summary: 'The milestones of all agreements, now or at another time' })
  @Answer(200, 'One page of milestones; the header `Link` has the next page', milestonePageSchema)
  @ProblemResponse(422)
  listAll(
    @Query({ schema: listQuery }) query: ListQuery,
    @Granted() granted: readonly string[] | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MilestonePage> {
    return this.list({ granted }, query, reply);
  }

  @Get('agreements/:id/milestones')
  @Access('reader', { agreement: 'id' })
  @ApiOperation({ summary: 'The milestones of one agreement, in the order of its document' })
  @Answer(200, 'One page of milestones; the header `Link` has the next page', milestonePageSchema)
  @ProblemResponse(404, 422)
  listOne(
    @Param('id') id: string,
    @Query({ schema: listQuery }) query: ListQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MilestonePage> {
    return this.list({ agreementId: id }, query, reply);
  }

  private async list(
    scope: { agreementId?: string; granted?: readonly string[] | undefined },
    query: ListQuery,
    reply: FastifyReply,
  ): Promise<MilestonePage> {
    const { limit, fields } = query;
    const request = selectionOf(query);
    const after = readCursor(query.cursor, request.sort);
    const { rows, at, records } = await this.reader.page({ ...scope, ...request, after, limit });
    const page = pageOf(
      rows,
      limit,
      (row) => cursorOf(row, request.sort),
      (row) => presentMilestone(row, records),
    );
    if (page.next !== null) reply.header('link', nextLink(reply.request.url, page.next));
    if (fields === undefined) return { ...at, ...page };
    return { ...at, ...page, items: page.items.map((item) => withFields(item, fields)) };
  }
}

function withFields(
  item: PresentedMilestone,
  fields: readonly string[],
): Partial<PresentedMilestone> {
  return Object.fromEntries(Object.entries(item).filter(([key]) => fields.includes(key)));
}
