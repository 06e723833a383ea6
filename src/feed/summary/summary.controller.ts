import type { Readable } from 'node:stream';
import { Controller, Get, Header, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Caller, CurrentCaller, Granted } from '../../access/caller';
import { Access } from '../../access/rule';
import { Answer } from '../../http/answer';
import { ProblemResponse } from '../../http/problem';
import { asOfParameters, isPastRequest } from '../as-of';
import { csvOf } from '../milestones/csv';
import { flowing, streamedJson } from '../streamed-json';
import { type AgreementSummary, Summaries, type Summary, summarySchema } from './summary';
import { SUMMARY_COLUMNS, summaryLine } from './summary-flat';

const summaryQuery = z.strictObject(asOfParameters);

@ApiTags('dashboards')
@Controller('v1')
export class SummaryController {
  constructor(private readonly summaries: Summaries) {}

  @Get('summary')
  @Access('reader', 'granted')
  @ApiOperation({
    summary: 'Counts by status, next deadline and longest overdue milestone of each agreement',
  })
  @Answer(200, 'One entry for each agreement', summarySchema)
  @ProblemResponse(422)
  async get(
    @Query({ schema: summaryQuery }) query: z.infer<typeof summaryQuery>,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Summary | Readable> {
    const granted = caller.agreements ?? undefined;
    if (!isPastRequest(query)) return this.summaries.read(granted);
    const { head, entries } = await this.summaries.openPast(query, granted);
    async function* parts(): AsyncGenerator<AgreementSummary[]> {
      for await (const entry of entries) yield [entry];
    }
    return streamedJson(reply, caller, head, 'agreements', parts());
  }

  @Get('summary.csv')
  @Access('reader', 'granted')
  @Header('content-type', 'text/csv; charset=utf-8; header=present')
  @ApiOperation({
    summary: 'The summary as CSV: one line for each agreement, one column for each status',
  })
  @Answer(200, 'A header line and one line for each agreement', { 'text/csv': z.string() })
  @ProblemResponse(422)
  async csv(
    @Query({ schema: summaryQuery }) query: z.infer<typeof summaryQuery>,
    @Granted() granted: readonly string[] | undefined,
  ): Promise<string | Readable> {
    if (!isPastRequest(query)) {
      const { agreements } = await this.summaries.read(granted);
      return csvOf([SUMMARY_COLUMNS, ...agreements.map(summaryLine)]);
    }
    const { entries } = await this.summaries.openPast(query, granted);
    async function* text(): AsyncGenerator<string> {
      yield csvOf([SUMMARY_COLUMNS]);
      for await (const entry of entries) yield csvOf([summaryLine(entry)]);
    }
    return flowing(text());
  }
}
