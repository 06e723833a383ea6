import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access } from '../../access/rule';
import { Answer } from '../../http/answer';
import { ProblemResponse } from '../../http/problem';
import { asOfParameters } from '../as-of';
import { type MilestoneDetail, MilestoneDetails, milestoneDetailSchema } from './milestone-detail';

const asOfQuery = z.strictObject(asOfParameters);

@ApiTags('milestones')
@Controller('v1/milestones')
export class MilestoneDetailController {
  constructor(private readonly details: MilestoneDetails) {}

  @Get(':id')
  @Access('reader', { milestone: 'id' })
  @ApiOperation({ summary: 'One milestone with its derivation and history' })
  @ApiParam({ name: 'id', example: 'ukraine-28-point%2Felections', description: 'URL-encoded' })
  @Answer(200, 'The milestone', milestoneDetailSchema)
  @ProblemResponse(404, 422)
  get(
    @Param('id') id: string,
    @Query({ schema: asOfQuery }) query: z.infer<typeof asOfQuery>,
  ): Promise<MilestoneDetail> {
    return this.details.read(id, query);
  }

  /** The id of a milestone contains a slash: this route needs no encoding of it. */
  @Get(':agreement/:path')
  @Access('reader', { agreement: 'agreement' })
  @ApiOperation({ summary: 'One milestone, by the two parts of its id' })
  @ApiParam({ name: 'agreement', example: 'ukraine-28-point' })
  @ApiParam({ name: 'path', example: 'elections' })
  @Answer(200, 'The milestone', milestoneDetailSchema)
  @ProblemResponse(404, 422)
  getByParts(
    @Param('agreement') agreement: string,
    @Param('path') path: string,
    @Query({ schema: asOfQuery }) query: z.infer<typeof asOfQuery>,
  ): Promise<MilestoneDetail> {
    return this.details.read(`${agreement}/${path}`, query);
  }
}
