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
import { said } from '../change-schema';
import { Removal } from './removal';
import { BundledAgreements, type Offer, offerSchema } from './shipped-documents';
import { type StandingAnswer, Standings, standingAnswerSchema } from './watch-mode';

const standingSchema = z.strictObject({
  standing: z.enum(WATCH_MODES, { error: `one of ${WATCH_MODES.join(', ')}` }),
  ...said,
});

const removeQuery = z.strictObject({
  confirm: z.string().max(200).optional().describe('The id of the agreement once more'),
  ...said,
});

@ApiTags('agreements')
@Controller('v1/agreements/:id')
export class StandingController {
  constructor(
    private readonly standings: Standings,
    private readonly removal: Removal,
    private readonly shipment: BundledAgreements,
  ) {}

  @Put('standing')
  @Access('editor', { agreement: 'id' })
  @ApiOperation({
    summary: 'Pause (nothing is told), archive (nothing is told or changed), or watch again',
  })
  @ApiHeader({ name: 'If-Match', required: false })
  @Answer(200, 'The agreement, and whether its standing changed', standingAnswerSchema)
  @ProblemResponse(404, 412, 422)
  async set(
    @Param('id') id: string,
    @Body({ schema: standingSchema }) body: z.infer<typeof standingSchema>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StandingAnswer> {
    const { standing, ...terms } = body;
    const expected = expectedRevisions(ifMatch);
    const answer = await this.standings.set(id, standing, { ...terms, expected });
    reply.header('etag', revisionTag(answer.revision));
    return answer;
  }

  @Get('offer')
  @Access('reader', { agreement: 'id' })
  @ApiOperation({
    summary:
      'The shipped document that an agreement edited here does not follow, and the difference',
  })
  @Answer(200, 'The document and what taking it over would change', offerSchema)
  @ProblemResponse(404)
  offer(@Param('id') id: string): Promise<Offer> {
    return this.shipment.offer(id);
  }

  @Delete()
  @Access('admin', { agreement: 'id' })
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove an agreement and all that was recorded about it, for ever' })
  @ApiHeader({ name: 'If-Match', required: false })
  @Answer(204, 'It is gone')
  @ProblemResponse(404, 412, 428)
  remove(
    @Param('id') id: string,
    @Query({ schema: removeQuery }) query: z.infer<typeof removeQuery>,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    return this.removal.remove(id, { ...query, expected: expectedRevisions(ifMatch) });
  }
}
