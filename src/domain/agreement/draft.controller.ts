import { Controller, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Access } from '../../access/rule';
import { Refusal } from '../../base/refusal';
import { textFaults } from '../../base/text/kept-text';
import { luxonZones } from '../../base/zones';
import type { Settings } from '../../config/settings-schema';
import { SETTINGS } from '../../config/token';
import { draftJson } from '../../draft/answer/json';
import { draftYaml } from '../../draft/answer/yaml';
import { draft } from '../../draft/draft';
import { isHtml, stripHtml } from '../../draft/layout/strip-html';
import { Answer } from '../../http/answer';
import { AcceptsProse, type Prose, ProseBody } from '../../http/body';
import { ProblemResponse } from '../../http/problem';
import { documentComponent } from './document/document-schema';

const EXAMPLE =
  'The Parties shall exchange prisoners within ten days after the signing of this Agreement.';

const words = z.string().trim().min(1).max(200);

const draftQuery = z.strictObject({
  title: words.optional().describe('The title of the draft; its id is made of it'),
  source: words.optional().describe('The title of the source, such as the name of a file'),
  zone: z
    .string()
    .max(60)
    .refine((zone) => luxonZones.known(zone), 'an IANA zone such as Europe/Kyiv')
    .describe('IANA zone whose midnight ends a day; UTC unless given')
    .optional(),
  format: z.enum(['json', 'yaml'], { error: 'json or yaml' }).default('json'),
});

const span = {
  start: z.number().int().min(0).meta({ description: 'In UTF-16 units of the text, inclusive' }),
  end: z.number().int().min(0).meta({ description: 'Exclusive' }),
  quote: z.string().meta({ description: 'The text from `start` to `end`, letter for letter' }),
};
const flag = z.strictObject({ ...span, why: z.string() });

const draftSchema = z
  .strictObject({
    proposals: z
      .array(
        z.strictObject({
          ...span,
          key: z.string().meta({ description: 'The key of the language: due, falls, holds, …' }),
          phrase: z.string(),
          title: z.string(),
          obligor: z.string().nullable(),
          anchor: z.string().nullable(),
          confidence: z.enum(['high', 'medium', 'low']),
          sentence: z.strictObject(span),
          ref: z.string().nullable(),
          why: z.string(),
          alternatives: z.array(
            z.strictObject({ key: z.string(), phrase: z.string(), why: z.string() }),
          ),
        }),
      )
      .meta({ description: 'Expressions of time that are read into phrases, and undated duties' }),
    unresolved: z.array(flag).meta({ description: 'Not read, or read with a question' }),
    background: z.array(flag).meta({ description: 'Dates and lengths that set nothing' }),
    undecided: z
      .array(
        z.strictObject({
          id: z.string().optional(),
          quote: z.string().optional(),
          why: z.string(),
        }),
      )
      .meta({ description: 'What the text leaves open, about an entry or about words' }),
    document: documentComponent,
  })
  .meta({ id: 'AgreementDraft' });

const TYPES = { json: 'application/json; charset=utf-8', yaml: 'application/yaml; charset=utf-8' };

@ApiTags('agreements')
@Controller('v1/agreements/draft')
export class DraftController {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  @Post()
  @Access('reader', 'none', { plainText: true })
  @HttpCode(200)
  @ApiOperation({
    summary: 'Read a text into a draft agreement by rules; writes nothing',
    description: 'What `pacta draft` prints. Offsets of HTML count in its text without tags.',
  })
  @AcceptsProse(EXAMPLE)
  @Answer(200, 'What the text says, with quotes, and a document that passes the check', {
    'application/json': draftSchema,
    'application/yaml': z.string(),
  })
  @ProblemResponse(413, 422)
  read(
    @ProseBody() body: Prose,
    @Query({ schema: draftQuery }) query: z.infer<typeof draftQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    const { title, source, zone, format } = query;
    const read = draft(this.textOf(body), {
      ...(title !== undefined && { title }),
      ...(source !== undefined && { source }),
      ...(zone !== undefined && { zone }),
    });
    reply.type(TYPES[format]);
    return format === 'yaml' ? draftYaml(read) : JSON.stringify(draftJson(read));
  }

  /** @throws Refusal 'invalid' for a text without words or with control characters. */
  private textOf({ text, html }: Prose): string {
    // Programs that export a text put a form feed between its pages.
    const written = text.replaceAll('\f', ' ');
    const faults = textFaults(written, this.settings.limits);
    const read = html || isHtml(written) ? stripHtml(written) : written;
    if (read.trim() === '') {
      faults.push({
        pointer: '',
        detail: 'contains no text',
        expected: 'the text of an agreement in UTF-8',
        example: EXAMPLE,
      });
    }
    if (faults.length === 0) return read;
    throw new Refusal('invalid', 'The text has faults. Nothing was read.', faults);
  }
}
