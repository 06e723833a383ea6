import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { Clock } from '../base/clock';
import { isLoopbackName } from '../base/loopback';
import { Refusal } from '../base/refusal';
import { POLICY } from '../config/policy';
import type { Settings } from '../config/settings-schema';
import { SETTINGS } from '../config/token';
import { Store } from '../store/store';
import { type Caller, callerOf, isGranted, OPERATOR, PUBLIC, setCaller } from './caller';
import { crossSiteFault, formContentType, remoteAccessFault } from './csrf';
import { forPublic } from './public-view';
import { RateLimiter } from './rate-limiter';
import { describesOnly, mayAct, type Rule, ruleOf } from './rule';
import { bearerIn, isBearer, type RequestToken, takeRequestToken } from './token/request-token';
import type { TokenRow } from './token/token.entity';
import { TokenCache } from './token/token-cache';

export interface Route {
  method: string;
  /** As the router has it: "/v1/agreements/:id". */
  pattern: string;
  /** None for what only describes the service. */
  rule: Rule | undefined;
}

/** A caller as far as memory tells. */
export type CachedCaller = Pick<Caller, 'kind' | 'token' | 'role' | 'agreements'>;

/** Decides about every request before its body is read. */
@Injectable()
export class Gate {
  /** Every route of the service, once it listens. */
  readonly routes: Route[] = [];
  private readonly rateLimiter: RateLimiter;

  constructor(
    private readonly tokenCache: TokenCache,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly clock: Clock,
    { neighbours }: Store,
  ) {
    this.rateLimiter = new RateLimiter((word) => neighbours.tell('rates', word));
    neighbours.onTold('rates', (word) => this.rateLimiter.receive(word));
  }

  /** Before the routes are made: a hook serves those that come after it. */
  register(fastify: FastifyInstance): void {
    // A body of plain text is nothing the service reads, and what a form of any site can send.
    fastify.removeContentTypeParser('text/plain');
    fastify.addHook('onRoute', (route) => this.note(route));
    fastify.addHook('onRequest', async (request) => this.admit(request));
    fastify.addHook('preSerialization', async (request, _reply, payload) =>
      callerOf(request)?.kind === 'public' ? forPublic(payload) : payload,
    );
  }

  /**
   * Who asks, by the headers and by what is remembered: undefined where the store would have to be asked, and where
   * more than a token, this machine's own name or public reading decides. `admit` says then what holds.
   */
  cachedCaller({ headers }: IncomingMessage): CachedCaller | undefined {
    const { authorization, cookie, host = '' } = headers;
    if (this.settings.trustedProxies.length > 0) return undefined;
    if (crossSiteFault('GET', headers, host, this.settings.publicUrl) !== undefined)
      return undefined;
    if (authorization !== undefined) {
      const text = bearerIn(authorization);
      const row = text === undefined ? undefined : this.tokenCache.findCached(text);
      if (row === undefined || !isBearer(row.kind)) return undefined;
      return { kind: kindOf(row), token: row.id, role: row.role, agreements: row.agreements };
    }
    if (cookie !== undefined) return undefined;
    if (this.settings.publicRead) return PUBLIC;
    const open = this.mayBeOpen() && this.tokenCache.cachedHasAccessTokens() === false;
    return open && remoteAccessFault(headers) === undefined ? OPERATOR : undefined;
  }

  /** Counts a request of whom `cachedCaller` named; false, and not counted, where the rate is used up. */
  tryCount(caller: CachedCaller, address: string): boolean {
    try {
      this.count(address, caller);
      return true;
    } catch {
      return false;
    }
  }

  private note({ method, url, config }: RouteOptions): void {
    const rule = ruleOf(config);
    if (rule === undefined && !describesOnly(url)) {
      throw new Error(`${String(method)} ${url} has no @Access(…): no rule says who may call it.`);
    }
    for (const one of [method].flat()) this.routes.push({ method: one, pattern: url, rule });
  }

  /** @throws Refusal 'forbidden', 'unsupported', 'unauthenticated', 'too-many', or 'not-found' for what is not granted */
  private async admit(request: FastifyRequest): Promise<void> {
    const presented = takeRequestToken(request);
    const fault = crossSiteFault(
      request.method,
      request.headers,
      request.host,
      this.settings.publicUrl,
    );
    if (fault !== undefined) throw new Refusal('forbidden', fault);
    const form = formContentType(request.method, request.headers);
    if (form !== undefined) {
      throw new Refusal('unsupported', `"${form}" is not read here; send application/json.`);
    }
    const open = await this.isOpen();
    const stranger = open ? remoteAccessFault(request.headers) : undefined;
    if (stranger !== undefined) throw new Refusal('forbidden', stranger);
    const rule = request.is404 ? undefined : ruleOf(request.routeOptions.config);
    if (rule === undefined) return;
    const caller = await this.callerBehind(request, presented, rule, open);
    if (caller !== undefined) setCaller(request, caller);
    if (rule.role === 'anyone') {
      if (rule.counted) this.count(request.ip, caller);
      return;
    }
    this.count(request.ip, caller);
    if (caller === undefined) {
      throw new Refusal(
        'unauthenticated',
        'Send a token (Authorization: Bearer pacta_…), or sign in: npx pacta open prints a link.',
      );
    }
    if (!mayAct(caller.role, rule.role)) {
      throw new Refusal('forbidden', `This needs the role ${rule.role}; yours is ${caller.role}.`);
    }
    refuseUngranted(caller, rule, request.params as Record<string, string>);
  }

  /** @throws Refusal 'too-many' */
  private count(address: string, caller: CachedCaller | undefined): void {
    if (caller?.kind === 'operator') return;
    const { requestsPerTokenPerMinute, requestsPerAddressPerMinute } = POLICY;
    const token = caller?.token ?? null;
    const [who, limit] =
      token === null
        ? [`address ${address}`, requestsPerAddressPerMinute]
        : [token, requestsPerTokenPerMinute];
    this.rateLimiter.count(who, limit, this.clock.now());
  }

  /** Nobody needs a token: the settings say so, and nobody was ever given one. */
  private async isOpen(): Promise<boolean> {
    return this.mayBeOpen() && !(await this.tokenCache.hasAccessTokens());
  }

  private mayBeOpen(): boolean {
    const { host, openToThisMachine, publicRead } = this.settings;
    return openToThisMachine && isLoopbackName(host) && !publicRead;
  }

  private async callerBehind(
    request: FastifyRequest,
    presented: RequestToken | undefined,
    rule: Rule,
    open: boolean,
  ): Promise<Caller | undefined> {
    if (presented !== undefined) {
      const row = await this.tokenCache.find(presented.text);
      const fits = row !== undefined && presented.kinds.includes(row.kind);
      if (fits && (row.kind !== 'feed' || rule.feed)) {
        const { id, name, role, agreements } = row;
        const isValid = async () => (await this.tokenCache.find(presented.text)) !== undefined;
        return { kind: kindOf(row), token: id, name, role, agreements, isValid };
      }
      // A browser keeps a cookie longer than it is good; whoever names a token means it.
      if (!presented.kinds.includes('session') && rule.role !== 'anyone') {
        this.count(request.ip, undefined);
        throw new Refusal('unauthenticated', 'This token is unknown here, revoked or expired.');
      }
    }
    if (open) return { ...OPERATOR, isValid: () => this.isOpen() };
    const reads = request.method === 'GET' || request.method === 'HEAD';
    return this.settings.publicRead && rule.public && reads ? PUBLIC : undefined;
  }
}

function kindOf({ kind }: TokenRow): 'operator' | 'token' {
  return kind === 'operator' ? 'operator' : 'token';
}

/** An agreement that is not granted is answered like one that does not exist. */
function refuseUngranted(caller: Caller, { reach }: Rule, params: Record<string, string>): void {
  if (caller.agreements === null || reach === 'none' || reach === 'granted') return;
  if (reach === 'all') {
    throw new Refusal('forbidden', 'This needs a token for every agreement.');
  }
  if ('agreement' in reach) {
    const id = params[reach.agreement] ?? '';
    if (isGranted(caller, id)) return;
    throw new Refusal('not-found', `There is no agreement "${id}".`);
  }
  const id = params[reach.milestone] ?? '';
  if (!isGranted(caller, id.split('/')[0] ?? '')) {
    throw new Refusal('not-found', `There is no milestone "${id}".`);
  }
}
