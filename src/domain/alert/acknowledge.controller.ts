import { Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Access } from '../../access/rule';
import { isRecord } from '../../base/guards';
import { linkPage, linkQuery } from '../../outbox/link-page';
import type { Language } from '../../outbox/sentences/catalogue';
import { LABELS } from '../../outbox/sentences/labels';
import { AcknowledgeLinks } from './acknowledge-links';

/** The page behind the link of a message. */
@ApiExcludeController()
@Controller('acknowledge')
export class AcknowledgeController {
  constructor(private readonly links: AcknowledgeLinks) {}

  @Get(':message/:proof')
  @Access('anyone', 'none', { counted: true })
  async ask(
    @Param('message') message: string,
    @Param('proof') proof: string,
    @Query({ schema: linkQuery }) { language }: z.infer<typeof linkQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { body, state } = await this.links.find(message, proof);
    const { acknowledge, acknowledgePage } = LABELS[language];
    const { explains, done, already, superseded, failed, scripts } = acknowledgePage;
    return linkPage(reply, {
      language,
      heading: sentenceIn(body, language),
      text: { open: explains, already, superseded }[state],
      button: state === 'open' ? acknowledge : undefined,
      results: { done, already, superseded, failed },
      scripts,
    });
  }

  @Post(':message/:proof')
  @Access('anyone', 'none', { counted: true })
  @HttpCode(200)
  async acknowledge(
    @Param('message') message: string,
    @Param('proof') proof: string,
  ): Promise<{ result: 'done' | 'already' | 'superseded' }> {
    const before = await this.links.acknowledge(message, proof);
    return { result: before === 'open' ? 'done' : before };
  }
}

function sentenceIn(body: string, language: Language): string {
  const message: unknown = JSON.parse(body);
  const data = isRecord(message) && isRecord(message.data) ? message.data : {};
  const translated = isRecord(data.translations) ? data.translations[language] : undefined;
  return [translated, data.text].find((text) => typeof text === 'string') ?? '';
}
