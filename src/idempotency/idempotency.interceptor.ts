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
import { Refusal } from '../base/refusal';
import { handlerHeaders } from '../http/headers';
import { Store } from '../store/store';
import { type Attempt, KeptAnswers } from './stored-responses';

/** The header of an answer that was given before. */
const REPLAYED = 'idempotent-replayed';
const KEY = /^(?:"([\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/;

/**
 * Carries a POST out once for each Idempotency-Key: what it writes and what it answers are stored in one
 * transaction, and whoever sends it again gets that answer. A refusal writes nothing and is not kept.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly store: Store,
    private readonly answers: KeptAnswers,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const attempt = attemptIn(http.getRequest<FastifyRequest>());
    if (attempt === undefined) return next.handle();
    return from(this.once(attempt, http.getResponse<FastifyReply>(), next));
  }

  private once(attempt: Attempt, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    return this.store.write(async (tx) => {
      const kept = await this.answers.claim(tx, attempt);
      if (kept !== undefined) {
        reply.status(kept.status).headers({ ...kept.headers, [REPLAYED]: 'true' });
        return kept.body;
      }
      const body: unknown = await lastValueFrom(next.handle());
      const headers = handlerHeaders(reply);
      await this.answers.keep(tx, attempt, { status: reply.statusCode, headers, body });
      return body;
    });
  }
}

/** What a reader may POST writes nothing: a check, a rehearsal, a cookie. */
export function takesIdempotencyKey(method: string, rule: Rule | undefined): boolean {
  return method === 'POST' && rule?.role !== 'reader';
}

/**
 * Undefined for what may be sent twice anyway: without a key, and where nothing is written.
 * @throws Refusal 'invalid' for a key that is none.
 */
function attemptIn(request: FastifyRequest): Attempt | undefined {
  const { method, headers, query, body } = request;
  const sent = headers['idempotency-key'];
  const { preview } = query as { preview?: unknown };
  const rule = ruleOf(request.routeOptions.config);
  if (sent === undefined || preview !== undefined || !takesIdempotencyKey(method, rule)) {
    return undefined;
  }
  const [, quoted, bare] = KEY.exec(String(sent)) ?? [];
  const key = quoted ?? bare;
  if (key === undefined) {
    throw new Refusal('invalid', 'The Idempotency-Key cannot be read; nothing was written.', [
      {
        pointer: '/Idempotency-Key',
        detail: 'is no key',
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
