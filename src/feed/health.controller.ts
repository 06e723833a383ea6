import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Access } from '../access/rule';
import { presentInstant } from '../milestone/present';
import { Refusal } from '../refusal';
import { Store } from '../store/store';
import { Sweeper } from '../transition/sweeper';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly store: Store,
    private readonly sweeper: Sweeper,
  ) {}

  @Get('live')
  @Access('anyone')
  @ApiOperation({ summary: 'The process answers' })
  @ApiResponse({ status: 200, description: 'Alive' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Access('anyone')
  @ApiOperation({ summary: 'The database answers and the clock has been swept' })
  @ApiResponse({ status: 200, description: 'Ready' })
  @ApiResponse({ status: 503, description: 'Not ready, with the reason' })
  async ready(): Promise<{ status: 'ok'; database: string; lastSweptAt: string | null }> {
    try {
      await this.store.read((tx) => tx.query('SELECT 1'));
    } catch (error) {
      throw new Refusal('unavailable', `The database does not answer: ${String(error)}`);
    }
    if (this.sweeper.lastSweptAt === undefined) {
      throw new Refusal('unavailable', 'The first sweep of the clock has not ended yet.');
    }
    return {
      status: 'ok',
      database: this.store.dialect.name,
      lastSweptAt: presentInstant(this.sweeper.lastSweptAt),
    };
  }
}
