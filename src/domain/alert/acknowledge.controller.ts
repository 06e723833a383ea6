import { createHash } from 'node:crypto';
import { Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Access } from '../../access/rule';
import { isRecord } from '../../base/guards';
import { LABELS } from '../../outbox/sentences/labels';
import { LANGUAGES, type Language } from '../../outbox/sentences/say';
import { AcknowledgeLinks } from './acknowledge-links';

const languageQuery = z.strictObject({ language: z.enum(LANGUAGES).default('en') });

const STYLE =
  'body{font:1.1rem/1.5 sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem}';
/** Posts once. What came of it is in the attributes of the output. */
const SCRIPT = `const button = document.querySelector('button');
const output = document.querySelector('output');
button?.addEventListener('click', async () => {
  button.disabled = true;
  let result = 'failed';
  try {
    const response = await fetch(location.pathname, { method: 'POST' });
    if (response.ok) ({ result } = await response.json());
  } catch {}
  output.textContent = output.dataset[result];
});`;

const hash = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const POLICY = `default-src 'none'; script-src ${hash(SCRIPT)}; style-src ${hash(STYLE)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The page behind the link of a message. Opening it changes nothing, so programs that preview links do no harm. */
@ApiExcludeController()
@Controller('acknowledge')
export class AcknowledgeController {
  constructor(private readonly links: AcknowledgeLinks) {}

  @Get(':message/:proof')
  @Access('anyone', 'none', { counted: true })
  async ask(
    @Param('message') message: string,
    @Param('proof') proof: string,
    @Query({ schema: languageQuery }) { language }: z.infer<typeof languageQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { body, state } = await this.links.find(message, proof);
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', POLICY)
      .header('cache-control', 'no-store')
      .header('x-robots-tag', 'noindex');
    return pageOf(sentenceIn(body, language), state, language);
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

function pageOf(sentence: string, state: string, language: Language): string {
  const { acknowledge, acknowledgePage: words } = LABELS[language];
  const open = state === 'open';
  const text = open ? words.explains : state === 'already' ? words.already : words.superseded;
  const results = [
    ['done', words.done],
    ['already', words.already],
    ['superseded', words.superseded],
    ['failed', words.failed],
  ].map(([name, value = '']) => ` data-${name}="${escaped(value)}"`);
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>Pacta</title>`,
    `<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>`,
    `<h1 dir="auto">${escaped(sentence)}</h1><p>${escaped(text)}</p>`,
    open ? `<p><button type="button">${escaped(acknowledge)}</button></p>` : '',
    `<noscript><p>${escaped(words.scripts)}</p></noscript>`,
    `<output role="status"${results.join('')}></output><script>${SCRIPT}</script></body></html>`,
  ].join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}
