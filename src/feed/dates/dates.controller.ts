import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access } from '../../access/rule';
import { Refusal } from '../../base/refusal';
import { requireCalendar } from '../../domain/agreement/calendars';
import { Answer } from '../../http/answer';
import { ProblemResponse } from '../../http/problem';
import {
  answerDateQuestion,
  dateSchema,
  type PresentedDate,
  questionTextSchema,
} from './date-question';

@ApiTags('dates')
@Controller('v1/dates')
export class DatesController {
  @Get()
  @Access('reader')
  @ApiOperation({
    summary: 'The date of one phrase, with its derivation',
    description:
      '`/v1/dates?phrase=within+14+days+of+2026-04-02&convention=eu-1182-71&zone=Europe/Brussels&calendar=be`',
  })
  @Answer(200, 'The last day, the first instant that is late, the derivation', dateSchema)
  @ProblemResponse(422)
  get(
    @Query({ schema: questionTextSchema }) query: z.infer<typeof questionTextSchema>,
  ): PresentedDate {
    const calendar =
      query.calendar === undefined ? undefined : requireCalendar(query.calendar, '/calendar');
    const found = answerDateQuestion(query, calendar);
    if ('date' in found) return found.date;
    throw new Refusal('invalid', 'The request has faults; no date was computed.', found.faults);
  }
}
