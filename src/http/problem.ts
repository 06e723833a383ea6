import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'JSON Pointer into the body' },
          detail: { type: 'string' },
          expected: { type: 'string' },
          example: { type: 'string' },
          line: { type: 'integer' },
          column: { type: 'integer' },
          excerpt: { type: 'string' },
        },
      },
    },
  },
};

const MEANING: Readonly<Record<number, string>> = {
  404: 'Nothing of that name',
  409: 'In conflict with what is stored',
  412: 'It changed since it was read or previewed; nothing was written',
  413: 'Larger than the limit',
  422: 'The input has faults; all are listed, nothing was written',
  428: 'If-Match is required',
};

/** Documents the problem answers of a route. */
export function ProblemResponse(...statuses: readonly number[]): MethodDecorator {
  return applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: MEANING[status] ?? 'Refused',
        content: { 'application/problem+json': { schema: PROBLEM } },
      }),
    ),
  );
}
