import { ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { jsonSchemaOf } from './json-schema';

/** Schemas of a response's body by media type; a schema alone is for application/json. */
type Content = z.ZodType | Readonly<Record<string, z.ZodType>>;

/**
 * Documents a response of a route in OpenAPI. Every route documents each successful response.
 * @param content undefined for a response without a body.
 */
export function Answer(status: number, description: string, content?: Content): MethodDecorator {
  if (content === undefined) return ApiResponse({ status, description });
  const types = content instanceof z.ZodType ? { 'application/json': content } : content;
  return ApiResponse({
    status,
    description,
    content: Object.fromEntries(
      Object.entries(types).map(([type, schema]) => [
        type,
        { schema: jsonSchemaOf(schema, 'output') },
      ]),
    ),
  });
}
