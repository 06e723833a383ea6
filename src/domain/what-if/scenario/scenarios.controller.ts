import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access } from '../../../access/rule';
import { Answer } from '../../../http/answer';
import {
  decodeCursor,
  idPattern,
  type Page,
  pageOf,
  pageQuery,
  pageSchema,
} from '../../../http/pagination';
import { ProblemResponse } from '../../../http/problem';
import {
  type PresentedScenario,
  presentedScenarioSchema,
  presentScenario,
} from './present-scenario';
import {
  type ForkRequest,
  forkSchema,
  type ScenarioRequest,
  scenarioSchema,
} from './scenario-schema';
import { Scenarios } from './scenarios';

const listQuery = z.strictObject(pageQuery);

/** The id of the last row of a page. */
const CURSOR = idPattern('scn');

@ApiTags('scenarios')
@Controller('v1/agreements/:id/scenarios')
export class ScenariosController {
  constructor(private readonly scenarios: Scenarios) {}

  @Post()
  @Access('monitor', { agreement: 'id' })
  @ApiOperation({ summary: 'Save a what-if: signing, assumptions, and the facts to use' })
  @Answer(201, 'The scenario with its link', presentedScenarioSchema)
  @ProblemResponse(404, 409, 422)
  create(
    @Param('id') id: string,
    @Body({ schema: scenarioSchema }) body: ScenarioRequest,
  ): Promise<PresentedScenario> {
    return this.scenarios.create(id, body);
  }

  @Get()
  @Access('reader', { agreement: 'id' }, { public: false })
  @ApiOperation({ summary: 'Saved what-ifs of one agreement, the oldest first' })
  @Answer(
    200,
    'One page of scenarios; `fits` says whether each still fits the document',
    pageSchema(presentedScenarioSchema),
  )
  @ProblemResponse(404, 422)
  async list(
    @Param('id') id: string,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
  ): Promise<Page<PresentedScenario>> {
    const after = decodeCursor(query.cursor, CURSOR) ?? '';
    const { rows, base } = await this.scenarios.list(id, after, query.limit + 1);
    return pageOf(
      rows,
      query.limit,
      (row) => row.id,
      (row) => presentScenario(row, base),
    );
  }

  @Get(':scenario')
  @Access('reader', { agreement: 'id' }, { public: false })
  @ApiOperation({ summary: 'One saved what-if' })
  @Answer(200, 'The scenario', presentedScenarioSchema)
  @ProblemResponse(404)
  get(@Param('id') id: string, @Param('scenario') scenario: string): Promise<PresentedScenario> {
    return this.scenarios.read(id, scenario);
  }

  @Put(':scenario')
  @Access('monitor', { agreement: 'id' })
  @ApiOperation({ summary: 'Replace a saved what-if' })
  @Answer(200, 'The new scenario', presentedScenarioSchema)
  @ProblemResponse(404, 422)
  replace(
    @Param('id') id: string,
    @Param('scenario') scenario: string,
    @Body({ schema: scenarioSchema }) body: ScenarioRequest,
  ): Promise<PresentedScenario> {
    return this.scenarios.replace(id, scenario, body);
  }

  @Post(':scenario/fork')
  @Access('monitor', { agreement: 'id' })
  @ApiOperation({ summary: 'Save a copy with the differences in the body' })
  @Answer(201, 'The copy; `forkedFrom` names the original', presentedScenarioSchema)
  @ProblemResponse(404, 409, 422)
  fork(
    @Param('id') id: string,
    @Param('scenario') scenario: string,
    @Body({ schema: forkSchema }) body: ForkRequest,
  ): Promise<PresentedScenario> {
    return this.scenarios.fork(id, scenario, body);
  }

  @Delete(':scenario')
  @Access('monitor', { agreement: 'id' })
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a saved what-if; its link still works' })
  @Answer(204, 'The scenario is deleted')
  @ProblemResponse(404)
  remove(@Param('id') id: string, @Param('scenario') scenario: string): Promise<void> {
    return this.scenarios.remove(id, scenario);
  }
}
