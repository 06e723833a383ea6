import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Granted } from '../access/caller';
import { Access } from '../access/rule';
import { Answer } from '../http/answer';
import { ProblemResponse } from '../http/problem';
import { isPast, momentQuery } from './moment';
import { Summaries, type Summary, summarySchema } from './summary';

const query = z.strictObject(momentQuery);

@ApiTags('dashboards')
@Controller('v1/summary')
export class SummaryController {
  constructor(private readonly summaries: Summaries) {}

  @Get()
  @Access('reader', 'granted')
  @ApiOperation({
    summary: 'Counts by status, next deadline and longest overdue of every agreement',
  })
  @Answer(200, 'One entry an agreement', summarySchema)
  @ProblemResponse(422)
  get(
    @Query({ schema: query }) moment: z.infer<typeof query>,
    @Granted() granted: readonly string[] | undefined,
  ): Promise<Summary> {
    return isPast(moment) ? this.summaries.readPast(moment, granted) : this.summaries.read(granted);
  }
}
