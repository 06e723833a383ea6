import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { POLICY } from '../../config/policy';
import { PROJECT_ROOT } from '../../config/root';
import { type Caller, callerOf } from '../access/caller';
import { Clock } from '../clock';
import { revisionTag } from '../http/condition';
import { Freshness, type Ground } from './freshness';
import { KeptBodies } from './kept-bodies';
import { POLLED, type Polled } from './polled';

interface Marked {
  key: string;
  tag: string;
}

/** Another release may answer the same in other words. */
const VERSION = String(
  JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')).version,
);

const MOST_MIDNIGHTS = 1_000;

const FRESH = 'private, no-cache';
/** What was known then never changes; only who may read it does. */
const SETTLED = `private, max-age=${POLICY.settledAnswerSeconds}`;

/**
 * Conditional requests. The tag of an answer is known before the answer: from what it rests on, the question and
 * the instant at which the clock changes it. So an unchanged poll ends here, behind the access rules and before any
 * row is read or the framework is asked.
 */
@Injectable()
export class Conditional {
  private readonly bodies = new KeptBodies();
  private readonly marked = new WeakMap<FastifyRequest, Marked>();
  private readonly midnights = new Map<string, number>();

  constructor(
    private readonly freshness: Freshness,
    private readonly clock: Clock,
  ) {}

  /** After the gate: its hook must have let the request in. */
  stand(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply) => this.meet(request, reply));
    fastify.addHook('onSend', async (request, reply, payload) => {
      this.keep(request, reply, payload);
      return payload;
    });
  }

  private async meet(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const polled = POLLED[request.routeOptions.url ?? ''];
    if (polled === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return;
    const query = request.query as { asOf?: string; knownAt?: string };
    if (query.asOf !== undefined || query.knownAt !== undefined) return;
    const agreementId = agreementOf(polled, request.params as Record<string, string>);
    const ground = await this.freshness.of(agreementId);
    if (ground === undefined) return;
    const until = await this.endOf(ground, polled, agreementId);
    // The clock has moved on and the sweep has not: what is computed meanwhile has no tag.
    if (until <= this.clock.now()) return;
    const key = `${audience(callerOf(request))} ${request.url}`;
    const tag = tagOf(ground, until, key, polled);
    reply.headers({
      etag: tag,
      'cache-control': FRESH,
      'last-modified': new Date(ground.changedAt).toUTCString(),
      vary: 'accept-encoding, authorization, cookie',
    });
    if (isHeld(request.headers['if-none-match'], tag)) return reply.code(304).send();
    const body = this.bodies.take(key, tag);
    if (body === undefined) {
      this.marked.set(request, { key, tag });
      return;
    }
    const takesGzip =
      /\bgzip\b/.test(request.headers['accept-encoding'] ?? '') && polled.resource === undefined;
    const { bytes, encoding } = this.bodies.bytesOf(body, takesGzip);
    if (encoding !== undefined) reply.header('content-encoding', encoding);
    return reply.type(body.type).send(bytes);
  }

  /** The first instant, exclusive, at which the answer may be another. */
  private async endOf(
    ground: Ground,
    { countsDays, resource }: Polled,
    agreementId: string | undefined,
  ): Promise<number> {
    const never = Number.MAX_SAFE_INTEGER;
    const until = resource === 'by revision' ? never : (ground.until ?? never);
    if (!countsDays) return until;
    const key = `${agreementId ?? ''} ${ground.version}`;
    let midnight = this.midnights.get(key);
    if (midnight === undefined || midnight <= this.clock.now()) {
      if (this.midnights.size >= MOST_MIDNIGHTS) this.midnights.clear();
      midnight = await this.freshness.nextMidnight(agreementId);
      this.midnights.set(key, midnight);
    }
    return Math.min(until, midnight);
  }

  private keep(request: FastifyRequest, reply: FastifyReply, payload: unknown): void {
    const marked = this.marked.get(request);
    if (reply.statusCode !== 200) {
      // The tag is that of the answer, not of a refusal.
      if (marked !== undefined) reply.removeHeader('etag').removeHeader('last-modified');
      return;
    }
    if (marked === undefined) return this.settle(request, reply);
    const type = reply.getHeader('content-type');
    if (typeof payload === 'string' && typeof type === 'string' && request.method === 'GET') {
      this.bodies.keep(marked.key, marked.tag, type, payload);
    }
  }

  private settle(request: FastifyRequest, reply: FastifyReply): void {
    if (POLLED[request.routeOptions.url ?? ''] === undefined || reply.hasHeader('cache-control')) {
      return;
    }
    const { asOf, knownAt } = request.query as { asOf?: string; knownAt?: string };
    const known = asOf === undefined || knownAt === undefined ? Number.NaN : Date.parse(knownAt);
    const settled = known < this.clock.now() - POLICY.settledAfterMs;
    reply.header('cache-control', settled ? SETTLED : FRESH);
  }
}

function agreementOf({ of }: Polled, params: Record<string, string>): string | undefined {
  return of === undefined ? undefined : (params[of] ?? '').split('/')[0];
}

/** Who is shown the same: everybody with the same grants; the public sees less. */
function audience(caller: Caller | undefined): string {
  if (caller === undefined || caller.kind === 'public') return 'public';
  return caller.agreements === null ? 'all' : [...caller.agreements].sort().join(',');
}

function tagOf(ground: Ground, until: number, key: string, { resource }: Polled): string {
  if (resource === 'by revision') return revisionTag(ground.revision);
  const text = `${VERSION} ${ground.version} ${until} ${key}`;
  const hash = createHash('sha1').update(text).digest('base64url').slice(0, 16);
  return resource === 'by clock' ? `"${ground.revision}-${hash}"` : `W/"${hash}"`;
}

/** By the weak comparison that If-None-Match asks for (RFC 9110, 13.1.2). */
function isHeld(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  const bare = tag.replace(/^W\//, '');
  return header.split(',').some((one) => one.trim().replace(/^W\//, '') === bare);
}
