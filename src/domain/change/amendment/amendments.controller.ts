import { Controller, Headers, Inject, Param, Put, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Access } from '../../../access/rule';
import { Clock } from '../../../base/clock';
import type { Settings } from '../../../config/settings-schema';
import { SETTINGS } from '../../../config/token';
import { Answer } from '../../../http/answer';
import { AcceptsText, type SentText, TextBody } from '../../../http/body';
import { expectedRevisions, requiredRevisions, revisionTag } from '../../../http/if-match';
import { jsonSchemaOf } from '../../../http/json-schema';
import { ProblemResponse } from '../../../http/problem';
import { ResponseOf } from '../../../http/response-of';
import { Store } from '../../../store/store';
import { documentComponent } from '../../agreement/document/document-schema';
import { readAgreement } from '../../agreement/document/loader';
import { agreementSchema } from '../../agreement/present';
import { acceptedSize } from '../../agreement/size';
import { Tags } from '../../agreement/tags';
import { attribution, pinQuery, previewFlag } from '../change-schema';
import { type PresentedPreview, previewSchema } from '../preview';
import { Amendments } from './amendments';

const amendQuery = z.strictObject({
  ...previewFlag,
  ...attribution,
  ...pinQuery,
});

const amendmentSchema = agreementSchema
  .extend({
    changed: z.boolean(),
    redated: z
      .number()
      .int()
      .min(0)
      .meta({ description: 'How many milestones have a new deadline version' }),
  })
  .meta({ id: 'AmendmentAnswer' });

type AmendmentAnswer = ResponseOf<typeof amendmentSchema>;

@ApiTags('agreements')
@Controller('v1/agreements/:id')
export class AmendmentsController {
  constructor(
    private readonly amendments: Amendments,
    private readonly tags: Tags,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly store: Store,
  ) {}

  @Put()
  @Access('editor', { agreement: 'id' })
  @ApiOperation({
    summary: 'Amend: put another version of the document into force and re-date the milestones',
  })
  @AcceptsText(jsonSchemaOf(documentComponent))
  @ApiHeader({ name: 'If-Match', description: 'The ETag of the agreement, or of a preview' })
  @Answer(
    200,
    'The agreement, whether it changed and how many milestones moved; or the preview',
    z.union([amendmentSchema, previewSchema]),
  )
  @ProblemResponse(404, 409, 412, 413, 422, 428)
  async amend(
    @Param('id') id: string,
    @TextBody() { text, source }: SentText,
    @Query({ schema: amendQuery }) query: z.infer<typeof amendQuery>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AmendmentAnswer | PresentedPreview> {
    const { preview, ...given } = query;
    const expected = preview ? expectedRevisions(ifMatch) : requiredRevisions(ifMatch);
    const terms = { ...given, expected };
    const agreement = readAgreement(text, 'The document', { limits: this.settings.limits, id });
    acceptedSize(agreement, this.settings.limits, this.clock.now());
    if (preview) {
      const answer = await this.store.read((tx) =>
        this.amendments.preview(tx, agreement, source, terms),
      );
      reply.header('etag', answer.etag);
      return answer;
    }
    return this.amendments.amend(agreement, source, terms, async (applied, tx) => {
      const presented = await this.tags.present(tx, id);
      reply.header('etag', revisionTag(presented.revision));
      const redated = applied?.changes.filter(({ versioned }) => versioned).length ?? 0;
      return { ...presented, changed: applied !== undefined, redated };
    });
  }
}
