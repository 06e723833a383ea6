import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { pointerOf } from '../../src/base/refusal';

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: JsonSchema;
  example?: unknown;
}
export type JsonSchema = Record<string, unknown>;
export interface Operation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, { $ref?: string; content?: Record<string, { schema?: JsonSchema }> }>;
}
export interface ApiDescription {
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, unknown>;
  components: Record<'schemas' | 'responses', Record<string, JsonSchema>>;
}

export const DESCRIPTION_FILE = join(__dirname, '../../docs/openapi.json');

/** The OpenAPI description as committed. */
export function described(): ApiDescription {
  return JSON.parse(readFileSync(DESCRIPTION_FILE, 'utf8')) as ApiDescription;
}

/** The faults of a value by the schema at a JSON Pointer of a document; '' if there are none. */
export type Fault = (pointer: string, value: unknown) => string;

/** Fastify's own validator (Ajv with formats), independent of the code that makes the schemas. */
export async function validatorOf(document: object): Promise<Fault> {
  const fastify = new FastifyAdapter({
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: false,
        strict: false,
      },
    },
  }).getInstance();
  fastify.addSchema({ $id: 'api', ...document });
  const compile = await new Promise<(schema: object) => Validate>((resolve, reject) => {
    fastify.get('/', (request, reply) => {
      resolve((schema) => request.compileValidationSchema(schema) as Validate);
      void reply.send('');
    });
    fastify.inject('/').catch(reject);
  });
  const known = new Map<string, Validate>();
  return (pointer, value) => {
    const validate = known.get(pointer) ?? compile({ $ref: `api#${pointer}` });
    known.set(pointer, validate);
    return validate(value) ? '' : JSON.stringify(validate.errors);
  };
}

interface Validate {
  (value: unknown): boolean;
  errors?: object[] | null;
}

export interface Given {
  status: number;
  type: string;
  text: string;
}

/** What is not documented in an answer to an operation ("get /v1/agreements/{id}"); '' if everything is. */
export function undocumented(
  { paths }: ApiDescription,
  fault: Fault,
  [method, path]: readonly [string, string],
  { status, type, text }: Given,
): string {
  const where = `${method} ${path} ${status} ${type}`;
  const response = paths[path]?.[method]?.responses[status];
  if (response === undefined) return `${where}: no such status is documented: ${text}`;
  const at =
    response.$ref?.slice(1) ?? pointerOf(['paths', path, method, 'responses', `${status}`]);
  const { content } = response.$ref === undefined ? response : PROBLEM;
  if (content === undefined) return text === '' ? '' : `${where}: a body where none is documented`;
  const media = type.split(';')[0] ?? '';
  if (content[media] === undefined) return `${where}: no such type is documented`;
  const value: unknown = /[/+]json$/.test(media) ? JSON.parse(text) : text;
  const wrong = fault(`${at}${pointerOf(['content', media, 'schema'])}`, value);
  return wrong === '' ? '' : `${where}: ${wrong} in ${text}`;
}

const PROBLEM = { content: { 'application/problem+json': {} } } as Operation['responses'][string];

/** Every value of a document, with the JSON Pointer to it. */
export function* valuesOf(value: unknown, pointer = ''): Generator<[string, unknown]> {
  yield [pointer, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield* valuesOf(inner, pointer + pointerOf([key]));
  }
}
