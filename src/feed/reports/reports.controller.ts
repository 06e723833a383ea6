import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Access } from '../../access/rule';
import { Answer } from '../../http/answer';
import { ProblemResponse } from '../../http/problem';
import { asOfParameters } from '../as-of';
import { REPORT_FORMATS, textOf } from './report-format';
import { HTML_POLICY } from './report-html';
import { type Report, reportSchema } from './report-schema';
import { Reports, type RollUp, rollUpSchema } from './reports';
import { ROLL_UPS } from './roll-up';

const day = z
  .string()
  .max(20)
  .meta({ description: 'A day in the agreement’s zone, inclusive', example: '2026-01-31' });
const reportQuery = z.strictObject({
  from: day,
  to: day,
  knownAt: asOfParameters.knownAt,
  format: z.enum(REPORT_FORMATS).default('json'),
});
const rollUpQuery = z.strictObject({
  by: z.enum(ROLL_UPS).default('agreement'),
  ...asOfParameters,
});

const TYPES = {
  md: 'text/markdown; charset=utf-8',
  html: 'text/html; charset=utf-8',
} as const;

@ApiTags('reports')
@Controller('v1/agreements/:id')
export class ReportsController {
  constructor(private readonly reports: Reports) {}

  @Get('rollup')
  @Access('reader', { agreement: 'id' })
  @ApiOperation({
    summary: 'Counts and percentages by party, theme or kind, or for the whole agreement',
  })
  @Answer(200, 'The groups; a milestone of several obligors is in the group of each', rollUpSchema)
  @ProblemResponse(404, 422)
  rollUp(
    @Param('id') id: string,
    @Query({ schema: rollUpQuery }) { by, ...request }: z.infer<typeof rollUpQuery>,
  ): Promise<RollUp> {
    return this.reports.rollUp(id, by, request);
  }

  @Get('report')
  @Access('reader', { agreement: 'id' }, { public: false })
  @ApiOperation({ summary: 'A report on a period: what fell due, what was done, with evidence' })
  @Answer(200, 'The report', {
    'application/json': reportSchema,
    'text/markdown': z.string(),
    'text/html': z.string(),
  })
  @ProblemResponse(404, 422)
  async report(
    @Param('id') id: string,
    @Query({ schema: reportQuery }) { format, ...request }: z.infer<typeof reportQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Report | string> {
    const report = await this.reports.report(id, request);
    if (format === 'json') return report;
    reply.header('content-type', TYPES[format]);
    if (format === 'html') reply.header('content-security-policy', HTML_POLICY);
    return textOf(report, format);
  }
}
