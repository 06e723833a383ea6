import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Granted } from '../../access/caller';
import { Access } from '../../access/rule';
import { Answer } from '../../http/answer';
import { ProblemResponse } from '../../http/problem';
import { asOfParameters, isPastRequest } from '../as-of';
import { csvOf } from '../milestones/csv';
import { Summaries, type Summary, summarySchema } from './summary';
import { summaryLines } from './summary-flat';

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
  get(
    @Query({ schema: summaryQuery }) query: z.infer<typeof summaryQuery>,
    @Granted() granted: readonly string[] | undefined,
  ): Promise<Summary> {
    return isPastRequest(query)
      ? this.summaries.readPast(query, granted)
      : this.summaries.read(granted);
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
  ): Promise<string> {
    return csvOf(summaryLines(await this.get(query, granted)));
  }
}
