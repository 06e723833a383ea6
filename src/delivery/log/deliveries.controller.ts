import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access } from '../../access/rule';
import { instantIn, queriedInstant } from '../../base/text/instant';
import { Answer } from '../../http/answer';
import { jsonSchemaOf } from '../../http/json-schema';
import {
  decodeCursor,
  idPattern,
  type Page,
  pageOf,
  pageQuery,
  pageSchema,
} from '../../http/pagination';
import { ProblemResponse } from '../../http/problem';
import { MESSAGE_TYPES } from '../../outbox/message-type';
import {
  DeliveryCounts,
  deliveryCountsSchema,
  type PresentedDeliveryCounts,
} from './delivery-counts';
import {
  DELIVERY_STATES,
  DeliveryLog,
  deliveryDetailSchema,
  deliverySchema,
  type PresentedDelivery,
  type PresentedDeliveryDetail,
} from './delivery-log';
import { REPLAY_SELECTIONS, Replay } from './replay';

const since = queriedInstant().optional();
const oneOf = <T extends readonly string[]>(names: T) =>
  z.enum(names, { error: `one of ${names.join(', ')}` });

const listQuery = z.strictObject({
  state: oneOf(DELIVERY_STATES).optional(),
  type: oneOf(MESSAGE_TYPES).optional(),
  agreement: z.string().max(200).optional(),
  code: z.coerce.number({ error: 'a status code such as 503' }).int().min(100).max(599).optional(),
  since,
  until: queriedInstant().optional(),
  ...pageQuery,
});
const countsQuery = z.strictObject({ since });

const replaySchema = z.strictObject({
  what: oneOf(REPLAY_SELECTIONS).default('failed'),
  /** The earliest instant of the messages, inclusive. */
  since: instantIn(),
  /** The latest instant of the messages, exclusive; without it, all later ones. */
  until: instantIn().optional(),
});

/** Cursors contain the id of the last row of a page. */
const CURSOR = idPattern('msg');

@ApiTags('webhooks')
@Controller('v1/webhooks/:id')
export class DeliveriesController {
  constructor(
    private readonly log: DeliveryLog,
    private readonly counts: DeliveryCounts,
    private readonly replays: Replay,
  ) {}

  @Get('deliveries')
  @Access('admin', 'all')
  @ApiOperation({ summary: 'The deliveries of an endpoint, newest first' })
  @Answer(200, 'One page of deliveries', pageSchema(deliverySchema))
  @ProblemResponse(404, 422)
  async list(
    @Param('id') id: string,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
  ): Promise<Page<PresentedDelivery>> {
    const { cursor, limit, ...rest } = query;
    const filter = { ...rest, before: decodeCursor(cursor, CURSOR) };
    const rows = await this.log.list(id, filter, limit + 1);
    return pageOf(
      rows,
      limit,
      (row) => row.id,
      (row) => row,
    );
  }

  @Get('counts')
  @Access('admin', 'all')
  @ApiOperation({ summary: 'Deliveries by state, and the success rate of the attempts' })
  @Answer(200, 'The counts, without purged rows', deliveryCountsSchema)
  @ProblemResponse(404, 422)
  count(
    @Param('id') id: string,
    @Query({ schema: countsQuery }) query: z.infer<typeof countsQuery>,
  ): Promise<PresentedDeliveryCounts> {
    return this.counts.read(id, query.since ?? 0);
  }

  @Get('deliveries/:delivery')
  @Access('admin', 'all')
  @ApiOperation({ summary: 'One delivery by its webhook-id, with its message and all attempts' })
  @Answer(200, 'The delivery', deliveryDetailSchema)
  @ProblemResponse(404)
  get(
    @Param('id') id: string,
    @Param('delivery') delivery: string,
  ): Promise<PresentedDeliveryDetail> {
    return this.log.read(id, delivery);
  }

  @Post('deliveries/:delivery/redeliver')
  @Access('admin', 'all')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send a delivery again, with the same webhook-id' })
  @Answer(202, 'The delivery, pending', deliveryDetailSchema)
  @ProblemResponse(404, 409)
  redeliver(
    @Param('id') id: string,
    @Param('delivery') delivery: string,
  ): Promise<PresentedDeliveryDetail> {
    return this.log.redeliver(id, delivery);
  }

  @Post('replay')
  @Access('admin', 'all')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Send the messages of a period again',
    description:
      '`failed`: deliveries that failed. `missed`: messages that the endpoint did not get because it was created, or its filters were widened, later. `everything`: both, and what was delivered.',
  })
  @ApiBody({ schema: jsonSchemaOf(replaySchema) })
  @Answer(
    202,
    'The number of deliveries that are pending again',
    z.strictObject({ replayed: z.number().int().min(0) }),
  )
  @ProblemResponse(404, 422)
  async replay(
    @Param('id') id: string,
    @Body({ schema: replaySchema }) body: z.infer<typeof replaySchema>,
  ): Promise<{ replayed: number }> {
    const until = body.until ?? Number.MAX_SAFE_INTEGER;
    const range = { what: body.what, since: body.since, until };
    return { replayed: await this.replays.run(id, range) };
  }
}
