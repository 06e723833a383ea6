import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { problem, problemText } from './problem.filter';

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
