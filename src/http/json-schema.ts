import type { ApiBodyOptions } from '@nestjs/swagger';
import { z } from 'zod';

/** A JSON Schema (2020-12) as it stands in the API's description. */
export type JsonSchema = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

const COMPONENTS = '#/components/schemas/';

/**
 * A zod schema as OpenAPI 3.1 reads it. What has an `id` in its metadata is referred to; `componentsOf` has it.
 * @param io `input`: what a client may send, with the defaults; `output`: what it gets.
 */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output' = 'input'): JsonSchema {
  const id = z.globalRegistry.get(schema)?.id;
  if (id !== undefined) return { $ref: COMPONENTS + id };
  const { $schema: _dialect, $defs: _components, ...rest } = z.toJSONSchema(schema, { io });
  return withComponentRefs(rest) as JsonSchema;
}

/** Every schema with an `id`, under it. */
export function componentsOf(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    io: 'output',
    uri: (id) => COMPONENTS + id,
  });
  return Object.fromEntries(
    Object.entries(schemas)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, { $schema: _dialect, $id: _uri, id: _id, ...rest }]) => [
        id,
        withComponentRefs(rest) as JsonSchema,
      ]),
  );
}

/**
 * A mapping with given keys as an object with these properties: tools that make clients or check descriptions read
 * no `propertyNames`.
 */
function named(schema: Record<string, unknown>): Record<string, unknown> {
  const { propertyNames, additionalProperties, ...rest } = schema;
  const names = (propertyNames as { enum?: unknown } | undefined)?.enum;
  if (!Array.isArray(names) || rest.type !== 'object') return schema;
  const properties = Object.fromEntries(names.map((name) => [String(name), additionalProperties]));
  return { ...rest, properties, additionalProperties: false };
}

/**
 * The same without what says nothing to a reader: the pattern of what a `format` names already, the bounds of
 * safe integers, and references into the schema itself.
 */
export function withComponentRefs(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withComponentRefs);
  if (typeof schema !== 'object' || schema === null) return schema;
  const given = named(schema as Record<string, unknown>);
  return Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) => {
      if (key === 'pattern' && given.format !== undefined) return [];
      if (key === 'minimum' && value === Number.MIN_SAFE_INTEGER) return [];
      if (key === 'maximum' && value === Number.MAX_SAFE_INTEGER) return [];
      if (key === '$ref') return [[key, String(value).replace('#/$defs/', COMPONENTS)]];
      return [[key, withComponentRefs(value)]];
    }),
  );
}
