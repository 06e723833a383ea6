import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller';
import { type CachedCaller, Gate } from '../../access/gate';
import { mayAct, type Rule } from '../../access/rule';
import { Draining } from '../../http/draining';
import { DATA_HEADERS } from '../../http/headers';
import { matchesIfNoneMatch } from '../../http/if-match';
import { Metrics } from '../ops/metrics';
import { type ETag, ETags, type PolledRequest } from './etags';
import { type CachedBody, ResponseCache } from './response-cache';

/** A question that the framework has let through and answered. */
interface Repeat {
  question: PolledRequest;
  /** As the router has it. */
  route: string;
  rule: Rule;
}

/** Names and values in turns, as Node writes them at the least cost: of the mark, and with those that guard a body. */
interface Shared {
  own: Written;
  whole: Written;
}

type Written = (string | string[])[];

const MOST_KEPT = 10_000;

/**
 * Polls that were answered before, ahead of the framework and from memory alone: the same decisions about who asks
 * and whether the answer still holds, without the routing, the hooks and the building of headers around them. What
 * memory cannot decide goes the usual way, and so does every refusal.
 */
@Injectable()
export class PollFastPath {
  private readonly kept = new Map<string, Repeat>();
  private readonly shared = new WeakMap<ETag, Shared>();

  constructor(
    private readonly gate: Gate,
    private readonly marks: ETags,
    private readonly bodies: ResponseCache,
    private readonly metrics: Metrics,
    private readonly draining: Draining,
  ) {}

  keep(repeat: Repeat): void {
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(repeat.question.key, repeat);
  }

  /** Before the framework's own listener. */
  register(server: Server): void {
    const [framework] = server.listeners('request') as RequestListener[];
    if (framework === undefined) throw new Error('The framework does not listen yet.');
    server.removeListener('request', framework);
    server.on('request', (request, response) => {
      const ending = this.draining.active || !server.listening;
      if (ending || !this.answer(request, response)) framework(request, response);
    });
  }

  private answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'GET') return false;
    const timed = this.metrics.start();
    const caller = this.gate.cachedCaller(request);
    if (caller === undefined) return false;
    const repeat = this.kept.get(requestKey(caller, request.url ?? ''));
    if (repeat === undefined || !mayAsk(caller, repeat.rule)) return false;
    const mark = this.marks.recall(repeat.question);
    if (mark === undefined) return false;
    const body = this.bodyFor(request, repeat.question, mark);
    if (body === undefined) return false;
    if (!this.gate.tryCount(caller, request.socket.remoteAddress ?? '')) return false;
    const status = body === 'unchanged' ? 304 : 200;
    response.writeHead(status, this.headersOf(mark, body));
    response.end(body === 'unchanged' ? undefined : body.bytes);
    timed({ method: 'GET', route: repeat.route, status: String(status) });
    return true;
  }

  private headersOf(mark: ETag, body: CachedBody | 'unchanged'): Written {
    let shared = this.shared.get(mark);
    if (shared === undefined) {
      const own = Object.entries(mark.headers).flat();
      shared = { own, whole: [...Object.entries(DATA_HEADERS).flat(), ...own] };
      this.shared.set(mark, shared);
    }
    if (body === 'unchanged') return shared.own;
    return shared.whole.concat(...Object.entries(body.headers));
  }

  private bodyFor(
    { headers }: IncomingMessage,
    { key, polled }: PolledRequest,
    { tag }: ETag,
  ): CachedBody | 'unchanged' | undefined {
    if (matchesIfNoneMatch(headers['if-none-match'], tag)) return 'unchanged';
    return this.bodies.take(key, tag, polled, headers['accept-encoding']);
  }
}

/** Everybody with the same grants is shown the same; the public sees less. */
export function requestKey(
  caller: Pick<Caller, 'kind' | 'agreements'> | undefined,
  url: string,
): string {
  // No agreement can have such an id.
  if (caller === undefined || caller.kind === 'public') return `- ${url}`;
  const { agreements } = caller;
  return `${agreements === null ? '*' : [...agreements].sort().join(',')} ${url}`;
}

/** As the gate judges it; grants are the same for all who share a question. */
function mayAsk(caller: CachedCaller, rule: Rule): boolean {
  if (rule.role === 'anyone') return true;
  return caller.kind === 'public' ? rule.public : mayAct(caller.role, rule.role);
}
