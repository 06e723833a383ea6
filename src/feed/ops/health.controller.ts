import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access } from '../../access/rule';
import { presentInstant } from '../../base/present-time';
import { Refusal } from '../../base/refusal';
import { Sweeper } from '../../domain/transition/sweeper';
import { Answer } from '../../http/answer';
import { Draining } from '../../http/draining';
import { ProblemResponse } from '../../http/problem';
import { instant } from '../../http/response-of';
import { Store } from '../../store/store';

const readySchema = z.strictObject({
  status: z.literal('ok'),
  database: z.string(),
  lastSweptAt: instant.nullable(),
});

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly store: Store,
    private readonly sweeper: Sweeper,
    private readonly draining: Draining,
  ) {}

  @Get('live')
  @Access('anyone')
  @ApiOperation({ summary: 'Whether the process responds' })
  @Answer(200, 'It responds', z.strictObject({ status: z.literal('ok') }))
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Access('anyone')
  @ApiOperation({
    summary:
      'Whether the service is ready: the database responds, the first sweep has run, and it is not stopping',
  })
  @Answer(200, 'Ready', readySchema)
  @ProblemResponse(503)
  async ready(): Promise<z.infer<typeof readySchema>> {
    if (this.draining.active) throw new Refusal('unavailable', 'The service is stopping.');
    try {
      await this.store.mustAnswer();
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw new Refusal('unavailable', `The database does not respond: ${String(error)}`);
    }
    if (this.sweeper.lastSweptAt === undefined) {
      throw new Refusal('unavailable', 'The first sweep has not finished yet.');
    }
    return {
      status: 'ok',
      database: this.store.dialect.name,
      lastSweptAt: presentInstant(this.sweeper.lastSweptAt),
    };
  }
}
