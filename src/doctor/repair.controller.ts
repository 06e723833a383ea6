import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access } from '../access/rule';
import { Clock } from '../base/clock';
import { Sweeper } from '../domain/transition/sweeper';
import { Answer } from '../http/answer';
import type { ResponseOf } from '../http/response-of';
import { Store } from '../store/store';
import { repairData } from './repair';

export const repairSchema = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          agreement: z.string(),
          milestones: z
            .array(z.string())
            .meta({ description: 'Ids of the milestones that were written' }),
          refused: z.string().nullable().meta({
            description:
              'Why nothing was written: the facts or the document, from which dates are computed, were changed',
          }),
        }),
      )
      .meta({ description: 'The agreements that were repaired or refused; the others were right' }),
  })
  .meta({ id: 'Repair' });

@ApiTags('milestones')
@Controller('v1/repair')
export class RepairController {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly sweeper: Sweeper,
  ) {}

  @Post()
  @HttpCode(200)
  @Access('admin', 'all')
  @ApiOperation({
    summary: 'Compute every milestone again and write those that are stored differently',
    description:
      'What `pacta doctor --repair` does. Dates, statuses and the last version of each deadline are written as documents, facts and the clock give them; facts, documents and messages never. Each repaired agreement gets a new revision, in a transaction and an audit entry of its own.',
  })
  @Answer(200, 'What was written, and what was refused', repairSchema)
  async repair(): Promise<ResponseOf<typeof repairSchema>> {
    const items = await repairData(this.store, this.clock);
    if (items.some(({ milestones }) => milestones.length > 0)) this.sweeper.wake();
    return { items };
  }
}
