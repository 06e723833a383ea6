import type { Socket } from 'node:net';
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Inject,
  Logger,
} from '@nestjs/common';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { isRecord } from '../base/guards';
import { listedFaults } from '../base/limits/fault-list';
import { type Limits, limitWords } from '../base/limits/limits';
import { withoutTokens } from '../base/redaction';
import { type Fault, Refusal, type RefusalKind } from '../base/refusal';
import type { Settings } from '../config/settings-schema';
import { SETTINGS } from '../config/token';
import { bodyLimitOf } from './body';

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
  400: 'The request cannot be parsed',
  401: 'A token is required',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'The request took too long',
  409: 'In conflict with the stored state',
  412: 'Changed since it was read',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'The request has faults',
  428: 'A precondition is required',
  429: 'Too many requests',
  431: 'The headers are too large',
  500: 'Internal error',
  503: 'Temporarily unavailable',
};

function bodyTooLarge(request: FastifyRequest, limits: Limits): Fault {
  return {
    pointer: '',
    detail: 'the body is larger than the limit and was not read',
    expected: limitWords(bodyLimitOf(request), limits, 'bytes'),
  };
}

/** Problem details (RFC 9457); `errors` lists all faults with their JSON Pointers. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  errors?: readonly Fault[];
}

/** Answers every exception with problem details. Unexpected ones are logged, and their details are not sent. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const answer = this.problemOf(thrown, request);
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

  private problemOf(thrown: unknown, request: FastifyRequest): Problem {
    const instance = request.url;
    if (thrown instanceof Refusal) {
      const faults = listedFaults(thrown.faults, this.settings.limits);
      const errors = faults.length > 0 ? { errors: faults } : {};
      return { ...problem(STATUS[thrown.kind], thrown.message, instance), ...errors };
    }
    const status = statusOf(thrown);
    if (status !== undefined && status < 500 && thrown instanceof Error) {
      const answer = problem(status, thrown.message, instance);
      return status === 413
        ? { ...answer, errors: [bodyTooLarge(request, this.settings.limits)] }
        : answer;
    }
    return problem(
      500,
      'An internal error occurred and was logged. Nothing was written.',
      instance,
    );
  }
}

/** The HTTP status of an exception of Nest or Fastify. */
function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  return isRecord(thrown) && typeof thrown.statusCode === 'number' ? thrown.statusCode : undefined;
}

/** A problem without a list of faults. */
export function problem(status: number, detail: string, instance: string): Problem {
  return { type: 'about:blank', title: TITLE[status] ?? 'Refused', status, detail, instance };
}

/** A problem as JSON without tokens: `instance` is the address of the request and may contain one in any spelling. */
function problemText(answer: Problem): string {
  return JSON.stringify(answer, (_key, value: unknown) =>
    typeof value === 'string' ? withoutTokens(value) : value,
  );
}

/** What is logged: the message of a refusal, the stack of any other error. */
function faultOf(thrown: unknown): unknown {
  if (thrown instanceof Refusal) return thrown.message;
  return thrown instanceof Error ? thrown.stack : thrown;
}

/** Answers for an address that the router cannot decode, because no filter runs without a route. */
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
  writeProblem(socket, problem(status, detail, ''), phrase);
  socket.destroy(fault);
}

/** Writes a problem to a connection whose request the framework does not see. The caller closes it. */
export function writeProblem(socket: Socket, answer: Problem, phrase = TITLE[answer.status]): void {
  if (!socket.writable) return;
  const text = problemText(answer);
  socket.write(
    [
      `HTTP/1.1 ${answer.status} ${phrase}`,
      'content-type: application/problem+json; charset=utf-8',
      `content-length: ${Buffer.byteLength(text)}`,
      'connection: close',
      '',
      text,
    ].join('\r\n'),
  );
}
