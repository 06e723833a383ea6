import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ProblemResponse } from '../http/problem';
import { type MilestoneDetail, MilestoneDetails } from './milestone-detail';

@ApiTags('milestones')
@Controller('v1/milestones')
export class MilestoneDetailController {
  constructor(private readonly details: MilestoneDetails) {}

  /** A milestone's id holds a slash: both `a%2Fb` and `a/b` find it. */
  @Get('*id')
  @ApiOperation({ summary: 'One milestone with its derivation and history' })
  @ApiParam({ name: 'id', example: 'ukraine-28-point/elections' })
  @ApiResponse({ status: 200, description: 'The milestone' })
  @ProblemResponse(404)
  get(@Param('id') id: string): Promise<MilestoneDetail> {
    return this.details.read(id);
  }
}
