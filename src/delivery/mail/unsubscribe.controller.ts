import { Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Access } from '../../access/rule';
import { IgnoresBody } from '../../http/body';
import { linkPage, linkQuery } from '../../outbox/link-page';
import { LABELS } from '../../outbox/sentences/labels';
import { Unsubscribe } from './unsubscribe';

/** The address of `List-Unsubscribe` (RFC 8058): only a POST changes anything. */
@ApiExcludeController()
@Controller('unsubscribe')
export class UnsubscribeController {
  constructor(private readonly unsubscribe: Unsubscribe) {}

  @Get(':endpoint/:proof')
  @Access('anyone', 'none', { counted: true })
  async ask(
    @Param('endpoint') endpoint: string,
    @Param('proof') proof: string,
    @Query({ schema: linkQuery }) { language }: z.infer<typeof linkQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { address, off } = await this.unsubscribe.find(endpoint, proof);
    const { unsubscribePage, acknowledgePage } = LABELS[language];
    const { button, explains, done, already } = unsubscribePage;
    const { failed, scripts } = acknowledgePage;
    return linkPage(reply, {
      language,
      heading: address,
      text: off ? already : explains,
      button: off ? undefined : button,
      results: { done, already, failed },
      scripts,
    });
  }

  /** Mail programs send a form with `List-Unsubscribe=One-Click`, the page sends nothing. */
  @Post(':endpoint/:proof')
  @Access('anyone', 'none', { counted: true, forms: true })
  @HttpCode(200)
  @IgnoresBody()
  async end(
    @Param('endpoint') endpoint: string,
    @Param('proof') proof: string,
    @Query({ schema: linkQuery }) _query: z.infer<typeof linkQuery>,
  ): Promise<{ result: 'done' | 'already' }> {
    return { result: await this.unsubscribe.end(endpoint, proof) };
  }
}
