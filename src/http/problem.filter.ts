import type { Socket } from 'node:net';
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
} from '@nestjs/common';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { withoutTokens } from '../base/redaction';
import { type Fault, Refusal, type RefusalKind } from '../base/refusal';
import { POLICY } from '../config/policy';

const STATUS: Readonly<Record<RefusalKind, number>> = {
  invalid: 422,
  unreadable: 400,
  'not-found': 404,
  conflict: 409,
  stale: 412,
  'precondition-required': 428,
  'too-large': 413,
  unauthenticated: 401,
  forbidden: 403,
  unsupported: 415,
  'too-many': 429,
  unavailable: 503,
};

const TITLE: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'A token is required',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Too slow',
  409: 'In conflict with what is stored',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'The input has faults',
  428: 'A condition is required',
  429: 'Too many requests',
  431: 'Too large',
  500: 'Internal error',
  503: 'Not available right now',
};

const OVER_THE_LIMIT: Fault = {
  pointer: '',
  detail: 'the body is over the limit; nothing was read',
  expected: `at most ${POLICY.bodyBytes} bytes`,
};

/** RFC 9457 problem details; `errors` lists every fault with its JSON Pointer. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  errors?: readonly Fault[];
}

/** Turns whatever was thrown into a problem; what was not foreseen is logged and told without detail. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const answer = this.problemOf(thrown, request.url);
    if (answer.status >= 500) this.logger.error(faultOf(thrown));
    if (thrown instanceof Refusal && thrown.retryAfterSeconds !== undefined) {
      reply.header('retry-after', String(thrown.retryAfterSeconds));
    }
    if (answer.status === 401) reply.header('www-authenticate', 'Bearer realm="pacta"');
    void reply
      .status(answer.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(problemText(answer));
  }

  private problemOf(thrown: unknown, instance: string): Problem {
    if (thrown instanceof Refusal) {
      const errors = thrown.faults.length > 0 ? { errors: thrown.faults } : {};
      return { ...problem(STATUS[thrown.kind], thrown.message, instance), ...errors };
    }
    const status = statusOf(thrown);
    if (status !== undefined && status < 500) {
      const answer = problem(status, (thrown as Error).message, instance);
      return status === 413 ? { ...answer, errors: [OVER_THE_LIMIT] } : answer;
    }
    return problem(
      500,
      'The service failed; the fault was logged and nothing was written.',
      instance,
    );
  }
}

/** The HTTP status an exception of Nest or Fastify carries. */
function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const status = (thrown as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}

/** One problem without faults. */
export function problem(status: number, detail: string, instance: string): Problem {
  return { type: 'about:blank', title: TITLE[status] ?? 'Refused', status, detail, instance };
}

/** A problem as it is sent. The address may hold a secret under any name and spelling: none is repeated. */
export function problemText(answer: Problem): string {
  return JSON.stringify(answer, (_key, value: unknown) =>
    typeof value === 'string' ? withoutTokens(value) : value,
  );
}

/** For the log; what a refusal says is foreseen, and its sentence enough. */
function faultOf(thrown: unknown): unknown {
  if (thrown instanceof Refusal) return thrown.message;
  return thrown instanceof Error ? thrown.stack : thrown;
}

/** What the router refuses before any route, and so any filter, is found: an address that it cannot decode. */
export function answerBadAddress(
  { statusCode = 400, message }: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  void reply
    .status(statusCode)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(problemText(problem(statusCode, message, request.url)));
}

const UNPARSED: Readonly<
  Record<string, readonly [status: number, phrase: string, detail: string]>
> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request did not arrive in time.'],
};

/** Answers what Node's parser refuses before there is a request: bytes that are no HTTP, headers without an end. */
export function answerUnparsed(fault: Error & { code?: string }, socket: Socket): void {
  if (fault.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, phrase, detail] = UNPARSED[fault.code ?? ''] ?? [
    400,
    'Bad Request',
    'This is no HTTP/1.1 request. Letters outside ASCII are percent-encoded in an address.',
  ];
  const text = problemText(problem(status, detail, ''));
  if (socket.writable) {
    socket.write(
      [
        `HTTP/1.1 ${status} ${phrase}`,
        'content-type: application/problem+json; charset=utf-8',
        `content-length: ${Buffer.byteLength(text)}`,
        'connection: close',
        '',
        text,
      ].join('\r\n'),
    );
  }
  socket.destroy(fault);
}
