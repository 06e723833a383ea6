import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access } from '../access/rule';
import { decodeCursor, type Page, pageOf, pageQuery } from '../http/pagination';
import { ProblemResponse } from '../http/problem';
import { Refusal } from '../refusal';
import { HEADLINES } from '../schedule/status';
import { Store } from '../store/store';
import type { MilestoneRow } from './milestone.entity';
import { Milestones } from './milestones';
import { type PresentedMilestone, presentMilestone } from './present';

const status = z.enum(HEADLINES, { error: `one of ${HEADLINES.join(', ')}` });

const listQuery = z.strictObject({
  /** Once, several times, or joined by commas. */
  status: z
    .union([z.string(), z.array(z.string())])
    .transform((value) => [value].flat().flatMap((part) => part.split(',')))
    .pipe(z.array(status))
    .default([]),
  ...pageQuery,
});

type ListQuery = z.infer<typeof listQuery>;

@ApiTags('milestones')
@Controller('v1')
export class MilestoneController {
  constructor(
    private readonly store: Store,
    private readonly milestones: Milestones,
  ) {}

  @Get('milestones')
  @Access('reader', 'granted')
  @ApiOperation({ summary: 'Milestones of all agreements' })
  @ApiResponse({ status: 200, description: 'One page of milestones' })
  @ProblemResponse(422)
  listAll(@Query({ schema: listQuery }) query: ListQuery): Promise<Page<PresentedMilestone>> {
    return this.list(query);
  }

  @Get('agreements/:id/milestones')
  @Access('reader', { agreement: 'id' })
  @ApiOperation({ summary: 'Milestones of one agreement, in the order of its document' })
  @ApiResponse({ status: 200, description: 'One page of milestones' })
  @ProblemResponse(404, 422)
  listOne(
    @Param('id') id: string,
    @Query({ schema: listQuery }) query: ListQuery,
  ): Promise<Page<PresentedMilestone>> {
    return this.list(query, id);
  }

  private async list(query: ListQuery, agreementId?: string): Promise<Page<PresentedMilestone>> {
    const filter = { agreementId, statuses: query.status, after: readCursor(query.cursor) };
    const rows = await this.store.read(async (tx) => {
      if (agreementId !== undefined) await this.milestones.mustKnow(tx, agreementId);
      return this.milestones.list(tx, { ...filter, limit: query.limit + 1 });
    });
    return pageOf(rows, query.limit, positionOf, presentMilestone);
  }
}

function positionOf(row: MilestoneRow): string {
  return JSON.stringify([row.agreementId, row.position, row.id]);
}

const position = z.tuple([z.string(), z.number().int(), z.string()]);

function readCursor(cursor: string | undefined) {
  const text = decodeCursor(cursor);
  if (text === undefined) return undefined;
  try {
    const [agreementId, place, id] = position.parse(JSON.parse(text));
    return { agreementId, position: place, id };
  } catch {
    throw new Refusal('invalid', 'The cursor is none that this service gave out.', [
      { pointer: '/cursor', detail: 'cannot be read', expected: 'the `next` of the page before' },
    ]);
  }
}
