import { applyDecorators, createParamDecorator, SetMetadata } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LimitName, Limits } from '../base/limits/limits';
import { type Fault, Refusal } from '../base/refusal';
import { charsetFault, decodeText } from '../base/text/decode';
import { fileKind } from '../base/text/encoding';
import { readJson } from '../base/text/json';
import type { JsonSchema } from './json-schema';

const JSON_TYPE = 'application/json';
const YAML_TYPE = 'application/yaml';

/** Media types that reach the handler as text (YAML and JSON Lines), so that faults have a line and a column. */
const TEXT_TYPES = [
  YAML_TYPE,
  'application/x-yaml',
  'text/yaml',
  'text/x-yaml',
  'application/x-ndjson',
  'application/ndjson',
];

/** Media types of texts that people read, on routes with `@AcceptsProse`. */
const PROSE_TYPES = ['text/plain', 'text/markdown', 'text/html'];

/** Media types of documents, on the same routes. */
const FILE_TYPES = [
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
];

/** The text of a body. */
export interface SentText {
  /** As it was sent. */
  text: string;
  /** As it is stored: YAML as it was sent, JSON indented by two spaces. */
  source: string;
}

interface ParsedBody {
  text: string;
  /** Duplicate keys. */
  faults: readonly Fault[];
}

const bodies = new WeakMap<FastifyRequest, ParsedBody>();

/** Bodies of other media types, which the parsers leave as they are. */
const others = new WeakMap<FastifyRequest, Buffer>();

/** Metadata key of routes that read the text of the body and report its faults themselves. */
export const ACCEPTS_TEXT = 'takes-text';

/** Metadata key of routes that read a text of people. */
export const ACCEPTS_PROSE = 'takes-prose';

/** Metadata key of routes that accept any body and do not look at it. */
export const IGNORES_BODY = 'ignores-body';

/** Declares that the route accepts any body and does not look at it. */
export const IgnoresBody = (): MethodDecorator => SetMetadata(IGNORES_BODY, true);

/**
 * Registers the parsers of all bodies: strict UTF-8; strict JSON; YAML and JSON Lines as text. Bodies of other media types
 * are kept as bytes, until it is known whether the route reads them.
 */
export function readBodies(fastify: FastifyInstance, limits: Limits): void {
  fastify.removeContentTypeParser([JSON_TYPE, 'text/plain']);
  fastify.addContentTypeParser<Buffer>(JSON_TYPE, { parseAs: 'buffer' }, (request, body, done) => {
    complete(done, () => readJsonBody(request, body, limits));
  });
  for (const type of TEXT_TYPES) {
    fastify.addContentTypeParser<Buffer>(type, { parseAs: 'buffer' }, (request, body, done) => {
      complete(done, () => textOf(request, body));
    });
  }
  const keep = (request: FastifyRequest, body: Buffer, done: (error: null) => void) => {
    others.set(request, body);
    done(null);
  };
  fastify.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, keep);
  const ofFiles = { parseAs: 'buffer', bodyLimit: limits.fileBytes } as const;
  fastify.addContentTypeParser<Buffer>(FILE_TYPES, ofFiles, keep);
}

/** Which limit a body has, by its media type. */
export const bodyLimitOf = ({ headers }: FastifyRequest): LimitName & `${string}Bytes` =>
  FILE_TYPES.includes(mediaType(headers['content-type'])) ? 'fileBytes' : 'bodyBytes';

const mediaType = (header = ''): string => header.toLowerCase().split(/\s*;/, 1)[0] ?? '';

function complete(done: (error: Error | null, body?: unknown) => void, read: () => unknown): void {
  try {
    done(null, read());
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
  }
}

/** @throws Refusal 'unreadable' for a body that is not UTF-8 or not JSON, with line and column; 'invalid' above a limit. */
function readJsonBody(request: FastifyRequest, body: Buffer, limits: Limits): unknown {
  const text = textOf(request, body);
  // Clients send the content type also without a body.
  if (text === '') return undefined;
  const read = readJson(text, limits);
  if ('broken' in read) {
    throw new Refusal('unreadable', 'The body is not valid JSON. Nothing was done.', [read.broken]);
  }
  bodies.set(request, { text, faults: read.faults });
  return read.value;
}

/** @throws Refusal 'unreadable' for a body that is not UTF-8, 'unsupported' for a charset other than UTF-8. */
function textOf(request: FastifyRequest, body: Buffer): string {
  const type = request.headers['content-type'] ?? '';
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(type)?.[1];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) {
    const fault = charsetFault(charset);
    throw new Refusal('unsupported', `Charset ${charset} is not supported; send UTF-8.`, [fault]);
  }
  return decodeText(body, { name: 'The body' });
}

/** Duplicate keys of a JSON body, found when it was parsed. */
export function bodyFaults(request: FastifyRequest): readonly Fault[] {
  return bodies.get(request)?.faults ?? [];
}

/** Parameter decorator: the text of the body, on routes with `@AcceptsText`. */
export const TextBody = createParamDecorator((_, context): SentText => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const { body } = request;
  if (typeof body === 'string') return { text: body, source: body };
  const source = JSON.stringify(body ?? null, null, 2);
  return { text: bodies.get(request)?.text ?? source, source };
});

/** Declares that the route reads the body's text: JSON, YAML and the media types in `types`. */
export function AcceptsText(schema: JsonSchema, ...types: readonly string[]): MethodDecorator {
  return applyDecorators(
    SetMetadata(ACCEPTS_TEXT, true),
    ApiConsumes(JSON_TYPE, ...types, YAML_TYPE),
    ApiBody({ schema }),
  );
}

/** Whether a body of a media type that no parser reads was sent, and is not empty. */
export function hasOtherBody(request: FastifyRequest): boolean {
  return (others.get(request)?.length ?? 0) > 0;
}

/** @throws Refusal 'unsupported' for a body whose media type is neither JSON nor YAML nor JSON Lines. */
export function refuseOtherType(request: FastifyRequest): void {
  if (others.has(request)) {
    throw unsupported(request, `${JSON_TYPE}; for documents and imports also ${YAML_TYPE}`);
  }
}

function unsupported({ headers }: FastifyRequest, expected: string): Refusal {
  const given = headers['content-type'];
  const detail = given === undefined ? 'is missing' : `"${given}" is not read here`;
  return new Refusal('unsupported', 'Unsupported media type of the body. Nothing was done.', [
    { pointer: '/content-type', detail, expected },
  ]);
}

/** What people wrote: a text, `html` if its media type says so, or a file that holds a document. */
export type Prose = { text: string; html: boolean } | { file: Uint8Array };

/**
 * Parameter decorator: the text or the file of the body, on routes with `@AcceptsProse`.
 * @throws Refusal 'unsupported' for another media type and for a file that is sent as text, 'unreadable' for bytes that are not
 * UTF-8.
 */
export const ProseBody = createParamDecorator((_, context): Prose => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const bytes = others.get(request);
  const type = mediaType(request.headers['content-type']);
  if (bytes === undefined || ![...PROSE_TYPES, ...FILE_TYPES].includes(type)) {
    throw unsupported(request, [...PROSE_TYPES, ...FILE_TYPES].join(', '));
  }
  if (FILE_TYPES.includes(type)) return { file: bytes };
  const kind = fileKind(bytes);
  if (kind === undefined) return { text: textOf(request, bytes), html: type === 'text/html' };
  throw new Refusal('unsupported', `The body is ${kind.words}, not text. Nothing was read.`, [
    {
      pointer: '',
      detail: `is ${kind.words}`,
      expected: `text in UTF-8; send a PDF or DOCX with its own content-type: ${FILE_TYPES.join(', ')}`,
    },
  ]);
});

/** Declares that the route reads what people wrote: plain text, Markdown, HTML, PDF or DOCX. */
export function AcceptsProse(example: string): MethodDecorator {
  return applyDecorators(
    SetMetadata(ACCEPTS_PROSE, true),
    ApiConsumes(...PROSE_TYPES, ...FILE_TYPES),
    ApiBody({ schema: { type: 'string', minLength: 1, examples: [example] } }),
  );
}
