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
import { extractText } from '../../extract/extract';
import type { Extracted } from '../../extract/extracted';
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
const page = z
  .number()
  .int()
  .min(1)
  .meta({ description: 'Where `start` is, in a PDF; counted from 1' })
  .exactOptional();
const flag = z.strictObject({ ...span, page, why: z.string() });

const draftSchema = z
  .strictObject({
    proposals: z
      .array(
        z.strictObject({
          ...span,
          page,
          key: z.string().meta({ description: 'The key of the language: due, falls, holds, …' }),
          phrase: z.string(),
          title: z.string(),
          obligor: z.string().nullable(),
          anchor: z.string().nullable(),
          defines: z
            .string()
            .meta({ description: 'The id of the day to which the text gives a name here' })
            .exactOptional(),
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
    text: z
      .string()
      .meta({
        description:
          'The text in which offsets count, where it is not the body: of PDF, DOCX and HTML',
      })
      .exactOptional(),
  })
  .meta({ id: 'AgreementDraft' });

/** A text, whether it is the body itself, and what a file says of its pages. */
type ToRead = Pick<Extracted, 'text'> & Partial<Extracted> & { own: boolean };

const TYPES = { json: 'application/json; charset=utf-8', yaml: 'application/yaml; charset=utf-8' };

@ApiTags('agreements')
@Controller('v1/agreements/draft')
export class DraftController {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  @Post()
  @Access('reader', 'none', { plainText: true })
  @HttpCode(200)
  @ApiOperation({
    summary: 'Read a text, a PDF or a DOCX into a draft agreement by rules; writes nothing',
    description:
      'What `pacta draft` prints. Offsets count in the text that was read: of a PDF or DOCX its text, of HTML its text without tags.',
  })
  @AcceptsProse(EXAMPLE)
  @Answer(200, 'What the text says, with quotes, and a document that passes the check', {
    'application/json': draftSchema,
    'application/yaml': z.string(),
  })
  @ProblemResponse(413, 422)
  async read(
    @ProseBody() body: Prose,
    @Query({ schema: draftQuery }) query: z.infer<typeof draftQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { title, source, zone, format } = query;
    const { text, own, ...pages } = await this.textOf(body);
    const read = draft(text, {
      ...(title !== undefined && { title }),
      ...(source !== undefined && { source }),
      ...(zone !== undefined && { zone }),
      ...pages,
    });
    reply.type(TYPES[format]);
    if (format === 'yaml') return draftYaml(read);
    return JSON.stringify(draftJson(read, own ? undefined : text));
  }

  /**
   * @returns the text to read, and whether it is the body itself.
   * @throws Refusal 'invalid' for a text without words or with control characters; what `extractText` throws.
   */
  private async textOf(body: Prose): Promise<ToRead> {
    if ('file' in body)
      return { ...(await extractText(body.file, this.settings.limits)), own: false };
    // Programs that export a text put a form feed between its pages.
    const written = body.text.replaceAll('\f', ' ');
    const faults = textFaults(written, this.settings.limits);
    const own = !body.html && !isHtml(written);
    const text = own ? written : stripHtml(written);
    if (text.trim() === '') {
      faults.push({
        pointer: '',
        detail: 'contains no text',
        expected: 'the text of an agreement in UTF-8',
        example: EXAMPLE,
      });
    }
    if (faults.length === 0) return { text, own };
    throw new Refusal('invalid', 'The text has faults. Nothing was read.', faults);
  }
}
