import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from '../../access/caller';
import { ruleOf } from '../../access/rule';
import { Clock } from '../../base/clock';
import { withPlus } from '../../base/text/instant';
import { POLICY } from '../../config/policy';
import { parseInstant } from '../../engine/calendar/instant';
import { handlerHeaders, removeSecurityHeaders } from '../../http/headers';
import { matchesIfNoneMatch } from '../../http/if-match';
import { scopeOf } from './agreement-versions';
import { type ETag, ETags, REVALIDATE } from './etags';
import { PollFastPath, requestKey } from './fast-path';
import { POLLED_ROUTES, type PolledRoute } from './polled-routes';
import { ResponseCache } from './response-cache';

interface Marked {
  key: string;
  mark: ETag;
  polled: PolledRoute;
}

/** What was known then never changes; only who may read it does. */
const SETTLED = `private, max-age=${POLICY.settledAnswerSeconds}`;

/**
 * Conditional requests: an unchanged poll ends here, behind the access rules and before any row is read or the
 * framework is asked.
 */
@Injectable()
export class ConditionalRequests {
  private readonly marked = new WeakMap<FastifyRequest, Marked>();

  constructor(
    private readonly marks: ETags,
    private readonly bodies: ResponseCache,
    private readonly repeats: PollFastPath,
    private readonly clock: Clock,
  ) {}

  /** After the gate: its hook must have let the request in. */
  register(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply) => this.meet(request, reply));
    fastify.addHook('onSend', (request, reply, payload, done) => {
      done(null, this.keep(request, reply, payload));
    });
  }

  private async meet(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { url: route = '', config } = request.routeOptions;
    const polled = POLLED_ROUTES[route];
    if (polled === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return;
    const query = request.query as { asOf?: string; knownAt?: string };
    if (query.asOf !== undefined || query.knownAt !== undefined) return;
    const caller = callerOf(request);
    const key = requestKey(caller, request.url);
    const one = agreementOf(polled, request.params as Record<string, string>);
    const scope = scopeOf(one === undefined ? (caller?.agreements ?? undefined) : [one]);
    const question = { key, polled, scope };
    const mark = await this.marks.of(question);
    // What is computed while the sweep is behind the clock has no tag.
    if (mark === undefined) return;
    const rule = ruleOf(config);
    if (rule !== undefined) this.repeats.keep({ question, route, rule });
    reply.headers(mark.headers);
    if (matchesIfNoneMatch(request.headers['if-none-match'], mark.tag)) {
      removeSecurityHeaders(reply);
      return reply.code(304).send();
    }
    const body = this.bodies.take(key, mark.tag, polled, request.headers['accept-encoding']);
    if (body === undefined) {
      this.marked.set(request, { key, mark, polled });
      return;
    }
    return reply.headers(body.headers).send(body.bytes);
  }

  /** @returns what is sent: compressed, where the next one to ask gets it compressed. */
  private keep(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
    const marked = this.marked.get(request);
    if (reply.statusCode !== 200) {
      // The tag is that of the answer, not of a refusal.
      if (marked !== undefined) reply.removeHeader('etag').removeHeader('last-modified');
      return payload;
    }
    if (marked === undefined) {
      this.settle(request, reply);
      return payload;
    }
    // A cookie is one caller's own; the answer that sets it is given to nobody else.
    const shared = request.method === 'GET' && !reply.hasHeader('set-cookie');
    if (!shared || typeof payload !== 'string') return payload;
    const { key, mark, polled } = marked;
    const headers = Object.fromEntries(
      Object.entries(handlerHeaders(reply)).filter(([name]) => !(name in mark.headers)),
    );
    this.bodies.keep(key, mark.tag, headers, payload);
    const body = this.bodies.take(key, mark.tag, polled, request.headers['accept-encoding']);
    if (body === undefined) return payload;
    reply.headers(body.headers);
    return body.bytes;
  }

  private settle(request: FastifyRequest, reply: FastifyReply): void {
    if (
      POLLED_ROUTES[request.routeOptions.url ?? ''] === undefined ||
      reply.hasHeader('cache-control')
    ) {
      return;
    }
    const { asOf, knownAt } = request.query as { asOf?: string; knownAt?: string };
    const known = asOf === undefined ? undefined : parseInstant(withPlus(knownAt ?? ''));
    const settled = known !== undefined && known < this.clock.now() - POLICY.settledAfterMs;
    reply.header('cache-control', settled ? SETTLED : REVALIDATE);
  }
}

function agreementOf({ of }: PolledRoute, params: Record<string, string>): string | undefined {
  return of === undefined ? undefined : (params[of] ?? '').split('/')[0];
}
