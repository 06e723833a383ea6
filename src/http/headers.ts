import type { FastifyInstance, FastifyReply } from 'fastify';

/** An answer of the interface is data: nothing in it is to be run, shown or framed. */
const DATA_POLICY =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Swagger UI brings its own scripts, and styles written into the page. */
const DOCS_POLICY = `${DATA_POLICY}; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'`;

/** What Helmet sends by default, stricter in what may be loaded. A handler's own policy wins. */
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

/** Only meaningful over TLS; browsers pass over it elsewhere. */
const STRICT_TRANSPORT = 'max-age=31536000; includeSubDomains';

/** What every answer of data carries over a plain connection. */
export const DATA_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': DATA_POLICY,
  ...HEADERS,
};

/** Sets them on the connection's own answer, so that refusals, unknown addresses and event streams carry them too. */
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
 * Takes them back from a 304: it has no body to guard, and whoever asked keeps those of the answer that it holds
 * (RFC 9110, 15.4.5; RFC 9111, 3.2).
 */
export function removeSecurityHeaders(reply: FastifyReply): void {
  for (const name of Object.keys(DATA_HEADERS)) reply.raw.removeHeader(name);
}

/** Written anew for every answer: they describe one transfer, not the resource. */
const OF_ONE_TRANSFER = [
  'connection',
  'content-encoding',
  'content-length',
  'date',
  'transfer-encoding',
];

/**
 * The headers that a handler has set, for an answer that is given again. What hooks set on the connection is left
 * out: it is set anew each time.
 */
export function handlerHeaders(reply: FastifyReply): Record<string, string | string[]> {
  const ofConnection = reply.raw.getHeaders();
  return Object.fromEntries(
    Object.entries(reply.getHeaders()).flatMap(([name, value]) => {
      const kept =
        value !== undefined && value !== ofConnection[name] && !OF_ONE_TRANSFER.includes(name);
      return kept ? [[name, Array.isArray(value) ? value : String(value)]] : [];
    }),
  );
}
