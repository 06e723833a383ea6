import type { ApiBodyOptions } from '@nestjs/swagger';
import { z } from 'zod';

type Schema = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

/** A zod schema as OpenAPI 3.1 reads it: what a client may send, with the defaults. */
export function jsonSchemaOf(schema: z.ZodType): Schema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest as Schema;
}
