import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Access } from '../../access/rule';
import { Answer } from '../../http/answer';
import { revisionTag } from '../../http/if-match';
import { ProblemResponse } from '../../http/problem';
import { asOfParameters } from '../as-of';
import { type Plan, Plans, planSchema } from './plan';

const planQuery = z.strictObject(asOfParameters);

@ApiTags('agreements')
@Controller('v1/agreements/:id/plan')
export class PlanController {
  constructor(private readonly plans: Plans) {}

  @Get()
  @Access('reader', { agreement: 'id' })
  @ApiOperation({
    summary: 'All input of the schedule: document, facts, calendars and zone offsets',
    description:
      'The page computes dates from it in the browser. The same engine gives the same dates.',
  })
  @Answer(200, 'The plan', planSchema)
  @ProblemResponse(404, 422)
  async get(
    @Param('id') id: string,
    @Query({ schema: planQuery }) query: z.infer<typeof planQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plan> {
    const plan = await this.plans.read(id, query);
    reply.header('etag', revisionTag(plan.revision)).header('cache-control', 'no-store');
    return plan;
  }
}
