import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { jsonSchemaOf } from './json-schema';

/** One thing that is wrong with what was sent. */
export const faultSchema = z
  .strictObject({
    pointer: z
      .string()
      .meta({ description: 'JSON Pointer into the body, or the name of what else was sent' }),
    detail: z.string(),
    expected: z.string().optional(),
    example: z.string().optional(),
    line: z.number().int().optional(),
    column: z.number().int().optional(),
    excerpt: z.string().optional(),
  })
  .meta({ id: 'Fault' });

const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    errors: z.array(faultSchema).optional().meta({ description: 'Every fault at once' }),
  })
  .meta({
    id: 'Problem',
    examples: [
      {
        type: 'about:blank',
        title: 'Not found',
        status: 404,
        detail: 'There is no agreement "treaty".',
        instance: '/v1/agreements/treaty',
      },
    ],
  });

const MEANING: Readonly<Record<number, string>> = {
  400: 'The body cannot be read',
  401: 'A token is required, or the one sent is not good',
  403: 'The role does not allow it, or it comes from another site',
  404: 'Nothing of that name',
  409: 'In conflict with what is stored',
  412: 'It changed since it was read or previewed; nothing was written',
  413: 'Larger than the limit',
  415: 'A body of a type that is not read',
  422: 'What was sent has faults; all are listed, nothing was written',
  428: 'If-Match, or the confirmation of a removal or of an unlikely day, is required',
  429: 'Too many requests; Retry-After says when to come again',
  503: 'Not available right now',
};

/** The statuses of refusals. */
export const PROBLEMS: readonly number[] = Object.keys(MEANING).map(Number);

/** A problem as the API's description has it. */
export function problemResponse(status: number) {
  return {
    description: MEANING[status] ?? 'Refused',
    content: { 'application/problem+json': { schema: jsonSchemaOf(problemSchema, 'output') } },
  };
}

/** Documents the problems of a route's own; `openapi.ts` adds those that any route may answer. */
export function ProblemResponse(...statuses: readonly number[]): MethodDecorator {
  return applyDecorators(
    ...statuses.map((status) => ApiResponse({ status, ...problemResponse(status) })),
  );
}
