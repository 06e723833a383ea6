import type { FastifyRequest } from 'fastify';
import { isRecord } from '../../base/guards';
import type { SessionCookie } from './session-cookie';
import type { TokenKind } from './token.entity';

/** The token text of a request, and the kinds that are accepted where it was sent. */
export interface RequestToken {
  kinds: readonly TokenKind[];
  text: string;
}

const BEARER: readonly TokenKind[] = ['access', 'operator'];

const taken = new WeakMap<FastifyRequest, RequestToken>();

/** The route of a sign-in link, as a router pattern. */
export const SIGN_IN_ROUTE = '/sign-in/:code';

/**
 * Reads the token of a request: the Authorization header, else `?feed=`, else the session cookie. Removes `feed` from
 * the address, so that no log, response or handler contains the secret.
 */
export function takeRequestToken(
  request: FastifyRequest,
  session: SessionCookie,
): RequestToken | undefined {
  const token = read(request, session);
  if (token !== undefined) taken.set(request, token);
  return token;
}

/** The token that the gate took from a request; undefined without one. */
export function requestTokenOf(request: FastifyRequest): RequestToken | undefined {
  return taken.get(request);
}

function read(request: FastifyRequest, session: SessionCookie): RequestToken | undefined {
  const feed = takeFeedSecret(request);
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) return { kinds: BEARER, text: bearerIn(authorization) ?? '' };
  if (feed !== undefined) return { kinds: ['feed'], text: feed };
  const text = session.read(cookie);
  return text === undefined ? undefined : { kinds: ['session'], text };
}

/** Whether tokens of this kind are sent in the Authorization header. */
export function isBearer(kind: TokenKind): boolean {
  return BEARER.includes(kind);
}

/** @param authorization an Authorization header. */
export function bearerIn(authorization: string): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1];
}

/** @returns an empty text, which is never a valid token, if `feed` is given more than once. */
function takeFeedSecret(request: FastifyRequest): string | undefined {
  const { query } = request;
  if (!isRecord(query) || query.feed === undefined) return undefined;
  const { feed, ...others } = query;
  request.query = others;
  const [path = '', rest = ''] = (request.raw.url ?? '').split(/\?(.*)/s);
  const kept = rest.split('&').filter((pair) => !isFeed(pair));
  request.raw.url = kept.length === 0 ? path : `${path}?${kept.join('&')}`;
  return typeof feed === 'string' ? feed : '';
}

/** Recognises the parameter also if its name is percent-encoded. */
function isFeed(pair: string): boolean {
  return new URLSearchParams(pair).has('feed');
}
