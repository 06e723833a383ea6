import { Body, Controller, Delete, Get, Headers, Param, Put, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Access } from '../../../access/rule';
import { LONGEST_INSTANT } from '../../../base/text/instant';
import { luxonZones } from '../../../base/zones';
import { Answer } from '../../../http/answer';
import { expectedRevisions, revisionTag } from '../../../http/if-match';
import { ProblemResponse } from '../../../http/problem';
import { EXPECTED_OCCURRENCE, isEventTime } from '../../ledger/occurrence';
import { changeAttribution, pinningQuery, previewQuery } from '../change-schema';
import { type PresentedPreview, previewSchema } from '../preview';
import {
  type PresentedSigning,
  presentedSigningSchema,
  Signing,
  type SigningAnswer,
  signingAnswerSchema,
} from './signing';

const text = z.string().trim().min(1);

const signingSchema = z.strictObject({
  date: text
    .max(LONGEST_INSTANT)
    .refine(isEventTime, EXPECTED_OCCURRENCE)
    .describe(
      'A day (2025-11-27), an instant (2025-11-27T15:30:00+02:00), a local time with `zone`, or a month of which no day is known (2025-11)',
    ),
  zone: text
    .max(60)
    .refine((zone) => luxonZones.known(zone), 'an IANA zone such as Europe/Kyiv')
    .describe('IANA zone of a local time without offset')
    .optional(),
  hypothetical: z.boolean().default(true).describe('false: the agreement was actually signed then'),
  ...changeAttribution,
});

@ApiTags('signing')
@Controller('v1/agreements/:id/signing')
export class SigningController {
  constructor(private readonly signing: Signing) {}

  @Get()
  @Access('reader', { agreement: 'id' })
  @ApiOperation({ summary: 'The signing date in force, hypothetical or actual' })
  @Answer(200, 'The signing; `date` is null if none is set', presentedSigningSchema)
  @ProblemResponse(404)
  get(@Param('id') id: string): Promise<PresentedSigning> {
    return this.signing.read(id);
  }

  @Put()
  @Access('monitor', { agreement: 'id' })
  @ApiOperation({ summary: 'Set the signing date and re-date every milestone in one transaction' })
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag of a preview' })
  @Answer(
    200,
    'The signing, whether it changed and how many milestones moved; or the preview',
    z.union([signingAnswerSchema, previewSchema]),
  )
  @ProblemResponse(404, 409, 412, 422)
  async put(
    @Param('id') id: string,
    @Body({ schema: signingSchema }) body: z.infer<typeof signingSchema>,
    @Query({ schema: pinningQuery }) { preview, pin = [] }: z.infer<typeof pinningQuery>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SigningAnswer | PresentedPreview> {
    const expected = expectedRevisions(ifMatch);
    const request = { ...body, pin: [...(body.pin ?? []), ...pin] };
    const answer = preview
      ? await this.signing.preview(id, request, expected)
      : await this.signing.set(id, request, expected);
    reply.header('etag', revisionTag(answer.revision));
    return answer;
  }

  @Delete()
  @Access('monitor', { agreement: 'id' })
  @ApiOperation({
    summary: 'Retract the signing date; milestones that depend on it become undated',
  })
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag of a preview' })
  @Answer(
    200,
    'The signing, now null; or the preview',
    z.union([signingAnswerSchema, previewSchema]),
  )
  @ProblemResponse(404, 409, 412)
  async delete(
    @Param('id') id: string,
    @Query({ schema: previewQuery }) { preview }: z.infer<typeof previewQuery>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SigningAnswer | PresentedPreview> {
    const expected = expectedRevisions(ifMatch);
    const answer = preview
      ? await this.signing.preview(id, undefined, expected)
      : await this.signing.clear(id, { expected });
    reply.header('etag', revisionTag(answer.revision));
    return answer;
  }
}
