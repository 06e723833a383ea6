import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from '../../access/caller';
import { ruleOf } from '../../access/rule';
import { Clock } from '../../base/clock';
import { isRecord } from '../../base/guards';
import { withPlus } from '../../base/text/instant';
import { POLICY } from '../../config/policy';
import { parseInstant } from '../../engine/calendar/instant';
import { handlerHeaders, removeSecurityHeaders } from '../../http/headers';
import { matchesIfNoneMatch } from '../../http/if-match';
import { scopeOf } from './agreement-versions';
import { askedLanguages } from './asked-language';
import { type ETag, ETags, REVALIDATE, VARY } from './etags';
import { PollFastPath, requestKey } from './fast-path';
import { POLLED_ROUTES, type PolledRoute } from './polled-routes';
import { ResponseCache } from './response-cache';

interface Tagged {
  key: string;
  language: string;
  etag: ETag;
  route: PolledRoute;
}

/** For responses about a past that no longer changes. `private`, because access to them may still end. */
const SETTLED = `private, max-age=${POLICY.settledAnswerSeconds}`;

/**
 * Answers conditional requests to polled routes: after the gate, before a row is read and before the handler runs. Sets
 * the ETag of all their responses and stores their bodies.
 */
@Injectable()
export class ConditionalRequests {
  private readonly tagged = new WeakMap<FastifyRequest, Tagged>();

  constructor(
    private readonly etags: ETags,
    private readonly responses: ResponseCache,
    private readonly fastPath: PollFastPath,
    private readonly clock: Clock,
  ) {}

  /** Call after the gate is registered: its hook must have admitted the request first. */
  register(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply) => this.answer(request, reply));
    fastify.addHook('onSend', (request, reply, payload, done) => {
      done(null, this.complete(request, reply, payload));
    });
  }

  /** Whether the answer to this request is stored for equal ones. */
  stores(request: FastifyRequest): boolean {
    return request.method === 'GET' && this.tagged.has(request);
  }

  private async answer(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { url: pattern = '', config } = request.routeOptions;
    const route = POLLED_ROUTES[pattern];
    if (route === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return;
    if (namesInstant(request.query)) return;
    const caller = callerOf(request);
    const key = requestKey(caller, request.url, request.headers);
    const named = agreementsOf(route, request.params);
    const scope =
      named === undefined
        ? scopeOf(caller?.agreements ?? undefined)
        : scopeOf(named, new Set(named).size);
    const language = askedLanguages(request.url, request.headers).join('.');
    const polled = { key, language, route, scope };
    const etag = await this.etags.of(polled);
    // Without a tag: the status of a milestone is computed because the sweep has not recorded it yet.
    if (etag === undefined) return;
    const rule = ruleOf(config);
    if (rule !== undefined) this.fastPath.remember({ request: polled, pattern, rule });
    reply.headers(etag.headers);
    if (matchesIfNoneMatch(request.headers['if-none-match'], etag.tag)) {
      removeSecurityHeaders(reply);
      return reply.code(304).send();
    }
    const body = this.responses.get(key, etag.tag, route, request.headers['accept-encoding']);
    if (body === undefined) {
      this.tagged.set(request, { key, language, etag, route });
      return;
    }
    return reply.headers(body.headers).send(body.bytes);
  }

  /** Stores the body of a tagged response. @returns what is sent, compressed where later responses are compressed. */
  private complete(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
    const tagged = this.tagged.get(request);
    if (reply.statusCode !== 200) {
      // The tag belongs to the response of the handler, not to an error.
      if (tagged !== undefined) reply.removeHeader('etag').removeHeader('last-modified');
      return payload;
    }
    if (tagged === undefined) {
      this.setCacheControl(request, reply);
      return payload;
    }
    // A handler knows the revision, but not the language of the response.
    if (tagged.language !== '') reply.header('etag', tagged.etag.tag);
    // A response that sets a cookie is for one caller only.
    const shared = request.method === 'GET' && !reply.hasHeader('set-cookie');
    if (!shared || typeof payload !== 'string') return payload;
    const { key, etag, route } = tagged;
    const headers = Object.fromEntries(
      Object.entries(handlerHeaders(reply)).filter(([name]) => !(name in etag.headers)),
    );
    this.responses.set(key, etag.tag, headers, payload);
    const body = this.responses.get(key, etag.tag, route, request.headers['accept-encoding']);
    if (body === undefined) return payload;
    reply.headers(body.headers);
    return body.bytes;
  }

  /** For polled routes without a tag: about the past, or while the sweep has not caught up. */
  private setCacheControl(request: FastifyRequest, reply: FastifyReply): void {
    const polled = POLLED_ROUTES[request.routeOptions.url ?? ''] !== undefined;
    if (!polled || reply.hasHeader('cache-control')) return;
    const asOf = parameter(request.query, 'asOf');
    const knownAt = parameter(request.query, 'knownAt');
    const known = asOf === undefined ? undefined : parseInstant(withPlus(knownAt ?? ''));
    const settled = known !== undefined && known < this.clock.now() - POLICY.settledAfterMs;
    reply.header('cache-control', settled ? SETTLED : REVALIDATE).header('vary', VARY);
  }
}

/** Undefined for all agreements. */
function agreementsOf(
  { agreementFrom, otherFrom }: PolledRoute,
  params: unknown,
): string[] | undefined {
  if (agreementFrom === undefined) return undefined;
  const names = otherFrom === undefined ? [agreementFrom] : [agreementFrom, otherFrom];
  return names.map((name) => (parameter(params, name) ?? '').split('/')[0] ?? '');
}

/** Whether the query contains `asOf` or `knownAt`, valid or not: such a response has no tag. */
function namesInstant(query: unknown): boolean {
  return isRecord(query) && (query.asOf !== undefined || query.knownAt !== undefined);
}

/** A path or query parameter; undefined where it is missing or given more than once. */
function parameter(parameters: unknown, name: string): string | undefined {
  const value = isRecord(parameters) ? parameters[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}
