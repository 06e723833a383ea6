import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { callerOf } from '../access/caller';
import { type Rule, ruleOf } from '../access/rule';
import { requestTokenOf } from '../access/token/request-token';
import { isRecord } from '../base/guards';
import { Refusal } from '../base/refusal';
import { handlerHeaders } from '../http/headers';
import { Store } from '../store/store';
import { type IdempotentRequest, StoredResponses } from './stored-responses';

/** The header of a stored response. */
const REPLAYED = 'idempotent-replayed';
const KEY = /^(?:"([\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/;

/**
 * Carries a POST out once for each Idempotency-Key. Its writes and its response are stored in one transaction; a repeated
 * request gets the stored response. Refusals write nothing and are not stored.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly store: Store,
    private readonly responses: StoredResponses,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = idempotentRequestIn(http.getRequest<FastifyRequest>());
    if (request === undefined) return next.handle();
    return from(this.once(request, http.getResponse<FastifyReply>(), next));
  }

  private once(
    request: IdempotentRequest,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    return this.store.write(async (tx) => {
      const stored = await this.responses.claim(tx, request);
      if (stored !== undefined) {
        reply.status(stored.status).headers({ ...stored.headers, [REPLAYED]: 'true' });
        return stored.body;
      }
      const body: unknown = await lastValueFrom(next.handle());
      const headers = handlerHeaders(reply);
      await this.responses.store(tx, request, { status: reply.statusCode, headers, body });
      return body;
    });
  }
}

/** POST routes that a reader may call write nothing (a check, a dry run, a session), so the key has no effect there. */
export function takesIdempotencyKey(method: string, rule: Rule | undefined): boolean {
  return method === 'POST' && rule?.role !== 'reader';
}

/**
 * The request with its key; undefined without a key, and where nothing is written.
 * @throws Refusal 'invalid' for a malformed key.
 */
function idempotentRequestIn(request: FastifyRequest): IdempotentRequest | undefined {
  const { method, headers, query, body } = request;
  const sent = headers['idempotency-key'];
  const preview = isRecord(query) && query.preview !== undefined;
  const rule = ruleOf(request.routeOptions.config);
  if (sent === undefined || preview || !takesIdempotencyKey(method, rule)) {
    return undefined;
  }
  const [, quoted, bare] = KEY.exec(String(sent)) ?? [];
  const key = quoted ?? bare;
  if (key === undefined) {
    throw new Refusal('invalid', 'The Idempotency-Key cannot be read; nothing was written.', [
      {
        pointer: '/Idempotency-Key',
        detail: 'is not a valid key',
        expected: '1 to 255 visible ASCII characters, best a random UUID',
        example: 'Idempotency-Key: "8e03978e-40d5-43dd-bc93-6894a57f9324"',
      },
    ]);
  }
  return {
    caller: callerOf(request)?.token ?? 'operator',
    token: requestTokenOf(request)?.text ?? '',
    key,
    request: JSON.stringify([method, request.raw.url, body ?? null]),
  };
}
