import { applyDecorators, createParamDecorator, SetMetadata } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Fault, Refusal } from '../base/refusal';
import { charsetFault, decodeText } from '../base/text/decode';
import { readJson } from '../base/text/json';
import type { JsonSchema } from './json-schema';

const JSON_TYPE = 'application/json';
const YAML_TYPE = 'application/yaml';

/** Media types whose text is read where it is checked, so that faults have lines and columns: YAML, and JSON Lines. */
const TEXT_TYPES = [
  YAML_TYPE,
  'application/x-yaml',
  'text/yaml',
  'text/x-yaml',
  'application/x-ndjson',
  'application/ndjson',
];

/** A body as text. */
export interface SentText {
  /** As it was sent. */
  text: string;
  /** As it is stored: YAML as sent, JSON written out with two spaces. */
  source: string;
}

interface Read {
  text: string;
  /** Keys that are given twice. */
  faults: readonly Fault[];
}

const bodies = new WeakMap<FastifyRequest, Read>();

/** Marks routes that read the text of the body themselves, with every fault of it. */
export const ACCEPTS_TEXT = 'takes-text';

/** Reads every body the service takes: strict UTF-8, strict JSON with unique keys, and YAML as text. */
export function readBodies(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser([JSON_TYPE, 'text/plain']);
  fastify.addContentTypeParser<Buffer>(JSON_TYPE, { parseAs: 'buffer' }, (request, body, done) => {
    settle(done, () => readJsonBody(request, body));
  });
  for (const type of TEXT_TYPES) {
    fastify.addContentTypeParser<Buffer>(type, { parseAs: 'buffer' }, (request, body, done) => {
      settle(done, () => textOf(request, body));
    });
  }
}

function settle(done: (error: Error | null, body?: unknown) => void, read: () => unknown): void {
  try {
    done(null, read());
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
  }
}

/** @throws Refusal 'unreadable' where the body is not UTF-8 or no JSON, with the place. */
function readJsonBody(request: FastifyRequest, body: Buffer): unknown {
  const text = textOf(request, body);
  // Clients name the type also where they send nothing.
  if (text === '') return undefined;
  const read = readJson(text);
  if ('broken' in read) {
    throw new Refusal('unreadable', 'The body is no JSON; nothing was done.', [read.broken]);
  }
  bodies.set(request, { text, faults: read.faults });
  return read.value;
}

/** @throws Refusal 'unreadable', or 'unsupported' for another charset. */
function textOf(request: FastifyRequest, body: Buffer): string {
  const type = request.headers['content-type'] ?? '';
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(type)?.[1];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) {
    const fault = charsetFault(charset);
    throw new Refusal('unsupported', `${charset} is not read; send UTF-8.`, [fault]);
  }
  return decodeText(body, { name: 'The body' });
}

/** What is wrong with a body whatever it is for. */
export function bodyFaults(request: FastifyRequest): readonly Fault[] {
  return bodies.get(request)?.faults ?? [];
}

/** The body of a route that takes a text, as sent and as it is stored. */
export const TextBody = createParamDecorator((_, context): SentText => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const { body } = request;
  if (typeof body === 'string') return { text: body, source: body };
  const source = JSON.stringify(body ?? null, null, 2);
  return { text: bodies.get(request)?.text ?? source, source };
});

/** Documents a route whose body is a text in JSON, YAML and whatever else is named. */
export function AcceptsText(schema: JsonSchema, ...types: readonly string[]): MethodDecorator {
  return applyDecorators(
    SetMetadata(ACCEPTS_TEXT, true),
    ApiConsumes(JSON_TYPE, ...types, YAML_TYPE),
    ApiBody({ schema }),
  );
}
