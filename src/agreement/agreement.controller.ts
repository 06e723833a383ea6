import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Granted } from '../access/caller';
import { Access } from '../access/rule';
import { revisionTag } from '../http/condition';
import { decodeCursor, type Page, pageOf, pageQuery } from '../http/pagination';
import { ProblemResponse } from '../http/problem';
import { sourceOf } from '../http/source';
import type { AgreementDocument } from '../schedule/document';
import { Store } from '../store/store';
import { Agreements } from './agreements';
import { readAgreement } from './loader';
import { type PresentedAgreement, presentAgreement, presentAgreementWhole } from './present';

const listQuery = z.strictObject(pageQuery);

@ApiTags('agreements')
@Controller('v1/agreements')
export class AgreementController {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
  ) {}

  @Get()
  @Access('reader', 'granted')
  @ApiOperation({ summary: 'All agreements, by id' })
  @ApiResponse({ status: 200, description: 'One page of agreements' })
  @ProblemResponse(422)
  async list(
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
    @Granted() granted: readonly string[] | undefined,
  ): Promise<Page<PresentedAgreement>> {
    const after = decodeCursor(query.cursor);
    const rows = await this.store.read((tx) =>
      this.agreements.list(tx, query.limit + 1, after, granted),
    );
    return pageOf(rows, query.limit, (row) => row.id, presentAgreement);
  }

  @Get(':id')
  @Access('reader', { agreement: 'id' })
  @ApiOperation({ summary: 'One agreement with its whole document' })
  @ApiResponse({ status: 200, description: 'The agreement' })
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
  @ApiConsumes('application/json', 'application/yaml')
  @ApiBody({ schema: { type: 'object' } })
  @ApiResponse({ status: 200, description: 'The document is sound' })
  @ProblemResponse(413, 422)
  check(@Body() body: unknown): { id: string; obligations: number; sound: true } {
    const { document } = readAgreement(sourceOf(body), 'The document');
    return { id: document.id, obligations: document.obligations.length, sound: true };
  }
}
