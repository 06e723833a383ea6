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
  type PresentedEndpointWithSecret,
  type PresentedPublicKey,
  presentEndpoint,
  presentPublicKey,
  presentWithSecret,
  publicKeySchema,
} from './present';
import { EndpointRegistration } from './registration';
import { type Trial, Trials, trialRequestSchema, trialSchema } from './trials';

const listQuery = z.strictObject(pageQuery);

/** Cursors contain the id of the last row of a page. */
const CURSOR = idPattern('ep');

@ApiTags('webhooks')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(
    private readonly endpoints: Endpoints,
    private readonly registration: EndpointRegistration,
    private readonly pings: Ping,
    private readonly trials: Trials,
  ) {}

  @Post()
  @Access('admin', 'all')
  @ApiOperation({
    summary: 'Create an endpoint; only this response shows its secret',
    description:
      'Without `kind` a signed webhook. Every kind has settings of its own, which docs/destinations.md lists.',
  })
  @ApiBody({ schema: jsonSchemaOf(createSchema) })
  @Answer(201, 'The endpoint with its secret', endpointWithSecretSchema)
  @ProblemResponse(409, 422)
  async create(
    @Body({ schema: createSchema }) body: CreateRequest,
  ): Promise<PresentedEndpointWithSecret> {
    const { endpoint, key } = await this.registration.create(body);
    return presentWithSecret(endpoint, key.secret);
  }

  @Get()
  @Access('admin', 'all')
  @ApiOperation({ summary: 'All endpoints, oldest first' })
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
    summary: 'Change an endpoint',
    description: 'Pending deliveries go to a changed URL. Enabling sends held deliveries.',
  })
  @ApiBody({ schema: jsonSchemaOf(changeSchema) })
  @Answer(200, 'The changed endpoint', endpointSchema)
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
  @ApiOperation({ summary: 'Delete an endpoint with its log and its pending deliveries' })
  @Answer(204, 'The endpoint is deleted')
  @ProblemResponse(404)
  remove(@Param('id') id: string): Promise<void> {
    return this.endpoints.remove(id);
  }

  @Post(':id/ping')
  @Access('admin', 'all')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send a message of type `ping` now, ahead of pending deliveries' })
  @Answer(202, 'The id of the delivery in the log', z.strictObject({ delivery: z.string() }))
  @ProblemResponse(404, 409)
  async ping(@Param('id') id: string): Promise<{ delivery: string }> {
    return { delivery: await this.pings.send(id) };
  }

  @Post(':id/test')
  @Access('admin', 'all')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send a trial message at once and answer what the service said',
    description:
      'Bypasses the queue and the log; also works for a disabled endpoint. A success lets a failing endpoint be tried again at once.',
  })
  @ApiBody({ schema: jsonSchemaOf(trialRequestSchema) })
  @Answer(200, 'What the service said', trialSchema)
  @ProblemResponse(404, 422)
  test(
    @Param('id') id: string,
    @Body({ schema: trialRequestSchema }) body: z.infer<typeof trialRequestSchema>,
  ): Promise<Trial> {
    return this.trials.run(id, body.milestone);
  }

  @Post(':id/rotate')
  @Access('admin', 'all')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Replace the secret of an endpoint; only this response shows the new one',
    description: 'The former secret signs beside the new one for `overlapHours`.',
  })
  @ApiBody({ schema: jsonSchemaOf(rotateSchema) })
  @Answer(200, 'The endpoint with its new secret', endpointWithSecretSchema)
  @ProblemResponse(404, 409, 422)
  async rotate(
    @Param('id') id: string,
    @Body({ schema: rotateSchema }) body: RotateRequest,
  ): Promise<PresentedEndpointWithSecret> {
    const { endpoint, key } = await this.registration.rotate(id, body);
    return presentWithSecret(endpoint, key.secret);
  }

  @Get(':id/public-key')
  @Access('admin', 'all')
  @ApiOperation({ summary: 'The public keys that verify its `v1a` signatures, newest first' })
  @Answer(200, 'The keys that sign now', z.strictObject({ keys: z.array(publicKeySchema) }))
  @ProblemResponse(404)
  async publicKey(@Param('id') id: string): Promise<{ keys: PresentedPublicKey[] }> {
    const endpoint = await this.endpoints.read(id);
    return { keys: this.registration.activeKeys(endpoint).map(presentPublicKey) };
  }
}
