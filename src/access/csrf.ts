import type { IncomingHttpHeaders } from 'node:http';
import { isLoopbackName } from '../config/address';

const READS = ['GET', 'HEAD', 'OPTIONS'];

/** Content types that a form of another site sends without a preflight (Fetch, "CORS-safelisted request-header"). */
const FORM_TYPES = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];

/** Names of headers that show that a request passed through a proxy, in lower case. */
const PROXY_HEADER =
  /^(?:forwarded|via|x-forwarded(?:-.+)?|x-real-ip|cf-connecting-ip|(?:.+-)?client-ip)$/;

/**
 * Detects a request that another site makes in the caller's browser. Links that the user follows are allowed.
 * @param host name and port of the request; those of X-Forwarded-Host behind a trusted proxy.
 * @param publicUrl the origin of the page, from the settings: a proxy may pass on another Host.
 * @returns why the request is refused; undefined for an allowed one.
 */
export function crossSiteFault(
  method: string,
  headers: IncomingHttpHeaders,
  host: string,
  publicUrl: string | undefined,
): string | undefined {
  const site = headers['sec-fetch-site'];
  // A top-level navigation. Requests by another site's code and frames are not.
  const followedLink =
    READS.includes(method) &&
    headers['sec-fetch-mode'] === 'navigate' &&
    (headers['sec-fetch-dest'] ?? 'document') === 'document';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !followedLink) {
    return 'The request comes from another site in your browser (Sec-Fetch-Site), and such requests are refused.';
  }
  const { origin } = headers;
  if (origin === undefined || origin === publicUrl || hostOf(origin) === host.toLowerCase()) {
    return undefined;
  }
  return `The request comes from the origin ${origin}, which is not this service. Behind a proxy, set PACTA_PUBLIC_URL to the address of the page.`;
}

/**
 * Detects requests from elsewhere on a service that needs no token on this machine: a Host that is not loopback (DNS
 * rebinding), and headers of a proxy.
 * @returns why the request is refused; undefined for an allowed one.
 */
export function remoteAccessFault(headers: IncomingHttpHeaders): string | undefined {
  if (!isLoopbackName(hostNameOf(headers.host ?? ''))) {
    return `Without a token the service answers as 127.0.0.1 or localhost only, not as "${headers.host ?? ''}".`;
  }
  const proxy = Object.keys(headers).find((name) => PROXY_HEADER.test(name));
  return proxy === undefined
    ? undefined
    : `The request came through a proxy (${proxy}); without a token the service answers this machine only.`;
}

/** The content type of a request that a form of another site could send; undefined for any other request. */
export function formContentType(method: string, headers: IncomingHttpHeaders): string | undefined {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  return !READS.includes(method) && type !== undefined && FORM_TYPES.includes(type)
    ? type
    : undefined;
}

/** "host:port" of an origin, as in a Host header; undefined for `null` and for texts that are no origin. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** A Host header in lower case, without port and brackets. */
function hostNameOf(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}
