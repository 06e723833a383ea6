import type { FastifyInstance, FastifyReply } from 'fastify';

/** For responses of the API, which contain data only: nothing may be loaded, run or framed. */
const DATA_POLICY =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Swagger UI loads its own scripts and uses inline styles. */
const DOCS_POLICY = `${DATA_POLICY}; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'`;

/** The defaults of Helmet, with a stricter content security policy. A handler may set its own policy. */
const HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
} as const;

/** Sent over TLS only: browsers ignore it elsewhere. */
const STRICT_TRANSPORT = 'max-age=31536000; includeSubDomains';

/** Security headers of an API response over plain http. */
export const DATA_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': DATA_POLICY,
  ...HEADERS,
};

/** Sets the security headers on Node's response, so that errors, unknown addresses and event streams have them too. */
export function sendSecurityHeaders(fastify: FastifyInstance): void {
  const always = Object.entries(HEADERS);
  fastify.addHook('onRequest', (request, reply, done) => {
    const docs = /^\/docs(\/|$)/.test(request.routeOptions.url ?? '');
    reply.raw.setHeader('content-security-policy', docs ? DOCS_POLICY : DATA_POLICY);
    for (const [name, value] of always) reply.raw.setHeader(name, value);
    if (request.protocol === 'https') {
      reply.raw.setHeader('strict-transport-security', STRICT_TRANSPORT);
    }
    done();
  });
}

/**
 * Removes the security headers from a 304: it has no body, and the client keeps the headers of its stored response
 * (RFC 9110, 15.4.5; RFC 9111, 3.2).
 */
export function removeSecurityHeaders(reply: FastifyReply): void {
  for (const name of Object.keys(DATA_HEADERS)) reply.raw.removeHeader(name);
}

/** Headers of one transfer, not of the resource: set again for every response. */
const TRANSFER_HEADERS = [
  'connection',
  'content-encoding',
  'content-length',
  'date',
  'transfer-encoding',
];

/** The headers that a handler set, for storing a response. Headers of hooks are left out: hooks set them each time. */
export function handlerHeaders(reply: FastifyReply): Record<string, string | string[]> {
  const fromHooks = reply.raw.getHeaders();
  return Object.fromEntries(
    Object.entries(reply.getHeaders()).flatMap(([name, value]) => {
      const ofHandler =
        value !== undefined && value !== fromHooks[name] && !TRANSFER_HEADERS.includes(name);
      return ofHandler ? [[name, Array.isArray(value) ? value : String(value)]] : [];
    }),
  );
}
