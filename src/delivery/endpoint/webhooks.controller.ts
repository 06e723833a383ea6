import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access } from '../../access/rule';
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
import {
  type ChangeRequest,
  type CreateRequest,
  changeSchema,
  createSchema,
  type RotateRequest,
  rotateSchema,
} from './endpoint-schema';
import { Endpoints } from './endpoints';
import { Ping } from './ping';
import {
  endpointSchema,
  endpointWithSecretSchema,
  type PresentedEndpoint,
  type PresentedPublicKey,
  presentEndpoint,
  presentPublicKey,
  publicKeySchema,
} from './present';
import { EndpointRegistration } from './registration';

const listQuery = z.strictObject(pageQuery);

/** The id of the last row of a page. */
const CURSOR = idPattern('ep');

@ApiTags('webhooks')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(
    private readonly endpoints: Endpoints,
    private readonly enrolment: EndpointRegistration,
    private readonly pings: Ping,
  ) {}

  @Post()
  @Access('admin', 'all')
  @ApiOperation({ summary: 'Add an endpoint; the answer shows its secret, once' })
  @ApiBody({ schema: jsonSchemaOf(createSchema) })
  @Answer(201, 'The endpoint with its secret', endpointWithSecretSchema)
  @ProblemResponse(422)
  async create(
    @Body({ schema: createSchema }) body: CreateRequest,
  ): Promise<PresentedEndpoint & { secret: string }> {
    const { endpoint, key } = await this.enrolment.create(body);
    return { ...presentEndpoint(endpoint), secret: key.secret };
  }

  @Get()
  @Access('admin', 'all')
  @ApiOperation({ summary: 'All endpoints, the oldest first' })
  @Answer(200, 'One page of endpoints', pageSchema(endpointSchema))
  @ProblemResponse(422)
  async list(
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
  ): Promise<Page<PresentedEndpoint>> {
    const rows = await this.endpoints.list(
      decodeCursor(query.cursor, CURSOR) ?? '',
      query.limit + 1,
    );
    return pageOf(rows, query.limit, (row) => row.id, presentEndpoint);
  }

  @Get(':id')
  @Access('admin', 'all')
  @ApiOperation({ summary: 'One endpoint' })
  @Answer(200, 'The endpoint', endpointSchema)
  @ProblemResponse(404)
  async get(@Param('id') id: string): Promise<PresentedEndpoint> {
    return presentEndpoint(await this.endpoints.read(id));
  }

  @Patch(':id')
  @Access('admin', 'all')
  @ApiOperation({
    summary: 'Change an endpoint: a new URL serves what waits, enabling sends what was held',
  })
  @ApiBody({ schema: jsonSchemaOf(changeSchema) })
  @Answer(200, 'The endpoint as changed', endpointSchema)
  @ProblemResponse(404, 422)
  async change(
    @Param('id') id: string,
    @Body({ schema: changeSchema }) body: ChangeRequest,
  ): Promise<PresentedEndpoint> {
    return presentEndpoint(await this.endpoints.change(id, body));
  }

  @Delete(':id')
  @Access('admin', 'all')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete an endpoint with its log and whatever waits for it' })
  @Answer(204, 'It is gone')
  @ProblemResponse(404)
  remove(@Param('id') id: string): Promise<void> {
    return this.endpoints.remove(id);
  }

  @Post(':id/ping')
  @Access('admin', 'all')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send a message of type ping now, before whatever waits' })
  @Answer(
    202,
    'The id of the delivery, to look up in the log',
    z.strictObject({ delivery: z.string() }),
  )
  @ProblemResponse(404, 409)
  async ping(@Param('id') id: string): Promise<{ delivery: string }> {
    return { delivery: await this.pings.send(id) };
  }

  @Post(':id/rotate')
  @Access('admin', 'all')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Give it a new secret, shown once; the old one signs beside it until the overlap ends',
  })
  @ApiBody({ schema: jsonSchemaOf(rotateSchema) })
  @Answer(200, 'The endpoint with its new secret', endpointWithSecretSchema)
  @ProblemResponse(404, 409, 422)
  async rotate(
    @Param('id') id: string,
    @Body({ schema: rotateSchema }) body: RotateRequest,
  ): Promise<PresentedEndpoint & { secret: string }> {
    const { endpoint, key } = await this.enrolment.rotate(id, body);
    return { ...presentEndpoint(endpoint), secret: key.secret };
  }

  @Get(':id/public-key')
  @Access('admin', 'all')
  @ApiOperation({ summary: 'The public keys that verify its v1a signatures, the newest first' })
  @Answer(200, 'The keys in force', z.strictObject({ keys: z.array(publicKeySchema) }))
  @ProblemResponse(404)
  async publicKey(@Param('id') id: string): Promise<{ keys: PresentedPublicKey[] }> {
    const endpoint = await this.endpoints.read(id);
    return { keys: this.enrolment.keysInForce(endpoint).map(presentPublicKey) };
  }
}
