import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller';
import { type CachedCaller, Gate } from '../../access/gate';
import { mayAct, type Rule } from '../../access/rule';
import { Draining } from '../../http/draining';
import { DATA_HEADERS } from '../../http/headers';
import { matchesIfNoneMatch } from '../../http/if-match';
import { Metrics } from '../ops/metrics';
import { askedLanguages } from './asked-language';
import { type ETag, ETags, type PolledRequest } from './etags';
import { type CachedBody, ResponseCache } from './response-cache';

/** A request that the framework has answered before. */
interface KnownRequest {
  request: PolledRequest;
  /** The router pattern. */
  pattern: string;
  rule: Rule;
}

/** Names and values in turns: the form of headers that Node writes fastest. */
type HeaderList = (string | string[])[];

interface TagHeaders {
  /** For 304. */
  unchanged: HeaderList;
  /** For 200: with the security headers. */
  withBody: HeaderList;
}

const MAX_REQUESTS = 10_000;

/**
 * Answers repeated GET requests from memory, ahead of the framework. It makes the same decisions about access, rate
 * limit and ETag, without the cost of routing, hooks and headers. Requests that it cannot decide from memory, and all
 * refusals, go to the framework.
 */
@Injectable()
export class PollFastPath {
  private readonly known = new Map<string, KnownRequest>();
  private readonly tagHeaders = new WeakMap<ETag, TagHeaders>();

  constructor(
    private readonly gate: Gate,
    private readonly etags: ETags,
    private readonly responses: ResponseCache,
    private readonly metrics: Metrics,
    private readonly draining: Draining,
  ) {}

  remember(known: KnownRequest): void {
    if (this.known.size >= MAX_REQUESTS) this.known.clear();
    this.known.set(known.request.key, known);
  }

  /** Replaces the framework's listener and calls it where the request is not answered here. */
  register(server: Server): void {
    const framework = server.listeners('request');
    if (framework.length === 0) throw new Error('The framework does not listen yet.');
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      const ending = this.draining.active || !server.listening;
      if (!ending && this.answer(request, response)) return;
      for (const listener of framework) listener.call(server, request, response);
    });
  }

  private answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'GET') return false;
    const observe = this.metrics.startTimer();
    const caller = this.gate.cachedCaller(request);
    if (caller === undefined) return false;
    const known = this.known.get(requestKey(caller, request.url ?? '', request.headers));
    if (known === undefined || !isAllowed(caller, known.rule)) return false;
    const etag = this.etags.cached(known.request);
    if (etag === undefined) return false;
    const body = this.bodyFor(request, known.request, etag);
    if (body === undefined) return false;
    if (!this.gate.tryCount(caller, request.socket.remoteAddress ?? '')) return false;
    const status = body === 'unchanged' ? 304 : 200;
    response.writeHead(status, this.headersOf(etag, body));
    response.end(body === 'unchanged' ? undefined : body.bytes);
    observe({ method: 'GET', route: known.pattern, status: String(status) });
    return true;
  }

  private headersOf(etag: ETag, body: CachedBody | 'unchanged'): HeaderList {
    let headers = this.tagHeaders.get(etag);
    if (headers === undefined) {
      const unchanged = Object.entries(etag.headers).flat();
      const withBody = [...Object.entries(DATA_HEADERS).flat(), ...unchanged];
      headers = { unchanged, withBody };
      this.tagHeaders.set(etag, headers);
    }
    if (body === 'unchanged') return headers.unchanged;
    return headers.withBody.concat(...Object.entries(body.headers));
  }

  private bodyFor(
    { headers }: IncomingMessage,
    { key, route }: PolledRequest,
    { tag }: ETag,
  ): CachedBody | 'unchanged' | undefined {
    if (matchesIfNoneMatch(headers['if-none-match'], tag)) return 'unchanged';
    return this.responses.get(key, tag, route, headers['accept-encoding']);
  }
}

/** Callers with the same grants and languages get the same response; the public gets a reduced one. */
export function requestKey(
  caller: Pick<Caller, 'kind' | 'agreements'> | undefined,
  url: string,
  headers: IncomingHttpHeaders,
): string {
  const asked = `${askedLanguages(url, headers).join('.')} ${url}`;
  // "-" and "*" are not valid ids of agreements.
  if (caller === undefined || caller.kind === 'public') return `- ${asked}`;
  const { agreements } = caller;
  return `${agreements === null ? '*' : [...agreements].sort().join(',')} ${asked}`;
}

/** Decides as the gate does. Grants need no check: all callers with this request key have the same. */
function isAllowed(caller: CachedCaller, rule: Rule): boolean {
  if (rule.role === 'anyone') return true;
  return caller.kind === 'public' ? rule.public : mayAct(caller.role, rule.role);
}
