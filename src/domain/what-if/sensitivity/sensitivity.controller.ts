import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access } from '../../../access/rule';
import { Answer } from '../../../http/answer';
import { ProblemResponse } from '../../../http/problem';
import { sensitivitySchema } from './present-sensitivity';
import { Sensitivity } from './sensitivity';
import { type SensitivityRequest, sensitivityQuery } from './sensitivity-query';

const TYPES = { json: 'application/json; charset=utf-8', csv: 'text/csv; charset=utf-8' };

@ApiTags('scenarios')
@Controller('v1/agreements/:id/sensitivity')
export class SensitivityController {
  constructor(private readonly sensitivity: Sensitivity) {}

  @Get()
  @Access('reader', { agreement: 'id' })
  @ApiOperation({
    summary: 'Conflicts for each signing day of a range, and the slack of each obligation',
  })
  @Answer(200, 'Days and slack as JSON, or one of the two as CSV', {
    'application/json': sensitivitySchema,
    'text/csv': z.string(),
  })
  @ProblemResponse(404, 422)
  async get(
    @Param('id') id: string,
    @Query({ schema: sensitivityQuery }) query: SensitivityRequest,
  ): Promise<StreamableFile> {
    const parts = await this.sensitivity.ask(id, query);
    return new StreamableFile(Readable.from(parts), { type: TYPES[query.format] });
  }
}
