import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { jsonSchemaOf } from './json-schema';

/** One fault of a request. */
export const faultSchema = z
  .strictObject({
    pointer: z.string().meta({
      description: 'JSON Pointer into the body, or `/` and the name of a parameter or header',
    }),
    detail: z.string(),
    expected: z.string().optional(),
    example: z.string().optional(),
    line: z.number().int().optional(),
    column: z.number().int().optional(),
    excerpt: z.string().optional(),
    more: z.number().int().optional().meta({
      description: 'Of the last entry of a list that is cut: how many faults are left out',
    }),
  })
  .meta({ id: 'Fault' });

const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    errors: z.array(faultSchema).optional().meta({ description: 'All faults of the request' }),
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
  400: 'The body cannot be parsed',
  401: 'A token is missing, unknown, revoked or expired',
  403: 'The caller’s role does not allow the request, or the request comes from another site',
  404: 'Not found',
  409: 'In conflict with the stored state',
  412: 'Changed since it was read or previewed; nothing was written',
  413: 'The body is larger than the limit',
  415: 'The media type or charset of the body is not supported',
  422: 'The request has faults; all are listed, nothing was written',
  428: 'If-Match, or the confirmation of a removal or of an unlikely day, is required',
  429: 'Too many requests; Retry-After gives the seconds to wait',
  503: 'Temporarily unavailable',
};

/** All statuses that a refused request may get. */
export const PROBLEMS: readonly number[] = Object.keys(MEANING).map(Number);

/** The OpenAPI response of a problem. */
export function problemResponse(status: number) {
  return {
    description: MEANING[status] ?? 'Refused',
    content: { 'application/problem+json': { schema: jsonSchemaOf(problemSchema, 'output') } },
  };
}

/** Documents the problem statuses of a route; `openapi.ts` adds those that any route may answer with. */
export function ProblemResponse(...statuses: readonly number[]): MethodDecorator {
  return applyDecorators(
    ...statuses.map((status) => ApiResponse({ status, ...problemResponse(status) })),
  );
}
