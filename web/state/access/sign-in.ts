import { api, needsToken } from '../api';
import { loadSession, session } from './session';

/** The service opened a session, but the browser dropped its cookie. */
export class NoCookie extends Error {}

/**
 * Why the page asks for a token. 'link': the sign-in link is used or expired. 'cookie': the link was good, which a
 * redirect to the page shows, but the browser dropped its cookie. '': any other reason.
 */
export const arrival = arrivalOf();

function arrivalOf(): 'link' | 'cookie' | '' {
  if (new URLSearchParams(location.search).get('link') === 'old') return 'link';
  const [navigation] = performance.getEntriesByType('navigation');
  const led = navigation instanceof PerformanceNavigationTiming && navigation.redirectCount > 0;
  return led ? 'cookie' : '';
}

/**
 * Exchanges the token for a session cookie that scripts cannot read.
 * @throws NoCookie where the browser does not keep it.
 */
export async function enter(token: string): Promise<void> {
  await api('POST', '/v1/session', undefined, {
    authorization: `Bearer ${token.trim()}`,
  });
  await loadSession();
  if (session.value?.kind !== 'token') throw new NoCookie();
  needsToken.value = false;
}
