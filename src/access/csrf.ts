import type { IncomingHttpHeaders } from 'node:http';
import { isLoopbackName } from '../base/loopback';

const READS = ['GET', 'HEAD', 'OPTIONS'];

/** What a form of any site can send without asking first (Fetch, "CORS-safelisted request-header"). */
const FORM_TYPES = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];

/** Headers by which a proxy tells that it is one. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * Another site in the reader's browser, whoever the reader is.
 * @param host the name and port that were asked for, as a trusted proxy tells them where there is one.
 * @param publicUrl the origin that readers reach the service at, where the settings name it: a proxy may ask under
 * another name than its readers do.
 */
export function crossSiteFault(
  method: string,
  headers: IncomingHttpHeaders,
  host: string,
  publicUrl: string | undefined,
): string | undefined {
  const site = headers['sec-fetch-site'];
  // A link on another site may lead here; what that site's own code asks for, or frames, may not.
  const followedLink =
    READS.includes(method) &&
    headers['sec-fetch-mode'] === 'navigate' &&
    (headers['sec-fetch-dest'] ?? 'document') === 'document';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !followedLink) {
    return 'Another site in your browser asked for this.';
  }
  const { origin } = headers;
  if (origin === undefined || origin === publicUrl || hostOf(origin) === host.toLowerCase()) {
    return undefined;
  }
  return `The request comes from the origin ${origin}, which is not this service. Behind a proxy, set PACTA_PUBLIC_URL to the address of the page.`;
}

/**
 * Where nobody needs a token the name asked for must be this machine's own: a name of another site that was made to
 * lead here (DNS rebinding) is not, and what came through a proxy did not come from this machine.
 */
export function remoteAccessFault(headers: IncomingHttpHeaders): string | undefined {
  if (!isLoopbackName(hostNameOf(headers.host ?? ''))) {
    return `Without a token the service answers as 127.0.0.1 or localhost only, not as "${headers.host ?? ''}".`;
  }
  const proxy = PROXY_HEADERS.find((name) => headers[name] !== undefined);
  return proxy === undefined
    ? undefined
    : `The request came through a proxy (${proxy}); without a token the service answers this machine only.`;
}

/** A body as a form can send it: no browser asks before sending one to another site. */
export function formContentType(method: string, headers: IncomingHttpHeaders): string | undefined {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  return !READS.includes(method) && type !== undefined && FORM_TYPES.includes(type)
    ? type
    : undefined;
}

/** "host:port" in lower case, as the Host header has it; undefined for `null` and nonsense. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** A Host header without its port and brackets. */
export function hostNameOf(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}
