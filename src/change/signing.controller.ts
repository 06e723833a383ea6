import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ProblemResponse } from '../http/problem';
import { EXPECTED, isOccurrence } from '../ledger/occurrence';
import { luxonZones } from '../zones';
import { type PresentedSigning, Signing, type SigningAnswer } from './signing';

const text = z.string().trim().min(1);

const signingSchema = z.strictObject({
  date: text
    .max(40)
    .refine(isOccurrence, EXPECTED)
    .describe(
      'A day (2025-11-27), an instant (2025-11-27T15:30:00+02:00), or a local time with `zone`',
    ),
  zone: text
    .max(60)
    .refine((zone) => luxonZones.known(zone), 'an IANA zone such as Europe/Kyiv')
    .describe('IANA zone of a local time without offset')
    .optional(),
  hypothetical: z
    .boolean()
    .default(true)
    .describe('True unless the agreement was really signed then'),
  actor: text.max(200).optional(),
  reason: text.max(4_000).optional(),
});

@ApiTags('signing')
@Controller('v1/agreements/:id/signing')
export class SigningController {
  constructor(private readonly signing: Signing) {}

  @Get()
  @ApiOperation({ summary: 'The signing date in force, hypothetical or actual' })
  @ApiResponse({ status: 200, description: 'The signing; `date` is null while none is set' })
  @ProblemResponse(404)
  get(@Param('id') id: string): Promise<PresentedSigning> {
    return this.signing.read(id);
  }

  @Put()
  @ApiOperation({ summary: 'Set the signing date and re-date every milestone in one transaction' })
  @ApiResponse({ status: 200, description: 'The signing, whether it changed, how many moved' })
  @ProblemResponse(404, 422)
  put(
    @Param('id') id: string,
    @Body({ schema: signingSchema }) body: z.infer<typeof signingSchema>,
  ): Promise<SigningAnswer> {
    return this.signing.set(id, body);
  }

  @Delete()
  @ApiOperation({ summary: 'Take the signing date back; what rests on it becomes undated' })
  @ApiResponse({ status: 200, description: 'The signing, now null' })
  @ProblemResponse(404)
  delete(@Param('id') id: string): Promise<SigningAnswer> {
    return this.signing.clear(id);
  }
}
