import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Granted } from '../../access/caller';
import { Access } from '../../access/rule';
import { POLICY } from '../../config/policy';
import { Answer } from '../../http/answer';
import { ProblemResponse } from '../../http/problem';
import type { ResponseOf } from '../../http/response-of';
import { Overviews, overviewSchema } from './overview';
import { selectionQuery } from './selection';

const overviewQuery = z.strictObject({
  ...selectionQuery,
  days: z.coerce
    .number({ error: `a whole number from 0 to ${POLICY.overviewLongestDays}` })
    .int()
    .min(0)
    .max(POLICY.overviewLongestDays)
    .default(POLICY.overviewDays)
    .meta({ description: 'How many days ahead `due` looks; 0 for today only' }),
  limit: z.coerce
    .number({ error: `a whole number from 0 to ${POLICY.overviewMostItems}` })
    .int()
    .min(0)
    .max(POLICY.overviewMostItems)
    .default(10)
    .meta({ description: 'The most milestones of `due` and of `late`' }),
});

@ApiTags('dashboards')
@Controller('v1/overview')
export class OverviewController {
  constructor(private readonly overviews: Overviews) {}

  @Get()
  @Access('reader', 'granted')
  @ApiOperation({
    summary: 'What is due in the next days and what is late in all agreements together',
    description:
      'Without `standing`, archived agreements are left out of `due`, `late` and `unrecorded`.',
  })
  @Answer(200, 'The overview', overviewSchema)
  @ProblemResponse(422)
  get(
    @Query({ schema: overviewQuery }) query: z.infer<typeof overviewQuery>,
    @Granted() granted: readonly string[] | undefined,
  ): Promise<ResponseOf<typeof overviewSchema>> {
    const { days, limit, standing = ['active', 'paused'], ...selected } = query;
    return this.overviews.read({ selection: { ...selected, standing, granted }, days, limit });
  }
}
