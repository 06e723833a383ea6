import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Access } from '../access/rule';
import { Answer } from '../http/answer';
import {
  decodeCursor,
  NUMERIC_CURSOR,
  type Page,
  pageOf,
  pageQuery,
  pageSchema,
} from '../http/pagination';
import { ProblemResponse } from '../http/problem';
import { Audit } from './audit';
import { auditFilterOf, auditFilterSchema } from './audit-query';
import { auditEntrySchema, type PresentedEntry, presentEntry, toNdjson } from './present';

const auditQuery = auditFilterSchema.extend({
  ...pageQuery,
  format: z.enum(['json', 'ndjson'], { error: 'json or ndjson' }).default('json'),
});

@ApiTags('access')
@Controller('v1/audit')
export class AuditController {
  constructor(private readonly audit: Audit) {}

  @Get()
  @Access('admin', 'all')
  @ApiOperation({
    summary: 'List writes and refusals: who, what, when, from where',
    description:
      'In the order recorded. `format=ndjson` gives one entry a line; the cursor of the next page is then in the header `pacta-next`.',
  })
  @Answer(200, 'One page of entries', {
    'application/json': pageSchema(auditEntrySchema),
    'application/x-ndjson': z.string(),
  })
  @ProblemResponse(422)
  async list(
    @Query({ schema: auditQuery }) query: z.infer<typeof auditQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<PresentedEntry> | string> {
    const { limit, cursor, format, ...wanted } = query;
    const from = Number(decodeCursor(cursor, NUMERIC_CURSOR) ?? 0);
    const rows = await this.audit.list(auditFilterOf(wanted), from, limit + 1);
    const page = pageOf(rows, limit, ({ sequence }) => String(sequence), presentEntry);
    if (format === 'json') return page;
    reply.header('content-type', 'application/x-ndjson; charset=utf-8');
    if (page.next !== null) reply.header('pacta-next', page.next);
    return toNdjson(page.items);
  }
}
