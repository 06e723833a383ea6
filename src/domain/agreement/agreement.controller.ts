import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Inject,
  Param,
  Post,
  Put,
  Query,
  Res,
} from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Access } from '../../access/rule';
import { Clock } from '../../base/clock';
import type { Settings } from '../../config/settings-schema';
import { SETTINGS } from '../../config/token';
import type { AgreementDocument } from '../../engine/model/document';
import { Answer } from '../../http/answer';
import { AcceptsText, type SentText, TextBody } from '../../http/body';
import { expectedRevisions, revisionTag } from '../../http/if-match';
import { jsonSchemaOf } from '../../http/json-schema';
import { ProblemResponse } from '../../http/problem';
import { Store } from '../../store/store';
import { Agreements } from './agreements';
import { checkedDates, checkedDatesSchema, checkQuery } from './document/checked-dates';
import { documentComponent } from './document/document-schema';
import { readWithWords } from './document/loader';
import {
  agreementSchema,
  type PresentedAgreement,
  presentAgreementWhole,
  wholeAgreementSchema,
} from './present';
import { acceptedSize } from './size';
import { Tags, tagsOf, tagsSchema } from './tags';

const checkedSchema = z.strictObject({
  id: z.string(),
  obligations: z.number().int().min(1),
  sound: z.literal(true),
  size: z
    .strictObject({
      entries: z.number().int().meta({ description: 'Obligations and phases' }),
      occurrences: z.number().int().meta({ description: 'Milestones, as if it is signed today' }),
      dependence: z.number().int().meta({
        description: 'The most entries in a chain in which each is dated from the one before',
      }),
    })
    .meta({ description: 'Its size; docs/operations.md has the limits' }),
  read: z
    .array(
      z.strictObject({
        pointer: z.string(),
        words: z.string(),
        phrase: z.string().meta({ description: 'The canonical phrase that is stored' }),
        notes: z.array(z.string()).meta({ description: 'Words that set no date' }),
      }),
    )
    .meta({ description: 'Words that are no phrases, and what they are read as' }),
  dates: checkedDatesSchema.exactOptional(),
});

@ApiTags('agreements')
@Controller('v1/agreements')
export class AgreementController {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly tags: Tags,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  @Get(':id')
  @Access('reader', { agreement: 'id' })
  @ApiOperation({ summary: 'One agreement with its whole document' })
  @Answer(200, 'The agreement', wholeAgreementSchema)
  @ProblemResponse(404)
  async get(
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PresentedAgreement & { document: AgreementDocument }> {
    const { row, tags } = await this.store.read(async (tx) => ({
      row: await this.agreements.find(tx, id),
      tags: await tagsOf(tx, [id]),
    }));
    reply.header('etag', revisionTag(row.revision));
    return presentAgreementWhole(row, tags.get(id));
  }

  @Put(':id/tags')
  @Access('monitor', { agreement: 'id' })
  @ApiOperation({
    summary: 'Set the tags of an agreement; its document and dates stay as they are',
  })
  @ApiHeader({ name: 'If-Match', required: false })
  @Answer(200, 'The agreement with its tags', agreementSchema)
  @ProblemResponse(404, 412, 422)
  async tag(
    @Param('id') id: string,
    @Body({ schema: tagsSchema }) { tags }: z.infer<typeof tagsSchema>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PresentedAgreement> {
    const answer = await this.tags.replace(id, tags, expectedRevisions(ifMatch));
    reply.header('etag', revisionTag(answer.revision));
    return answer;
  }

  @Post('check')
  @Access('reader')
  @HttpCode(200)
  @ApiOperation({ summary: 'Validate a document; writes nothing' })
  @AcceptsText(jsonSchemaOf(documentComponent))
  @Answer(200, 'The document is sound', checkedSchema)
  @ProblemResponse(413, 422)
  check(
    @TextBody() { text }: SentText,
    @Query({ schema: checkQuery }) { signing }: z.infer<typeof checkQuery>,
  ): z.infer<typeof checkedSchema> {
    const { agreement, read } = readWithWords(text, 'The document', this.settings);
    const { id, obligations } = agreement.document;
    const now = this.clock.now();
    const size = acceptedSize(agreement, this.settings.limits, now);
    const words = read.map(({ notes, ...one }) => ({ ...one, notes: [...notes] }));
    const dates = signing === undefined ? {} : { dates: checkedDates(agreement, signing, now) };
    return { id, obligations: obligations.length, sound: true, size, read: words, ...dates };
  }
}
