import { api, locked } from './api';
import { loadSession, session } from './session';

/** The service opened a session, and the browser did not keep its cookie. */
export class NoCookie extends Error {}

/**
 * How the reader came here, where the page asks for a token then: by a sign-in link that is over, by a good one whose
 * cookie the browser dropped (only such a link leads on to the page), or otherwise.
 */
export const arrival = arrivalOf();

function arrivalOf(): 'link' | 'cookie' | '' {
  if (new URLSearchParams(location.search).get('link') === 'old') return 'link';
  const [navigation] = performance.getEntriesByType('navigation');
  const led = navigation instanceof PerformanceNavigationTiming && navigation.redirectCount > 0;
  return led ? 'cookie' : '';
}

/**
 * Gives the token once for a cookie that no script can read.
 * @throws NoCookie where the browser drops it without a word.
 */
export async function enter(token: string): Promise<void> {
  await api('POST', '/v1/session', undefined, {
    authorization: `Bearer ${token.trim()}`,
  });
  await loadSession();
  if (session.value?.kind !== 'token') throw new NoCookie();
  locked.value = false;
}
