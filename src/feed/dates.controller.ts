import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { shippedCalendar } from '../agreement/calendars';
import { ProblemResponse } from '../http/problem';
import { answer, type PresentedDate, questionSchema } from '../milestone/date-question';
import { Refusal } from '../refusal';

/** Once, several times, or joined by commas. */
const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => [value].flat().flatMap((part) => part.split(',')));

const { phrase, convention, zone, calendar, side } = questionSchema.shape;
const dateQuery = z.strictObject({
  phrase,
  convention,
  zone,
  calendar,
  side,
  holidays: list.pipe(z.array(z.string()).max(1_000)).optional(),
});

@ApiTags('dates')
@Controller('v1/dates')
export class DatesController {
  @Get()
  @ApiOperation({
    summary: 'One phrase to one date, with the steps that lead to it',
    description:
      '`/v1/dates?phrase=within+14+days+of+2026-04-02&convention=eu-1182-71&zone=Europe/Brussels&calendar=be`',
  })
  @ApiResponse({ status: 200, description: 'The last good day, the first late instant, the steps' })
  @ProblemResponse(422)
  get(@Query({ schema: dateQuery }) query: z.infer<typeof dateQuery>): PresentedDate {
    const own =
      query.calendar === undefined ? undefined : shippedCalendar(query.calendar, '/calendar');
    const found = answer(query, own);
    if ('date' in found) return found.date;
    throw new Refusal('invalid', 'No date follows from this question.', found.faults);
  }
}
