import { ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { jsonSchemaOf } from './json-schema';

/** What a handler answers, by media type; a schema alone is that of JSON. */
export type Content = z.ZodType | Readonly<Record<string, z.ZodType>>;

/**
 * Documents an answer of a route. Every route documents its answers, each by the schema of what is presented.
 * @param content none for an answer without a body.
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
