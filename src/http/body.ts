import { applyDecorators, createParamDecorator, SetMetadata } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Limits } from '../base/limits/limits';
import { type Fault, Refusal } from '../base/refusal';
import { charsetFault, decodeText } from '../base/text/decode';
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

/** Metadata key of routes that read the text of the body and report its faults themselves. */
export const ACCEPTS_TEXT = 'takes-text';

/** Registers the parsers of all bodies: strict UTF-8; strict JSON; YAML and JSON Lines as text. */
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
}

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
