import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Granted } from '../access/caller';
import { Access } from '../access/rule';
import { Answer } from '../http/answer';
import { pageOf, pageQuery, pageSchema } from '../http/pagination';
import { ProblemResponse } from '../http/problem';
import type { Shown } from '../http/shown';
import { milestoneSchema } from '../milestone/milestone-schema';
import { presentMilestone } from '../milestone/present';
import { HEADLINES } from '../schedule/status';
import { csvOf } from './csv';
import { MILESTONE_COLUMNS, milestoneCells } from './milestone-csv';
import { MilestoneReading, type PageRequest, positionOf } from './milestone-reading';
import { momentQuery, momentSchema } from './moment';

const status = z.enum(HEADLINES, { error: `one of ${HEADLINES.join(', ')}` });

/** Once, several times, or joined by commas. */
const statuses = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => [value].flat().flatMap((part) => part.split(',')))
  .pipe(z.array(status))
  .default([]);

const filter = { status: statuses, ...momentQuery };
const listQuery = z.strictObject({ ...filter, ...pageQuery });
const csvQuery = z.strictObject(filter);

type ListQuery = z.infer<typeof listQuery>;
type CsvQuery = z.infer<typeof csvQuery>;

/** With `asOf` or `knownAt` the answer says which moment it is for. */
const milestonePageSchema = z
  .strictObject({ ...momentSchema.partial().shape, ...pageSchema(milestoneSchema).shape })
  .meta({ id: 'MilestonePage' });
type MilestonePage = Shown<typeof milestonePageSchema>;

@ApiTags('milestones')
@Controller('v1')
export class MilestonesController {
  constructor(private readonly reading: MilestoneReading) {}

  @Get('milestones')
  @Access('reader', 'granted')
  @ApiOperation({ summary: 'Milestones of all agreements, now or at another time' })
  @Answer(200, 'One page of milestones', milestonePageSchema)
  @ProblemResponse(422)
  listAll(
    @Query({ schema: listQuery }) query: ListQuery,
    @Granted() granted: readonly string[] | undefined,
  ): Promise<MilestonePage> {
    return this.list({ ...query, granted });
  }

  @Get('agreements/:id/milestones')
  @Access('reader', { agreement: 'id' })
  @ApiOperation({ summary: 'Milestones of one agreement, in the order of its document' })
  @Answer(200, 'One page of milestones', milestonePageSchema)
  @ProblemResponse(404, 422)
  listOne(
    @Param('id') id: string,
    @Query({ schema: listQuery }) query: ListQuery,
  ): Promise<MilestonePage> {
    return this.list({ ...query, agreementId: id });
  }

  @Get('agreements/:id/milestones.csv')
  @Access('reader', { agreement: 'id' }, { feed: true })
  @Header('content-type', 'text/csv; charset=utf-8; header=present')
  @ApiOperation({ summary: 'The milestones of one agreement as a table for spreadsheets' })
  @Answer(200, 'One line each, with a line of names', { 'text/csv': z.string() })
  @ProblemResponse(404, 422)
  async csv(
    @Param('id') id: string,
    @Query({ schema: csvQuery }) query: CsvQuery,
  ): Promise<string> {
    const { status: wanted, ...moment } = query;
    const rows = await this.reading.all(id, wanted, moment);
    return csvOf(MILESTONE_COLUMNS, rows.map(milestoneCells));
  }

  private async list(query: PageRequest): Promise<MilestonePage> {
    const { rows, moment } = await this.reading.page(query);
    return { ...moment, ...pageOf(rows, query.limit, positionOf, presentMilestone) };
  }
}
