import type { Settings } from '../../config/settings';
import { Refusal } from '../refusal';
import { isLoopbackName } from './site';
import type { Tokens } from './tokens';

/**
 * Before the service listens: on any address but this machine's own somebody must hold a token, or the public must
 * have been let in by name.
 * @throws Refusal 'unavailable' with both cures.
 */
export async function refuseOpenHouse(
  { host, publicRead }: Settings,
  tokens: Tokens,
): Promise<void> {
  if (isLoopbackName(host) || publicRead || (await tokens.anyAccess())) return;
  throw new Refusal(
    'unavailable',
    `On ${host} others could reach the service, and nobody holds a token. Make one first ` +
      '(npx pacta token create --role admin --name you), set PACTA_PUBLIC_READ=true to let everybody read, ' +
      'or leave PACTA_HOST out to answer this machine only.',
  );
}
