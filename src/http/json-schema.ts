import type { ApiBodyOptions } from '@nestjs/swagger';
import { z } from 'zod';
import { isRecord } from '../base/guards';

/** A JSON Schema (2020-12) in the OpenAPI document. */
export type JsonSchema = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

const COMPONENTS = '#/components/schemas/';

/**
 * A zod schema as a JSON Schema for OpenAPI 3.1. Schemas with an `id` in their metadata become references to the
 * components that `componentsOf` lists.
 * @param io `input`: what a client sends, where keys with a default are optional; `output`: what it receives.
 */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output' = 'input'): JsonSchema {
  const id = z.globalRegistry.get(schema)?.id;
  if (id !== undefined) return { $ref: COMPONENTS + id };
  const { $schema: _dialect, $defs: _components, ...rest } = z.toJSONSchema(schema, { io });
  return schemaObject(withComponentRefs(rest));
}

/** All schemas with an `id` in their metadata, by that id. */
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
        schemaObject(withComponentRefs(rest)),
      ]),
  );
}

function schemaObject(schema: unknown): JsonSchema {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Nest's type is OpenAPI 3.0, zod makes 2020-12
  return schema as JsonSchema;
}

/** Writes a record with enumerated keys as `properties`: generators of clients do not support `propertyNames`. */
function withNamedProperties(schema: Readonly<Record<string, unknown>>) {
  const { propertyNames, additionalProperties, ...rest } = schema;
  const names = isRecord(propertyNames) ? propertyNames.enum : undefined;
  if (!Array.isArray(names) || rest.type !== 'object') return schema;
  const properties = Object.fromEntries(names.map((name) => [String(name), additionalProperties]));
  return { ...rest, properties, additionalProperties: false };
}

/**
 * Points references at the components, and leaves out what adds nothing for a reader: patterns beside a `format`, and
 * the bounds of safe integers.
 */
export function withComponentRefs(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withComponentRefs);
  if (!isRecord(schema)) return schema;
  const given = withNamedProperties(schema);
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
