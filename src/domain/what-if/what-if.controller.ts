import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { type Caller, CurrentCaller } from '../../access/caller';
import { Access } from '../../access/rule';
import { Answer } from '../../http/answer';
import { ProblemResponse } from '../../http/problem';
import { WhatIf, type WhatIfAnswer, whatIfAnswerSchema } from './what-if';
import { whatIfQuery } from './what-if-query';

@ApiTags('scenarios')
@Controller('v1/agreements/:id/schedule')
export class WhatIfController {
  constructor(private readonly whatIf: WhatIf) {}

  @Get()
  @Access('reader', { agreement: 'id' })
  @ApiOperation({
    summary: 'The schedule under assumptions; writes nothing',
    description:
      '`/v1/agreements/ukraine-28-point/schedule?signing=2025-12-25&assume=donetsk-withdrawal.fulfilled:2026-01-10&compare=baseline`. The URL is the whole question.',
  })
  @Answer(200, 'One schedule for each signing date, all hypothetical', whatIfAnswerSchema)
  @ProblemResponse(404, 422)
  get(
    @Param('id') id: string,
    @Query({ schema: whatIfQuery }) query: z.infer<typeof whatIfQuery>,
    @CurrentCaller() caller: Caller,
  ): Promise<WhatIfAnswer> {
    return this.whatIf.ask(id, { ...query, saved: caller.kind !== 'public' });
  }
}
