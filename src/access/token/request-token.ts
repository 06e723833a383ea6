import type { FastifyRequest } from 'fastify';
import type { TokenKind } from './token.entity';

/** A token as it came, and the kinds it may be there. */
export interface RequestToken {
  kinds: readonly TokenKind[];
  text: string;
}

const BEARER: readonly TokenKind[] = ['access', 'operator'];

export const COOKIE = 'pacta_session';
/** The path of a sign-in link, as the router has it. */
export const SIGN_IN_ROUTE = '/sign-in/:code';

/**
 * The token a request brings. The secret of a feed URL is taken out of the address, so that no log, answer or
 * handler sees it.
 */
export function takeRequestToken(request: FastifyRequest): RequestToken | undefined {
  const feed = takeFeedSecret(request);
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) return { kinds: BEARER, text: bearerIn(authorization) ?? '' };
  if (feed !== undefined) return { kinds: ['feed'], text: feed };
  const session = sessionIn(cookie ?? '');
  return session === undefined ? undefined : { kinds: ['session'], text: session };
}

/** Whether a token of this kind comes in the Authorization header. */
export function isBearer(kind: TokenKind): boolean {
  return BEARER.includes(kind);
}

/** @param authorization an Authorization header. */
export function bearerIn(authorization: string): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1];
}

/** @param cookies a Cookie header. */
export function sessionIn(cookies: string): string | undefined {
  for (const pair of cookies.split(';')) {
    const [name, value] = pair.trim().split('=');
    if (name === COOKIE && value !== undefined) return value;
  }
  return undefined;
}

function takeFeedSecret(request: FastifyRequest): string | undefined {
  const query = request.query as Record<string, string | string[] | undefined>;
  const { feed } = query;
  if (feed === undefined) return undefined;
  delete query.feed;
  const [path = '', rest = ''] = (request.raw.url ?? '').split(/\?(.*)/s);
  const kept = rest.split('&').filter((pair) => !isFeed(pair));
  request.raw.url = kept.length === 0 ? path : `${path}?${kept.join('&')}`;
  return typeof feed === 'string' ? feed : '';
}

/** However its name is escaped. */
function isFeed(pair: string): boolean {
  return new URLSearchParams(pair).has('feed');
}
