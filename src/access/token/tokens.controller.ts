import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Answer } from '../../http/answer';
import {
  decodeCursor,
  idPattern,
  type Page,
  pageOf,
  pageQuery,
  pageSchema,
} from '../../http/pagination';
import { ProblemResponse } from '../../http/problem';
import { Access } from '../rule';
import { Operator } from '../sign-in/operator';
import {
  newTokenFrom,
  type PresentedToken,
  presentedTokenSchema,
  presentToken,
  type TokenRequest,
  tokenSchema,
} from './token-schema';
import { Tokens } from './tokens';

const listQuery = z.strictObject(pageQuery);
const issuedSchema = presentedTokenSchema.extend({ token: z.string() });

/** Cursors contain the id of the last row of a page. */
const CURSOR = idPattern('token');

@ApiTags('access')
@Controller('v1/tokens')
export class TokensController {
  constructor(
    private readonly tokens: Tokens,
    private readonly operator: Operator,
  ) {}

  @Post()
  @Access('admin', 'all')
  @ApiOperation({
    summary: 'Create a token; only this response shows its text',
    description:
      'A token of kind `feed` goes into the URL of one agreement’s feeds: `?feed=pacta_…`.',
  })
  @Answer(201, 'The token and its text', issuedSchema)
  @ProblemResponse(422)
  async create(
    @Body({ schema: tokenSchema }) body: TokenRequest,
  ): Promise<PresentedToken & { token: string }> {
    const { row, text } = await this.tokens.create(newTokenFrom(body));
    return { ...presentToken(row), token: text };
  }

  @Post('operator')
  @Access('admin', 'all')
  @ApiOperation({
    summary: 'Replace the operator’s token; only this response shows the new text',
    description:
      'The former token and all its sessions end. The new token is written to the data directory.',
  })
  @Answer(201, 'The token and its text', issuedSchema)
  @ProblemResponse(409)
  async renew(): Promise<PresentedToken & { token: string }> {
    const { row, text } = await this.operator.renew();
    return { ...presentToken(row), token: text };
  }

  @Get()
  @Access('admin', 'all')
  @ApiOperation({
    summary: 'All tokens, oldest first, without their texts',
    description: 'Includes revoked and expired tokens.',
  })
  @Answer(200, 'One page of tokens', pageSchema(presentedTokenSchema))
  @ProblemResponse(422)
  async list(
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
  ): Promise<Page<PresentedToken>> {
    const rows = await this.tokens.list(decodeCursor(query.cursor, CURSOR) ?? '', query.limit + 1);
    return pageOf(rows, query.limit, (row) => row.id, presentToken);
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('admin', 'all')
  @ApiOperation({ summary: 'Revoke a token and end its sessions' })
  @Answer(204, 'The token is revoked')
  @ProblemResponse(404)
  revoke(@Param('id') id: string): Promise<void> {
    return this.tokens.revoke(id);
  }
}
