import { readToken, type Settings } from '../../config/settings';
import { SystemClock } from '../clock';
import { DELIVERY_DEFAULTS } from '../delivery/delivery-settings';
import { type Service, startService } from '../main';
import { SystemRandomness } from '../randomness';
import { type Fault, Refusal, type RefusalKind } from '../refusal';
import { addressOfHolder } from '../store/data-directory';
import { isDirectoryTaken } from '../store/directory-lock';

/** Where a command's work is done: by the service that runs on the data, or by this process. */
export type Worker = { url: string } | { service: Service };

/**
 * Two programs never write to one SQLite file: while a service holds it, a command goes through it over HTTP;
 * otherwise this process takes it for as long as the command lasts. On PostgreSQL this process is one replica
 * more.
 * @throws Refusal 'unavailable' when the data is held by something that told no address.
 */
export async function worker(settings: Settings): Promise<Worker> {
  const url = holderOf(settings);
  if (url !== undefined) return { url };
  const foundation = {
    settings: { ...settings, port: 0 },
    clock: new SystemClock(),
    randomness: new SystemRandomness(),
    delivery: { ...DELIVERY_DEFAULTS, ...settings.webhooks },
  };
  return { service: await startService(foundation, ['error']) };
}

const KINDS: Readonly<Record<number, RefusalKind>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  429: 'unavailable',
  503: 'unavailable',
};

/**
 * Asks the service that runs, with the caller's token where there is one.
 * @throws Refusal that says what the service said.
 */
export async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  const token = readToken();
  const headers = new Headers(init.headers);
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  const response = await fetch(url, { ...init, headers });
  if (response.ok) return response;
  const { detail, errors = [] } = (await response.json()) as { detail: string; errors?: Fault[] };
  const hint =
    response.status === 401
      ? ' A service runs on this data; put your token for it into PACTA_TOKEN.'
      : '';
  throw new Refusal(KINDS[response.status] ?? 'invalid', detail + hint, errors);
}

/**
 * The address of the service that holds the data, if one does.
 * @throws Refusal 'unavailable' when the data is held by something that told no address.
 */
export function holderOf({ databaseUrl, dataDir }: Settings): string | undefined {
  if (databaseUrl !== undefined || !isDirectoryTaken(dataDir)) return undefined;
  const url = addressOfHolder(dataDir);
  if (url !== undefined) return url;
  throw new Refusal(
    'unavailable',
    `The data directory ${dataDir} is in use by a process that answers no requests. Try again, or stop it.`,
  );
}
