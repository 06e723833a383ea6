import type { Readable } from 'node:stream';
import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Granted } from '../../access/caller';
import { Access } from '../../access/rule';
import { Answer } from '../../http/answer';
import { ProblemResponse } from '../../http/problem';
import { flowing } from '../streamed-json';
import { type FileScope, MilestoneFiles } from './milestone-files';
import { type FileQuery, fileQuery } from './milestone-query';

const CSV = 'text/csv; charset=utf-8; header=present';
const NDJSON = 'application/x-ndjson; charset=utf-8';

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const flatSchema = z
  .array(z.record(z.string(), cell))
  .meta({ id: 'FlatMilestones', description: 'Objects without nested values, for table tools' });

/** All milestones as files without nested values, streamed while they are read. */
@ApiTags('milestones')
@Controller('v1')
export class MilestoneFilesController {
  constructor(private readonly files: MilestoneFiles) {}

  @Get('milestones.csv')
  @Access('reader', 'granted')
  @Header('content-type', CSV)
  @ApiOperation({ summary: 'The milestones of all agreements as CSV' })
  @Answer(200, 'A header line and one line for each milestone', { 'text/csv': z.string() })
  @ProblemResponse(422)
  csvOfAll(
    @Query({ schema: fileQuery }) query: FileQuery,
    @Granted() granted: readonly string[] | undefined,
  ): Promise<Readable> {
    return this.send('csv', { granted }, query);
  }

  @Get('agreements/:id/milestones.csv')
  @Access('reader', { agreement: 'id' }, { feed: true })
  @Header('content-type', CSV)
  @ApiOperation({ summary: 'The milestones of one agreement as CSV' })
  @Answer(200, 'A header line and one line for each milestone', { 'text/csv': z.string() })
  @ProblemResponse(404, 422)
  csvOfOne(
    @Param('id') id: string,
    @Query({ schema: fileQuery }) query: FileQuery,
  ): Promise<Readable> {
    return this.send('csv', { agreementId: id }, query);
  }

  @Get('milestones.ndjson')
  @Access('reader', 'granted')
  @Header('content-type', NDJSON)
  @ApiOperation({
    summary: 'The milestones of all agreements as JSON Lines, without nested values',
  })
  @Answer(200, 'One object a line', { 'application/x-ndjson': z.string() })
  @ProblemResponse(422)
  ndjsonOfAll(
    @Query({ schema: fileQuery }) query: FileQuery,
    @Granted() granted: readonly string[] | undefined,
  ): Promise<Readable> {
    return this.send('ndjson', { granted }, query);
  }

  @Get('agreements/:id/milestones.ndjson')
  @Access('reader', { agreement: 'id' }, { feed: true })
  @Header('content-type', NDJSON)
  @ApiOperation({ summary: 'The milestones of one agreement as JSON Lines, without nested values' })
  @Answer(200, 'One object a line', { 'application/x-ndjson': z.string() })
  @ProblemResponse(404, 422)
  ndjsonOfOne(
    @Param('id') id: string,
    @Query({ schema: fileQuery }) query: FileQuery,
  ): Promise<Readable> {
    return this.send('ndjson', { agreementId: id }, query);
  }

  @Get('milestones.json')
  @Access('reader', 'granted')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({
    summary: 'The milestones of all agreements as one JSON array, without nested values',
  })
  @Answer(200, 'All of them, without pages', flatSchema)
  @ProblemResponse(422)
  jsonOfAll(
    @Query({ schema: fileQuery }) query: FileQuery,
    @Granted() granted: readonly string[] | undefined,
  ): Promise<Readable> {
    return this.send('json', { granted }, query);
  }

  @Get('agreements/:id/milestones.json')
  @Access('reader', { agreement: 'id' }, { feed: true })
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({
    summary: 'The milestones of one agreement as one JSON array, without nested values',
  })
  @Answer(200, 'All of them, without pages', flatSchema)
  @ProblemResponse(404, 422)
  jsonOfOne(
    @Param('id') id: string,
    @Query({ schema: fileQuery }) query: FileQuery,
  ): Promise<Readable> {
    return this.send('json', { agreementId: id }, query);
  }

  /** Faults of the request are found before the first byte is sent, so that they get an error status. */
  private async send(
    format: 'csv' | 'ndjson' | 'json',
    scope: FileScope,
    query: FileQuery,
  ): Promise<Readable> {
    return flowing(await this.files.open(format, scope, query));
  }
}
