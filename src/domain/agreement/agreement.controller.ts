import { setImmediate } from 'node:timers/promises';
import { Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Granted } from '../../access/caller';
import { Access } from '../../access/rule';
import { Clock } from '../../base/clock';
import type { Settings } from '../../config/settings-schema';
import { SETTINGS } from '../../config/token';
import type { AgreementDocument } from '../../engine/model/document';
import { Answer } from '../../http/answer';
import { AcceptsText, type SentText, TextBody } from '../../http/body';
import { revisionTag } from '../../http/if-match';
import { jsonSchemaOf } from '../../http/json-schema';
import { decodeCursor, type Page, pageOf, pageQuery, pageSchema } from '../../http/pagination';
import { ProblemResponse } from '../../http/problem';
import { Store } from '../../store/store';
import { Agreements } from './agreements';
import { documentComponent } from './document/document-schema';
import { readWithWords } from './document/loader';
import {
  agreementSchema,
  type PresentedAgreement,
  presentAgreement,
  presentAgreementWhole,
  wholeAgreementSchema,
} from './present';
import { acceptedSize } from './size';

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
});

const listQuery = z.strictObject(pageQuery);

/** Documents that are read together: parsing them takes some milliseconds. */
const READ_AT_ONCE_BYTES = 500_000;

/** The id of the last agreement of a page. */
const CURSOR = /^[a-z0-9]+(-[a-z0-9]+)*$/;

@ApiTags('agreements')
@Controller('v1/agreements')
export class AgreementController {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Access('reader', 'granted')
  @ApiOperation({ summary: 'All agreements, by id' })
  @Answer(200, 'One page of agreements', pageSchema(agreementSchema))
  @ProblemResponse(422)
  async list(
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
    @Granted() granted: readonly string[] | undefined,
  ): Promise<Page<PresentedAgreement>> {
    const after = decodeCursor(query.cursor, CURSOR);
    const found = await this.store.read((tx) =>
      this.agreements.sizesAfter(tx, query.limit + 1, after, granted),
    );
    const page = pageOf(
      found,
      query.limit,
      ({ id }) => id,
      (one) => one,
    );
    const items: PresentedAgreement[] = [];
    for (const ids of together(page.items)) {
      const rows = await this.store.readOnce((tx) => this.agreements.findAll(tx, ids));
      for (const row of rows) items.push(presentAgreement(row));
      // Other requests are answered between two readings.
      await setImmediate();
    }
    return { ...page, items };
  }

  @Get(':id')
  @Access('reader', { agreement: 'id' })
  @ApiOperation({ summary: 'One agreement with its whole document' })
  @Answer(200, 'The agreement', wholeAgreementSchema)
  @ProblemResponse(404)
  async get(
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PresentedAgreement & { document: AgreementDocument }> {
    const row = await this.store.read((tx) => this.agreements.find(tx, id));
    reply.header('etag', revisionTag(row.revision));
    return presentAgreementWhole(row);
  }

  @Post('check')
  @Access('reader')
  @HttpCode(200)
  @ApiOperation({ summary: 'Validate a document; writes nothing' })
  @AcceptsText(jsonSchemaOf(documentComponent))
  @Answer(200, 'The document is sound', checkedSchema)
  @ProblemResponse(413, 422)
  check(@TextBody() { text }: SentText): z.infer<typeof checkedSchema> {
    const { agreement, read } = readWithWords(text, 'The document', this.settings);
    const { id, obligations } = agreement.document;
    const size = acceptedSize(agreement, this.settings.limits, this.clock.now());
    const words = read.map(({ notes, ...one }) => ({ ...one, notes: [...notes] }));
    return { id, obligations: obligations.length, sound: true, size, read: words };
  }
}

/** Ids in groups whose documents together are of a bounded size; a larger document is alone. */
function together(found: readonly { id: string; bytes: number }[]): string[][] {
  const groups: string[][] = [];
  let room = 0;
  for (const { id, bytes } of found) {
    const last = groups.at(-1);
    room -= bytes;
    if (last !== undefined && room >= 0) last.push(id);
    else {
      groups.push([id]);
      room = READ_AT_ONCE_BYTES - bytes;
    }
  }
  return groups;
}
