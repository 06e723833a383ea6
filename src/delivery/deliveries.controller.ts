import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { decodeCursor, type Page, pageOf, pageQuery } from '../http/pagination';
import { ProblemResponse } from '../http/problem';
import {
  DeliveryLog,
  type PresentedDelivery,
  type PresentedDeliveryWhole,
  SHOWN_STATES,
} from './delivery-log';

const listQuery = z.strictObject({
  state: z.enum(SHOWN_STATES, { error: `one of ${SHOWN_STATES.join(', ')}` }).optional(),
  ...pageQuery,
});

@ApiTags('webhooks')
@Controller('v1/webhooks/:id/deliveries')
export class DeliveriesController {
  constructor(private readonly log: DeliveryLog) {}

  @Get()
  @ApiOperation({ summary: 'The deliveries of an endpoint, the newest first' })
  @ApiResponse({ status: 200, description: 'One page of deliveries' })
  @ProblemResponse(404, 422)
  async list(
    @Param('id') id: string,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
  ): Promise<Page<PresentedDelivery>> {
    const before = decodeCursor(query.cursor);
    const rows = await this.log.list(id, query.state, before, query.limit + 1);
    return pageOf(
      rows,
      query.limit,
      (row) => row.id,
      (row) => row,
    );
  }

  @Get(':delivery')
  @ApiOperation({ summary: 'One delivery, by its webhook-id, with its message and every attempt' })
  @ApiResponse({ status: 200, description: 'The delivery' })
  @ProblemResponse(404)
  get(
    @Param('id') id: string,
    @Param('delivery') delivery: string,
  ): Promise<PresentedDeliveryWhole> {
    return this.log.read(id, delivery);
  }

  @Post(':delivery/redeliver')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send it again, under the same webhook-id' })
  @ApiResponse({ status: 202, description: 'The delivery, pending' })
  @ProblemResponse(404, 409)
  redeliver(
    @Param('id') id: string,
    @Param('delivery') delivery: string,
  ): Promise<PresentedDeliveryWhole> {
    return this.log.redeliver(id, delivery);
  }
}
