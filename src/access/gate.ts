import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { Clock } from '../base/clock';
import { isRecord } from '../base/guards';
import { Refusal } from '../base/refusal';
import { isLoopbackName } from '../config/address';
import type { Settings } from '../config/settings-schema';
import { SETTINGS } from '../config/token';
import { Store } from '../store/store';
import { type Caller, isGranted, OPERATOR, PUBLIC, setCaller } from './caller';
import { crossSiteFault, formContentType, remoteAccessFault } from './csrf';
import { hideFromPublic } from './public-view';
import { RateLimiter } from './rate-limiter';
import { describesOnly, mayAct, type Rule, ruleOf } from './rule';
import { bearerIn, isBearer, type RequestToken, takeRequestToken } from './token/request-token';
import { SessionCookie } from './token/session-cookie';
import type { TokenRow } from './token/token.entity';
import { TokenCache } from './token/token-cache';

export interface Route {
  method: string;
  /** As a router pattern: "/v1/agreements/:id". */
  pattern: string;
  /** Undefined for routes that only describe the API. */
  rule: Rule | undefined;
}

/** What is known of a caller without reading the database. */
export type CachedCaller = Pick<Caller, 'kind' | 'token' | 'role' | 'agreements'>;

/** Admits or refuses every request before its body is read. */
@Injectable()
export class Gate {
  /** Every route of the service, complete once it listens. */
  readonly routes: Route[] = [];
  private readonly rateLimiter: RateLimiter;

  constructor(
    private readonly tokenCache: TokenCache,
    private readonly session: SessionCookie,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly clock: Clock,
    { replicas }: Store,
  ) {
    this.rateLimiter = new RateLimiter((text) => replicas.notify('rates', text));
    replicas.onNotice('rates', (text) => this.rateLimiter.receive(text));
  }

  /** Call before the routes are registered: Fastify applies a hook to later routes only. */
  register(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', (route) => this.addRoute(route));
    fastify.addHook('onRequest', async (request) => this.admit(request));
    hideFromPublic(fastify);
  }

  /**
   * The caller of a GET request, decided from headers and memory alone. Undefined if that is not enough: `admit`
   * then decides. Requests with a cookie, and all requests behind a trusted proxy, are left to `admit`.
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

  /** Counts a request of a cached caller. @returns false if the limit is reached; `admit` then refuses it. */
  tryCount(caller: CachedCaller, address: string): boolean {
    try {
      this.count(address, caller);
      return true;
    } catch {
      return false;
    }
  }

  /** The session of a Cookie header; undefined if it has none, or one that has ended. */
  async sessionIn(cookie: string | undefined): Promise<TokenRow | undefined> {
    const row = await this.tokenCache.find(this.session.read(cookie) ?? '');
    return row?.kind === 'session' ? row : undefined;
  }

  /** Counts the creation of a session or of a sign-in link. @throws Refusal 'too-many' */
  countSession(token: string): void {
    this.rateLimiter.countSession(token, this.clock.now());
  }

  private addRoute({ method, url, config }: RouteOptions): void {
    const rule = ruleOf(config);
    if (rule === undefined && !describesOnly(url)) {
      throw new Error(
        `${String(method)} ${url} has no @Access(…). Declare who may call it, such as @Access('reader').`,
      );
    }
    for (const one of [method].flat()) this.routes.push({ method: one, pattern: url, rule });
  }

  /**
   * @throws Refusal 'forbidden', 'unsupported', 'unauthenticated', 'too-many'; 'not-found' for an agreement that is not
   * granted
   */
  private async admit(request: FastifyRequest): Promise<void> {
    const sent = takeRequestToken(request, this.session);
    const fault = crossSiteFault(
      request.method,
      request.headers,
      request.host,
      this.settings.publicUrl,
    );
    if (fault !== undefined) throw new Refusal('forbidden', fault);
    const rule = request.is404 ? undefined : ruleOf(request.routeOptions.config);
    const form = formContentType(request.method, request.headers);
    const accepted = rule?.forms === true || (form === 'text/plain' && rule?.plainText === true);
    if (form !== undefined && !accepted) {
      const send = rule?.plainText
        ? "text/plain, text/markdown or text/html (curl: -H 'content-type: text/plain')"
        : "application/json, or application/yaml for a document (curl: -H 'content-type: application/yaml')";
      throw new Refusal('unsupported', `Content type "${form}" is not supported; send ${send}.`);
    }
    const open = await this.isOpen();
    const remote = open ? remoteAccessFault(request.headers) : undefined;
    if (remote !== undefined) throw new Refusal('forbidden', remote);
    if (rule === undefined) return;
    const caller = await this.authenticate(request, sent, rule, open);
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
      throw new Refusal(
        'forbidden',
        `This request needs the role ${rule.role}; yours is ${caller.role}.`,
      );
    }
    refuseUngranted(caller, rule, request.params);
  }

  /** @throws Refusal 'too-many' */
  private count(address: string, caller: CachedCaller | undefined): void {
    if (caller?.kind === 'operator') return;
    const token = caller?.token ?? null;
    if (token === null) this.rateLimiter.countAddress(address, this.clock.now());
    else this.rateLimiter.countToken(token, this.clock.now());
  }

  /** Whether requests from this machine need no token: the settings allow it and no access token was ever made. */
  async isOpen(): Promise<boolean> {
    return this.mayBeOpen() && !(await this.tokenCache.hasAccessTokens());
  }

  private mayBeOpen(): boolean {
    const { host, openToThisMachine, publicRead } = this.settings;
    return openToThisMachine && isLoopbackName(host) && !publicRead;
  }

  private async authenticate(
    request: FastifyRequest,
    sent: RequestToken | undefined,
    rule: Rule,
    open: boolean,
  ): Promise<Caller | undefined> {
    if (sent !== undefined) {
      const row = await this.tokenCache.find(sent.text);
      const accepted = row !== undefined && sent.kinds.includes(row.kind);
      if (accepted && (row.kind !== 'feed' || rule.feed)) {
        const { id, name, role, agreements } = row;
        const isValid = async () => (await this.tokenCache.find(sent.text)) !== undefined;
        return { kind: kindOf(row), token: id, name, role, agreements, isValid };
      }
      // Browsers keep cookies after their session has ended, so an old cookie counts as no token. Any other is an error.
      if (!sent.kinds.includes('session') && rule.role !== 'anyone') {
        this.count(request.ip, undefined);
        throw new Refusal('unauthenticated', 'The token is unknown, revoked or expired.');
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

/** Refuses an agreement that is not granted in the same words as one that does not exist. */
function refuseUngranted(caller: Caller, { scope }: Rule, params: unknown): void {
  if (caller.agreements === null || scope === 'none' || scope === 'granted') return;
  if (scope === 'all') {
    throw new Refusal('forbidden', 'This request needs a token for all agreements.');
  }
  if ('agreement' in scope) {
    for (const name of [scope.agreement, ...(scope.other === undefined ? [] : [scope.other])]) {
      const id = parameter(params, name);
      if (!isGranted(caller, id)) throw new Refusal('not-found', `There is no agreement "${id}".`);
    }
    return;
  }
  const id = parameter(params, scope.milestone);
  if (!isGranted(caller, id.split('/')[0] ?? '')) {
    throw new Refusal('not-found', `There is no milestone "${id}".`);
  }
}

function parameter(params: unknown, name: string): string {
  const value = isRecord(params) ? params[name] : undefined;
  return typeof value === 'string' ? value : '';
}
