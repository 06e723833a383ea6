import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access } from '../../access/rule';
import { Answer } from '../../http/answer';
import { ProblemResponse } from '../../http/problem';
import { type DiffAnswer, Diffs, diffAnswerSchema } from './diffs';

const diffQuery = z.strictObject({
  signed: z
    .string()
    .min(1)
    .max(400)
    .optional()
    .describe(
      'A month, a day or an instant that both are assumed to be signed at; without it, the dates are those of what is recorded about each',
    ),
});

@ApiTags('agreements')
@Controller('v1/agreements/:id/compare')
export class DiffController {
  constructor(private readonly diffs: Diffs) {}

  @Get(':other')
  @Access('reader', { agreement: 'id', other: 'other' })
  @ApiOperation({
    summary: 'Two agreements clause by clause; writes nothing',
    description:
      'What was added, dropped, moved, reworded or re-timed from `:id` to `:other`, with the dates of both.',
  })
  @Answer(200, 'The comparison', diffAnswerSchema)
  @ProblemResponse(404, 422)
  get(
    @Param('id') id: string,
    @Param('other') other: string,
    @Query({ schema: diffQuery }) { signed }: z.infer<typeof diffQuery>,
  ): Promise<DiffAnswer> {
    return this.diffs.compare(id, other, signed);
  }
}
