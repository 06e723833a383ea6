import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access } from '../access/rule';
import { Agreements } from '../agreement/agreements';
import { decodeCursor, type Page, pageOf, pageQuery } from '../http/pagination';
import { ProblemResponse } from '../http/problem';
import { Ledger } from '../ledger/ledger';
import { type PresentedFact, presentFact } from '../ledger/present';
import { Store } from '../store/store';
import { type FactRequest, Facts, factSchema } from './facts';

const listQuery = z.strictObject(pageQuery);

@ApiTags('facts')
@Controller('v1/agreements/:id/facts')
export class FactsController {
  constructor(
    private readonly facts: Facts,
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly ledger: Ledger,
  ) {}

  @Get()
  @Access('reader', { agreement: 'id' })
  @ApiOperation({ summary: 'The ledger in the order recorded, retractions included' })
  @ApiResponse({ status: 200, description: 'One page of facts' })
  @ProblemResponse(404, 422)
  list(
    @Param('id') id: string,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
  ): Promise<Page<PresentedFact>> {
    return this.store.read(async (tx) => {
      await this.agreements.find(tx, id);
      const after = Number(decodeCursor(query.cursor) ?? 0) || 0;
      const rows = await this.ledger.list(tx, id, after, query.limit + 1);
      return pageOf(rows, query.limit, (row) => String(row.sequence), presentFact);
    });
  }

  @Post()
  @Access('monitor', { agreement: 'id' })
  @ApiOperation({
    summary: 'Record that an event happened, or that an obligation was fulfilled, breached, …',
  })
  @ApiResponse({ status: 201, description: 'The fact as recorded' })
  @ProblemResponse(404, 409, 422)
  record(
    @Param('id') id: string,
    @Body({ schema: factSchema }) body: FactRequest,
  ): Promise<PresentedFact> {
    return this.facts.record(id, body);
  }
}
