import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Access } from '../access/rule';
import { Summaries, type Summary } from './summary';

@ApiTags('dashboards')
@Controller('v1/summary')
export class SummaryController {
  constructor(private readonly summaries: Summaries) {}

  @Get()
  @Access('reader', 'granted')
  @ApiOperation({
    summary: 'Counts by status, next deadline and longest overdue of every agreement',
  })
  @ApiResponse({ status: 200, description: 'One entry an agreement' })
  get(): Promise<Summary> {
    return this.summaries.read();
  }
}
