import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Put,
  Query,
  Res,
} from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Access } from '../../../access/rule';
import { Answer } from '../../../http/answer';
import { expectedRevisions, revisionTag } from '../../../http/if-match';
import { ProblemResponse } from '../../../http/problem';
import { WATCH_MODES } from '../../agreement/agreement.entity';
import { attribution } from '../change-schema';
import { Removal } from './removal';
import { type Offer, offerSchema, ShippedAgreements } from './shipped-documents';
import { type WatchModeAnswer, WatchModes, watchModeAnswerSchema } from './watch-mode';

const watchModeSchema = z.strictObject({
  standing: z.enum(WATCH_MODES, { error: `one of ${WATCH_MODES.join(', ')}` }),
  ...attribution,
});

const removeQuery = z.strictObject({
  confirm: z.string().max(200).optional().describe('The id of the agreement, to confirm'),
  ...attribution,
});

@ApiTags('agreements')
@Controller('v1/agreements/:id')
export class WatchModeController {
  constructor(
    private readonly watchModes: WatchModes,
    private readonly removal: Removal,
    private readonly shipped: ShippedAgreements,
  ) {}

  @Put('standing')
  @Access('editor', { agreement: 'id' })
  @ApiOperation({
    summary: 'Pause (no alerts), archive (no alerts, no changes), or make it active again',
  })
  @ApiHeader({ name: 'If-Match', required: false })
  @Answer(200, 'The agreement, and whether its standing changed', watchModeAnswerSchema)
  @ProblemResponse(404, 412, 422)
  async set(
    @Param('id') id: string,
    @Body({ schema: watchModeSchema }) body: z.infer<typeof watchModeSchema>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WatchModeAnswer> {
    const { standing, ...terms } = body;
    const expected = expectedRevisions(ifMatch);
    const answer = await this.watchModes.set(id, standing, { ...terms, expected });
    reply.header('etag', revisionTag(answer.revision));
    return answer;
  }

  @Get('offer')
  @Access('reader', { agreement: 'id' })
  @ApiOperation({
    summary: 'A newer shipped document that is offered to an edited agreement, and the difference',
  })
  @Answer(200, 'The document, and a preview of taking it over', offerSchema)
  @ProblemResponse(404)
  offer(@Param('id') id: string): Promise<Offer> {
    return this.shipped.offer(id);
  }

  @Delete()
  @Access('admin', { agreement: 'id' })
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove an agreement and everything recorded about it, for ever' })
  @ApiHeader({ name: 'If-Match', required: false })
  @Answer(204, 'The agreement is removed')
  @ProblemResponse(404, 412, 428)
  remove(
    @Param('id') id: string,
    @Query({ schema: removeQuery }) query: z.infer<typeof removeQuery>,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    return this.removal.remove(id, { ...query, expected: expectedRevisions(ifMatch) });
  }
}
