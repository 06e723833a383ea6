import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Access } from '../../../access/rule';
import { Refusal } from '../../../base/refusal';
import { Answer } from '../../../http/answer';
import { AcceptsText, type SentText, TextBody } from '../../../http/body';
import { expectedRevisions, revisionTag } from '../../../http/if-match';
import { jsonSchemaOf } from '../../../http/json-schema';
import {
  decodeCursor,
  NUMERIC_CURSOR,
  type Page,
  pageOf,
  pageQuery,
  pageSchema,
} from '../../../http/pagination';
import { ProblemResponse } from '../../../http/problem';
import { Store } from '../../../store/store';
import { Agreements } from '../../agreement/agreements';
import { Ledger } from '../../ledger/ledger';
import { type PresentedFact, presentedFactSchema, presentFact } from '../../ledger/present';
import { pinningQuery, previewQuery } from '../change-schema';
import { FactImport, type Imported, importedSchema } from './fact-import';
import { mergeFaults, readEntry } from './fact-list';
import { type FactRequest, factSchema } from './fact-request';
import { Facts, type FactsPreview, factsPreviewSchema } from './facts';

const listQuery = z.strictObject(pageQuery);

@ApiTags('facts')
@Controller('v1/agreements/:id/facts')
export class FactsController {
  constructor(
    private readonly facts: Facts,
    private readonly imports: FactImport,
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly ledger: Ledger,
  ) {}

  @Get()
  @Access('reader', { agreement: 'id' })
  @ApiOperation({ summary: 'All facts in the order recorded, retractions included' })
  @Answer(200, 'One page of facts', pageSchema(presentedFactSchema))
  @ProblemResponse(404, 422)
  list(
    @Param('id') id: string,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
  ): Promise<Page<PresentedFact>> {
    return this.store.read(async (tx) => {
      await this.agreements.header(tx, id);
      const after = Number(decodeCursor(query.cursor, NUMERIC_CURSOR) ?? 0);
      const rows = await this.ledger.list(tx, id, after, query.limit + 1);
      return pageOf(rows, query.limit, (row) => String(row.sequence), presentFact);
    });
  }

  @Post()
  @Access('monitor', { agreement: 'id' })
  @ApiOperation({
    summary: 'Record a fact about an event, an obligation or the agreement, or retract one',
  })
  @ApiBody({ schema: jsonSchemaOf(factSchema) })
  @Answer(201, 'The fact as recorded', presentedFactSchema)
  @Answer(
    200,
    'The equal fact that holds already; or the preview',
    z.union([presentedFactSchema, factsPreviewSchema]),
  )
  @ProblemResponse(404, 409, 412, 422, 428)
  async record(
    @Param('id') id: string,
    @Body() body: unknown,
    @Query({ schema: pinningQuery }) { preview, pin }: z.infer<typeof pinningQuery>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PresentedFact | FactsPreview> {
    const options = { pin, expected: expectedRevisions(ifMatch) };
    const request = await this.read(id, body);
    if (preview) {
      const foreseen = await this.facts.preview(id, [request], options);
      reply.status(200).header('etag', foreseen.etag);
      return foreseen;
    }
    const { facts, revision } = await this.facts.record(id, [request], options);
    const [recorded] = facts;
    if (recorded === undefined) throw new Error('No fact was recorded');
    if (recorded.same) reply.status(200);
    reply.header('etag', revisionTag(revision));
    return presentFact(recorded.fact);
  }

  /** @throws Refusal 'invalid' with every fault, those of the shape and those of the valid part. */
  private async read(agreementId: string, body: unknown): Promise<FactRequest> {
    const { request, rest, faults } = readEntry(body);
    if (request !== undefined) return request;
    const others = await this.facts.faultsOf(agreementId, [rest], () => '');
    throw new Refusal(
      'invalid',
      'The request has faults. Nothing was written.',
      mergeFaults(faults, others),
    );
  }

  @Post('import')
  @Access('monitor', { agreement: 'id' })
  @HttpCode(200)
  @ApiOperation({
    summary: 'Record many facts, all or none; facts that are equal to one that holds are skipped',
  })
  @AcceptsText(jsonSchemaOf(z.array(factSchema)), 'application/x-ndjson')
  @Answer(
    200,
    'How many were recorded; or the preview',
    z.union([importedSchema, factsPreviewSchema]),
  )
  @ProblemResponse(404, 409, 412, 413, 422, 428)
  async import(
    @Param('id') id: string,
    @TextBody() { text }: SentText,
    @Query({ schema: previewQuery }) { preview }: z.infer<typeof previewQuery>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Imported | FactsPreview> {
    const options = { expected: expectedRevisions(ifMatch), preview };
    const answer = await this.imports.import(id, text, 'The list', options);
    reply.header('etag', revisionTag(answer.revision));
    return answer;
  }
}
